// 2,000 random single bit flips over checkpoints, tiles, entries and blobs of an exported directory: each is a finding that names the
// place.
//
// Excepted is exactly what the note format ignores: a flip in the name or the key id of a witness's signature line makes it a signature of
// an unknown key. Such a line is not counted, and the quorum still stands without it.
#include <algorithm>
#include <catch2/catch.hpp>
#include <filesystem>
#include <fstream>
#include <random>

#include "tests/ledger/audit/witnesses.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::audit {
namespace {

using testing::Files;
using testing::Town;

constexpr std::size_t flips = 2'000;
constexpr std::size_t key_id_characters = 6;  ///< of base64: 32 bits in the first five, and two in the sixth

Files exported() {
  Town town;
  town.begin();
  town.announce_witnesses(3, 2);
  town.dialogue();
  town.begin_round("parks-2026");
  town.open("parks-2026", Town::definition(), 4);
  town.vote("parks-2026", 0, {0, 1});
  town.vote("parks-2026", 1, {3});
  town.close("parks-2026");
  town.tally("parks-2026");
  town.allocate("parks-2026");
  town.end("parks-2026");
  town.begin_round("next");
  town.open("next", Town::definition(), 1);
  town.vote("next", 0, {3});
  auto files = town.files();
  files.erase("town/vkey");  // proves nothing by itself
  for (const auto* checkpoint : {"town/checkpoint", "rounds/parks-2026/checkpoint", "rounds/next/checkpoint"})
    cosign(files, checkpoint, {"w1.example", "w2.example", "w3.example"});
  return files;
}

/// Whether the format ignores what stands there: the name or key id of a witness's line.
bool is_ignored(const std::string& path, const std::string& note, std::size_t at) {
  if (!path.ends_with("/checkpoint")) return false;
  const auto signatures = note.find("\n\n") + 2;
  if (at < signatures) return false;
  const auto begin = note.rfind('\n', at - (note[at] == '\n' ? 1 : 0)) + 1;
  const auto line = note.substr(begin, note.find('\n', begin) - begin);
  const auto name = line.find(' ') + 1, payload = line.find(' ', name) + 1;
  const bool of_witness = line.substr(name).starts_with("w");
  return of_witness && begin + name <= at && at < begin + payload + key_id_characters;
}

bool names_a_place(const Report& report) {
  return std::all_of(report.findings.begin(), report.findings.end(),
                     [](const Finding& finding) { return finding.index || !finding.place.empty(); });
}

void write(const std::filesystem::path& path, const std::string& bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << bytes;
}

}  // namespace

TEST_CASE("random bit flips in an exported directory are findings that name the place") {
  const auto files = exported();
  const testing::TemporaryDirectory folder;
  std::vector<std::pair<std::string, std::size_t>> ends;  // of each file, in one row of all bytes
  std::size_t all = 0;
  for (const auto& [path, bytes] : files) {
    write(folder.path() / path, bytes);
    ends.emplace_back(path, all += bytes.size());
  }
  const auto options = with_policy(Town());
  const auto verify = [&] { return audit(*open_directory(folder.path().string()), options); };
  REQUIRE(verify().holds());

  std::mt19937_64 random(20'260'504);
  std::size_t found = 0, ignored = 0;
  std::vector<std::string> unnoticed, nowhere;
  for (std::size_t i = 0; i < flips; ++i) {
    const auto place = std::uniform_int_distribution<std::size_t>(0, all - 1)(random);
    const auto bit = std::uniform_int_distribution<unsigned>(0, 7)(random);
    const auto file = std::find_if(ends.begin(), ends.end(), [&](const auto& end) { return place < end.second; });
    auto bytes = files.at(file->first);
    const auto at = place - (file->second - bytes.size());
    bytes[at] = static_cast<char>(static_cast<unsigned char>(bytes[at]) ^ (1U << bit));
    write(folder.path() / file->first, bytes);
    const auto report = verify();
    write(folder.path() / file->first, files.at(file->first));
    const auto where = file->first + " byte " + std::to_string(at) + " bit " + std::to_string(bit);
    if (!report.holds()) {
      ++found;
      if (!names_a_place(report)) nowhere.push_back(where + ":\n" + render_text(report));
    } else if (is_ignored(file->first, files.at(file->first), at)) {
      ++ignored;
    } else {
      unnoticed.push_back(where);
    }
  }
  CHECK(unnoticed == std::vector<std::string>{});
  CHECK(nowhere == std::vector<std::string>{});
  CHECK(found + ignored == flips);
  CHECK(found > flips * 9 / 10);
}

}  // namespace radslag::audit
