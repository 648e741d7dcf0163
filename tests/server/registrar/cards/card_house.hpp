// A registrar with a roll in several areas, and electorates made from it.
#pragma once

#include <catch2/catch.hpp>
#include <string>
#include <vector>

#include "crypto/group/group.hpp"
#include "ledger/record/contents.hpp"
#include "server/registrar/cards/cards.hpp"
#include "server/registrar/cards/electorate.hpp"
#include "tests/server/registrar/house.hpp"

namespace radslag::registrar::testing {

inline constexpr const char* round_origin = "radslag.example.se/log/rounds/parks-2026";

struct Made {
  ElectorateEnd end;
  std::string text;
  record::Electorate content;
  std::vector<std::pair<std::string, std::string>> halves;
};

class CardHouse : public House {
 public:
  /// 120 in the north (persons 0 to 119), 130 in the south, 5 protected, in that order.
  CardHouse() {
    std::string csv = header;
    unsigned i = 0;
    for (; i < 120; ++i) csv += row(number(i), "norr");
    for (; i < 250; ++i) csv += row(number(i), "syd");
    for (; i < 255; ++i) csv += row(number(i), "syd", "ja");
    csv += row(number(255), "");
    REQUIRE(import("2026-1", csv));
  }

  [[nodiscard]] static ElectorateOptions options(const std::string& urns) {
    ElectorateOptions options;
    options.round = "parks-2026";
    options.round_origin = round_origin;
    options.edition = "2026-1";
    options.group = &group::ed25519();
    options.plan = read_urn_plan(urns).value();
    options.paper = 3;
    options.hour = now / 3'600;
    options.threads = 2;
    return options;
  }

  Result<Made> attempt(const ElectorateOptions& options) {
    Made made;
    ElectorateSinks sinks;
    sinks.electorate = [&](std::string_view bytes) { made.text += bytes; };
    sinks.half = [&](const LetterHalf& half) { made.halves.emplace_back(half.whose, half.half); };
    sinks.written = [] {};
    sinks.progress = [](std::uint64_t, std::uint64_t) { return true; };
    auto end = make_electorate(*registrar, options, sinks);
    if (!end) return tl::make_unexpected(end.error());
    made.end = std::move(*end);
    auto content = record::parse_content<record::Electorate>(made.text);
    INFO((content ? "" : content.error().detail));
    REQUIRE(content);
    made.content = std::move(*content);
    return made;
  }
  Made make(const std::string& urns) { return attempt(options(urns)).value(); }
  Person who(unsigned i) { return person(number(i)); }
};

}  // namespace radslag::registrar::testing
