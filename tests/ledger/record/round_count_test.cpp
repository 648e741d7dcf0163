// Rounds with every kind of ballot and rule: what their ballots give, and the lot that decides ties.
#include "ledger/record/round_count.hpp"
#include "crypto/encoding.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::election_board;
using testing::SecretPlan;
using testing::Town;

constexpr const char* log_name = "rounds/r1";
const Digest share_one = crypto::sha256("share one"), share_two = crypto::sha256("share two"), share_three = crypto::sha256("share three");

RoundDefinition ranking() {
  auto definition = Town::definition();
  definition.ballot_rule = BallotRule::ranking;
  definition.choices_max = 3;
  definition.place_points = {3, 2, 1};
  definition.rule = allocation::GreedyRule{.score = allocation::GreedyRule::Score::points};
  return definition;
}

RoundDefinition points() {
  auto definition = Town::definition();
  definition.ballot_rule = BallotRule::points;
  definition.choices_max = 3;
  definition.points_max = 10;
  definition.rule = allocation::GreedyRule{.score = allocation::GreedyRule::Score::points};
  return definition;
}

RoundDefinition equal_shares() {
  auto definition = Town::definition();
  definition.choices_max = 4;
  allocation::EqualSharesRule rule;
  rule.completion = allocation::EqualSharesRule::Completion::add1;
  definition.rule = rule;
  return definition;
}

RoundDefinition by_lot() {
  auto definition = Town::definition();
  definition.last_tie = LastTie::lot;
  definition.ties = {};
  definition.lot_shares = {lot_commitment(share_one), lot_commitment(share_two), lot_commitment(share_three)};
  for (auto& project : definition.projects) project.cost = 600'000;  // one of them
  return definition;
}

Town open(const RoundDefinition& definition, std::size_t voters = 3) {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("r1");
  town.open("r1", definition, voters);
  return town;
}

std::vector<std::string> funded(const Town& town) {
  std::vector<std::string> ids;
  for (const auto& step : town.round("r1").allocation->steps) {
    if (allocation::is_funded(step.outcome)) ids.push_back(step.project);
  }
  return ids;
}

std::vector<std::uint64_t> scores(const Town& town) {
  std::vector<std::uint64_t> all;
  for (const auto& line : town.round("r1").tally->votes) all.push_back(line.score);
  return all;
}

void count(Town& town) {
  town.close("r1");
  town.tally("r1");
  town.allocate("r1");
}

void refused_ballot(Town& town, const Choices& choices, Errc code) {
  const auto blob = town.ballot_blob("r1", "voter-0", choices);
  refused(town, log_name, Town::ballot_entry("voter-0", blob), {}, code, {blob});
}

LotDrawn drawing(const Town& town, std::vector<LotDrawn::Share> shares) {
  const auto& round = town.round("r1");
  LotDrawn drawn{round.origin, round.closed_at + 1, town.log(log_name).tree.root(round.closed_at + 1), std::move(shares), {}};
  drawn.seed = lot_seed(drawn);
  return drawn;
}

}  // namespace

TEST_CASE("ballot kinds: a ranking counts in its order") {
  auto town = open(ranking());
  refused_ballot(town, {1, 1}, Errc::not_canonical);
  refused_ballot(town, {0, 1, 2, 3}, Errc::too_many_choices);
  refused_ballot(town, {4}, Errc::unknown_project);  // withdrawn
  refused_ballot(town, Choices({0}, {3}), Errc::malformed);
  town.vote("r1", 0, {2, 0, 1});
  town.vote("r1", 1, {1});
  town.vote("r1", 2, {2, 3});
  count(town);
  CHECK(scores(town) == std::vector<std::uint64_t>{2, 4, 6, 2, 0});
  CHECK(town.round("r1").tally->votes[1].votes == 2);
  CHECK(funded(town) == std::vector<std::string>{"P3", "P2", "P4"});
  CHECK(town.record().counted("r1").value() == CountedBallots{{{1}, {2, 0, 1}, {2, 3}}});
}

TEST_CASE("ballot kinds: points add up, and no ballot gives more than it has") {
  auto town = open(points());
  refused_ballot(town, Choices({0, 1}, {6, 5}), Errc::too_many_choices);
  refused_ballot(town, Choices({1, 0}, {1, 1}), Errc::not_canonical);
  refused_ballot(town, Choices({0, 1}, {6, 0}), Errc::not_canonical);
  refused_ballot(town, {0}, Errc::malformed);
  town.vote("r1", 0, Choices({0, 1}, {9, 1}));
  town.vote("r1", 1, Choices({1, 3}, {4, 6}));
  town.vote("r1", 2, {});
  count(town);
  CHECK(scores(town) == std::vector<std::uint64_t>{9, 5, 0, 6, 0});
  CHECK(town.round("r1").tally->blank == 1);
  CHECK(funded(town) == std::vector<std::string>{"P1", "P4", "P3"});  // P2 does not fit any more
}

TEST_CASE("ballot kinds: rankings and points in secret ballots") {
  for (const bool is_ranking : {true, false}) {
    SecretPlan plan;
    const auto urns = plan.definition.urns;
    const auto ballot = plan.definition.ballot;
    plan.definition = is_ranking ? ranking() : points();
    plan.definition.urns = urns;
    plan.definition.ballot = ballot;
    Town town;
    town.secret_round("r1", plan);
    town.cast_secret("r1", 0, is_ranking ? Choices{2, 0, 1} : Choices({0, 1}, {9, 1}));
    town.cast_secret("r1", 1, is_ranking ? Choices{1} : Choices({1, 3}, {4, 6}));
    town.cast_secret("r1", 2, {});
    town.close_and_count("r1");
    CHECK(scores(town) == (is_ranking ? std::vector<std::uint64_t>{2, 4, 3, 0, 0} : std::vector<std::uint64_t>{9, 5, 0, 6, 0}));
    CHECK(town.round("r1").tally->invalids.empty());
    CHECK(town.round("r1").tally->blank == 1);
  }
}

TEST_CASE("allocation: Equal Shares from clear and from secret ballots") {
  auto town = open(equal_shares(), 5);
  const std::vector<Choices> wishes{{0, 2}, {0, 2}, {0}, {1, 3}, {1}};
  for (std::size_t i = 0; i < wishes.size(); ++i) town.vote("r1", i, wishes[i]);
  count(town);
  const auto& clear = *town.round("r1").allocation;
  CHECK(clear.counts.size() == 1);
  CHECK(clear.counts[0].voters == 5);
  CHECK(clear.counts[0].runs > 1);
  // P1: three pay 133,333 1/3 of their 200,000; P4 and P2 are out of one group's reach until each has more.
  CHECK(clear.steps[0].project == "P1");
  CHECK(clear.steps[0].measure == "1/3");
  CHECK(clear.funds("P1"));

  SecretPlan plan;
  const auto [urns, ballot] = std::pair(plan.definition.urns, plan.definition.ballot);
  plan.definition = equal_shares();
  plan.definition.urns = urns;
  plan.definition.ballot = ballot;
  Town secret;
  secret.secret_round("r1", plan);
  for (std::size_t i = 0; i < wishes.size(); ++i) secret.cast_secret("r1", i, wishes[i]);
  secret.close_and_count("r1");
  CHECK(secret.round("r1").allocation->steps == clear.steps);

  // What another rule, or another order of ballots, would give is refused.
  auto other = open(equal_shares(), 5);
  for (std::size_t i = 0; i < wishes.size(); ++i) other.vote("r1", i, wishes[i]);
  other.close("r1");
  other.tally("r1");
  const auto right = other.record().allocation("r1").value();
  for (const auto& change : std::vector<std::function<void(AllocationContent&)>>{
           [](auto& x) { x.steps[0].measure = "1/4"; }, [](auto& x) { ++x.counts[0].runs; }, [](auto& x) { x.counts[0].endowment = "1"; },
           [](auto& x) {
             x.compared.push_back({"", 1, 2, false});
           },
           [](auto& x) { std::swap(x.steps[0], x.steps[1]); }, [](auto& x) { x.lot = share_one; },
           [](auto& x) {
             x.ties.push_back({{"P1", "P2"}});
           }}) {
    auto wrong = right;
    change(wrong);
    const auto blob = other.blob(encode_content(wrong));
    refused(other, log_name, Allocation{other.round("r1").origin, blob_digest(blob), wrong.funded(), wrong.cost}, election_board,
            Errc::mismatch, {blob});
  }
  other.allocate("r1");
}

TEST_CASE("allocation: exclusive projects of several urns exclude each other within an urn") {
  SecretPlan plan;
  plan.definition.urns = {{"north", 400'000, {"north"}}, {"rest", 600'000, {}}};
  plan.definition.rule = allocation::GreedyRule{.exclusive = {{"P1", "P4", "P2"}}};
  const auto north = rule_of_urn(plan.definition, {0, 3}), rest = rule_of_urn(plan.definition, {1, 2, 4});
  CHECK(std::get<allocation::GreedyRule>(north).exclusive == std::vector<std::vector<std::string>>{{"P1", "P4"}});
  CHECK(std::get<allocation::GreedyRule>(rest).exclusive.empty());
}

TEST_CASE("allocation: a rule that looks at whole ballots cannot have totals alone") {
  SecretPlan plan;
  plan.definition.ballot = "belenios-homomorphic/v1";
  plan.definition.rule = allocation::PhragmenRule{};
  Town town;
  CHECK_THROWS(town.secret_round("r1", plan));
}

TEST_CASE("ties: a given order decides where nothing else does") {
  auto definition = by_lot();
  definition.last_tie = LastTie::given;
  definition.lot_shares = {};
  definition.tie_order = {"P5", "P3", "P1", "P2", "P4"};
  auto town = open(definition);
  town.vote("r1", 0, {0, 2});
  count(town);
  CHECK(funded(town) == std::vector<std::string>{"P3"});
  CHECK(town.round("r1").allocation->ties.front().projects == std::vector<std::string>{"P3", "P1"});
}

TEST_CASE("ties: a lot from shares that were committed to") {
  auto town = open(by_lot());
  town.vote("r1", 0, {0, 1});
  const std::vector<LotDrawn::Share> all{{1, share_one}, {2, share_two}, {3, share_three}};
  refused(town, log_name, drawing(town, all), election_board, Errc::out_of_order);
  town.close("r1");
  town.tally("r1");
  CHECK(town.record().allocation("r1").error().code == Errc::out_of_order);
  CHECK(town.round("r1").awaits_lot());

  refused(town, log_name, drawing(town, {{1, share_one}, {2, share_three}, {3, share_two}}), election_board, Errc::mismatch);
  refused(town, log_name, drawing(town, {{1, share_one}, {2, share_two}, {4, share_three}}), election_board, Errc::mismatch);
  refused(town, log_name, drawing(town, {{1, share_one}, {3, share_three}}), election_board, Errc::mismatch);  // nobody chooses among them
  auto bad = drawing(town, all);
  bad.seed = share_one;
  refused(town, log_name, bad, election_board, Errc::mismatch);
  bad = drawing(town, all);
  bad.root = share_one;
  bad.seed = lot_seed(bad);
  refused(town, log_name, bad, election_board, Errc::mismatch);
  bad = drawing(town, all);
  ++bad.size;
  bad.seed = lot_seed(bad);
  refused(town, log_name, bad, election_board, Errc::mismatch);
  refused(town, log_name, drawing(town, all), {"election-1"}, Errc::not_authorised);

  town.put(log_name, drawing(town, all), election_board);
  const auto seed = town.round("r1").lot_seed().value();
  refused(town, log_name, drawing(town, all), election_board, Errc::duplicate);
  town.allocate("r1");
  const auto place = [&](const std::string& id) { return crypto::sha256(crypto::to_hex(seed) + "\n" + id + "\n"); };
  CHECK(funded(town) == std::vector<std::string>{place("P1") < place("P2") ? "P1" : "P2"});
  CHECK(town.round("r1").allocation->lot == seed);
}

TEST_CASE("ties: a lot of which a share was kept back leaves them as listed") {
  auto town = open(by_lot());
  town.vote("r1", 0, {0, 1});
  town.close("r1");
  town.put(log_name, drawing(town, {}), election_board);
  CHECK_FALSE(town.round("r1").awaits_lot());
  refused(town, log_name, drawing(town, {{1, share_one}, {2, share_two}, {3, share_three}}), election_board, Errc::duplicate);
  town.tally("r1");
  town.allocate("r1");
  CHECK(funded(town) == std::vector<std::string>{"P1"});
  CHECK_FALSE(town.round("r1").allocation->lot);
}

TEST_CASE("ties: a round without a lot draws none") {
  auto town = open(Town::definition());
  town.close("r1");
  refused(town, log_name, drawing(town, {{1, share_one}, {2, share_two}}), election_board, Errc::unsupported);
}

}  // namespace radslag::record
