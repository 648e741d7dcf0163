// A bundle of so many signed entries, as a folder, for measuring who verifies it:
//   many_entries <folder> signatures <count>     one initiative with so many attested signatures, in the town log
//   many_entries <folder> ballots <count>        one round with so many credentials, each with a clear ballot; counted, ended
//
// All of it is right, so that it verifies. Prints what checking_bound asks for: signatures, bytes signed, entries, bytes an entry, blobs,
// bytes a blob. (Of signatures each hash of a path is a "blob" of 65 bytes.)
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <thread>

#include "crypto/random.hpp"
#include "ledger/log/bundle.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/tile_writer.hpp"
#include "ledger/record/round_count.hpp"
#include "tests/support/town.hpp"

namespace {

using namespace radslag;
using testing::Town;

constexpr std::size_t kAtOnce = 16 * log::bundle_width;  ///< made by both cores, then written

void write(const std::filesystem::path& path, std::string_view bytes) {
  std::filesystem::create_directories(path.parent_path());
  std::ofstream file(path, std::ios::binary);
  file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  if (!file.flush()) throw std::runtime_error(path.string() + " cannot be written");
}

/// A log's files while it grows.
class LogFiles {
 public:
  LogFiles(std::filesystem::path folder, const Town::Log& log) : folder_(std::move(folder)), log_(log) {
    for (const auto& piece : log.pieces) append(piece.entry, piece.blobs);
  }

  void append(const std::string& entry, const std::vector<std::string>& blobs) {
    log::append_to_bundle(entries_, entry);
    for (const auto& blob : blobs) {
      for (int shift = 24; shift >= 0; shift -= 8) blobs_ += static_cast<char>(blob.size() >> shift & 0xff);
      blobs_ += blob;
    }
    tiles_.append(log::leaf_hash(entry));
    bytes_ += entry.size();
    if (tiles_.size() % log::bundle_width == 0) end_bundle(log::bundle_width);
  }
  void finish() {
    if (const auto rest = tiles_.size() % log::bundle_width; rest > 0) end_bundle(rest);
    tiles_.emit_partial();
    write(folder_ / "checkpoint", log::sign_checkpoint({log_.origin, tiles_.size(), tiles_.root()}, Town::key_of(log_.key)));
  }

  [[nodiscard]] std::uint64_t size() const { return tiles_.size(); }
  [[nodiscard]] log::Hash root() const { return tiles_.root(); }
  [[nodiscard]] std::uint64_t bytes() const { return bytes_; }

 private:
  void end_bundle(std::uint64_t width) {
    const auto index = log::tile_index_path((tiles_.size() - 1) / log::bundle_width, width);
    write(folder_ / "tile/entries" / index, entries_);
    write(folder_ / "blobs" / index, blobs_);
    entries_.clear();
    blobs_.clear();
  }

  std::filesystem::path folder_;
  const Town::Log& log_;
  std::string entries_, blobs_;
  std::uint64_t bytes_ = 0;
  log::TileWriter tiles_{[this](const log::TilePlace& place, std::string_view bytes) { write(folder_ / place.path(), bytes); }};
};

struct Made {
  std::string entry;
  std::vector<std::string> blobs;
};

/// `make(i)` for each i below `count`, on both cores; written in order.
template <class Make>
void fill(LogFiles& files, std::size_t count, const Make& make) {
  for (std::size_t begin = 0; begin < count; begin += kAtOnce) {
    std::vector<Made> made(std::min(kAtOnce, count - begin));
    std::atomic<std::size_t> next = 0;
    const auto run = [&] {
      for (auto i = next++; i < made.size(); i = next++) made[i] = make(begin + i);
    };
    std::thread other(run);
    run();
    other.join();
    for (const auto& one : made) files.append(one.entry, one.blobs);
  }
}

std::string sealed(const Town& town, const record::Statement& statement, const testing::Signers& signers) {
  const auto text = record::encode_statement(statement);
  std::vector<record::Seal> seals;
  for (const auto& who : signers) seals.push_back({Town::public_key(who), Town::key_of(who).sign(text)});
  return record::encode_entry(town.hour, text, std::move(seals));
}

void signatures(const std::filesystem::path& folder, std::size_t count) {
  Town town;
  town.begin();
  auto rule = Town::board_rule();
  rule.areas.clear();
  rule.threshold = {count + 2, record::ThresholdUnit::signatures};
  town.registrar(count + 40, rule);
  town.raise("benches");
  town.open_initiative("benches");
  const auto& roll = town.roll("benches");
  const auto subject = town.state().initiative("benches")->subject;
  const auto registrar = Town::key_of(Town::registrar_key);
  const auto origin = town.origin();
  const auto membership = roll.membership(1).path.size();

  LogFiles files(folder / "town", town.log("town"));
  fill(files, count, [&](std::size_t i) {
    record::Attestation attestation;
    attestation.subject = subject;
    attestation.roll = roll.commitment();
    attestation.pseudonym = roll.pseudonym(1 + i);
    attestation.assurance = record::Assurance::code;
    attestation.hour = town.hour;
    attestation.nonce = crypto::random_bytes<16>();
    attestation.membership = roll.membership(1 + i);
    return Made{
        record::encode_entry(town.hour, record::attest(record::Signature{origin, "benches", std::nullopt, attestation}, registrar), {}),
        {}};
  });
  files.finish();
  write(folder / "town/vkey", town.vkey().text() + "\n");
  std::printf("%zu 600 %llu %llu %zu 65\n", count, static_cast<unsigned long long>(files.size()),
              static_cast<unsigned long long>(files.bytes() / files.size()), count * membership);
}

void ballots(const std::filesystem::path& folder, std::size_t count) {
  const std::string round = "parks-2026", name = "rounds/" + round;
  Town town;
  town.begin();
  town.dialogue();
  town.begin_round(round);
  town.open(round, Town::definition(), count);
  const auto frozen = town.round(round).frozen;
  const auto origin = frozen->origin;
  std::atomic<std::uint64_t> blob_bytes = 0;

  LogFiles files(folder / name, town.log(name));
  fill(files, count, [&](std::size_t i) {
    const auto who = "voter-" + std::to_string(i);
    auto blob = record::make_clear_ballot(*frozen, Town::key_of(who), {static_cast<std::uint16_t>(i % 4)});
    blob_bytes += blob.size();
    return Made{sealed(town, Town::ballot_entry(who, blob), {}), {std::move(blob)}};
  });
  record::TallyContent tally;
  tally.ballots = tally.voters = count;
  for (std::size_t project = 0; project < frozen->definition.projects.size(); ++project)
    tally.votes.push_back({frozen->definition.projects[project].id, project < 4 ? (count + 3 - project) / 4 : 0,
                           project < 4 ? (count + 3 - project) / 4 : 0});
  const auto tally_blob = town.blob(record::encode_content(tally));
  const auto allocation = record::allocate(frozen->definition, tally, record::blob_digest(tally_blob), {}, nullptr).value();
  const auto allocation_blob = town.blob(record::encode_content(allocation));
  const auto act = [&](const record::Statement& statement, std::vector<std::string> blobs) {
    files.append(sealed(town, statement, testing::election_board), blobs);
  };
  act(record::RoundClosed{origin, count}, {});
  act(record::Tally{origin, record::blob_digest(tally_blob)}, {tally_blob});
  act(record::Allocation{origin, record::blob_digest(allocation_blob), allocation.funded(), allocation.cost}, {allocation_blob});
  files.finish();

  LogFiles town_files(folder / "town", town.log("town"));
  town_files.append(sealed(town, record::RoundEnded{town.origin(), round, files.size(), files.root(), record::blob_digest(allocation_blob)},
                           testing::election_board),
                    {});
  town_files.finish();
  write(folder / "town/vkey", town.vkey().text() + "\n");
  std::printf("%zu %llu %llu %llu %zu %llu\n", count, static_cast<unsigned long long>(blob_bytes / count - 175),
              static_cast<unsigned long long>(files.size()), static_cast<unsigned long long>(files.bytes() / files.size()), count,
              static_cast<unsigned long long>(blob_bytes / count));
}

}  // namespace

int main(int argc, char** argv) {
  const std::string kind = argc == 4 ? argv[2] : "";
  if (kind != "signatures" && kind != "ballots") {
    std::fprintf(stderr, "usage: many_entries <folder> signatures|ballots <count>\n");
    return 2;
  }
  try {
    (kind == "signatures" ? signatures : ballots)(argv[1], std::strtoull(argv[3], nullptr, 10));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "many_entries: %s\n", error.what());
    return 1;
  }
}
