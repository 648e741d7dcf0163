// What officers are shown before they seal.
#include "ledger/programs/statement_words.hpp"

#include "crypto/encoding.hpp"
#include "tests/support/town.hpp"

#include <catch2/catch.hpp>

namespace radslag::programs {
namespace {

using namespace record;
using testing::Town;

bool says(const std::string& words, const std::string& what) {
  INFO(words);
  INFO(what);
  return words.find(what) != std::string::npos;
}

}  // namespace

TEST_CASE("words: every statement of a town's life has a sentence and no line that is left open") {
  Town town;
  town.whole_initiatives();
  std::set<std::string_view> kinds;
  for (const auto& piece : town.log("town").pieces) {
    const auto entry = parse_entry(piece.entry).value();
    const auto words = in_words(entry.statement);
    INFO(words);
    kinds.insert(kind_of(entry.statement));
    CHECK(words.ends_with("\n"));
    CHECK(words.find(": \n") == std::string::npos);
    CHECK((words.starts_with("With this seal you ") == !entry.seals.empty()));
    CHECK(says(words, town.origin()));
    for (const auto& blob : piece.blobs) CHECK(text_in_words(*blob_content(blob)).ends_with("\n"));
  }
  CHECK(kinds.size() == 20);
}

TEST_CASE("words: every statement of a round of secret ballots") {
  Town town;
  town.secret_round("r1");
  town.cast_secret("r1", 0, {0});
  town.accept_envelope("r1", 1);
  town.cast_paper("r1", 0, {1});
  town.close_and_count("r1");
  for (const auto& piece : town.log("rounds/r1").pieces) {
    const auto entry = parse_entry(piece.entry).value();
    const auto words = in_words(entry.statement);
    INFO(words);
    CHECK(words.find(": \n") == std::string::npos);
    if (!entry.seals.empty()) CHECK(words.starts_with("With this seal you "));
    for (const auto& blob : piece.blobs) {
      const auto content = text_in_words(*blob_content(blob));
      CHECK(content.ends_with("\n"));
      CHECK(content.find(town.credential("r1", 0, "voter", 0)) == std::string::npos);  // nobody reads thousands of them
    }
  }
  const UrnCredential voter{"whole", "0f"};
  CHECK(says(in_words(CredentialBlocked{"t/r", {}, {voter}}), "urn whole, credential: 0f\n"));
  CHECK(says(in_words(ReserveActivated{"t/r", {}, {{"whole", 3}}}), "in urn whole, so many altogether: 3\n"));
  CHECK(says(in_words(CeremonyBegun{"t/r", "r1", 1, {}, VotingGroup::ed25519, 0, {}}), "trustees that are needed to count: all\n"));
}

TEST_CASE("words: what an opening fixes") {
  const InitiativeOpened opened{"t/town", "m1", 494'122, 1'000, Level::participation, {}};
  const auto words = in_words(opened);
  CHECK(says(words, "initiative: m1\n"));
  CHECK(says(words, "signatures are taken until: 2026-05-15T10:00Z"));
  CHECK(says(words, "threshold: 1,000 signatures\n"));
  CHECK(says(words, "level of participation: participation\n"));
}

TEST_CASE("words: a board's rule in full") {
  auto rule = Town::board_rule();
  rule.threshold = {5, ThresholdUnit::per_mille};
  rule.areas = {{"north", {0, ThresholdUnit::signatures}}};
  const auto words = in_words(rule);
  CHECK(says(words, "board: The technical board (technical)\n"));
  CHECK(says(words, "threshold: 5 per mille of the people on the roll\n"));
  CHECK(says(words, "threshold in area north: none: handed over when it is opened\n"));
  CHECK(says(words, "days that it stays open: 60\n"));
  CHECK(says(words, "signatures by confirmed e-mail count: yes\n"));
}

TEST_CASE("words: whether a refused text becomes public") {
  InitiativeRejected rejected{"t/town", "m1", RejectReason::duplicate, "m0", {}};
  CHECK(says(in_words(rejected), "becomes public"));
  CHECK(says(in_words(rejected), "says the same as initiative: m0\n"));
  rejected = {"t/town", "m1", RejectReason::unlawful, "", {}};
  CHECK(says(in_words(rejected), "stays sealed"));
  CHECK_FALSE(says(in_words(rejected), "says the same"));
}

TEST_CASE("words: a roll with its areas") {
  Town town;
  const auto words = in_words(town.edition(41'000));
  CHECK(says(words, "people: 41,000\n"));
  CHECK(says(words, "area north: The north, 20,500 people\n"));
}

TEST_CASE("words: an assessment") {
  const auto words = in_words(ProjectAssessed{"t/town", "p1", 2, Assessment::feasible, 90'000, "", crypto::sha256("x"), {}});
  CHECK(says(words, "cost in minor units: 90,000\n"));
  CHECK(says(words, "picture (digest): " + crypto::to_hex(crypto::sha256("x"))));
  const auto merged = in_words(ProjectAssessed{"t/town", "p1", 2, Assessment::merged, 0, "p0", std::nullopt, {}});
  CHECK(says(merged, "merged into proposal: p0\n"));
  CHECK_FALSE(says(merged, "cost"));
}

TEST_CASE("words: texts keep their paragraphs and cannot draw on the terminal") {
  CHECK(text_in_words(encode_content(OpeningContent{"a", "b", "c", "d", "First.\n\nSecond."})) ==
        "  radslag/v1/initiative-opening\n  can be influenced: a\n  are we open: b\n  do we need values: c\n  will people learn: d\n"
        "  influence: First.\n    \n    Second.\n");
  const auto sly = text_in_words("radslag/v1/reason\ntext good\x1b[2Kevil \xe2\x80\xae\n");
  CHECK(sly.find('\x1b') == std::string::npos);
  CHECK(sly.find("\xe2\x80\xae") == std::string::npos);
  CHECK(text_in_words("\xff\xd8\xff\xe0 a picture") == "  a picture or other file of 14 bytes\n");
  Credentials list;
  for (const auto* who : {"a", "b"}) list.keys.push_back(Town::public_key(who));
  CHECK(text_in_words(encode_content(list)) == "  radslag/v1/credentials\n  count: 2\n");
  CHECK(text_in_words("") == "  a picture or other file of 0 bytes\n");
}

}  // namespace radslag::programs
