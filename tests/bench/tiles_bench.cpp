// A log rebuilt from its entries and nothing else: leaf hashes, tree, tiles. tiles_bench.go does the same work with Go's tlog.
//   tiles_bench <entries> <bytes an entry, at least 8>
// Prints the seconds and the root.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>

#include "ledger/log/text.hpp"
#include "ledger/log/tile_writer.hpp"

using namespace radslag::log;

int main(int argc, char** argv) {
  if (argc != 3) return 2;
  const std::uint64_t entries = std::strtoull(argv[1], nullptr, 10);
  std::string entry(std::strtoull(argv[2], nullptr, 10), 'x');
  std::uint64_t tile_bytes = 0;
  const auto began = std::chrono::steady_clock::now();
  TileWriter writer([&](const TilePlace&, std::string_view bytes) { tile_bytes += bytes.size(); });
  for (std::uint64_t i = 0; i < entries; ++i) {
    for (std::size_t byte = 0; byte < 8; ++byte) entry[byte] = static_cast<char>(i >> 8 * byte & 0xff);
    writer.append(leaf_hash(entry));
  }
  writer.emit_partial();
  const std::string root = hash_text(writer.root());
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  std::printf("%.3f %s %llu\n", took.count(), root.c_str(), static_cast<unsigned long long>(tile_bytes));
}
