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

  /// Of all entries seen, in order.
  [[nodiscard]] log::Frontier frontier() const;
  /// Entries seen. Entries with `from` <= index, in order.
  void each_entry(std::uint64_t from, const std::function<void(const KeptEntry&)>& visit) const;
  [[nodiscard]] std::optional<std::string> text(const log::Hash& digest) const;

  /// In one step: the leaves of the entries after those seen, and those of them that are kept. What is there the first time counts as told:
  /// it happened before anybody could ask for word of it, or before the file was lost.
  void add(std::uint64_t seen, const std::vector<log::Hash>& leaves, const std::vector<KeptEntry>& entries);
  void add_text(const log::Hash& digest, const std::string& blob);

  /// All entries below it have been told of.
  [[nodiscard]] std::uint64_t told() const;
  void set_told(std::uint64_t size);

 private:
  std::unique_ptr<storage::Database> database_;
};

}  // namespace radslag::registrar
