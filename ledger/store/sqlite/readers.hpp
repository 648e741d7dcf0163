// Read-only connections for any thread.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Statement.h>

#include <filesystem>
#include <memory>
#include <mutex>
#include <vector>

namespace radslag::store {

/// One read-only connection and its prepared statements; one thread at a time.
struct Reader {
  explicit Reader(const std::filesystem::path& path);

  SQLite::Database database;
  SQLite::Statement logs, size, checkpoint, entry, scan, blob, find;
};

/// Hands out readers and keeps a few idle ones. Never waits: a visitor of `scan` may read from the store itself.
class Readers {
 public:
  explicit Readers(std::filesystem::path path);

  /// Calls `work(reader)` with a reader that nobody else has. SQLite's errors come out as the store's.
  template <typename Work>
  auto with(Work work);

 private:
  [[nodiscard]] std::unique_ptr<Reader> take();
  void give_back(std::unique_ptr<Reader> reader) noexcept;
  [[noreturn]] void raise_named(const SQLite::Exception& error) const;

  std::filesystem::path path_;
  std::mutex mutex_;
  std::vector<std::unique_ptr<Reader>> idle_;
};

/// Ends a statement's read transaction on every way out.
class Running {
 public:
  explicit Running(SQLite::Statement& statement) : statement_(statement) {}
  ~Running() { statement_.tryReset(); }
  Running(const Running&) = delete;
  Running& operator=(const Running&) = delete;

 private:
  SQLite::Statement& statement_;
};

template <typename Work>
auto Readers::with(Work work) {
  try {
    std::unique_ptr<Reader> reader = take();
    struct Return {
      Readers& readers;
      std::unique_ptr<Reader>& reader;
      ~Return() { readers.give_back(std::move(reader)); }
    } returned{*this, reader};
    return work(*reader);
  } catch (const SQLite::Exception& error) {
    raise_named(error);
  }
}

}  // namespace radslag::store
