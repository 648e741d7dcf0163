// Measures the static export of a log whose blobs are all handed out: publish_bench <empty folder> <entries>
//
// The entries have the form of ballots, each with a blob of 300 bytes; leaves, order and checkpoint are right, nothing else is. Prints the
// seconds of the first run, of one with nothing new, and of one with 1,000 entries more.
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/archive/static_export.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"

namespace {

using namespace radslag;

constexpr std::uint64_t batch_entries = 1'024;
constexpr const char* origin = "bench.example/log/town";

class Filler {
 public:
  Filler(store::Store& store, const crypto::SigningKey& key) : store_(store), key_(key) {}

  void add(std::uint64_t entries) {
    while (entries > 0) {
      store::Batch batch{"town", tree_.size(), {}, {}, {}};
      for (std::uint64_t i = 0; i < std::min(entries, batch_entries); ++i) add_one(batch);
      entries -= batch.entries.size();
      batch.checkpoint = log::sign_checkpoint({origin, tree_.size(), tree_.root()}, key_);
      store_.append({batch});
    }
  }

 private:
  void add_one(store::Batch& batch) {
    const auto blob = std::string(crypto::view(crypto::random_bytes<32>())) + std::string(268, 'x');
    const auto digest = crypto::sha256(blob);
    const auto credential = crypto::to_hex(crypto::random_bytes<32>());
    const std::string body = "hour 494122\nradslag/v1/ballot\ncredential " + credential + "\nballot " + crypto::to_hex(digest) + "\n";
    batch.entries.push_back({body, log::leaf_hash(body), digest});
    batch.blobs.push_back({digest, blob});
    tree_.append(batch.entries.back().leaf);
  }

  store::Store& store_;
  const crypto::SigningKey& key_;
  log::Tree tree_;
};

double publish(const store::Store& store, const std::string& vkey, const std::filesystem::path& folder) {
  const auto began = std::chrono::steady_clock::now();
  const auto done = archive::StaticExport(store, vkey, {}, folder).run({});
  if (!done) {
    std::fprintf(stderr, "refused: %s\n", done.error().detail.c_str());
    std::exit(1);
  }
  return std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
}

}  // namespace

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fprintf(stderr, "usage: publish_bench <empty folder> <entries>\n");
    return 2;
  }
  const std::filesystem::path folder = argv[1];
  const auto entries = std::strtoull(argv[2], nullptr, 10);
  const auto key = crypto::SigningKey::generate();
  const auto vkey = log::VerifierKey::of(origin, key.public_key()).text();
  const auto store = store::SqliteStore::open(folder / "record.sqlite", {.create = true});
  Filler filler(*store, key);
  filler.add(entries);
  const auto first = publish(*store, vkey, folder / "log");
  const auto again = publish(*store, vkey, folder / "log");
  filler.add(1'000);
  const auto more = publish(*store, vkey, folder / "log");
  std::printf("entries=%llu first=%.2f nothing_new=%.2f thousand_more=%.2f\n", entries, first, again, more);
}
