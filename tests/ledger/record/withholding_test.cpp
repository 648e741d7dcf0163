// What may be withheld and when; what the state forgets then; contents that are absent when their entries are read.
#include <catch2/catch.hpp>

#include "ledger/record/record.hpp"
#include "tests/ledger/record/admission.hpp"

using namespace radslag;
using namespace radslag::record;
using testing::Town;

namespace {

constexpr std::uint64_t month = 720;

BlobsWithheld withholding(const Town& town, std::vector<Digest> blobs, const std::string& log = "town") {
  std::sort(blobs.begin(), blobs.end());
  BlobsWithheld x{town.origin(), log, WithholdingGround::erasure, "KS 2026/12", {}, {}};
  for (const auto& blob : blobs) x.blobs.push_back({blob});
  return x;
}

const Reason because{"A person asked for it, and was right."};

void withhold(Town& town, const std::vector<Digest>& blobs, const std::string& log = "town") {
  admitted_with(town, withholding(town, blobs, log), because, testing::committee);
}

void refuse_to(Town& town, const std::vector<Digest>& blobs, Errc code, const std::string& log = "town") {
  refused_with(town, withholding(town, blobs, log), because, testing::committee, code);
}

/// Of the first entry of this kind that `wanted` accepts.
template <class Kind, class Wanted>
Kind entry_where(const Town& town, const std::string& log, Wanted wanted) {
  for (const auto& piece : town.log(log).pieces) {
    const auto entry = parse_entry(piece.entry);
    const auto* x = std::get_if<Kind>(&entry->statement);
    if (x && wanted(*x)) return *x;
  }
  throw std::logic_error("no such entry");
}

Digest name_of_signer(const Town& town) {
  return *entry_where<Signature>(town, "town", [](const Signature& x) { return x.name.has_value(); }).name;
}

/// The whole record again, without these blobs.
struct Replay {
  std::set<Digest> without;
  bool of_the_past = true;
  Result<> outcome;
  std::unique_ptr<Record> record;

  explicit Replay(const Town& town, std::set<Digest> gone, bool past = true) : without(std::move(gone)), of_the_past(past) {
    std::map<Digest, std::string> blobs;
    for (const auto& log : logs(town)) {
      for (const auto& piece : town.log(log).pieces) {
        for (const auto& blob : piece.blobs) blobs[blob_digest(blob)] = blob;
      }
    }
    for (const auto& digest : without) blobs.erase(digest);
    Sources sources;
    sources.of_the_past = past;
    sources.blob = [blobs](const Digest& digest) -> std::optional<std::string> {
      const auto found = blobs.find(digest);
      return found == blobs.end() ? std::nullopt : std::optional(found->second);
    };
    sources.root = [&town](std::string_view log, std::uint64_t size) -> std::optional<log::Hash> {
      const auto& tree = town.log(std::string(log)).tree;
      return size <= tree.size() ? std::optional(tree.root(size)) : std::nullopt;
    };
    record = std::make_unique<Record>(std::move(sources));
    read(town, "town");
  }

  static std::vector<std::string> logs(const Town& town) {
    std::vector<std::string> all{"town"};
    for (const auto& [id, round] : town.state().rounds) all.push_back(round_log_name(id));
    return all;
  }

  void read(const Town& town, const std::string& log) {
    for (const auto& piece : town.log(log).pieces) {
      const auto entry = parse_entry(piece.entry);
      const auto* ended = std::get_if<RoundEnded>(&entry->statement);
      if (ended) read(town, round_log_name(ended->round));
      if (!outcome) return;
      const auto* ballot = std::get_if<Ballot>(&entry->statement);
      outcome = ballot && without.contains(ballot->ballot) ? record->admit_ballot(log, entry->hour, *ballot, nullptr)
                                                           : record->admit(log, piece.entry);
      if (!outcome) return;
    }
  }
};

Town with_initiatives() {
  Town town;
  town.whole_initiatives();
  return town;
}

}  // namespace

TEST_CASE("withholding: a text, a name, a reason, a report are gone from the state, the decision is there") {
  auto town = with_initiatives();
  const auto& benches = *town.state().initiative("benches");
  const auto text = benches.subject, report = benches.reports[0].row.content, aside = benches.asides[0].content;
  const auto& rejected = *town.state().initiative("rejected");
  const auto reason = rejected.rejection->row.content;
  const auto feedback = town.state().town.dialogues.at("parks").feedback[0].row.content;
  const auto name = name_of_signer(town);
  REQUIRE(benches.content);
  withhold(town, {text, report, aside, reason, name, feedback});

  CHECK_FALSE(benches.content);
  CHECK(benches.reports[0].content.text.empty());
  CHECK_FALSE(benches.reports[1].content.text.empty());
  CHECK(benches.asides[0].text.empty());
  CHECK_FALSE(benches.asides[1].text.empty());
  CHECK(rejected.rejection->text.empty());
  CHECK(town.state().town.dialogues.at("parks").feedback[0].content.text.empty());
  const auto* decision = town.state().withheld(name);
  REQUIRE(decision);
  CHECK(decision->decision == "KS 2026/12");
  CHECK(decision->reason == because.text);
  CHECK(decision->blobs == 6);
  CHECK(decision->index == town.log("town").pieces.size() - 1);
  CHECK(town.state().withheld(benches.reports[1].row.content) == nullptr);
}

TEST_CASE("withholding: a state that somebody holds does not change under his hands") {
  auto town = with_initiatives();
  withhold(town, {name_of_signer(town)});
  const State before = town.state();
  withhold(town, {town.state().initiative("benches")->subject});
  CHECK(before.town.withheld->decisions.size() == 1);
  CHECK(town.state().town.withheld->decisions.size() == 2);
  CHECK(before.initiative("benches")->content);
}

TEST_CASE("withholding: the reason of a withholding may be withheld too") {
  auto town = with_initiatives();
  withhold(town, {name_of_signer(town)});
  withhold(town, {town.state().town.withheld->decisions[0].content});
  CHECK(town.state().town.withheld->decisions[0].reason.empty());
  CHECK(town.state().town.withheld->decisions[0].decision == "KS 2026/12");
}

TEST_CASE("withholding: what the rules need, what nobody names, and what is withheld already are refused") {
  auto town = with_initiatives();
  const auto& benches = *town.state().initiative("benches");
  refuse_to(town, {benches.opening->row.content}, Errc::not_found);
  refuse_to(town, {benches.decided->row.content}, Errc::not_found);
  refuse_to(town, {town.state().town.dialogues.at("parks").row().content}, Errc::not_found);
  refuse_to(town, {town.state().town.calls.at("squares").row.content}, Errc::not_found);
  refuse_to(town, {town.state().proposal("s0")->assessments[0].row.content}, Errc::not_found);
  refuse_to(town, {crypto::sha256("nobody names this")}, Errc::not_found);
  refuse_to(town, {benches.subject}, Errc::not_found, "rounds/parks-2026");
  // One bad blob spoils the act.
  refuse_to(town, {benches.subject, crypto::sha256("nor this")}, Errc::not_found);
  CHECK(benches.content);
  withhold(town, {benches.subject});
  refuse_to(town, {benches.subject}, Errc::duplicate);
}

TEST_CASE("withholding: two of the board, in the town log, with a reason that is one") {
  auto town = with_initiatives();
  const auto x = withholding(town, {name_of_signer(town)});
  refused_with(town, x, because, {"committee-1"}, Errc::not_authorised);
  refused_with(town, x, because, testing::keepers, Errc::not_authorised);
  refused_with(town, x, because, {}, Errc::not_authorised);
  refused_with(town, x, ReportContent{"Board", "No reason"}, testing::committee, Errc::not_canonical);
  auto elsewhere = x;
  elsewhere.origin = "other.example.se/log/town";
  refused_with(town, elsewhere, because, testing::committee, Errc::mismatch);
}

TEST_CASE("withholding: what is withheld does not come back by another entry") {
  auto town = with_initiatives();
  const auto name = name_of_signer(town);
  withhold(town, {name});
  town.raise("again", 6);
  town.open_initiative("again");
  auto signature = town.signature("again", 8);
  signature.name = name;
  refused(town, Town::attested(signature), {}, Errc::withheld);
}

TEST_CASE("withholding: an initiative whose text is withheld is not opened any more, but may be refused") {
  Town town;
  town.begin();
  town.registrar();
  town.raise("swings");
  withhold(town, {town.state().initiative("swings")->subject});
  CHECK(town.state().town.sealed.contains(town.state().initiative("swings")->subject));
  refused_with(
      town,
      [&] {
        auto opening = town.initiative_opening("swings", town.blob(encode_content(Town::opening_content())));
        return opening;
      }(),
      Town::opening_content(), testing::officer, Errc::withheld);
  town.reject_initiative("swings", RejectReason::personal);
  CHECK(town.state().initiative("swings")->phase == InitiativePhase::rejected);
  CHECK(Replay(town, {town.state().initiative("swings")->subject}).record->absent().empty());
}

TEST_CASE("withholding: ballots wait for the end of the appeal period, to the hour") {
  auto town = Town::whole_life();
  const auto log = round_log_name("parks-2026");
  const auto ballot = entry_where<Ballot>(town, log, [](const auto&) { return true; }).ballot;
  const auto decided = town.round("parks-2026").decision->hour;
  town.hour = std::max(town.hour, decided);
  refuse_to(town, {ballot}, Errc::out_of_order, log);
  town.hour = decided + month - 1;
  refuse_to(town, {ballot}, Errc::out_of_order, log);
  refuse_to(town, {town.round("parks-2026").frozen->definition_digest}, Errc::not_found, log);
  refuse_to(town, {town.round("parks-2026").tally_digest}, Errc::not_found, log);
  town.hour = decided + month;
  refuse_to(town, {ballot}, Errc::not_found);  // of another log
  withhold(town, {ballot}, log);
  CHECK(town.round("parks-2026").withheld_ballots == 1);
  const auto again = town.record().recount("parks-2026");
  REQUIRE_FALSE(again);
  CHECK(again.error().code == Errc::withheld);
  CHECK(town.record().counted("parks-2026").error().code == Errc::withheld);
}

TEST_CASE("withholding: a round that has not been ended keeps all that its log names") {
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round("parks-2026");
  town.open("parks-2026", Town::definition(), 3);
  town.vote("parks-2026", 0, {0});
  const auto log = round_log_name("parks-2026");
  const auto ballot = entry_where<Ballot>(town, log, [](const auto&) { return true; }).ballot;
  town.hour += 10 * month;
  refuse_to(town, {ballot}, Errc::out_of_order, log);
  town.close("parks-2026");
  refuse_to(town, {ballot}, Errc::out_of_order, log);
}

TEST_CASE("withholding: a record reads the same without what it withholds") {
  auto town = with_initiatives();
  const auto& benches = *town.state().initiative("benches");
  const std::set<Digest> gone{benches.subject,
                              benches.reports[0].row.content,
                              benches.asides[0].content,
                              name_of_signer(town),
                              town.state().initiative("rejected")->rejection->row.content,
                              town.state().town.dialogues.at("parks").feedback[0].row.content,
                              town.state().proposal("s1")->subject};
  SECTION("they are withheld") {
    withhold(town, {gone.begin(), gone.end()});
    const Replay again(town, gone);
    REQUIRE(again.outcome.has_value());
    CHECK(again.record->absent().empty());
    CHECK(fingerprint(*again.record) == fingerprint(town.record()));
    CHECK_FALSE(again.record->state().initiative("benches")->content);
    CHECK(again.record->state().town.withheld->decisions.size() == 1);
  }
  SECTION("nobody withholds them: each is named with the entry that needs it") {
    const Replay again(town, gone);
    REQUIRE(again.outcome.has_value());
    const auto absent = again.record->absent();
    CHECK(absent.size() == gone.size());
    CHECK(absent[0].log == "town");
    CHECK(std::is_sorted(absent.begin(), absent.end(), [](const auto& a, const auto& b) { return a.index < b.index; }));
  }
  SECTION("what the rules need is still asked for at once") {
    CHECK_FALSE(Replay(town, {benches.opening->row.content}).outcome.has_value());
  }
}

TEST_CASE("withholding: without ballots that are withheld the tally stands as it was sealed") {
  auto town = Town::whole_life();
  const auto log = round_log_name("parks-2026");
  std::vector<Digest> ballots;
  for (const auto& piece : town.log(log).pieces) {
    const auto entry = parse_entry(piece.entry);
    if (const auto* ballot = std::get_if<Ballot>(&entry->statement)) ballots.push_back(ballot->ballot);
  }
  town.hour += 2 * month;
  SECTION("one of the last of its credential") {
    withhold(town, {ballots.back()}, log);
    const Replay again(town, {ballots.back()});
    REQUIRE(again.outcome.has_value());
    CHECK(again.record->state().round("parks-2026")->uncounted == 1);
    CHECK(again.record->state().round("parks-2026")->withheld_ballots == 1);
    CHECK(*again.record->state().round("parks-2026")->tally == *town.round("parks-2026").tally);
  }
  SECTION("one that was replaced: all is counted") {
    withhold(town, {ballots.front()}, log);
    const Replay again(town, {ballots.front()});
    REQUIRE(again.outcome.has_value());
    CHECK(again.record->state().round("parks-2026")->uncounted == 0);
  }
  SECTION("nor is a rule applied again that needs them") {
    auto definition = Town::definition();
    definition.rule = allocation::PhragmenRule{};
    auto other = Town::whole_life(7, definition);
    Digest last{};
    for (const auto& piece : other.log(log).pieces) {
      const auto entry = parse_entry(piece.entry);
      if (const auto* ballot = std::get_if<Ballot>(&entry->statement)) last = ballot->ballot;
    }
    other.hour += 2 * month;
    withhold(other, {last}, log);
    const Replay again(other, {last});
    REQUIRE(again.outcome.has_value());
    CHECK(*again.record->state().round("parks-2026")->allocation == *other.round("parks-2026").allocation);
  }
  SECTION("only where the entries are of the past") { CHECK_FALSE(Replay(town, {ballots.back()}, false).outcome.has_value()); }
}

TEST_CASE("matter keys are destroyed once, by two of the registrar's, after the appeal period") {
  auto town = with_initiatives();
  const auto destroyed = [&](MatterKind kind, const std::string& id) { return MatterKeyDestroyed{town.origin(), kind, id}; };
  const auto expired = *town.state().initiative("expired")->expired_hour;
  const auto benches = destroyed(MatterKind::initiative, "benches");
  refused(town, benches, testing::roll_officers, Errc::out_of_order);
  town.hour = town.state().initiative("benches")->decided->hour + month - 1;
  refused(town, benches, testing::roll_officers, Errc::out_of_order);
  ++town.hour;
  refused(town, benches, {"roll-1"}, Errc::not_authorised);
  refused(town, benches, testing::committee, Errc::not_authorised);
  town.put("town", benches, testing::roll_officers);
  CHECK(town.state().town.destroyed_keys.contains({MatterKind::initiative, "benches"}));
  refused(town, benches, testing::roll_officers, Errc::duplicate);
  REQUIRE(town.hour >= expired + month);
  town.put("town", destroyed(MatterKind::initiative, "expired"), testing::roll_officers);
  town.put("town", destroyed(MatterKind::initiative, "rejected"), testing::roll_officers);
  refused(town, destroyed(MatterKind::initiative, "nothing"), testing::roll_officers, Errc::not_found);
  refused(town, destroyed(MatterKind::call, "squares"), testing::roll_officers, Errc::out_of_order);  // no round, no end
  refused(town, destroyed(MatterKind::call, "benches"), testing::roll_officers, Errc::not_found);
  refused(town, destroyed(MatterKind::round, "squares"), testing::roll_officers, Errc::not_found);
}

TEST_CASE("the key of a round is destroyed after the appeal period of its decision") {
  auto town = Town::whole_life();
  const MatterKeyDestroyed x{town.origin(), MatterKind::round, "parks-2026"};
  town.hour = town.round("parks-2026").decision->hour + month - 1;
  refused(town, x, testing::roll_officers, Errc::out_of_order);
  ++town.hour;
  town.put("town", x, testing::roll_officers);
  refused(town, x, testing::roll_officers, Errc::duplicate);
}
