// Values of every form that the record has, made by rapidcheck.
#pragma once

#include <rapidcheck.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"
#include "ledger/record/values.hpp"

namespace radslag::record::arbitrary {

inline rc::Gen<std::uint64_t> number() {
  return rc::gen::oneOf(rc::gen::element<std::uint64_t>(0, 1, 9, 10, max_number - 1, max_number),
                        rc::gen::inRange<std::uint64_t>(0, max_number));
}

template <std::size_t N>
rc::Gen<std::array<std::uint8_t, N>> bytes() {
  return rc::gen::container<std::array<std::uint8_t, N>>(rc::gen::arbitrary<std::uint8_t>());
}

inline rc::Gen<std::vector<PublicKey>> keys(std::size_t most) {
  return rc::gen::map(rc::gen::resize(static_cast<int>(most), rc::gen::container<std::set<PublicKey>>(bytes<32>())),
                      [](const std::set<PublicKey>& set) { return std::vector<PublicKey>(set.begin(), set.end()); });
}

/// 1 to `most` of these characters.
inline rc::Gen<std::string> some_of(const std::string& characters, std::size_t most) {
  return rc::gen::mapcat(rc::gen::inRange<std::size_t>(1, most + 1),
                         [=](std::size_t n) { return rc::gen::container<std::string>(n, rc::gen::elementOf(characters)); });
}

inline rc::Gen<std::string> id() {
  const std::string letters = "abcdefghijklmnopqrstuvwxyz0123456789";
  return rc::gen::map(rc::gen::pair(some_of(letters, 1), some_of(letters + "-", 63)),
                      [](const auto& parts) { return parts.first + parts.second; });
}

inline rc::Gen<std::string> project_id() { return some_of("!#$&'()*+-./0189:;<=>?@AZ[]^_`az{|}~", 64); }
inline rc::Gen<std::string> origin() { return some_of("abz09.-/:", 100); }
inline rc::Gen<std::string> currency() { return rc::gen::container<std::string>(3, rc::gen::inRange<char>('A', 'Z' + 1)); }

inline rc::Gen<std::string> date() {
  return rc::gen::map(rc::gen::tuple(rc::gen::inRange(1970, 10'000), rc::gen::inRange(1, 13), rc::gen::inRange(1, 29)),
                      [](const auto& parts) {
                        char text[40];
                        std::snprintf(text, sizeof text, "%04d-%02d-%02d", std::get<0>(parts), std::get<1>(parts), std::get<2>(parts));
                        return std::string(text);
                      });
}

/// One to a dozen pieces, blanks only between.
inline rc::Gen<std::string> text() {
  const auto word = rc::gen::element<std::string>("a", "Z", "0", "-", "\"", "\xc3\xa5", "\xe2\x82\xac", "\xf0\x9f\x8c\xb3",
                                                  "radslag/v1/ballot", "signed", ",");
  const auto gap = rc::gen::element<std::string>("", " ", "\n", "\n\n", "  ", " \n ");
  return rc::gen::map(rc::gen::pair(word, rc::gen::container<std::vector<std::pair<std::string, std::string>>>(rc::gen::pair(gap, word))),
                      [](const auto& parts) {
                        std::string out = parts.first;
                        for (const auto& [between, next] : parts.second) out += between + next;
                        return out;
                      });
}

template <class E>
rc::Gen<E> one_of_words() {
  return rc::gen::map(rc::gen::inRange<std::size_t>(0, words(E{}).size()), [](std::size_t i) { return static_cast<E>(i); });
}

inline rc::Gen<std::vector<Role>> roles() {
  return rc::gen::map(rc::gen::inRange(1, 64), [](int bits) {
    std::vector<Role> out;
    for (int i = 0; i < 6; ++i) {
      if (bits >> i & 1) out.push_back(static_cast<Role>(i));
    }
    return out;
  });
}

inline std::string an_origin() {
  auto value = *origin();
  while (!value.empty() && value.back() == '/') value.pop_back();
  return value.empty() ? "x" : value;
}

inline rc::Gen<Statement> town_statement() {
  return rc::gen::exec([]() -> Statement {
    const auto from = an_origin();
    switch (*rc::gen::inRange(0, 8)) {
      case 0: {
        TownBegun begun{from, *text(), *currency(), *rc::gen::arbitrary<bool>(), {}};
        for (const auto& key : *keys(4)) begun.officers.push_back({key, *roles(), *text()});
        return begun;
      }
      case 1: return OfficerAnnounced{from, {*bytes<32>(), *roles(), *text()}};
      case 2: return OfficerEnded{from, *bytes<32>()};
      case 3:
        return Dialogue{from, *id(), *number(), *one_of_words<DialogueStatus>(), *one_of_words<Signal>(), *date(), *date(), *bytes<32>()};
      case 4: return RoundBegun{from, *id(), *id(), an_origin(), *bytes<32>()};
      case 5: return RoundEnded{from, *id(), *number(), *bytes<32>(), *bytes<32>()};
      case 6: return Decision{from, *id(), *bytes<32>(), *number(), *bytes<32>()};
      default: return Milestone{from, *id(), *project_id(), *date(), *one_of_words<MilestoneState>(), *bytes<32>()};
    }
  });
}

inline rc::Gen<Statement> round_statement() {
  return rc::gen::exec([]() -> Statement {
    const auto from = an_origin();
    switch (*rc::gen::inRange(0, 6)) {
      case 0: {
        RoundOpened opened{from, *id(), *number(), *bytes<32>(), *bytes<32>(), *bytes<32>(), *number()};
        const auto secret = *rc::gen::inRange(0, 4);
        for (int i = 0; i < secret; ++i) opened.elections.push_back({*id(), *bytes<32>()});
        for (int i = 0; i < secret; ++i) opened.pages.push_back({*bytes<32>(), std::to_string(i) + *some_of("abzAZ09._/-", 100)});
        return opened;
      }
      case 1: return Ballot{*bytes<32>(), *bytes<32>()};
      case 2: return RoundClosed{from, *number()};
      case 3: return Tally{from, *bytes<32>()};
      case 4: {
        LotDrawn lot{from, *number(), *bytes<32>(), {{1, *bytes<32>()}, {*rc::gen::inRange<std::uint64_t>(2, 9), *bytes<32>()}}, {}};
        if (*rc::gen::arbitrary<bool>()) lot.shares.push_back({*rc::gen::inRange<std::uint64_t>(9, 13), *bytes<32>()});
        lot.seed = *bytes<32>();
        return lot;
      }
      default: return Allocation{from, *bytes<32>(), *number(), *number()};
    }
  });
}

}  // namespace radslag::record::arbitrary
