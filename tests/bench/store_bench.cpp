// Durable rows a second of the SQLite store, as the ballots of a round come: store_bench <empty directory> [batches] [rows a batch]
//
// Each row is an entry of 190 bytes whose key is the digest of a blob of 350 bytes. Prints one line for each tenth of the run, because the
// digest index grows, and the time of the slowest commit.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "ledger/store/sqlite/sqlite_store.hpp"

namespace {

using namespace radslag::store;
using Clock = std::chrono::steady_clock;

constexpr std::size_t kBodyBytes = 190;
constexpr std::size_t kBlobBytes = 350;

std::mt19937_64 generator{1};

Digest random_digest() {
  Digest digest;
  for (auto& byte : digest) byte = static_cast<std::uint8_t>(generator());
  return digest;
}

Batch next_batch(std::uint64_t first, std::size_t rows) {
  Batch batch{"rounds/bench", first, {}, {}, std::string(200, 'c')};
  for (std::size_t i = 0; i < rows; ++i) {
    const Digest digest = random_digest();
    batch.entries.push_back({std::string(kBodyBytes, 'b'), random_digest(), digest});
    batch.blobs.push_back({digest, std::string(kBlobBytes, 'x')});
  }
  return batch;
}

double seconds(Clock::duration d) { return std::chrono::duration<double>(d).count(); }

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: store_bench <empty directory> [batches] [rows a batch]\n");
    return 2;
  }
  const std::size_t batches = argc > 2 ? std::strtoull(argv[2], nullptr, 10) : 1000;
  const std::size_t rows = argc > 3 ? std::strtoull(argv[3], nullptr, 10) : 256;
  const auto store = SqliteStore::open(std::filesystem::path(argv[1]) / "bench.db", {.create = true});
  std::printf("%s\n", SqliteStore::protection().c_str());

  std::uint64_t size = 0;
  const std::size_t tenth = std::max<std::size_t>(1, batches / 10);
  for (std::size_t done = 0; done < batches;) {
    Clock::duration writing{};
    Clock::duration slowest{};
    const std::uint64_t before = size;
    for (std::size_t i = 0; i < tenth && done < batches; ++i, ++done) {
      const Batch batch = next_batch(size, rows);
      const auto start = Clock::now();
      store->append({batch});
      const auto took = Clock::now() - start;
      writing += took;
      slowest = std::max(slowest, took);
      size += rows;
    }
    std::printf("%9llu rows in all: %8.0f rows/s, slowest commit %6.1f ms\n", static_cast<unsigned long long>(size),
                static_cast<double>(size - before) / seconds(writing), seconds(slowest) * 1000);
  }
}
