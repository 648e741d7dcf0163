// The contents of FORMAT.md section 4.6: one encoding each.
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "tests/ledger/record/arbitrary_matters.hpp"
#include "tests/support/town.hpp"

namespace radslag::record {
namespace {

using testing::Town;

template <class T>
void round_trips(const T& content) {
  const auto text = encode_content(content);
  const auto again = parse_content<T>(text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(encode_content(*again) == text);
  for (const auto& longer : {text + "\n", text + "x", "\n" + text}) RC_ASSERT(!parse_content<T>(longer).has_value());
  RC_ASSERT(!parse_content<T>(std::string_view(text).substr(0, text.size() - 1)).has_value());
}

template <class T>
bool reads_with(const T& like, const std::string& from, const std::string& to) {
  auto text = encode_content(like);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return parse_content<T>(text.replace(at, from.size(), to)).has_value();
}

}  // namespace

TEST_CASE("every kind of content of initiatives and projects is read back as it was written") {
  using namespace arbitrary;
  rc::prop("initiative", [] { round_trips(InitiativeContent{*text(), *text()}); });
  rc::prop("name", [] { round_trips(SignatureName{*text()}); });
  rc::prop("opening", [] { round_trips(OpeningContent{*text(), *text(), *text(), *text(), *text()}); });
  rc::prop("reason", [] { round_trips(Reason{*text()}); });
  rc::prop("report", [] { round_trips(ReportContent{*text(), *text()}); });
  rc::prop("decision", [] { round_trips(InitiativeDecisionContent{*text(), *date(), *text(), *text()}); });
  rc::prop("call", [] {
    CallContent x{*text(), *text(), *currency(), *number(), {}};
    for (const auto& area : *ids(4)) x.areas.push_back({area, *rc::gen::inRange<std::uint64_t>(1, max_number), *text()});
    round_trips(x);
  });
  rc::prop("proposal", [] { round_trips(ProposalContent{*text(), *text(), *number()}); });
  rc::prop("assessment", [] {
    AssessmentContent x;
    x.title = *text();
    x.summary = *text();
    x.reasons = *text();
    x.has_alt = *rc::gen::arbitrary<bool>();
    if (x.has_alt) x.alt = *text();
    for (const auto* language : {"ar", "en", "fin", "sv"}) {
      if (*rc::gen::arbitrary<bool>()) x.translations.push_back({language, *text(), *text()});
    }
    round_trips(x);
  });
}

TEST_CASE("contents of initiatives and projects as FORMAT.md writes them") {
  CHECK(encode_content(InitiativeContent{"T", "a\n\nb"}) == "radslag/v1/initiative\ntitle T\ntext a\n\t\n\tb\n");
  CHECK(encode_content(SignatureName{"Åsa"}) == "radslag/v1/signature-name\nname Åsa\n");
  CHECK(encode_content(OpeningContent{"a", "b", "c", "d", "e"}) ==
        "radslag/v1/initiative-opening\ncan-be-influenced a\nare-we-open b\ndo-we-need-values c\nwill-people-learn d\ninfluence e\n");
  CHECK(encode_content(Reason{"r"}) == "radslag/v1/reason\ntext r\n");
  CHECK(encode_content(ReportContent{"b", "t"}) == "radslag/v1/report\nboard b\ntext t\n");
  CHECK(encode_content(InitiativeDecisionContent{"b", "2026-06-15", "d", "r"}) ==
        "radslag/v1/initiative-decision\nboard b\nmeeting 2026-06-15\ndiary d\nreasons r\n");
  CHECK(encode_content(Town::call_content()) ==
        "radslag/v1/call\ntitle Squares\ntext What should be built on the squares?\ncurrency SEK\nenvelope 1000000\n"
        "area north 400000 The north\n");
  CHECK(encode_content(ProposalContent{"t", "x", 0}) == "radslag/v1/proposal\ntitle t\ntext x\nestimate 0\n");
  AssessmentContent assessment{"t", "s", "r", true, "what is seen", {{"en", "T", "S"}}};
  CHECK(encode_content(assessment) ==
        "radslag/v1/project-assessment\ntitle t\nsummary s\nreasons r\nalt what is seen\ntranslation en\ntitle T\nsummary S\n");
}

TEST_CASE("contents that the record cannot hold are refused") {
  CHECK_FALSE(parse_content<InitiativeContent>(encode_content(InitiativeContent{"", "x"})).has_value());
  CHECK_FALSE(parse_content<InitiativeContent>(encode_content(InitiativeContent{"t", std::string(max_text_bytes + 1, 'x')})).has_value());
  CHECK_FALSE(parse_content<InitiativeContent>(encode_content(InitiativeContent{"t\ntext injected", "x\r\n"})).has_value());
  CHECK_FALSE(parse_content<SignatureName>(encode_content(SignatureName{"turned \xe2\x80\xae round"})).has_value());
  CHECK_FALSE(parse_content<Reason>(encode_content(ReportContent{"b", "t"})).has_value());

  const auto call = Town::call_content();
  CHECK(reads_with(call, "400000", "1"));
  CHECK_FALSE(reads_with(call, "400000", "0"));
  CHECK_FALSE(reads_with(call, "currency SEK", "currency kr"));
  CHECK_FALSE(reads_with(call, "area north 400000 The north\n", "area north 1 N\narea north 2 N\n"));
  CHECK_FALSE(reads_with(call, "area north 400000 The north\n", "area south 1 S\narea north 2 N\n"));

  const auto assessment = Town::assessment_content();
  CHECK(reads_with(assessment, "translation en", "translation fi"));
  CHECK(reads_with(assessment, "translation en", "translation fin"));
  for (const auto* language : {"sv", "tr", "e", "EN", "en-GB", "engl", "e1"}) {  // "tr" would not be in order
    INFO(language);
    CHECK_FALSE(reads_with(assessment, "translation en", "translation " + std::string(language)));
  }
}

TEST_CASE("a text within a text cannot pass for a field") {
  const auto sly = encode_content(InitiativeContent{"t", "a\ntext b\nradslag/v1/initiative"});
  const auto read = parse_content<InitiativeContent>(sly);
  REQUIRE(read.has_value());
  CHECK(read->text == "a\ntext b\nradslag/v1/initiative");
}

}  // namespace radslag::record
