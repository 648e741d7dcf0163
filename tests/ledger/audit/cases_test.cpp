// The 28 tamper and fault cases that an auditor's tool must detect (docs/auditors.md lists them), one row each. Each row that a record on
// paper, disk or screen can show is tried here, and its finding must name the place; those that only a running server can show are tried
// where the row says.
#include <catch2/catch.hpp>
#include <fstream>
#include <functional>
#include <iterator>

#include "ledger/log/bundle.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/tile.hpp"
#include "tests/ledger/audit/witnesses.hpp"

namespace radslag::audit {
namespace {

using testing::Files;
using testing::Town;

constexpr const char* entries_file = "rounds/parks-2026/tile/entries/000.p/13";
constexpr const char* checkpoint = "town/checkpoint";

/// Where the finding of a case stands: its log, and its entry or its file.
struct Place {
  std::string log;
  std::optional<std::uint64_t> index;
  std::string file;
};

struct Case {
  int number;
  const char* name;
  /// Gives what is audited, and with what; nothing where `elsewhere` says.
  std::function<Report()> audit;
  Place place;
  std::string key;        ///< of the finding's sentence
  std::string elsewhere;  ///< "file: name of the test"
};

Options pinned(const Town& town) {
  Options options;
  options.key = town.vkey();
  return options;
}

Report audited(const Files& files, const Town& town) { return audit_with(files, pinned(town)); }

const Town& life() {
  static const Town town = Town::whole_life(7);
  return town;
}

/// Over two bundles of entries in the town log.
const Town& long_town() {
  static const Town town = [] {
    Town made;
    made.begin();
    for (int i = 0; i < 600; ++i) made.dialogue();
    return made;
  }();
  return town;
}

Town witnessed() {
  Town town;
  town.begin();
  town.announce_witnesses(3, 2);
  town.dialogue();
  return town;
}

Town initiative() {
  Town town;
  town.begin();
  town.registrar();
  town.raise("benches");
  town.open_initiative("benches");
  town.sign("benches", 1);
  return town;
}

/// The round's entries, changed and bundled again.
Report with_entries(const std::function<void(std::vector<std::string>&)>& change) {
  std::vector<std::string> entries;
  for (const auto& piece : life().log(round_log).pieces) entries.push_back(piece.entry);
  change(entries);
  auto files = life().files();
  files[entries_file].clear();
  for (const auto& entry : entries) log::append_to_bundle(files[entries_file], entry);
  return audited(files, life());
}

Report with_file(const Town& town, const std::string& path, const std::function<void(std::string&)>& change) {
  auto files = town.files();
  change(files.at(path));
  return audited(files, town);
}

void flip(std::string& bytes, std::size_t at, unsigned bit = 0) { bytes[at] = static_cast<char>(bytes[at] ^ (1 << bit)); }

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

Report cosigned_by(const std::vector<std::string>& witnesses, std::uint64_t time = kWhen) {
  const auto town = witnessed();
  auto files = town.files();
  cosign(files, checkpoint, {"w1.example"});
  cosign(files, checkpoint, witnesses, time);
  return audit_with(files, with_policy(town));
}

/// The record as `now`, held against a head of `then`.
Report seen_before(const Files& now, const Town& town, const std::string& note) {
  auto options = pinned(town);
  options.seen_heads = {{"sheet.txt", note}};
  return audit_with(now, options);
}

Report with_receipt(const Files& files, const Town& town, const std::string& receipt) {
  auto options = pinned(town);
  options.receipts = {{"mine.tlog-proof", log::parse_receipt(receipt).value()}};
  return audit_with(files, options);
}

/// Signed as its own key would, with another name, key, size or root.
Report with_checkpoint(const std::string& note) {
  auto files = life().files();
  files[checkpoint] = note;
  return audited(files, life());
}

Report key_changed(const std::string& signer) {
  Town town;
  town.begin();
  town.change_log_key("log-town-2");
  auto files = town.files();
  const auto& tree = town.log("town").tree;
  files[checkpoint] = log::sign_checkpoint({town.origin(), tree.size(), tree.root()}, Town::key_of(signer));
  return audited(files, town);
}

Town voting() { return voting_town(); }

Report forged_ballot(Town town, std::string_view who, const std::string& blob, bool close = true) {
  town.forge(round_log, Town::ballot_entry(who, blob), {}, {blob});
  if (close) town.forge(round_log, record::RoundClosed{town.log(round_log).origin, 1}, testing::election_board);
  return audited(town.files(), town);
}

std::vector<Case> cases() {
  const auto changed_root = "finding.root-differs";
  const std::string rounds_checkpoint = "rounds/parks-2026/checkpoint";
  const auto head_of = [](const Town& town, const std::map<std::string, std::uint64_t>& sizes = {}) {
    return town.files(sizes).at(checkpoint);
  };
  const auto later_life = [] {
    Town town;
    town.hour += 1;
    town.begin();
    town.dialogue();
    return town;
  };
  std::vector<Case> all{
      {1,
       "entry body changed by one bit",
       [] { return with_entries([](auto& entries) { flip(entries[3], entries[3].size() - 5); }); },
       {round_log, 3, {}},
       "",
       ""},
      {1,
       "the same where no rule sees it",
       [] {
         return with_file(life(), "town/tile/entries/000.p/6", [](auto& bytes) { replace(bytes, "name Exempelby", "name Exempelbx"); });
       },
       {"town", {}, checkpoint},
       changed_root,
       ""},
      {2,
       "entry removed from the middle",
       [] { return with_entries([](auto& entries) { entries.erase(entries.begin() + 4); }); },
       {round_log, {}, entries_file},
       "finding.file-broken",
       ""},
      {3,
       "two entries swapped",
       [] { return with_entries([](auto& entries) { std::swap(entries[3], entries[4]); }); },
       {round_log, 3, {}},
       "",
       ""},
      {3,
       "two bundles swapped",
       [] {
         auto files = long_town().files();
         std::swap(files.at("town/tile/entries/000"), files.at("town/tile/entries/001"));
         std::swap(files.at("town/blobs/000"), files.at("town/blobs/001"));
         return audited(files, long_town());
       },
       {"town", 0, {}},
       "finding.entry-refused",
       ""},
      {4,
       "entry duplicated in place",
       [] { return with_entries([](auto& entries) { entries[4] = entries[3]; }); },
       {round_log, 4, {}},
       "finding.ballot-refused",
       ""},
      {5,
       "bundle missing",
       [] {
         auto files = life().files();
         files.erase(entries_file);
         return audited(files, life());
       },
       {round_log, {}, entries_file},
       "finding.file-missing",
       ""},
      {5,
       "bundle cut",
       [] { return with_file(life(), entries_file, [](auto& bytes) { bytes.pop_back(); }); },
       {round_log, {}, entries_file},
       "finding.file-broken",
       ""},
      {5,
       "tile missing",
       [] {
         auto files = long_town().files();
         files.erase("town/tile/0/001");
         return audited(files, long_town());
       },
       {"town", {}, "town/tile/0/001"},
       "finding.file-missing",
       ""},
      {5,
       "tile cut",
       [] { return with_file(long_town(), "town/tile/0/001", [](auto& bytes) { bytes.pop_back(); }); },
       {"town", {}, "town/tile/0/001"},
       "finding.file-broken",
       ""},
      {6,
       "level-0 tile bit flipped",
       [] { return with_file(long_town(), "town/tile/0/000", [](auto& bytes) { flip(bytes, 4'000, 3); }); },
       {"town", {}, "town/tile/0/000"},
       "finding.file-broken",
       ""},
      {6,
       "level-1 tile bit flipped",
       [] { return with_file(long_town(), "town/tile/1/000.p/2", [](auto& bytes) { flip(bytes, 40, 7); }); },
       {"town", {}, "town/tile/1/000.p/2"},
       "finding.file-broken",
       ""},
      {7,
       "tail truncated, older valid checkpoint served",
       [=] {
         return seen_before(life().files({{"town", 3}, {round_log, 4}}), life(), head_of(life()));
       },
       {"town", {}, "sheet.txt"},
       "finding.shorter-than-seen",
       ""},
      {7,
       "the same, against what witnesses have cosigned",
       [] {
         const auto town = witnessed();
         auto files = town.files({{"town", 2}});
         files["town/witnessed"] = town.files().at(checkpoint);
         cosign(files, "town/witnessed", {"w1.example", "w2.example"});
         return audit_with(files, with_policy(town));
       },
       {"town", {}, "town/witnessed"},
       "finding.witnessed-newer",
       ""},
      {8,
       "whole database restored from backup",
       {},
       {},
       "",
       "tests/ledger/journal/heads_test.cpp: an older copy of the record is refused, with both heads"},
      {9,
       "fork after a common prefix, both validly signed",
       [=] {
         auto town = later_life(), other = later_life();
         other.hour += 1;
         town.dialogue();
         other.dialogue();
         return seen_before(town.files(), town, head_of(other));
       },
       {"town", {}, "sheet.txt"},
       "finding.other-than-seen",
       ""},
      {10,
       "full rewrite re-signed with the true key",
       [=] { return with_receipt(later_life().files(), life(), life().receipt("town", 1, 2)); },
       {"town", 1, "mine.tlog-proof"},
       "finding.receipt-other-history",
       ""},
      {11,
       "size edited in the checkpoint",
       [=] { return with_file(life(), checkpoint, [](auto& note) { replace(note, "\n6\n", "\n5\n"); }); },
       {"town", {}, checkpoint},
       "",
       ""},
      {11,
       "root edited in the checkpoint",
       [=] { return with_file(life(), rounds_checkpoint, [](auto& note) { flip(note, note.find("\n13\n") + 6); }); },
       {round_log, {}, rounds_checkpoint},
       "",
       ""},
      {12,
       "right name, wrong key",
       [] {
         return with_checkpoint(log::sign_checkpoint({life().origin(), 6, life().log("town").tree.root()}, Town::key_of("stranger")));
       },
       {"town", {}, checkpoint},
       "",
       ""},
      {12,
       "right key id, bad signature",
       [] { return with_file(life(), checkpoint, [](auto& note) { flip(note, note.size() - 20); }); },
       {"town", {}, checkpoint},
       "",
       ""},
      {12,
       "log signature stripped",
       [] {
         const auto town = witnessed();
         auto files = town.files();
         cosign(files, checkpoint, {"w1.example", "w2.example", "w3.example"});
         auto& note = files.at(checkpoint);
         const auto begin = note.find("\n\n") + 2;
         note.erase(begin, note.find('\n', begin) + 1 - begin);
         return audit_with(files, with_policy(town));
       },
       {"town", {}, checkpoint},
       "",
       ""},
      {13, "cosignature below quorum", [] { return cosigned_by({}); }, {"town", {}, checkpoint}, "finding.below-quorum", ""},
      {13,
       "cosignature replayed from another checkpoint",
       [=] {
         const auto town = witnessed();
         auto files = town.files();
         cosign(files, checkpoint, {"w1.example"});
         files.at(checkpoint) += log::signature_line(cosigned(head_of(town, {{"town", 2}}), "w2.example"));
         return audit_with(files, with_policy(town));
       },
       {"town", {}, checkpoint},
       "finding.cosignature-bad",
       ""},
      {13,
       "unknown witness counted",
       [] { return cosigned_by({"stranger.example"}); },
       {"town", {}, checkpoint},
       "finding.below-quorum",
       ""},
      {13,
       "witness time in the future",
       [] { return cosigned_by({"w2.example"}, kWhen + 86'400); },
       {"town", {}, checkpoint},
       "finding.cosignature-ahead",
       ""},
      {13,
       "witness time far behind",
       [] { return cosigned_by({"w2.example"}, 1'000'000'000); },
       {"town", {}, checkpoint},
       "finding.cosignature-behind",
       ""},
      {14,
       "checkpoint of another log presented",
       [=] { return with_checkpoint(life().files().at(rounds_checkpoint)); },
       {"town", {}, checkpoint},
       "",
       ""},
      {14,
       "checkpoint of another round presented",
       [=] {
         auto files = life().files();
         files[rounds_checkpoint] = head_of(life());
         return audited(files, life());
       },
       {round_log, {}, rounds_checkpoint},
       "",
       ""},
      {16,
       "same ballot twice",
       [] {
         auto town = voting();
         const auto ballot = town.ballot_blob("parks-2026", "voter-1", {1});
         town.forge(round_log, Town::ballot_entry("voter-1", ballot), {}, {ballot});
         return forged_ballot(std::move(town), "voter-1", ballot);
       },
       {round_log, 3, {}},
       "finding.ballot-refused",
       ""},
      {16,
       "same pseudonym twice",
       [] {
         auto town = initiative();
         town.forge("town", Town::attested(town.signature("benches", 1)), {});
         return audited(town.files(), town);
       },
       {"town", 7, {}},
       "finding.entry-refused",
       ""},
      {17,
       "citizen signature does not verify",
       [] {
         auto town = voting();
         auto blob = town.ballot_blob("parks-2026", "voter-1", {1});
         blob.replace(blob.find("choice P2"), 9, "choice P3");
         return forged_ballot(std::move(town), "voter-1", blob);
       },
       {round_log, 2, {}},
       "finding.ballot-refused",
       ""},
      {17,
       "signature over another text",
       [] {
         auto town = initiative();
         auto signature = town.signature("benches", 2);
         signature.attested.subject[0] ^= 1;
         town.forge("town", Town::attested(signature), {});
         return audited(town.files(), town);
       },
       {"town", 7, {}},
       "finding.entry-refused",
       ""},
      {18, "old key used after its end", [] { return key_changed("log-town"); }, {"town", {}, checkpoint}, "finding.old-key", ""},
      {18,
       "new key not announced by an entry signed with the old one",
       [] { return key_changed("stranger"); },
       {"town", {}, checkpoint},
       "finding.key-not-announced",
       ""},
      {19,
       "vote after close",
       [] {
         auto town = voting();
         town.close("parks-2026");
         const auto ballot = town.ballot_blob("parks-2026", "voter-1", {1});
         return forged_ballot(std::move(town), "voter-1", ballot, false);
       },
       {round_log, 3, {}},
       "finding.ballot-refused",
       ""},
      {19,
       "tally not equal to the recount",
       [] {
         auto town = voting();
         town.close("parks-2026");
         auto tally = town.record().recount("parks-2026").value();
         ++tally.votes[3].votes;
         const auto blob = town.blob(record::encode_content(tally));
         town.forge(round_log, record::Tally{town.log(round_log).origin, record::blob_digest(blob)}, testing::election_board, {blob});
         return audited(town.files(), town);
       },
       {round_log, 3, {}},
       "finding.entry-refused",
       ""},
      {19,
       "committee decision without quorum",
       [] {
         auto town = voting();
         town.close("parks-2026");
         town.tally("parks-2026");
         town.allocate("parks-2026");
         town.end("parks-2026");
         const auto blob = town.blob(record::encode_content(town.decision("parks-2026", {})));
         town.forge("town",
                    record::Decision{town.origin(), "parks-2026", town.round("parks-2026").allocation_digest, 0, record::blob_digest(blob)},
                    {"committee-1"}, {blob});
         return audited(town.files(), town);
       },
       {"town", 4, {}},
       "finding.entry-refused",
       ""},
      {20,
       "time going backwards",
       [] {
         auto town = voting();
         town.hour -= 1;
         const auto ballot = town.ballot_blob("parks-2026", "voter-1", {1});
         return forged_ballot(std::move(town), "voter-1", ballot, false);
       },
       {round_log, 2, {}},
       "finding.ballot-refused",
       ""},
      {21,
       "CRLF in an entry",
       [] { return with_entries([](auto& entries) { entries[10].insert(entries[10].find('\n'), "\r"); }); },
       {round_log, 10, {}},
       "finding.entry-malformed",
       ""},
      {21,
       "a number in another spelling",
       [] { return with_entries([](auto& entries) { replace(entries[10], "ballots 9", "ballots 09"); }); },
       {round_log, 10, {}},
       "finding.entry-malformed",
       ""},
      {21,
       "CRLF in a checkpoint",
       [] { return with_file(life(), checkpoint, [](auto& note) { note.insert(note.find('\n'), "\r"); }); },
       {"town", {}, checkpoint},
       "",
       ""},
      {21,
       "bytes after a checkpoint",
       [] { return with_file(life(), checkpoint, [](auto& note) { note += "more"; }); },
       {"town", {}, checkpoint},
       "",
       ""},
      {21,
       "bytes after a bundle",
       [] { return with_file(life(), entries_file, [](auto& bytes) { bytes += '\0'; }); },
       {round_log, {}, entries_file},
       "finding.file-broken",
       ""},
      {22,
       "crash between commit and publish; power loss",
       {},
       {},
       "",
       "tests/ledger/journal/heads_test.cpp: a start moves the head store on where a crash came between the two"},
      {23,
       "disk full, EIO at fsync: must stop, not continue",
       {},
       {},
       "",
       "tests/ledger/store/sqlite_fault_test.cpp: a failing fsync is a failure of unknown outcome, and stops the writer"},
      {24, "two server processes on one ledger", {}, {}, "", "tests/ledger/store/sqlite_store_test.cpp: one process at a time writes"},
      {25,
       "row changed under the triggers",
       {},
       {},
       "",
       "tests/ledger/store/sqlite_guard_test.cpp: a plain connection with default settings changes no row by mistake"},
      {26,
       "entry bundle says one thing, tiles another",
       [] {
         const auto& town = long_town();
         auto files = town.files();
         auto& tile = files.at("town/tile/0/002.p/89");
         const auto other = log::leaf_hash("another entry");
         std::copy(other.begin(), other.end(), tile.begin());
         return audited(files, town);
       },
       {"town", {}, "town/tile/0/002.p/89"},
       "finding.file-broken",
       ""},
      {27,
       "receipt issued but entry never appears in a checkpoint",
       [] {
         return with_receipt(life().files({{"town", 3}, {round_log, 4}}), life(), life().receipt(round_log, 6, 7));
       },
       {round_log, 6, "mine.tlog-proof"},
       "finding.receipt-newer",
       ""},
      {28,
       "size 0",
       [] {
         return with_checkpoint(log::sign_checkpoint({life().origin(), 0, log::empty_root()}, Town::key_of("log-town")));
       },
       {"town", {}, checkpoint},
       "finding.empty-town-log",
       ""},
      {28,
       "proofs of wrong length, 2^63 sizes, leaf presented as node: the 196 probes",
       {},
       {},
       "",
       "tests/ledger/log/probes_test.cpp: 98 inclusion and 98 consistency probes are judged as another implementation judges them"},
  };
  return all;
}

bool is_there(const Report& report, const Case& one) {
  for (const auto& finding : report.findings) {
    const bool placed = finding.log == one.place.log && (!one.place.index || finding.index == one.place.index) &&
                        (one.place.file.empty() || finding.place == one.place.file);
    if (placed && (one.key.empty() || finding.sentence.key == one.key)) return true;
  }
  return false;
}

std::string content_of(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

TEST_CASE("tamper cases: each is detected, and its finding names the place") {
  for (const auto& one : cases()) {
    if (!one.audit) continue;
    const auto report = one.audit();
    INFO("case " << one.number << ": " << one.name << "\n" << render_text(report));
    CHECK_FALSE(report.holds());
    CHECK(is_there(report, one));
  }
}

TEST_CASE("tamper cases: what only a server can show is tried where the table says") {
  for (const auto& one : cases()) {
    if (one.audit) continue;
    INFO("case " << one.number << ": " << one.name << ": " << one.elsewhere);
    const auto colon = one.elsewhere.find(": ");
    REQUIRE(colon != std::string::npos);
    CHECK(content_of(one.elsewhere.substr(0, colon)).find("TEST_CASE(\"" + one.elsewhere.substr(colon + 2)) != std::string::npos);
  }
}

TEST_CASE("tamper case 15: a receipt for another entry, with a wrong index, a shortened or a lengthened path is none") {
  const auto good = log::parse_receipt(life().receipt(round_log, 6, 13)).value();
  auto bad = std::vector(5, good);
  bad[0].extra = life().log(round_log).pieces[7].entry;
  bad[1].index = 7;
  bad[2].path.pop_back();
  bad[3].path.push_back(log::leaf_hash("x"));
  bad[4].index = 13;
  for (const auto& receipt : bad) {
    auto options = pinned(life());
    options.receipts = {{"mine.tlog-proof", receipt}};
    const auto report = audit_with(life().files(), options);
    REQUIRE(report.receipts.size() == 1);
    CHECK_FALSE(report.receipts[0].holds);
    REQUIRE(report.receipts[0].invalid);
    CHECK(render_text(report).find("Receipt mine.tlog-proof: NOT VALID") != std::string::npos);
  }
}

TEST_CASE("tamper cases: every number has a row") {
  std::set<int> numbers{15};
  for (const auto& one : cases()) numbers.insert(one.number);
  CHECK(numbers.size() == 28);
  CHECK(*numbers.begin() == 1);
  CHECK(*numbers.rbegin() == 28);
}

}  // namespace radslag::audit
