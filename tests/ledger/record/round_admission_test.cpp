// Each condition of FORMAT.md section 4.2, broken, and those of a ballot's content.
#include "ledger/record/ballot.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::election_board;
using testing::keepers;
using testing::Town;

constexpr const char* log_name = "rounds/r1";

Town begun(bool demo = true) {
  Town town;
  town.begin(demo);
  town.dialogue();
  town.begin_round("r1");
  return town;
}

Town open(const RoundDefinition& definition = Town::definition()) {
  auto town = begun();
  town.open("r1", definition, 3);
  return town;
}

void refused_ballot(Town& town, std::string_view who, const std::string& blob, Errc code) {
  refused(town, log_name, Town::ballot_entry(who, blob), {}, code, {blob});
}

void refused_choices(Town& town, const Choices& choices, Errc code) {
  refused_ballot(town, "voter-0", town.ballot_blob("r1", "voter-0", choices), code);
}

}  // namespace

TEST_CASE("round log: its opening") {
  auto town = begun();
  const auto definition = town.blob(encode_content(Town::definition())), roll = town.credentials_blob(3);
  const auto good = town.opening("r1", definition, roll, 3);
  const auto refuse_it = [&](const RoundOpened& bad, Errc code) { refused(town, log_name, bad, election_board, code, {definition, roll}); };
  refused(town, log_name, RoundClosed{good.origin, 0}, election_board, Errc::not_open);
  refused(town, log_name, good, {"election-1"}, Errc::not_authorised, {definition, roll});
  refused(town, log_name, good, {"election-1", "keeper-1"}, Errc::not_authorised, {definition, roll});
  auto bad = good;
  bad.round = "r2";
  refuse_it(bad, Errc::mismatch);
  bad = good;
  bad.origin = town.origin();
  refuse_it(bad, Errc::mismatch);
  bad = good;
  bad.town_root[0] ^= 1;
  refuse_it(bad, Errc::mismatch);
  bad = good;
  ++bad.town_size;
  refuse_it(bad, Errc::mismatch);
  bad = good;
  bad.town_size = 2;  // before round-begun
  bad.town_root = town.log("town").tree.root(2);
  refuse_it(bad, Errc::out_of_order);
  bad = good;
  bad.roll = 2;
  refuse_it(bad, Errc::mismatch);
  bad = good;
  std::swap(bad.definition, bad.credentials);
  refuse_it(bad, Errc::not_canonical);
  CHECK(town.round("r1").phase == Phase::begun);
  town.put(log_name, good, election_board, {definition, roll});
  refuse_it(good, Errc::frozen);
  CHECK(town.round("r1").phase == Phase::open);
}

TEST_CASE("round log: definitions that the town may not open") {
  const auto opened_with = [](Town& town, const RoundDefinition& definition, Errc code) {
    const auto blob = town.blob(encode_content(definition)), roll = town.credentials_blob(1);
    refused(town, log_name, town.opening("r1", blob, roll, 1), election_board, code, {blob, roll});
  };
  auto town = begun();
  auto definition = Town::definition();
  definition.currency = "EUR";
  opened_with(town, definition, Errc::mismatch);
  definition = Town::definition();
  definition.ballot = "secret/v9";
  opened_with(town, definition, Errc::unsupported);
  definition = Town::definition();
  definition.ties = {allocation::TieCriterion::min_cost, allocation::TieCriterion::max_cost};
  opened_with(town, definition, Errc::not_canonical);  // ties that contradict each other
  auto real_town = begun(false);
  opened_with(real_town, Town::definition(), Errc::demo_only);
}

TEST_CASE("round log: officers are frozen with the rest") {
  auto town = open();
  town.put("town", OfficerEnded{town.origin(), Town::public_key("election-2")}, keepers);
  town.put("town", OfficerAnnounced{town.origin(), {Town::public_key("late"), {Role::election_board}, "Late"}}, keepers);
  refused(town, log_name, RoundClosed{town.round("r1").origin, 0}, {"election-1", "late"}, Errc::not_authorised);
  town.close("r1");  // election-2 was an officer when the round was opened
}

TEST_CASE("round log: ballots and when they may stand") {
  auto town = open();
  refused_ballot(town, "stranger", town.ballot_blob("r1", "stranger", {1}), Errc::unknown_credential);
  refused_ballot(town, "voter-3", town.ballot_blob("r1", "voter-3", {1}), Errc::unknown_credential);
  const auto ballot = town.ballot_blob("r1", "voter-0", {1});
  refused(town, log_name, Town::ballot_entry("voter-0", ballot), election_board, Errc::not_canonical, {ballot});
  town.put(log_name, Town::ballot_entry("voter-0", ballot), {}, {ballot});
  refused_ballot(town, "voter-0", ballot, Errc::duplicate);
  --town.hour;
  refused_choices(town, {0}, Errc::out_of_order);
  ++town.hour;
  CHECK(town.round("r1").ballots == 1);
  town.close("r1");
  refused_choices(town, {0}, Errc::closed);
}

TEST_CASE("round log: what a ballot may say") {
  auto definition = Town::definition();
  definition.choices_min = 1;
  definition.budget_max = 900'000;
  auto town = open(definition);
  refused_choices(town, {}, Errc::too_few_choices);
  refused_choices(town, {0, 2, 3}, Errc::too_many_choices);
  refused_choices(town, {4}, Errc::unknown_project);
  refused_choices(town, {1, 0}, Errc::not_canonical);
  refused_choices(town, {1, 1}, Errc::not_canonical);
  town.vote("r1", 0, {0, 1});  // 900,000: just within
  auto tight = definition;
  tight.budget_max = 899'999;
  auto other = open(tight);
  refused_choices(other, {0, 1}, Errc::over_budget);
  // Another definition has another digest, so a ballot for the one is none for the other.
  refused_ballot(town, "voter-1", other.ballot_blob("r1", "voter-1", {0}), Errc::mismatch);
  auto elsewhere = Town("elsewhere.example");
  elsewhere.begin();
  elsewhere.dialogue();
  elsewhere.begin_round("r1");
  elsewhere.open("r1", definition, 3);
  refused_ballot(town, "voter-1", elsewhere.ballot_blob("r1", "voter-1", {0}), Errc::mismatch);
}

TEST_CASE("round log: ballots that are none") {
  auto town = open();
  const auto good = town.ballot_blob("r1", "voter-1", {1});
  const auto with = [&](const std::string& from, const std::string& to) {
    auto blob = good;
    return blob.replace(blob.find(from), from.size(), to);
  };
  refused_ballot(town, "voter-0", good, Errc::mismatch);
  refused_ballot(town, "voter-1", with("choice P2", "choice P3"), Errc::bad_signature);
  refused_ballot(town, "voter-1", with("choice P2", "choice P9"), Errc::unknown_project);
  refused_ballot(town, "voter-1", with("choice P2\n", "choice P2\r\n"), Errc::not_canonical);
  refused_ballot(town, "voter-1", good + "\n", Errc::not_canonical);
  refused_ballot(town, "voter-1", good.substr(0, good.size() - 1), Errc::not_canonical);
  refused_ballot(town, "voter-1", "short", Errc::malformed);
  refused(town, log_name, Town::ballot_entry("voter-1", "not there"), {}, Errc::not_found);
  auto changed = good;
  changed[0] ^= 1;  // of the random bytes: another digest, and the same ballot would count once more
  refused_ballot(town, "voter-1", changed, Errc::mismatch);
  const auto& frozen = *town.round("r1").frozen;
  CHECK(check_ballot(frozen, Town::ballot_entry("voter-1", good), good).has_value());
  CHECK(check_ballot(frozen, Town::ballot_entry("voter-1", good), changed).error().code == Errc::mismatch);
  for (std::size_t length = 0; length < good.size(); ++length) {
    REQUIRE_FALSE(accept_ballot(frozen, std::string_view(good).substr(0, length)).has_value());
  }
}

TEST_CASE("round log: the last ballot counts") {
  auto town = open();
  town.vote("r1", 0, {0, 1});
  town.vote("r1", 1, {1});
  town.vote("r1", 0, {2});
  town.vote("r1", 2, {3});
  town.vote("r1", 2, {});
  CHECK(town.record().recount("r1").error().code == Errc::sealed);
  CHECK(town.record().counted("r1").error().code == Errc::sealed);
  town.close("r1");
  const auto tally = town.record().recount("r1").value();
  CHECK(tally.ballots == 5);
  CHECK(tally.voters == 3);
  CHECK(tally.blank == 1);
  std::vector<std::uint64_t> votes;
  for (const auto& line : tally.votes) votes.push_back(line.votes);
  CHECK(votes == std::vector<std::uint64_t>{0, 1, 1, 0, 0});
  CHECK(town.record().counted("r1").value() == CountedBallots{{{}, {1}, {2}}});
}

TEST_CASE("round log: closing, tally and allocation, each once and in their order") {
  auto town = open();
  town.vote("r1", 0, {0});
  const auto origin = town.round("r1").origin;
  const auto tally_with = [&](const TallyContent& content, Errc code) {
    const auto blob = town.blob(encode_content(content));
    refused(town, log_name, Tally{origin, blob_digest(blob)}, election_board, code, {blob});
  };
  const TallyContent right{1, 1, 0, {{"P1", 1, 1}, {"P2", 0, 0}, {"P3", 0, 0}, {"P4", 0, 0}, {"P5", 0, 0}}};
  tally_with(right, Errc::out_of_order);
  refused(town, log_name, RoundClosed{origin, 2}, election_board, Errc::mismatch);
  refused(town, log_name, RoundClosed{origin, 1}, {"election-1"}, Errc::not_authorised);
  town.close("r1");
  refused(town, log_name, RoundClosed{origin, 1}, election_board, Errc::closed);

  auto wrong = right;
  wrong.votes[0].votes = 2;
  tally_with(wrong, Errc::mismatch);
  wrong = right;
  wrong.voters = 2;
  tally_with(wrong, Errc::mismatch);
  wrong = right;
  wrong.votes.pop_back();
  tally_with(wrong, Errc::mismatch);
  wrong = right;
  std::swap(wrong.votes[1], wrong.votes[2]);
  tally_with(wrong, Errc::mismatch);

  const auto allocation_with = [&](const AllocationContent& content, std::uint64_t funded, std::uint64_t cost, Errc code) {
    const auto blob = town.blob(encode_content(content));
    refused(town, log_name, Allocation{origin, blob_digest(blob), funded, cost}, election_board, code, {blob});
  };
  allocation_with({}, 0, 0, Errc::out_of_order);
  town.tally("r1");
  tally_with(right, Errc::duplicate);

  const auto computed = town.record().allocation("r1").value();
  const auto funded = computed.funded();
  allocation_with(computed, funded + 1, computed.cost, Errc::mismatch);
  allocation_with(computed, funded, computed.cost + 1, Errc::mismatch);
  auto other = computed;
  other.tally[0] ^= 1;
  allocation_with(other, funded, computed.cost, Errc::mismatch);
  other = computed;
  other.steps[0].outcome = allocation::Fate::not_eligible;
  allocation_with(other, funded, computed.cost, Errc::mismatch);
  town.allocate("r1");
  allocation_with(computed, funded, computed.cost, Errc::duplicate);
  refused_choices(town, {0}, Errc::closed);
  refused(town, log_name, OfficerEnded{origin, {}}, keepers, Errc::unsupported);
}

TEST_CASE("round log: ballots that were checked elsewhere, and sealed ones") {
  auto town = open();
  Record copy({[&](const Digest& digest) -> std::optional<std::string> {
                 for (const auto* log : {"town", log_name}) {
                   for (const auto& piece : town.log(log).pieces) {
                     for (const auto& blob : piece.blobs) {
                       if (blob_digest(blob) == digest) return blob;
                     }
                   }
                 }
                 return std::nullopt;
               },
               [&](std::string_view, std::uint64_t size) { return std::optional(town.log("town").tree.root(size)); }});
  for (const auto& piece : town.log("town").pieces) REQUIRE(copy.admit("town", piece.entry).has_value());
  REQUIRE(copy.admit(log_name, town.log(log_name).pieces[0].entry).has_value());
  const auto ballot = town.ballot_blob("r1", "voter-0", {1});
  const auto entry = Town::ballot_entry("voter-0", ballot);
  CHECK(copy.would_admit(log_name, town.hour, entry).has_value());
  CHECK(copy.would_admit(log_name, town.hour - 1, entry).error().code == Errc::out_of_order);
  CHECK(copy.would_admit("rounds/other", town.hour, entry).error().code == Errc::not_found);
  CHECK(copy.state().round("r1")->ballots == 0);
  CHECK(copy.admit_ballot(log_name, town.hour, entry, nullptr).has_value());
  CHECK(copy.admit_ballot(log_name, town.hour, entry, nullptr).error().code == Errc::duplicate);
  CHECK(copy.state().round("r1")->voters == 1);
}

}  // namespace radslag::record
