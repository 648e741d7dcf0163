// The town itself signs what it must not: every file fits its checkpoint, and the rules refuse it.
#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {
namespace {

using testing::committee;
using testing::election_board;
using testing::keepers;
using testing::Town;

void forge_ballot(Town& town, std::string_view who, const std::string& blob) {
  town.forge(round_log, Town::ballot_entry(who, blob), {}, {blob});
}

void forge_close(Town& town, std::uint64_t ballots) {
  town.forge(round_log, record::RoundClosed{town.log(round_log).origin, ballots}, election_board);
}

/// The finding must be there both while ballots are sealed (where that can be seen) and after closing.
void expect_at(const Town& town, std::uint64_t index, const std::string& words) { expect(town.files(), town, round_log, index, words); }

}  // namespace

TEST_CASE("dishonest: ballots that may not be there") {
  auto town = voting_town();
  SECTION("under an unknown credential") {
    forge_ballot(town, "stranger", town.ballot_blob("parks-2026", "stranger", {1}));
    expect_at(town, 2, "the credential is not on the round's list");
  }
  SECTION("after closing") {
    town.close("parks-2026");
    forge_ballot(town, "voter-1", town.ballot_blob("parks-2026", "voter-1", {1}));
    expect_at(town, 3, "was closed at entry 2");
  }
  SECTION("the same twice") {
    const auto ballot = town.ballot_blob("parks-2026", "voter-1", {1});
    forge_ballot(town, "voter-1", ballot);
    forge_ballot(town, "voter-1", ballot);
    expect_at(town, 3, "this very ballot is in the record already");
  }
  SECTION("with a seal") {
    const auto ballot = town.ballot_blob("parks-2026", "voter-1", {1});
    town.forge(round_log, Town::ballot_entry("voter-1", ballot), election_board, {ballot});
    expect_at(town, 2, "a ballot carries no officers' seals");
  }
  SECTION("before the opening") {
    Town unopened;
    unopened.begin();
    unopened.dialogue();
    unopened.begin_round("parks-2026");
    unopened.forge(round_log, Town::ballot_entry("voter-1", "x"), {}, {"x"});
    expect_at(unopened, 0, "begins with round-opened");
  }
  SECTION("with an hour before the last") {
    town.hour -= 1;
    const auto ballot = town.ballot_blob("parks-2026", "voter-1", {1});
    forge_ballot(town, "voter-1", ballot);
    expect_at(town, 2, "its hour is before");
  }
}

TEST_CASE("dishonest: what is in a ballot") {
  auto town = voting_town();
  std::string blob = town.ballot_blob("parks-2026", "voter-1", {1});
  std::string words;
  SECTION("for another round") {
    town.begin_round("other");
    town.open("other", Town::definition(), 4);
    blob = town.ballot_blob("other", "voter-1", {1});
    words = "the ballot is for another round";
  }
  SECTION("over the number of choices") {
    blob = town.ballot_blob("parks-2026", "voter-1", {0, 1, 2});
    words = "at most 2 projects";
  }
  SECTION("for a withdrawn project") {
    blob = town.ballot_blob("parks-2026", "voter-1", {4});
    words = "was withdrawn";
  }
  SECTION("choices out of order") {
    blob = town.ballot_blob("parks-2026", "voter-1", {1, 0});
    words = "in the order of the round's projects";
  }
  SECTION("by another credential than the entry says") {
    blob = town.ballot_blob("parks-2026", "voter-2", {1});
    words = "by another credential";
  }
  SECTION("a signature of another choice") {
    blob.replace(blob.find("choice P2"), 9, "choice P3");
    words = "signature does not verify";
  }
  SECTION("no ballot at all") {
    blob = town.blob("radslag/v1/ballot-secret\n");
    words = "expected the line";
  }
  SECTION("shorter than its random bytes") {
    blob = "short";
    words = "32 random bytes";
  }
  forge_ballot(town, "voter-1", blob);
  forge_close(town, 2);
  expect_at(town, 2, words);
}

TEST_CASE("dishonest: the urn was open before closing") {
  auto town = voting_town();
  town.show_sealed_ballots = true;
  expect_at(town, 1, "the urn was open");
}

TEST_CASE("dishonest: counts and results") {
  auto town = voting_town();
  town.vote("parks-2026", 1, {2});
  SECTION("a ballot that the officers saw is gone at the closing") {
    forge_close(town, 3);
    expect_at(town, 3, "the log has 2 ballots, not the 3 that its officers saw");
  }
  SECTION("a wrong tally") {
    town.close("parks-2026");
    auto tally = town.record().recount("parks-2026").value();
    ++tally.votes[3].votes;
    const auto blob = town.blob(record::encode_content(tally));
    town.forge(round_log, record::Tally{town.log(round_log).origin, record::blob_digest(blob)}, election_board, {blob});
    expect_at(town, 4, "the tally does not equal the recount");
  }
  SECTION("a wrong allocation") {
    town.close("parks-2026");
    town.tally("parks-2026");
    const auto& round = town.round("parks-2026");
    auto result = town.record().allocation(round.id).value();
    std::swap(result.steps[0], result.steps[1]);
    const auto blob = town.blob(record::encode_content(result));
    town.forge(round_log, record::Allocation{round.origin, record::blob_digest(blob), 3, result.cost}, election_board, {blob});
    expect_at(town, 5, "does not equal what the frozen rule gives");
  }
  SECTION("a wrong allocation by a rule that looks at whole ballots") {
    auto definition = Town::definition();
    definition.rule = allocation::EqualSharesRule{};
    Town other;
    other.begin();
    other.dialogue();
    other.begin_round("parks-2026");
    other.open("parks-2026", definition, 2);
    other.vote("parks-2026", 0, {0});
    other.close("parks-2026");
    other.tally("parks-2026");
    auto result = other.record().allocation("parks-2026").value();
    result.counts.front().endowment = "1/7";
    const auto blob = other.blob(record::encode_content(result));
    const record::Allocation stated{other.round("parks-2026").origin, record::blob_digest(blob), result.funded(), result.cost};
    other.forge(round_log, stated, election_board, {blob});
    expect_at(other, 4, "does not equal what the frozen rule gives");
  }
  SECTION("an allocation before the tally") {
    town.close("parks-2026");
    const auto blob = town.blob(record::encode_content(record::AllocationContent{}));
    town.forge(round_log, record::Allocation{town.log(round_log).origin, record::blob_digest(blob), 0, 0}, election_board, {blob});
    expect_at(town, 4, "not yet tallied");
  }
  SECTION("the definition changed after opening") {
    const auto definition = town.blob(record::encode_content(Town::definition())), roll = town.credentials_blob(4);
    town.forge(round_log, town.opening("parks-2026", definition, roll, 4), election_board, {definition, roll});
    expect_at(town, 3, "frozen at opening");
  }
}

TEST_CASE("dishonest: seals") {
  auto town = voting_town();
  const record::RoundClosed closing{town.log(round_log).origin, 1};
  SECTION("one missing") {
    town.forge(round_log, closing, {"election-1"});
    expect_at(town, 2, "needs the seals of 2");
  }
  SECTION("none") {
    town.forge(round_log, closing, {});
    expect_at(town, 2, "needs the seals of 2");
  }
  SECTION("one officer twice") {
    town.forge(round_log, closing, {"election-1", "election-1"});
    expect_at(town, 2, "seals are not in ascending order");
  }
  SECTION("of another role") {
    town.forge(round_log, closing, {"election-1", "keeper-1"});
    expect_at(town, 2, "does not have the role election-board");
  }
  SECTION("of a stranger") {
    town.forge(round_log, closing, {"election-1", "election-2", "stranger"});
    expect_at(town, 2, "has not been announced");
  }
  SECTION("of an officer whose key has ended") {
    town.put("town", record::OfficerEnded{town.origin(), Town::public_key("election-2")}, keepers);
    town.forge("town",
               record::RoundBegun{town.origin(), "next", "parks", "radslag.example.se/log/rounds/next", Town::public_key("log-next")},
               election_board);
    expect(town.files(), town, "town", 4, "has been ended");
  }
  SECTION("over another statement") {
    town.forge(round_log, closing, election_board);
    auto& entry = town.log(round_log).pieces.back().entry;
    entry.replace(entry.find("ballots 1"), 9, "ballots 2");
    expect_at(town, 2, "does not verify");
  }
  SECTION("for the same statement in another log") {
    town.begin_round("other");
    town.open("other", Town::definition(), 1);
    town.forge("rounds/other", record::RoundClosed{town.log(round_log).origin, 0}, election_board);
    expect(town.files(), town, "rounds/other", 1, "the statement is for the log");
  }
}

TEST_CASE("dishonest: the decision") {
  auto town = voting_town();
  town.close("parks-2026");
  town.tally("parks-2026");
  town.allocate("parks-2026");
  const auto decide = [&](const record::DecisionContent& content, std::uint64_t departures) {
    const auto blob = town.blob(record::encode_content(content));
    const auto& allocation = town.round("parks-2026").allocation_digest;
    town.forge("town", record::Decision{town.origin(), "parks-2026", allocation, departures, record::blob_digest(blob)}, committee, {blob});
  };
  const auto honest = town.decision("parks-2026", {});
  SECTION("before the end") {
    decide(honest, 0);
    expect(town.files(), town, "town", 3, "has not been ended");
  }
  SECTION("the end names another size") {
    auto ending = town.ending("parks-2026");
    --ending.size;
    town.forge("town", ending, election_board);
    expect(town.files(), town, "town", 3, "does not end at that size with that root");
  }
  SECTION("the end names another root") {
    auto ending = town.ending("parks-2026");
    ending.root[0] ^= 1;
    town.forge("town", ending, election_board);
    expect(town.files(), town, "town", 3, "does not end at that size with that root");
  }
  SECTION("a departure without a reason") {
    town.end("parks-2026");
    auto content = honest;
    content.projects[0].funded = !content.projects[0].funded;
    decide(content, 1);
    expect(town.files(), town, "town", 4, "departs from the allocation without a reason");
  }
  SECTION("departures miscounted") {
    town.end("parks-2026");
    decide(town.decision("parks-2026", {{0, "No site."}}), 0);
    expect(town.files(), town, "town", 4, "has 1 departures, not 0");
  }
  SECTION("a project left out") {
    town.end("parks-2026");
    auto content = honest;
    content.projects.pop_back();
    decide(content, 0);
    expect(town.files(), town, "town", 4, "does not name each project once");
  }
  SECTION("another allocation") {
    town.end("parks-2026");
    const auto blob = town.blob(record::encode_content(honest));
    town.forge("town", record::Decision{town.origin(), "parks-2026", {}, 0, record::blob_digest(blob)}, committee, {blob});
    expect(town.files(), town, "town", 4, "rests on another allocation");
  }
}

TEST_CASE("dishonest: the town log is another than it says") {
  Town town;
  town.forge("town", record::TownBegun{"elsewhere.example/log/town", "Elsewhere", "SEK", true, {}}, {});
  expect(town.files(), town, "town", 0, "says that it is elsewhere.example/log/town");
}

TEST_CASE("a finding in one log does not keep the others from being judged") {
  auto town = voting_town();
  town.begin_round("second");
  town.open("second", Town::definition(), 2);
  town.vote("second", 0, {1});
  town.close("second");
  forge_close(town, 7);
  const auto report = audit_pinned(town.files(), town.vkey());
  INFO(render_text(report));
  CHECK(report.findings.size() == 1);
  REQUIRE(report.rounds.size() == 2);
  CHECK_FALSE(report.rounds[0].sound);
  CHECK(report.rounds[1].sound);
  CHECK(report.rounds[1].checked_ballots == 1);
}

TEST_CASE("what rests on town entries that were not judged is not judged either") {
  auto town = voting_town();
  town.forge("town", record::OfficerEnded{town.origin(), Town::public_key("nobody")}, keepers);
  town.begin_round("late");
  const auto definition = town.blob(record::encode_content(Town::definition())), roll = town.credentials_blob(1);
  town.forge("rounds/late", town.opening("late", definition, roll, 1), election_board, {definition, roll});
  const auto report = audit_pinned(town.files(), town.vkey());
  INFO(render_text(report));
  CHECK(found(report, "town", 3, "no such officer's key"));
  CHECK(report.rounds.size() == 1);
  CHECK(report.rounds[0].sound);
}

}  // namespace radslag::audit
