// Each condition of FORMAT.md section 4.8 on keys, recoveries and lost entries, broken; and what they do.
#include "ledger/record/succession.hpp"

#include "ledger/log/receipt.hpp"
#include "ledger/record/draft_succession.hpp"
#include "ledger/record/identity.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::keepers;
using testing::officer;
using testing::Town;

constexpr const char* round_log = "rounds/parks-2026";

/// An open initiative and an open round; then two more sign, one votes, a dialogue gets a new row.
struct Lost {
  Town before;
  std::uint64_t town_kept = 0, round_kept = 0;

  Lost() {
    before.begin();
    before.dialogue();
    before.registrar();
    before.raise("benches");
    before.open_initiative("benches");
    before.sign("benches", 1);
    before.begin_round("parks-2026");
    before.open("parks-2026", Town::definition(), 4);
    before.vote("parks-2026", 0, {0});
    town_kept = before.log("town").pieces.size();
    round_kept = before.log(round_log).pieces.size();
    before.sign("benches", 2);
    before.sign_with_name("benches", 3, "Berit Ek");
    before.withdraw("benches", 1);
    before.dialogue();
    before.vote("parks-2026", 1, {1});
  }
  [[nodiscard]] Town copy() const { return before.restored({{"town", town_kept}, {round_log, round_kept}}); }
  [[nodiscard]] Town recovered() const {
    auto town = copy();
    town.recover("town", before, "log-town-again");
    return town;
  }
};

const Lost& lost() {
  static const Lost kLost;
  return kLost;
}

std::string a_reason(Town& town) { return town.blob(encode_content(Reason{"The disk broke."})); }

void refused_recovery(Town& town, const LogRecovered& statement, const std::string& reason, Errc code) {
  refused(town, "town", statement, keepers, code, {reason});
}

/// Signed again by `who` after a change.
LogRecovered signed_by(LogRecovered statement, const std::string& who) {
  statement.signature = Town::key_of(who).sign(signed_part(statement));
  return statement;
}

}  // namespace

TEST_CASE("log-key: what follows is signed with another key") {
  Town town;
  town.begin();
  CHECK(identity_of(town.state(), "town").key == Town::public_key("log-town"));
  const auto statement = town.new_log_key("log-town-2");
  refused(town, "town", statement, {}, Errc::not_authorised);
  refused(town, "town", statement, {"keeper-1"}, Errc::not_authorised);
  refused(town, "town", statement, officer, Errc::not_authorised);
  auto other = statement;
  other.key = Town::public_key("another");
  refused(town, "town", other, keepers, Errc::bad_signature);
  other = statement;
  other.signature = Town::key_of("log-town-2").sign(signed_part(statement));
  refused(town, "town", other, keepers, Errc::bad_signature);
  other.key = Town::public_key("log-town");
  refused(town, "town", other, keepers, Errc::duplicate);

  const auto index = town.log("town").pieces.size();
  town.change_log_key("log-town-2");
  const auto now = identity_of(town.state(), "town");
  CHECK(now.key == Town::public_key("log-town-2"));
  CHECK(now.generation == 1);
  CHECK(now.from == index);
  CHECK(now.first_size == index + 1);
  CHECK(checkpoint_origin(town.state(), "town") == town.origin());
  const auto all = identities_of(town.state(), "town");
  REQUIRE(all.size() == 2);
  CHECK(identity_at(all, 1, index)->key == Town::public_key("log-town"));
  CHECK(identity_at(all, 1, index + 1)->key == Town::public_key("log-town-2"));
  CHECK(identity_at(all, 2, index + 1) == nullptr);

  refused(town, "town", statement, keepers, Errc::duplicate);
  LogKey back{town.origin(), Town::public_key("log-town-3"), {}};
  back.signature = Town::key_of("log-town").sign(signed_part(back));
  refused(town, "town", back, keepers, Errc::bad_signature);
  town.change_log_key("log-town-3");
  CHECK(verifier_key(town.state(), "town") == log::VerifierKey::of(town.origin(), Town::public_key("log-town-3")));
}

TEST_CASE("log-key: a round's key is no other log's") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("parks-2026");
  LogKey taken{town.origin(), Town::public_key("log-rounds/parks-2026"), {}};
  taken.signature = Town::key_of("log-town").sign(signed_part(taken));
  refused(town, "town", taken, keepers, Errc::duplicate);
  town.change_log_key("log-rounds/next");
  refused(town, "town",
          RoundBegun{town.origin(), "next", "parks", "radslag.example.se/log/rounds/next", Town::public_key("log-rounds/next")},
          testing::election_board, Errc::duplicate);
  refused(town, "town", RoundBegun{town.origin(), "next", "parks", "radslag.example.se/log/rounds/next", Town::public_key("log-town")},
          testing::election_board, Errc::duplicate);
}

TEST_CASE("log-key: whoever does not know the first key admits none") {
  Town town;
  town.begin();
  Record record({[](const Digest&) { return std::nullopt; }, [](std::string_view, std::uint64_t) { return std::nullopt; }});
  REQUIRE(record.admit("town", town.log("town").pieces[0].entry).has_value());
  town.change_log_key("log-town-2");
  const auto admitted = record.admit("town", town.log("town").pieces[1].entry);
  REQUIRE_FALSE(admitted.has_value());
  CHECK(admitted.error().code == Errc::not_authorised);
}

TEST_CASE("log-recovered: a lost end is never signed over") {
  auto town = lost().copy();
  const auto reason = a_reason(town);
  const auto good = town.recovery("town", lost().before, "log-town-again", reason);
  refused(town, "town", good, {"keeper-1"}, Errc::not_authorised, {reason});

  auto other = good;
  ++other.generation;
  refused_recovery(town, signed_by(other, "log-town"), reason, Errc::out_of_order);
  other = good;
  other.key = Town::public_key("log-town");
  refused_recovery(town, signed_by(other, "log-town"), reason, Errc::duplicate);
  other = good;
  --other.kept;
  refused_recovery(town, signed_by(other, "log-town"), reason, Errc::mismatch);
  other = good;
  other.kept_root = lost().before.log("town").tree.root();
  refused_recovery(town, signed_by(other, "log-town"), reason, Errc::mismatch);
  other = good;
  other.lost_size = 3;
  other.lost_root = town.log("town").tree.root(3);
  refused_recovery(town, signed_by(other, "log-town"), reason, Errc::mismatch);
  other = good;
  ++other.lost_size;
  refused_recovery(town, other, reason, Errc::bad_signature);
  refused_recovery(town, signed_by(good, "log-town-again"), reason, Errc::bad_signature);
  other = good;
  other.log = "rounds/parks-2026";
  refused_recovery(town, signed_by(other, "log-rounds/parks-2026"), reason, Errc::mismatch);

  town.put("town", good, keepers, {reason});
  const auto now = identity_of(town.state(), "town");
  CHECK(now.generation == 2);
  CHECK(now.key == Town::public_key("log-town-again"));
  CHECK(now.first_size == lost().town_kept + 1);
  CHECK(checkpoint_origin(town.state(), "town") == town.origin() + "/2");
  CHECK(founding_origin(town.state(), "town") == town.origin());
  const auto all = identities_of(town.state(), "town");
  CHECK(identity_at(all, 1, 1'000)->key == Town::public_key("log-town"));
  CHECK(identity_at(all, 2, lost().town_kept) == nullptr);
  REQUIRE(town.state().town.recoveries.size() == 1);
  const auto& recovery = town.state().town.recoveries[0];
  CHECK(recovery.reason == "The disk broke.");
  CHECK(recovery.row.kept == lost().town_kept);
  CHECK(recovery.row.lost_size == lost().before.log("town").pieces.size());
  CHECK(recovery.shown.empty());
}

TEST_CASE("log-recovered: as many entries with another root, and more") {
  auto town = lost().copy();
  town.dialogue();
  const auto reason = a_reason(town);
  auto statement = town.recovery("town", lost().before, "log-town-again", reason);
  SECTION("as many") {
    statement.lost_size = statement.kept;
    statement.lost_root = lost().before.log("town").tree.root(statement.kept);
    REQUIRE(statement.lost_root != statement.kept_root);
  }
  SECTION("more") {
    town.dialogue();
    statement = town.recovery("town", lost().before, "log-town-again", reason);
    statement.lost_size = statement.kept - 1;
    statement.lost_root = lost().before.log("town").tree.root(statement.lost_size);
  }
  SECTION("fewer") {}
  town.put("town", signed_by(statement, "log-town"), keepers, {reason});
  CHECK(identity_of(town.state(), "town").generation == 2);
}

TEST_CASE("log-recovered: a round's log") {
  auto town = lost().copy();
  const auto reason = a_reason(town);
  auto statement = town.recovery(round_log, lost().before, "log-parks-again", reason);
  auto other = statement;
  ++other.kept;
  refused_recovery(town, signed_by(other, "log-rounds/parks-2026"), reason, Errc::mismatch);
  other = statement;
  --other.kept;
  other.kept_root = town.log(round_log).tree.root(other.kept);
  refused_recovery(town, signed_by(other, "log-rounds/parks-2026"), reason, Errc::mismatch);
  refused_recovery(town, signed_by(statement, "log-town"), reason, Errc::bad_signature);
  town.recover(round_log, lost().before, "log-parks-again");
  CHECK(checkpoint_origin(town.state(), round_log) == "radslag.example.se/log/rounds/parks-2026/2");
  CHECK(identity_of(town.state(), round_log).key == Town::public_key("log-parks-again"));
  CHECK(identity_of(town.state(), round_log).first_size == lost().round_kept);
  CHECK(identity_of(town.state(), "town").generation == 1);
  town.vote("parks-2026", 1, {1});
  CHECK(town.round("parks-2026").ballots == 2);
}

TEST_CASE("log-recovered: not of a round that has been ended") {
  auto town = Town::whole_life();
  const auto reason = a_reason(town);
  auto statement = town.recovery("rounds/parks-2026", town, "log-parks-again", reason);
  ++statement.lost_size;
  refused_recovery(town, signed_by(statement, "log-rounds/parks-2026"), reason, Errc::closed);
}

TEST_CASE("log-recovered: a round whose beginning was lost is not begun again") {
  auto before = lost().before.restored({});
  before.begin_round("streets");
  auto town = lost().copy();
  const auto reason = a_reason(town);
  auto statement = town.recovery("rounds/streets", before, "log-nobody", reason);
  statement.lost_size = 1;
  auto other = statement;
  other.kept = 1;
  refused_recovery(town, signed_by(other, "log-town"), reason, Errc::mismatch);
  refused_recovery(town, signed_by(statement, "log-rounds/streets"), reason, Errc::bad_signature);
  town.put("town", signed_by(statement, "log-town"), keepers, {reason});
  refused(town, "town",
          RoundBegun{town.origin(), "streets", "parks", "radslag.example.se/log/rounds/streets", Town::public_key("log-streets-2")},
          testing::election_board, Errc::duplicate);
  town.begin_round("streets-again");
}

TEST_CASE("entry-resubmitted: a lost signature counts again, and a lost withdrawal") {
  auto town = lost().recovered();
  CHECK(town.record().signatures("benches")->count().standing() == 2);
  const auto at = lost().town_kept;  // of the lost entries: 2 signs, 3 signs with a name, 1 withdraws, a row of the register
  town.resubmit("town", lost().before, at);
  CHECK(town.record().signatures("benches")->count().standing() == 3);
  town.resubmit("town", lost().before, at + 1);
  CHECK(town.record().signatures("benches")->count().standing() == 4);
  town.resubmit("town", lost().before, at + 2);
  CHECK(town.record().signatures("benches")->count().standing() == 3);
  CHECK(town.record().signatures("benches")->count().withdrawn == 1);
  town.resubmit("town", lost().before, at + 3);
  const auto& recovery = town.state().town.recoveries.at(0);
  CHECK(recovery.shown.size() == 4);
  CHECK(recovery.counted() == 3);
  CHECK_FALSE(recovery.shown.at(at + 3).counts);
  CHECK(town.state().town.dialogues.at("parks").versions.size() == 1);
  CHECK(recovery.shown.at(at).at == at + 1);

  const auto [again, receipt] = town.lost_entry("town", lost().before, at);
  refused(town, "town", again, {}, Errc::duplicate, {receipt});
}

TEST_CASE("entry-resubmitted: who has signed again does not count twice, and the fifth signature hands over") {
  auto town = lost().recovered();
  town.sign("benches", 2);
  town.resubmit("town", lost().before, lost().town_kept);
  CHECK(town.record().signatures("benches")->count().standing() == 3);
  CHECK(town.state().town.recoveries.at(0).counted() == 0);
  town.sign("benches", 4);
  town.resubmit("town", lost().before, lost().town_kept + 1);
  CHECK(town.state().initiative("benches")->phase == InitiativePhase::handed_over);
}

TEST_CASE("entry-resubmitted: is replayed with the same outcome when nothing is checked but order") {
  auto town = lost().recovered();
  for (std::uint64_t i = 0; i < 4; ++i) town.resubmit("town", lost().before, lost().town_kept + i);
  const auto& pieces = town.log("town").pieces;
  std::map<Digest, std::string> blobs;
  log::Tree tree;
  Sources sources;
  sources.town_key = Town::public_key("log-town");
  sources.blob = [&](const Digest& digest) { return blobs.contains(digest) ? std::optional(blobs.at(digest)) : std::nullopt; };
  sources.root = [&](std::string_view log, std::uint64_t size) {
    return log == "town" && size <= tree.size() ? std::optional(tree.root(size)) : std::nullopt;
  };
  Record record(sources);
  for (const auto& piece : pieces) {
    for (const auto& blob : piece.blobs) blobs.emplace(blob_digest(blob), blob);
    const auto admitted = record.admit("town", piece.entry, Scrutiny::order);
    REQUIRE(admitted.has_value());
    tree.append(log::leaf_hash(piece.entry));
  }
  CHECK(record.signatures("benches")->count().standing() == town.record().signatures("benches")->count().standing());
  CHECK(record.state().town.recoveries.at(0).counted() == 3);
}

TEST_CASE("entry-resubmitted: what is no lost entry's receipt") {
  auto town = lost().recovered();
  const auto& before = lost().before;
  const auto at = lost().town_kept;
  const auto refused_one = [&](const EntryResubmitted& statement, const std::string& receipt, Errc code) {
    refused(town, "town", statement, {}, code, {receipt});
  };
  const auto with = [&](EntryResubmitted statement, const std::string& text) {
    auto blob = town.blob(text);
    statement.receipt = blob_digest(blob);
    return std::pair(statement, blob);
  };
  const auto [good, good_blob] = town.lost_entry("town", before, at);
  refused(town, "town", good, {}, Errc::not_found);
  refused(town, "town", good, keepers, Errc::not_canonical, {good_blob});

  SECTION("another place than the statement says") {
    auto other = good;
    ++other.index;
    refused_one(other, good_blob, Errc::mismatch);
    other = good;
    other.generation = 2;
    refused_one(other, good_blob, Errc::mismatch);
  }
  SECTION("what was not lost") {
    const auto [kept, receipt] = town.lost_entry("town", before, at - 1);
    refused_one(kept, receipt, Errc::duplicate);
    const auto [now, of_now] = town.lost_entry("town", town, at);
    CHECK(now.generation == 2);
    refused_one(now, of_now, Errc::duplicate);
  }
  SECTION("a checkpoint that others signed") {
    auto forged = before.restored({});
    forged.log("town").key = "stranger";
    const auto [statement, receipt] = town.lost_entry("town", forged, at);
    refused_one(statement, receipt, Errc::bad_signature);
    forged.log("town").key = "log-town-again";
    const auto [by_new, of_new] = town.lost_entry("town", forged, at);
    refused_one(by_new, of_new, Errc::bad_signature);
  }
  SECTION("a second history of the last known size") {
    auto fork = before.restored({{"town", at}});
    for (std::uint64_t i = at; i < before.log("town").pieces.size(); ++i) fork.dialogue();
    const auto [statement, receipt] = town.lost_entry("town", fork, at);
    refused_one(statement, receipt, Errc::mismatch);
  }
  SECTION("another log's") {
    const auto [statement, receipt] = town.lost_entry(round_log, before, lost().round_kept);
    refused(town, "town", statement, {}, Errc::mismatch, {receipt});
    refused(town, round_log, statement, {}, Errc::duplicate, {receipt});
  }
  SECTION("a text that is none") {
    const auto [statement, receipt] = with(good, "c2sp.org/tlog-proof@v1\nindex 0\n");
    refused_one(statement, receipt, Errc::malformed);
  }
  SECTION("any byte of it changed") {
    const auto text = before.receipt("town", at, before.log("town").pieces.size());
    for (std::size_t i = 0; i < text.size(); i += 7) {
      auto changed = text;
      changed[i] = static_cast<char>(changed[i] ^ 1);
      const auto [statement, receipt] = with(good, changed);
      CHECK_FALSE(town.attempt("town", statement, {}, {receipt}).has_value());
    }
  }
  CHECK(town.state().town.recoveries.at(0).shown.empty());
}

TEST_CASE("entry-resubmitted: a ballot is evidence, and the round goes on") {
  auto town = lost().copy();
  town.recover(round_log, lost().before, "log-parks-again");
  town.resubmit(round_log, lost().before, lost().round_kept);
  const auto& recovery = town.state().town.recoveries.at(0);
  CHECK(recovery.shown.size() == 1);
  CHECK(recovery.counted() == 0);
  CHECK(town.round("parks-2026").ballots == 1);
  town.vote("parks-2026", 1, {1});
  town.close("parks-2026");
  town.tally("parks-2026");
  town.allocate("parks-2026");
  const auto [statement, receipt] = town.lost_entry(round_log, lost().before, lost().round_kept);
  refused(town, round_log, statement, {}, Errc::closed, {receipt});
  town.end("parks-2026");
}

TEST_CASE("entry-resubmitted: a voting card that was handed out counts again") {
  Town before;
  before.secret_round("parks-2026");
  before.hand_out("parks-2026", 0);
  const auto kept = before.log(round_log).pieces.size();
  before.hand_out("parks-2026", 1);
  before.cast_secret("parks-2026", 1, {0});
  auto town = before.restored({{round_log, kept}});
  town.recover(round_log, before, "log-parks-again");
  CHECK(town.round("parks-2026").handed_out == 1);
  town.resubmit(round_log, before, kept + 1);
  CHECK(town.round("parks-2026").handed_out == 1);
  CHECK(town.round("parks-2026").ballots == 0);
  town.resubmit(round_log, before, kept);
  CHECK(town.round("parks-2026").handed_out == 2);
  CHECK(town.state().town.recoveries.at(0).counted() == 1);
  town.cast_secret("parks-2026", 1, {0});
  CHECK(town.round("parks-2026").ballots == 1);
}

TEST_CASE("drafts say what the record admits") {
  auto town = lost().copy();
  const auto& state = town.state();
  CHECK(draft_log_key(state, Town::key_of("stranger"), Town::public_key("x")).error().code == Errc::mismatch);
  CHECK(draft_log_key(state, Town::key_of("log-town"), Town::public_key("log-town")).error().code == Errc::duplicate);
  const LostEnd end{"town", lost().town_kept, town.log("town").tree.root(), lost().before.log("town").pieces.size(),
                    lost().before.log("town").tree.root()};
  CHECK(draft_log_recovered(state, end, Town::key_of("stranger"), Town::public_key("x"), "Why.").error().code == Errc::mismatch);
  CHECK_FALSE(draft_log_recovered(state, end, Town::key_of("log-town"), Town::public_key("x"), " no text").has_value());
  const auto recovery = draft_log_recovered(state, end, Town::key_of("log-town"), Town::public_key("x"), "Why.");
  REQUIRE(recovery.has_value());
  town.put("town", parse_statement(recovery->statement).value(), keepers, recovery->blobs);
  const auto receipt = lost().before.receipt("town", lost().town_kept, end.lost_size);
  const auto shown = draft_entry_resubmitted(town.state(), receipt);
  REQUIRE(shown.has_value());
  town.put(shown->log, parse_statement(shown->statement).value(), {}, shown->blobs);
  CHECK(draft_entry_resubmitted(town.state(), receipt).error().code == Errc::duplicate);
  CHECK(draft_entry_resubmitted(town.state(), lost().before.receipt("town", 0, end.lost_size)).error().code == Errc::duplicate);
  CHECK(draft_entry_resubmitted(town.state(), "x").error().code == Errc::malformed);
}

}  // namespace radslag::record
