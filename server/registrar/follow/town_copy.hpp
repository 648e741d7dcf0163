// What was seen of the town log, on the registrar's own disk: the leaf hashes of all entries, the entries and texts that concern the
// registrar, and which of them have been told of by mail. A town log that later says otherwise is found out by it.
//
// All of it is public. The file may be deleted: it is read again from the town, and only the memory of what was seen is lost.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/tree.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

struct KeptEntry {
  std::uint64_t index = 0;
  std::string bytes;
};

/// One thread at a time. Throws what server/storage throws.
class TownCopy {
 public:
  /// Made where there is none. Throws storage::StorageUnusable for a copy of another log than `origin`'s.
  TownCopy(const std::filesystem::path& path, const std::string& origin);
  ~TownCopy();

  /// Of all entries seen, in order; or of the first so many.
  [[nodiscard]] log::Frontier frontier(std::uint64_t most = UINT64_MAX) const;
  /// Of the log that was seen: 1, until it lost its end.
  [[nodiscard]] std::uint64_t generation() const { return generation_; }
  /// Entries seen. Entries with `from` <= index, in order.
  void each_entry(std::uint64_t from, const std::function<void(const KeptEntry&)>& visit) const;
  [[nodiscard]] std::optional<std::string> text(const log::Hash& digest) const;

  /// In one step: the leaves of the entries after those seen, and those of them that are kept. What is there the first time counts as told:
  /// it happened before anybody could ask for word of it, or before the file was lost.
  void add(std::uint64_t seen, const std::vector<log::Hash>& leaves, const std::vector<KeptEntry>& entries);
  /// The log lost its end: what was seen from there on is forgotten, but for texts.
  void go_back(std::uint64_t kept, std::uint64_t generation);
  void add_text(const log::Hash& digest, const std::string& blob);
  /// Texts that have been withheld: out of the file for good.
  void forget_texts(const std::vector<log::Hash>& digests);

  /// All entries below it have been told of.
  [[nodiscard]] std::uint64_t told() const;
  void set_told(std::uint64_t size);

 private:
  std::unique_ptr<storage::Database> database_;
  std::string origin_;  ///< without generation
  std::uint64_t generation_ = 1;
};

}  // namespace radslag::registrar
