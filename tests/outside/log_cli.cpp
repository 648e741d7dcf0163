// A log as any C2SP reader expects it, for tests/outside: entries, tiles, a checkpoint with the cosignatures of two witnesses of three.
//   log_cli <folder> <size> [<index>...]
// Writes the log of so many entries ("hour 0", "entry <n>") into the folder, or lets the one that is there grow; then a receipt
// `<index>.tlog-proof` of each index, `log.vkey` and `policy` (two of three). Keys are made of fixed seeds: they are nobody's.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "ledger/log/receipt.hpp"
#include "ledger/log/tile_writer.hpp"

namespace {

using namespace radslag;
namespace fs = std::filesystem;

const std::string origin = "log.example/grown";

crypto::SigningKey key_number(std::uint8_t number) {
  crypto::SigningKey::Seed seed{};
  seed[0] = number;
  return crypto::SigningKey::from_seed(seed);
}

std::string witness_name(std::uint8_t number) { return "witness.example/" + std::to_string(number); }

std::string entry_of(std::uint64_t index) { return "hour 0\nentry " + std::to_string(index) + '\n'; }

std::string read(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  if (!in) throw std::runtime_error("cannot read " + file.string());
  return std::string(std::istreambuf_iterator<char>(in), {});
}

void write(const fs::path& file, std::string_view bytes) {
  fs::create_directories(file.parent_path());
  std::ofstream out(file, std::ios::binary);
  out << bytes;
  if (!out.flush()) throw std::runtime_error("cannot write " + file.string());
}

template <typename T>
T good(Result<T> result) {
  if (!result) throw std::runtime_error(result.error().detail);
  return std::move(*result);
}

log::VerifierKey log_key() { return log::VerifierKey::of(origin, key_number(1).public_key()); }

/// The tiles that are there go on being used: only what is new is written.
void grow_tiles(const fs::path& folder, const log::Tree& tree, std::uint64_t from) {
  const auto emit = [&](const log::TilePlace& place, std::string_view bytes) { write(folder / place.path(), bytes); };
  const auto from_file = [&](const log::TilePlace& place) -> Result<std::string> { return read(folder / place.path()); };
  log::TileWriter writer = good(log::TileWriter::resume(from, tree.root(from), from_file, emit));
  while (writer.size() < tree.size()) writer.append(tree.leaf(writer.size()));
  writer.emit_partial();
  if (writer.root() != tree.root()) throw std::logic_error("the tiles and the tree have two roots");
}

void grow_bundles(const fs::path& folder, std::uint64_t size, std::uint64_t from) {
  for (const log::TilePlace& place : log::bundles_of(size, from)) {
    std::string bundle;
    for (std::uint64_t i = 0; i < place.width; ++i) log::append_to_bundle(bundle, entry_of(place.n * log::bundle_width + i));
    write(folder / place.path(), bundle);
  }
}

std::string cosigned_checkpoint(const log::Tree& tree) {
  const log::Checkpoint head = {origin, tree.size(), tree.root()};
  std::string note = log::sign_checkpoint(head, key_number(1));
  for (const std::uint8_t number : {std::uint8_t{2}, std::uint8_t{3}}) {
    const auto now = static_cast<std::uint64_t>(std::time(nullptr));
    const auto cosignature = log::cosign(log::checkpoint_text(head), witness_name(number), key_number(number), now);
    note = good(log::add_signature(note, cosignature));
  }
  return note;
}

void make(const fs::path& folder, std::uint64_t size, const std::vector<std::uint64_t>& receipts) {
  std::uint64_t from = 0;
  if (fs::exists(folder / "checkpoint")) from = good(log::open_checkpoint(read(folder / "checkpoint"), log_key())).size;
  log::Tree tree;
  for (std::uint64_t i = 0; i < size; ++i) tree.append(log::leaf_hash(entry_of(i)));
  grow_bundles(folder, size, from);
  grow_tiles(folder, tree, from);
  const std::string checkpoint = cosigned_checkpoint(tree);
  write(folder / "checkpoint", checkpoint);
  for (const std::uint64_t index : receipts) {
    const log::Receipt receipt = {entry_of(index), index, tree.inclusion(index, size), checkpoint};
    write(folder / (std::to_string(index) + ".tlog-proof"), log::receipt_text(receipt));
  }
  std::vector<log::Policy::Witness> witnesses;
  for (const std::uint8_t number : {std::uint8_t{2}, std::uint8_t{3}, std::uint8_t{4}}) {
    witnesses.push_back({witness_name(number), log::CosignerKey::of(witness_name(number), key_number(number).public_key()), ""});
  }
  write(folder / "log.vkey", log_key().text() + '\n');
  write(folder / "policy", log::Policy::of({{log_key(), ""}}, std::move(witnesses), 2).text());
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) return 2;
  std::vector<std::uint64_t> receipts;
  for (int i = 3; i < argc; ++i) receipts.push_back(std::strtoull(argv[i], nullptr, 10));
  try {
    make(argv[1], std::strtoull(argv[2], nullptr, 10), receipts);
  } catch (const std::exception& error) {
    std::fprintf(stderr, "log_cli: %s\n", error.what());
    return 1;
  }
}
