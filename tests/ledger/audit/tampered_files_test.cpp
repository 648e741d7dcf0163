// Somebody changes the files without the town's keys.
#include <algorithm>

#include "ledger/log/bundle.hpp"
#include "ledger/log/checkpoint.hpp"
#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {
namespace {

using testing::Files;
using testing::Town;

constexpr const char* town_entries = "town/tile/entries/000.p/6";
constexpr const char* round_entries = "rounds/parks-2026/tile/entries/000.p/13";
constexpr const char* round_blobs = "rounds/parks-2026/blobs/000.p/13";

std::vector<std::string> entries_of(const Town& town, const std::string& log) {
  std::vector<std::string> entries;
  for (const auto& piece : town.log(log).pieces) entries.push_back(piece.entry);
  return entries;
}

std::string bundle_of(const std::vector<std::string>& entries) {
  std::string bundle;
  for (const auto& entry : entries) log::append_to_bundle(bundle, entry);
  return bundle;
}

void replace(std::string& text, const std::string& from, const std::string& to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  text.replace(at, from.size(), to);
}

}  // namespace

TEST_CASE("tampered files: entries") {
  const auto town = Town::whole_life(7);
  auto files = town.files();
  auto entries = entries_of(town, round_log);
  const std::string changed = "do not give the root";
  SECTION("a word in an entry that no seal covers") {
    replace(files[round_entries], "hour 494123", "hour 494124");
    expect(files, town, round_log, std::nullopt, changed);
  }
  SECTION("a bit in a sealed statement") {
    replace(files[round_entries], "ballots 9\n", "ballots 8\n");
    expect(files, town, round_log, 10, "the seal of key");
    expect(files, town, round_log, std::nullopt, changed);
  }
  SECTION("removed from the middle") {
    entries.erase(entries.begin() + 4);
    files[round_entries] = bundle_of(entries);
    expect(files, town, round_log, std::nullopt, "ends after 12 entries");
  }
  SECTION("two swapped") {
    std::swap(entries[3], entries[4]);
    files[round_entries] = bundle_of(entries);
    expect(files, town, round_log, 3, "does not have the digest");
    expect(files, town, round_log, std::nullopt, changed);
  }
  SECTION("one in the place of another") {
    entries[4] = entries[3];
    files[round_entries] = bundle_of(entries);
    expect(files, town, round_log, 4, "this very ballot is in the record already");
    expect(files, town, round_log, std::nullopt, changed);
  }
  SECTION("one added") {
    entries.push_back(entries.back());
    files[round_entries] = bundle_of(entries);
    expect(files, town, round_log, std::nullopt, "bytes after its last entry");
  }
  SECTION("in the town log") {
    replace(files[town_entries], "name Exempelby", "name Exempelbo");
    expect(files, town, "town", std::nullopt, changed);
  }
}

TEST_CASE("tampered files: blobs") {
  const auto town = Town::whole_life(7);
  auto files = town.files();
  SECTION("a choice in a ballot") {
    replace(files[round_blobs], "choice P2\n", "choice P3\n");
    expect(files, town, round_log, 1, "does not have the digest");
  }
  SECTION("a cost in the definition") {
    replace(files[round_blobs], "cost 400000\n", "cost 400001\n");
    expect(files, town, round_log, 0, "does not have the digest");
  }
  SECTION("a reason in the decision") {
    replace(files["town/blobs/000.p/6"], "water main", "watermelon");
    expect(files, town, "town", 4, "does not have the digest");
  }
  SECTION("a pack cut short") {
    files[round_blobs].pop_back();
    expect(files, town, round_log, std::nullopt, "the pack ends before the blobs of entry 12");
  }
  SECTION("a pack with more") {
    files[round_blobs] += '\0';
    expect(files, town, round_log, std::nullopt, "bytes after its last blob");
  }
  SECTION("ballots of a closed round held back") {
    auto& piece = const_cast<Town&>(town).log(round_log).pieces[5];
    piece.blobs = {""};
    expect(town.files(), town, round_log, 5, "the round has been closed, but 1 ballot");
  }
}

TEST_CASE("tampered files: files") {
  const auto town = Town::whole_life(7);
  auto files = town.files();
  SECTION("entries missing") {
    files.erase(round_entries);
    expect(files, town, round_log, std::nullopt, "is missing");
  }
  SECTION("blobs missing") {
    files.erase(round_blobs);
    expect(files, town, round_log, std::nullopt, "is missing");
  }
  SECTION("a whole round log missing, though it has ended") {
    std::erase_if(files, [](const auto& file) { return file.first.starts_with("rounds/"); });
    expect(files, town, "town", 3, "has no allocation yet");
  }
  SECTION("one that belongs to nothing") {
    const auto path = GENERATE(as<std::string>{}, "readme.txt", "town/tile/entries/001", "town/tile/entries/000.p/5",
                               "rounds/other/checkpoint", "rounds/parks-2026/blobs/000", "town/tile/0/000");
    files[path] = "x";
    expect(files, town, "", std::nullopt, "belongs to no part of the record");
  }
  SECTION("very many") {
    for (int i = 0; i < 100; ++i) files["extra/" + std::to_string(i)] = "x";
    const auto report = audit_pinned(files, town.vkey());
    CHECK(report.findings.size() == 21);
    CHECK(found(report, "", std::nullopt, "and 80 more such files"));
  }
}

TEST_CASE("tampered files: checkpoints") {
  const auto town = Town::whole_life(7);
  auto files = town.files();
  const auto root = [&](const std::string& log) { return town.log(log).tree.root(); };
  const auto size = [&](const std::string& log) { return town.log(log).tree.size(); };
  SECTION("of the town by another key") {
    files["town/checkpoint"] = log::sign_checkpoint({town.origin(), 6, root("town")}, Town::key_of("stranger"));
    expect(files, town, "town", std::nullopt, "is not signed with the log's key");
  }
  SECTION("of a round by another key") {
    files["rounds/parks-2026/checkpoint"] =
        log::sign_checkpoint({town.log(round_log).origin, size(round_log), root(round_log)}, Town::key_of("x"));
    expect(files, town, round_log, std::nullopt, "is not signed with the log's key");
  }
  SECTION("of a round by the town's key") {
    files["rounds/parks-2026/checkpoint"] =
        log::sign_checkpoint({town.log(round_log).origin, size(round_log), root(round_log)}, Town::key_of("log-town"));
    expect(files, town, round_log, std::nullopt, "is not signed with the log's key");
  }
  SECTION("of another origin") {
    files["town/checkpoint"] = log::sign_checkpoint({"elsewhere.example/log/town", 6, root("town")}, Town::key_of("log-town"));
    expect(files, town, "town", std::nullopt, "no signature of");
  }
  SECTION("the round's in the town's place") {
    files["town/checkpoint"] = files["rounds/parks-2026/checkpoint"];
    expect(files, town, "town", std::nullopt, "no signature of");
  }
  SECTION("a size edited") {
    replace(files["town/checkpoint"], "\n6\n", "\n5\n");
    expect(files, town, "town", std::nullopt, "does not verify");
  }
  SECTION("an older one of a round that has ended") {
    const auto older = town.files({{round_log, 9}});
    expect(older, town, "town", 3, "has no allocation yet");
  }
  SECTION("of an empty town") {
    files["town/checkpoint"] = log::sign_checkpoint({town.origin(), 0, log::empty_root()}, Town::key_of("log-town"));
    expect(files, town, "town", std::nullopt, "without entries");
  }
  SECTION("no entries for any of them") {
    std::erase_if(files, [](const auto& file) { return !file.first.ends_with("checkpoint"); });
    expect(files, town, "town", std::nullopt, "is missing");
  }
}

TEST_CASE("an unpinned key that is none") {
  const auto town = Town::whole_life(2);
  auto files = town.files();
  const auto audit_unpinned = [&] { return audit(*open_files(files), {}); };
  SECTION("garbage") { files["town/vkey"] = "garbage\n"; }
  SECTION("no newline") { files["town/vkey"].pop_back(); }
  SECTION("two lines") { files["town/vkey"] += files["town/vkey"]; }
  SECTION("another key") { files["town/vkey"] = log::VerifierKey::of(town.origin(), Town::public_key("stranger")).text() + "\n"; }
  const auto report = audit_unpinned();
  CHECK_FALSE(report.holds());
  CHECK(report.findings.size() == 1);
  CHECK_FALSE(report.unchecked.empty());
}

}  // namespace radslag::audit
