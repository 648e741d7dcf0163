// The connection at work: who may use it when, and what is known after an error.
#pragma once

#include <SQLiteCpp/Database.h>

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <initializer_list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "server/storage/database.hpp"
#include "server/storage/lock_file.hpp"
#include "server/storage/statement.hpp"
#include "server/storage/wal_room.hpp"

namespace radslag::storage {

/// Threads that want to write queue up. The first of them does the work of all who are waiting, each in a savepoint of its own, with one
/// commit: an fsync costs more than a hundred small transactions.
class Engine {
 public:
  Engine(std::unique_ptr<LockFile> lock, SQLite::Database database, std::filesystem::path path);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  void transaction(const std::function<void(Transaction&)>& work);
  void read(const std::function<void(Reading&)>& work);
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }

  // For Reading and Transaction, on the thread that has the connection. An error of SQLite comes out as its meaning.
  [[nodiscard]] bool first(std::string_view sql, std::initializer_list<Parameter> parameters, Row& row);
  void each(std::string_view sql, std::initializer_list<Parameter> parameters, const std::function<void(const Row&)>& visit);
  std::int64_t run(std::string_view sql, std::initializer_list<Parameter> parameters);

 private:
  struct Job;
  void work_for(const std::vector<Job*>& group);
  void one_job(Job& job);
  void commit();
  void checkpoint_if_due();
  void require_usable() const;
  void require_outside() const;
  void execute(const char* sql);
  void roll_back();
  [[nodiscard]] bool transaction_open() const;
  /// Throws what an error of SQLite means. Of unknown outcome: the database takes no further work.
  [[noreturn]] void raise(const SQLite::Exception& error);
  [[noreturn]] void fail(const std::string& why);
  void check_reads(const Statement& statement) const;

  std::unique_ptr<LockFile> lock_;
  std::filesystem::path path_;
  SQLite::Database database_;
  Statements statements_;
  bool writing_ = false;  ///< the work at hand may write
  bool lost_ = false;     ///< SQLite gave up the whole transaction at hand
  WalRoom room_;
  std::string failed_;     ///< why no further work is taken; empty while all is well
  std::mutex connection_;  ///< guards everything above

  std::mutex queue_;
  std::condition_variable done_;
  std::vector<Job*> waiting_;
  bool leading_ = false;  ///< some thread is doing the work of a group
};

}  // namespace radslag::storage
