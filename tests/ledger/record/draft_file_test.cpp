#include "ledger/record/draft_file.hpp"

#include <catch2/catch.hpp>

#include "tests/support/town.hpp"

namespace radslag::record {
namespace {

DraftFile example() {
  auto town = testing::Town::whole_life();
  return {draft_milestone(town.state(), "parks-2026", "P1", "2026-11-02", MilestoneState::started, "The ground is being dug.\nIt rains."),
          crypto::random_bytes<32>()};
}

TEST_CASE("a draft's file is read back as it was written") {
  const auto file = example();
  const auto text = encode_draft_file(file);
  CHECK(is_draft_file(text));
  const auto again = parse_draft_file(text);
  REQUIRE(again);
  CHECK(again->draft.log == file.draft.log);
  CHECK(again->draft.statement == file.draft.statement);
  CHECK(again->draft.blobs == file.draft.blobs);
  CHECK(again->key == file.key);
  CHECK(encode_draft_file(*again) == text);
}

TEST_CASE("a draft's file may carry its seals, which must be of its statement") {
  auto file = example();
  file.seals = {seal(file.draft, testing::Town::key_of("officer-1")), seal(file.draft, testing::Town::key_of("officer-2"))};
  const auto text = encode_draft_file(file);
  const auto again = parse_draft_file(text);
  REQUIRE(again);
  REQUIRE(again->seals.size() == 2);
  CHECK(again->seals[1].officer == testing::Town::public_key("officer-2"));
  CHECK(encode_draft_file(*again) == text);
  std::swap(file.seals[0].officer, file.seals[1].officer);
  CHECK(parse_draft_file(encode_draft_file(file)).error().code == Errc::bad_signature);
}

TEST_CASE("a draft whose texts are not those that its statement names is refused") {
  auto other = example();
  other.draft.blobs[0] = make_blob(encode_content(MilestoneContent{"Nothing has been done."}));
  CHECK(parse_draft_file(encode_draft_file(other)).error().code == Errc::mismatch);
  auto none = example();
  none.draft.blobs.clear();
  CHECK(parse_draft_file(encode_draft_file(none)).error().code == Errc::mismatch);
  auto more = example();
  more.draft.blobs.push_back(make_blob("x"));
  CHECK(parse_draft_file(encode_draft_file(more)).error().code == Errc::mismatch);
}

TEST_CASE("what is no draft is refused") {
  CHECK_FALSE(is_draft_file("hour 1\n"));
  CHECK_FALSE(parse_draft_file("").has_value());
  const auto text = encode_draft_file(example());
  for (std::size_t length = 0; length < text.size(); ++length)
    CHECK_FALSE(parse_draft_file(std::string_view(text).substr(0, length)).has_value());
}

}  // namespace
}  // namespace radslag::record
