#include "server/registrar/follow/town_copy.hpp"

#include <algorithm>

#include "ledger/log/bundle.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/key_chain.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Reading;
using storage::Row;
using storage::Transaction;

constexpr std::string_view kMigrations[] = {R"(
CREATE TABLE seen(one INTEGER PRIMARY KEY CHECK(one = 1), origin TEXT NOT NULL, told INTEGER NOT NULL) STRICT;
CREATE TABLE leaves(bundle INTEGER PRIMARY KEY, hashes BLOB NOT NULL) STRICT;  -- 256 hashes of 32 bytes; fewer in the last
CREATE TABLE entries(place INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT;
CREATE TABLE texts(digest BLOB PRIMARY KEY, blob BLOB NOT NULL) STRICT;
)"};
constexpr storage::Schema kSchema{.application_id = 0x52647463, .what = "a registrar's copy of a town log", .migrations = kMigrations};

constexpr std::size_t hash_bytes = std::tuple_size_v<log::Hash>;

std::string_view bytes_of(const log::Hash& hash) { return crypto::view(hash); }

}  // namespace

TownCopy::TownCopy(const std::filesystem::path& path, const std::string& origin)
    : database_(storage::Database::open(path, kSchema, {.create = true})), origin_(origin) {
  database_->transaction([&](Transaction& t) { t.run("INSERT INTO seen VALUES(1, ?, 0) ON CONFLICT DO NOTHING", {origin}); });
  const auto held = database_->read([](Reading& r) { return r.first("SELECT origin FROM seen")->text(0); });
  generation_ = record::generation_of(held, origin);
  if (generation_ == 0)
    throw storage::StorageUnusable(path.string() + " is a copy of the log " + held + ", not of " + origin +
                                   ". Delete it if the town is another one now");
}

TownCopy::~TownCopy() = default;

log::Frontier TownCopy::frontier(std::uint64_t most) const {
  log::Frontier frontier;
  database_->read([&](Reading& r) {
    r.each("SELECT hashes FROM leaves ORDER BY bundle", {}, [&](const Row& row) {
      const std::string& hashes = row.text(0);
      for (std::size_t at = 0; at + hash_bytes <= hashes.size() && frontier.size() < most; at += hash_bytes) {
        log::Hash leaf;
        std::copy_n(hashes.begin() + static_cast<std::ptrdiff_t>(at), hash_bytes, leaf.begin());
        frontier.append(leaf);
      }
    });
  });
  return frontier;
}

void TownCopy::each_entry(std::uint64_t from, const std::function<void(const KeptEntry&)>& visit) const {
  std::vector<KeptEntry> entries;  // some at a time: `visit` may be slow
  do {
    entries.clear();
    database_->read([&](Reading& r) {
      r.each("SELECT place, bytes FROM entries WHERE place >= ? ORDER BY place LIMIT 200", {from}, [&](const Row& row) {
        entries.push_back({static_cast<std::uint64_t>(row.integer(0)), row.text(1)});
      });
    });
    for (const auto& entry : entries) visit(entry);
    if (!entries.empty()) from = entries.back().index + 1;
  } while (!entries.empty());
}

std::optional<std::string> TownCopy::text(const log::Hash& digest) const {
  return database_->read([&](Reading& r) -> std::optional<std::string> {
    const auto row = r.first("SELECT blob FROM texts WHERE digest = ?", {Blob(digest)});
    return row ? std::optional(row->text(0)) : std::nullopt;
  });
}

void TownCopy::add(std::uint64_t seen, const std::vector<log::Hash>& leaves, const std::vector<KeptEntry>& entries) {
  database_->transaction([&](Transaction& t) {
    if (seen == 0) t.run("UPDATE seen SET told = ?", {leaves.size()});
    auto leaf = leaves.begin();
    while (leaf != leaves.end()) {
      const std::uint64_t bundle = seen / log::bundle_width;
      std::string hashes;
      for (; leaf != leaves.end() && seen / log::bundle_width == bundle; ++leaf, ++seen) hashes += bytes_of(*leaf);
      t.run("INSERT INTO leaves VALUES(?, ?) ON CONFLICT DO UPDATE SET hashes = CAST(hashes || excluded.hashes AS BLOB)",
            {bundle, Blob(hashes)});
    }
    for (const auto& entry : entries) t.run("INSERT INTO entries VALUES(?, ?)", {entry.index, Blob(entry.bytes)});
  });
}

void TownCopy::go_back(std::uint64_t kept, std::uint64_t generation) {
  const std::uint64_t bundle = kept / log::bundle_width, in_bundle = kept % log::bundle_width * hash_bytes;
  database_->transaction([&](Transaction& t) {
    t.run("DELETE FROM leaves WHERE bundle > ? OR (bundle = ? AND ? = 0)", {bundle, bundle, in_bundle});
    t.run("UPDATE leaves SET hashes = CAST(substr(hashes, 1, ?) AS BLOB) WHERE bundle = ?", {in_bundle, bundle});
    t.run("DELETE FROM entries WHERE place >= ?", {kept});
    t.run("UPDATE seen SET origin = ?, told = min(told, ?)", {record::generation_origin(origin_, generation), kept});
  });
  generation_ = generation;
}

void TownCopy::add_text(const log::Hash& digest, const std::string& blob) {
  database_->transaction([&](Transaction& t) {
    t.run("INSERT INTO texts VALUES(?, ?) ON CONFLICT DO NOTHING", {Blob(digest), Blob(blob)});
  });
}

void TownCopy::forget_texts(const std::vector<log::Hash>& digests) {
  database_->transaction([&](Transaction& t) {
    for (const auto& digest : digests) t.run("DELETE FROM texts WHERE digest = ?", {Blob(digest)});
  });
}

std::uint64_t TownCopy::told() const {
  return database_->read([](Reading& r) { return static_cast<std::uint64_t>(r.first("SELECT told FROM seen")->integer(0)); });
}

void TownCopy::set_told(std::uint64_t size) {
  database_->transaction([&](Transaction& t) { t.run("UPDATE seen SET told = ?", {size}); });
}

}  // namespace radslag::registrar
