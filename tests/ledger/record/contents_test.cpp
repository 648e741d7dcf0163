// Blob contents have one encoding, like entries.
#include "ledger/record/contents.hpp"

#include <rapidcheck/catch.h>
#include <algorithm>
#include <catch2/catch.hpp>

#include "tests/ledger/record/arbitrary.hpp"
#include "tests/support/town.hpp"

namespace radslag::record {
namespace {

template <class T>
void round_trips(const T& content) {
  const auto text = encode_content(content);
  const auto again = parse_content<T>(text);
  RC_ASSERT(again.has_value());
  RC_ASSERT(encode_content(*again) == text);
  for (const auto& longer : {text + "\n", text + "x", "\n" + text}) RC_ASSERT(!parse_content<T>(longer).has_value());
  RC_ASSERT(!parse_content<T>(std::string_view(text).substr(0, text.size() - 1)).has_value());
}

std::vector<std::string> project_ids() {
  std::vector<std::string> ids;
  const auto count = *rc::gen::inRange(1, 6);
  for (int i = 0; i < count; ++i) ids.push_back(std::to_string(i) + (*arbitrary::project_id()).substr(0, 60));
  return ids;
}

RoundDefinition arbitrary_definition() {
  using namespace arbitrary;
  RoundDefinition x;
  x.title = *text();
  x.summary = *text();
  x.currency = *currency();
  x.envelope = *number();
  x.ballot = "clear/v1";
  x.rule.unaffordable = *rc::gen::element(allocation::Unaffordable::skip, allocation::Unaffordable::stop);
  x.rule.minimum_votes = *number();
  if (*rc::gen::arbitrary<bool>())
    x.rule.ties = {*rc::gen::element(allocation::TieCriterion::min_cost, allocation::TieCriterion::max_cost)};
  x.budget_max = *number();
  x.opens = *rc::gen::inRange<std::uint64_t>(0, 1'000'000);
  x.closes = x.opens + *rc::gen::inRange<std::uint64_t>(1, 1'000);
  x.areas = {{"north", *text()}, {"s", *text()}};
  if (*rc::gen::arbitrary<bool>()) x.themes = {{"play", *text()}};
  for (const auto& project : project_ids()) {
    const auto area = *rc::gen::element<std::string>("", "north", "s");
    const auto theme = x.themes.empty() ? std::string() : *rc::gen::element<std::string>("", "play");
    x.projects.push_back(
        {project, *rc::gen::inRange<std::uint64_t>(1, 1'000'000'000), area, theme, *rc::gen::arbitrary<bool>(), *text(), *text()});
  }
  x.choices_max = *rc::gen::inRange<std::uint64_t>(1, x.projects.size() + 1);
  const auto votable =
      static_cast<std::uint64_t>(std::count_if(x.projects.begin(), x.projects.end(), [](const auto& p) { return !p.withdrawn; }));
  x.choices_min = *rc::gen::inRange<std::uint64_t>(0, std::min(x.choices_max, votable) + 1);
  x.budget_max = std::max<std::uint64_t>(x.budget_max, 2'000'000'000'000);  // enough for any of these
  return x;
}

/// A good definition with one piece of its text replaced.
bool accepts_with(const std::string& from, const std::string& to) {
  auto text = encode_content(testing::Town::definition());
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return parse_content<RoundDefinition>(text.replace(at, from.size(), to)).has_value();
}

}  // namespace

TEST_CASE("every kind of content is read back as it was written") {
  using namespace arbitrary;
  rc::prop("dialogue", [] {
    round_trips(DialogueContent{*text(), *text(), *text(), *text(), *one_of_words<DialogueKind>(), *one_of_words<Level>(), *text(), *text(),
                                *text(), *text()});
  });
  rc::prop("definition", [] { round_trips(arbitrary_definition()); });
  rc::prop("credentials", [] { round_trips(Credentials{*keys(20)}); });
  rc::prop("tally", [] {
    TallyContent x{*number(), *number(), *number(), {}};
    for (const auto& project : project_ids()) x.votes.push_back({project, *number()});
    round_trips(x);
  });
  rc::prop("allocation", [] {
    AllocationContent x{*bytes<32>(), *number(), *number(), {}, {}};
    const auto ids = project_ids();
    for (const auto& project : ids)
      x.steps.push_back({project, *number(), *number(), static_cast<allocation::Outcome>(*rc::gen::inRange(0, 6))});
    if (ids.size() >= 2) x.ties.push_back({allocation::TieCriterion::listing_order, ids});
    round_trips(x);
  });
  rc::prop("decision", [] {
    DecisionContent x{*text(), *date(), *text(), {}};
    for (const auto& project : project_ids()) {
      x.projects.push_back({project, *rc::gen::arbitrary<bool>(), *rc::gen::arbitrary<bool>() ? std::optional(*text()) : std::nullopt});
    }
    round_trips(x);
  });
  rc::prop("milestone", [] { round_trips(MilestoneContent{*text()}); });
}

TEST_CASE("definitions that no round can have are refused") {
  CHECK(accepts_with("Parks 2026", "Parks 2027"));
  CHECK_FALSE(accepts_with("project P2\n", "project P1\n"));
  CHECK_FALSE(accepts_with("cost 500000\n", "cost 0\n"));
  CHECK_FALSE(accepts_with("area south South", "area north South"));
  CHECK_FALSE(accepts_with("area north\ntheme play", "area west\ntheme play"));
  CHECK_FALSE(accepts_with("theme play\nwithdrawn", "theme work\nwithdrawn"));
  CHECK_FALSE(accepts_with("choices-max 2", "choices-max 6"));
  CHECK_FALSE(accepts_with("choices-max 2", "choices-max 0"));
  CHECK_FALSE(accepts_with("choices-min 0", "choices-min 3"));
  CHECK_FALSE(accepts_with("closes 494800", "closes 494130"));
  CHECK_FALSE(accepts_with("rule approval", "rule ranking"));
  CHECK_FALSE(accepts_with("allocation greedy", "allocation magic"));
  CHECK_FALSE(accepts_with("unaffordable skip", "unaffordable Skip"));
  CHECK_FALSE(accepts_with("ties min-cost,listing-order", "ties min-cost"));
  CHECK_FALSE(accepts_with("ties min-cost,listing-order", "ties listing-order,min-cost"));
  CHECK_FALSE(accepts_with("withdrawn yes", "withdrawn true"));
  CHECK_FALSE(accepts_with("currency SEK", "currency kr"));
  CHECK_FALSE(accepts_with("ballot clear/v1", "ballot Clear v1"));
  auto none = testing::Town::definition();
  none.projects.clear();
  CHECK_FALSE(parse_content<RoundDefinition>(encode_content(none)).has_value());
}

TEST_CASE("a round has at most 2,000 projects") {
  auto definition = testing::Town::definition();
  while (definition.projects.size() < max_round_projects) {
    definition.projects.push_back({"X" + std::to_string(definition.projects.size()), 1, "", "", false, "t", "s"});
  }
  CHECK(parse_content<RoundDefinition>(encode_content(definition)).has_value());
  definition.projects.push_back({"one-more", 1, "", "", false, "t", "s"});
  CHECK_FALSE(parse_content<RoundDefinition>(encode_content(definition)).has_value());
}

TEST_CASE("lists of credentials are strictly ascending and counted") {
  const std::string a = "credential " + std::string(64, 'a') + "\n", b = "credential " + std::string(64, 'b') + "\n";
  const auto good = [](const std::string& lines) { return parse_content<Credentials>("radslag/v1/credentials\n" + lines).has_value(); };
  CHECK(good("count 0\n"));
  CHECK(good("count 2\n" + a + b));
  CHECK_FALSE(good("count 2\n" + b + a));
  CHECK_FALSE(good("count 2\n" + a + a));
  CHECK_FALSE(good("count 1\n" + a + b));
  CHECK_FALSE(good("count 3\n" + a + b));
  CHECK_FALSE(good(a + b));
}

TEST_CASE("contents are read as what they say they are") {
  const auto milestone = encode_content(MilestoneContent{"Built."});
  CHECK_FALSE(parse_content<DialogueContent>(milestone).has_value());
  CHECK_FALSE(parse_content<MilestoneContent>("radslag/v2/milestone\ntext Built.\n").has_value());
  CHECK_FALSE(parse_content<MilestoneContent>("text Built.\n").has_value());
  CHECK_FALSE(
      parse_content<DecisionContent>("radslag/v1/decision\nboard B\nmeeting 2026-06-01\ndiary D\nproject P\noutcome maybe\n").has_value());
  CHECK_FALSE(
      parse_content<AllocationContent>("radslag/v1/allocation\ntally " + std::string(64, '0') + "\nenvelope 1\ncost 0\ntie min-cost A\n")
          .has_value());
}

TEST_CASE("blobs: random bytes, then the content") {
  const auto blob = make_blob("content");
  CHECK(blob.size() == blob_salt_bytes + 7);
  CHECK(blob_content(blob) == "content");
  CHECK(make_blob("content") != blob);
  CHECK(blob_digest(blob) == crypto::sha256(blob));
  CHECK_FALSE(blob_content(std::string(31, 'x')).has_value());
  CHECK(blob_content(std::string(32, 'x')) == "");
}

TEST_CASE("a round that nobody can vote in is refused") {
  auto definition = testing::Town::definition();
  definition.choices_min = 1;
  for (auto& project : definition.projects) project.withdrawn = true;
  CHECK_FALSE(parse_content<RoundDefinition>(encode_content(definition)).has_value());
  definition = testing::Town::definition();
  definition.choices_min = definition.choices_max = 2;
  for (auto& project : definition.projects) project.cost = 60;
  definition.budget_max = 119;
  CHECK_FALSE(parse_content<RoundDefinition>(encode_content(definition)).has_value());
  definition.budget_max = 120;
  CHECK(parse_content<RoundDefinition>(encode_content(definition)).has_value());
}

}  // namespace radslag::record
