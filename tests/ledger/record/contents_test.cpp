// Blob contents have one encoding, like entries.
#include "ledger/record/contents.hpp"

#include <rapidcheck/catch.h>

#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "ledger/allocation/names.hpp"
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

std::string fraction() {
  const auto numerator = *rc::gen::inRange<std::uint64_t>(0, 1'000'000), denominator = *rc::gen::inRange<std::uint64_t>(1, 1'000);
  const auto common = std::gcd(numerator, denominator);
  return std::to_string(numerator / common) + (denominator == common ? "" : "/" + std::to_string(denominator / common));
}

allocation::AnyRule arbitrary_rule(const RoundDefinition& x) {
  using namespace arbitrary;
  using namespace allocation;
  const bool has_points = x.ballot_rule != BallotRule::approval;
  switch (*rc::gen::inRange(0, 3)) {
    case 0: {
      GreedyRule rule;
      rule.score = has_points ? GreedyRule::Score::points : GreedyRule::Score::votes;
      rule.order = *one_of_words<GreedyRule::Order>();
      rule.unaffordable = *one_of_words<Unaffordable>();
      rule.minimum_score = *number();
      if (rule.unaffordable == Unaffordable::stop && x.envelope < max_number / 2)
        rule.reserve_percent = *rc::gen::inRange<std::uint64_t>(0, 101);
      if (x.projects.size() >= 2) rule.exclusive = {{x.projects[1].id, x.projects[0].id}};
      return rule;
    }
    case 1: {
      EqualSharesRule rule;
      rule.utility = x.ballot_rule == BallotRule::ranking ? Utility::borda : has_points ? Utility::points : Utility::cardinality;
      rule.completion = *one_of_words<EqualSharesRule::Completion>();
      rule.start = *one_of_words<EqualSharesRule::Start>();
      rule.stop = *one_of_words<EqualSharesRule::Stop>();
      rule.then = *one_of_words<EqualSharesRule::Then>();
      rule.comparison = *one_of_words<EqualSharesRule::Comparison>();
      rule.step = *rc::gen::inRange<std::int64_t>(1, 1'000);
      rule.minimum_votes = *number();
      rule.share_factor = *number();
      return rule;
    }
    default: return PhragmenRule{*one_of_words<Unaffordable>(), *number()};
  }
}

RoundDefinition arbitrary_definition() {
  using namespace arbitrary;
  RoundDefinition x;
  x.title = *text();
  x.summary = *text();
  x.currency = *currency();
  x.envelope = *number();
  x.ballot = "clear/v1";
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
  x.ballot_rule = *one_of_words<BallotRule>();
  if (x.ballot_rule == BallotRule::points) x.points_max = *rc::gen::inRange<std::uint64_t>(std::max<std::uint64_t>(1, x.choices_min), 256);
  if (x.ballot_rule == BallotRule::ranking) {
    for (std::uint64_t place = 0; place < x.choices_max; ++place) x.place_points.push_back(x.choices_max - place / 2);
  }
  x.rule = arbitrary_rule(x);
  if (*rc::gen::arbitrary<bool>())
    x.ties = {*rc::gen::element(allocation::TieCriterion::min_cost, allocation::TieCriterion::max_cost),
              allocation::TieCriterion::max_votes};
  x.last_tie = *one_of_words<LastTie>();
  if (x.last_tie == LastTie::given) {
    for (const auto& project : x.projects) x.tie_order.insert(x.tie_order.begin(), project.id);
  }
  if (x.last_tie == LastTie::lot) x.lot_shares = {crypto::sha256("one"), crypto::sha256("two")};
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
    for (const auto& project : project_ids()) x.votes.push_back({project, *number(), *number()});
    round_trips(x);
  });
  rc::prop("allocation", [] {
    AllocationContent x;
    x.tally = *bytes<32>();
    if (*rc::gen::arbitrary<bool>()) x.lot = *bytes<32>();
    x.envelope = *number();
    x.cost = *number();
    const auto ids = project_ids();
    x.counts = {{"", *number(), *number(), ""}, {*id(), *number(), *number(), fraction()}};
    if (*rc::gen::arbitrary<bool>()) x.compared = {{*id(), *number(), *number(), *rc::gen::arbitrary<bool>()}};
    for (const auto& project : ids) x.steps.push_back({project, *number(), *number(), *one_of_words<allocation::Fate>(), fraction(), ""});
    if (ids.size() >= 2) x.ties.push_back({ids});
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
  CHECK_FALSE(accepts_with("ties min-cost,listing-order", "ties min-cost,max-cost,listing-order"));
  CHECK_FALSE(accepts_with("ties min-cost,listing-order", "ties min-cost,min-cost,listing-order"));
  CHECK(accepts_with("ties min-cost,listing-order", "ties max-votes,min-cost,listing-order"));
  CHECK_FALSE(accepts_with("ties min-cost,listing-order", "ties lot"));
  CHECK_FALSE(accepts_with("ties min-cost,listing-order", "ties given-order"));
  CHECK(accepts_with("ties min-cost,listing-order",
                     "ties given-order\ntie-order P5\ntie-order P4\ntie-order P3\ntie-order P1\ntie-order P2"));
  CHECK_FALSE(accepts_with("ties min-cost,listing-order",
                           "ties given-order\ntie-order P5\ntie-order P4\ntie-order P3\ntie-order P1\ntie-order P1"));
  CHECK_FALSE(accepts_with("score votes", "score points"));
  CHECK_FALSE(accepts_with("reserve-percent 0", "reserve-percent 80"));
  CHECK(accepts_with("reserve-percent 0", "reserve-percent 0\nexclusive P1,P2\nexclusive P4,P3"));
  CHECK_FALSE(accepts_with("reserve-percent 0", "reserve-percent 0\nexclusive P1,P2\nexclusive P2,P3"));
  CHECK_FALSE(accepts_with("reserve-percent 0", "reserve-percent 0\nexclusive P1,P9"));
  // Whatever does not fit together is refused, and nothing that is not there is looked at.
  CHECK_FALSE(accepts_with("rule approval\nchoices-min 0\nchoices-max 2", "rule ranking\nchoices-min 0\nchoices-max 0"));
  CHECK_FALSE(accepts_with("points-max 0", "points-max 10"));
  CHECK_FALSE(accepts_with("place-points -", "place-points 2,1"));
  CHECK(accepts_with("rule approval\nchoices-min 0\nchoices-max 2\nbudget-max 0\npoints-max 0\nplace-points -",
                     "rule ranking\nchoices-min 0\nchoices-max 2\nbudget-max 0\npoints-max 0\nplace-points 2,1"));
  CHECK_FALSE(accepts_with("rule approval\nchoices-min 0\nchoices-max 2\nbudget-max 0\npoints-max 0\nplace-points -",
                           "rule ranking\nchoices-min 0\nchoices-max 2\nbudget-max 0\npoints-max 0\nplace-points 1,2"));
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
  const std::string begin = "radslag/v1/allocation\ntally " + std::string(64, '0') + "\nlot -\nenvelope 1\ncost 0\n";
  const auto allocates = [&](const std::string& lines) { return parse_content<AllocationContent>(begin + lines).has_value(); };
  CHECK(allocates("count - 1 1 -\nstep A 1 1 funded 3/2 4\n"));
  for (const auto* fraction : {"6/4", "3/0", "03/2", "3/1", "-3/2", "3.5", "/2", "3/", "0/5", ""})
    CHECK_FALSE(allocates(std::string("step A 1 1 funded ") + fraction + " 4\n"));
  CHECK_FALSE(allocates("tie A\n"));
  CHECK_FALSE(allocates("step A 1 1 bought 1 4\n"));
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
