// One SQLite file of operational data: accounts, sessions, messages waiting. Not the record (that is ledger/store).
//
// One connection, guarded for several threads: no second one that could meet SQLite's WAL-reset bug. WAL and synchronous=FULL: what a
// transaction acknowledged outlives a power cut. Deleted content is overwritten in the file (secure_delete).
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>

#include "server/storage/errors.hpp"
#include "server/storage/values.hpp"

namespace radslag::storage {

class Engine;

/// What a kind of file is and how it came to its present form.
struct Schema {
  int application_id = 0;  ///< PRAGMA application_id: one for each kind of file, never 0
  std::string_view what;   ///< for a person: "Rådslag's staff accounts"
  /// SQL, in order; migration n makes user_version n. A released one is never changed: add one instead. At least one.
  std::span<const std::string_view> migrations;
};

struct OpenOptions {
  bool create = false;  ///< make a new, empty database where there is no file
};

/// Reads. Valid only inside the call that it was given to.
class Reading {
 public:
  explicit Reading(Engine& engine) : engine_(engine) {}
  Reading(const Reading&) = delete;
  Reading& operator=(const Reading&) = delete;

  /// The first row of the answer, or nothing.
  [[nodiscard]] std::optional<Row> first(Sql sql, std::initializer_list<Parameter> parameters = {});
  /// Calls `visit` for each row, in the answer's order. The same Row is used again: copy what shall stay.
  void each(Sql sql, std::initializer_list<Parameter> parameters, const std::function<void(const Row&)>& visit);

 protected:
  Engine& engine_;
};

/// Reads and writes. `first` and `each` also take statements with RETURNING.
class Transaction : public Reading {
 public:
  using Reading::Reading;

  /// Gives the number of rows inserted, changed or deleted. A violated constraint is a std::logic_error: where input can cause it, write
  /// ON CONFLICT DO NOTHING and look at the number.
  std::int64_t run(Sql sql, std::initializer_list<Parameter> parameters = {});

  /// Everything written so far and after is undone at the end, though the work returns and does not throw: for work that ends as a refusal.
  void undo() { undone_ = true; }
  [[nodiscard]] bool undone() const { return undone_; }

 private:
  bool undone_ = false;
};

class Database {
 public:
  /// Opens, migrates to the newest version and locks `<path>.lock` against a second process. The files are readable by their owner alone.
  /// Throws StorageUnusable with a sentence for a person: no file and not `create`, another kind of file, a newer version, damaged;
  /// StorageInUse for one that another process has open.
  [[nodiscard]] static std::unique_ptr<Database> open(const std::filesystem::path& path, const Schema& schema, OpenOptions options = {});
  /// For command lines beside the process that has it open: takes no lock, changes nothing; only `read` may be called. Throws
  /// StorageUnusable: no file, another kind of file, or of another version.
  [[nodiscard]] static std::unique_ptr<Database> open_to_read(const std::filesystem::path& path, const Schema& schema);
  ~Database();
  Database(const Database&) = delete;
  Database& operator=(const Database&) = delete;

  /// Calls `work(Transaction&)` and commits when it returns: whatever it returns, so a counted failure stays (see Transaction::undo). When
  /// it throws, nothing of it is kept and the exception comes out. Durable when this returns. Throws NothingWritten (surely not there) or
  /// StorageFailure (unknown: stop).
  ///
  /// Any thread. Threads that come at the same moment share one commit, so `work` may run on another caller's thread, and may be run only
  /// once: it must not call this database, wait for another thread, or do slow things (hashing passphrases, the network).
  template <typename Work>
  std::invoke_result_t<Work&, Transaction&> transaction(Work&& work) {
    using Answer = std::invoke_result_t<Work&, Transaction&>;
    if constexpr (std::is_void_v<Answer>) {
      run_transaction([&](Transaction& transaction) { work(transaction); });
    } else {
      std::optional<Answer> answer;
      run_transaction([&](Transaction& transaction) { answer.emplace(work(transaction)); });
      return std::move(*answer);
    }
  }

  /// Calls `work(Reading&)`: it sees one state, of what has been committed. A statement that writes is a std::logic_error.
  template <typename Work>
  std::invoke_result_t<Work&, Reading&> read(Work&& work) {
    using Answer = std::invoke_result_t<Work&, Reading&>;
    if constexpr (std::is_void_v<Answer>) {
      run_reading([&](Reading& reading) { work(reading); });
    } else {
      std::optional<Answer> answer;
      run_reading([&](Reading& reading) { answer.emplace(work(reading)); });
      return std::move(*answer);
    }
  }

  [[nodiscard]] const std::filesystem::path& path() const;

 private:
  explicit Database(std::unique_ptr<Engine> engine);
  void run_transaction(const std::function<void(Transaction&)>& work);
  void run_reading(const std::function<void(Reading&)>& work);

  std::unique_ptr<Engine> engine_;
};

}  // namespace radslag::storage
