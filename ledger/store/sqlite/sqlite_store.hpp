// The append-only store in one SQLite file.
//
// Nothing else in the process may open and close the database file: closing any descriptor of it drops SQLite's locks (POSIX). A copy of
// the file alone is not a backup, and putting one back is a rollback: see deploy/RUNBOOK.md.
#pragma once

#include <filesystem>
#include <memory>

#include "ledger/store/store.hpp"

namespace radslag::store {

class LockFile;
class Readers;
class Writer;

/// Another process has the store open for writing: wait for it, or stop it.
struct StoreInUse : StoreUnusable {
  using StoreUnusable::StoreUnusable;
};

struct OpenOptions {
  bool create = false;  ///< make a new, empty store where there is no file; an existing store is opened as it is
};

class SqliteStore final : public Store {
 public:
  /// The one process that writes. Throws StoreUnusable with a sentence for a person: no file and not `create`, another program's file,
  /// a newer version, a damaged file as far as opening can see; StoreInUse for one in use by another process (a lock on `<path>.lock`).
  [[nodiscard]] static std::unique_ptr<SqliteStore> open(const std::filesystem::path& path, OpenOptions options = {});

  /// For command lines while the server runs or not; takes no lock, and `append` is a std::logic_error.
  [[nodiscard]] static std::unique_ptr<SqliteStore> open_read_only(const std::filesystem::path& path);

  ~SqliteStore() override;

  /// Which SQLite is in use and what protects against its WAL-reset bug: one line for the log at start-up.
  [[nodiscard]] static std::string protection();

  void append(const std::vector<Batch>& batches) override;
  [[nodiscard]] std::vector<LogName> logs() const override;
  [[nodiscard]] std::uint64_t size(const LogName& log) const override;
  [[nodiscard]] std::optional<std::string> checkpoint(const LogName& log) const override;
  [[nodiscard]] std::optional<std::string> entry(const LogName& log, std::uint64_t index) const override;
  void scan(const LogName& log, std::uint64_t begin, std::uint64_t end,
            const std::function<void(std::uint64_t, std::string_view, const Digest&)>& visit) const override;
  [[nodiscard]] std::optional<std::string> blob(const Digest& digest) const override;
  [[nodiscard]] std::optional<Place> find(const IdempotencyKey& key) const override;

 private:
  SqliteStore(const std::filesystem::path& path, std::unique_ptr<LockFile> lock, std::unique_ptr<Writer> writer);
  void check_heads() const;

  // In this order: the readers close first, the writer last, so that a clean end leaves a database without a write-ahead log.
  std::filesystem::path path_;
  std::unique_ptr<LockFile> lock_;
  std::unique_ptr<Writer> writer_;  ///< none in a read-only store
  std::unique_ptr<Readers> readers_;
};

}  // namespace radslag::store
