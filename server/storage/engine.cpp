#include "server/storage/engine.hpp"

#include <sqlite3.h>

#include <stdexcept>
#include <utility>

#include "server/storage/connection.hpp"

namespace radslag::storage {
namespace {

/// The engine whose work this thread is doing: asking it again from within would wait for itself.
thread_local const Engine* inside = nullptr;

class Inside {
 public:
  explicit Inside(const Engine& engine) : before_(std::exchange(inside, &engine)) {}
  ~Inside() { inside = before_; }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

 private:
  const Engine* before_;
};

}  // namespace

struct Engine::Job {
  const std::function<void(Transaction&)>& work;
  std::exception_ptr error = nullptr;
  bool done = false;
};

Engine::Engine(std::unique_ptr<LockFile> lock, SQLite::Database database, std::filesystem::path path)
    : lock_(std::move(lock)), path_(std::move(path)), database_(std::move(database)), statements_(database_) {
  room_.watch(database_);
}

Engine::~Engine() = default;

void Engine::transaction(const std::function<void(Transaction&)>& work) {
  require_outside();
  Job job{work};
  std::unique_lock queue(queue_);
  waiting_.push_back(&job);
  done_.wait(queue, [&] { return job.done || !leading_; });
  if (!job.done) {
    leading_ = true;
    const std::vector<Job*> group = std::exchange(waiting_, {});  // this thread's own job is among them
    queue.unlock();
    work_for(group);
    queue.lock();
    leading_ = false;
    for (Job* each : group) each->done = true;
    done_.notify_all();
  }
  queue.unlock();
  if (job.error) std::rethrow_exception(job.error);
}

/// Leaves in each job the exception that its caller gets; throws nothing.
void Engine::work_for(const std::vector<Job*>& group) {
  const std::lock_guard connection(connection_);
  const Inside marked(*this);
  try {
    require_usable();
    lost_ = false;
    execute("BEGIN IMMEDIATE");
    writing_ = true;
    for (Job* job : group) one_job(*job);
    commit();
  } catch (...) {
    // What concerns all: nothing of the group is known to be there.
    for (Job* job : group) {
      if (!job->error) job->error = std::current_exception();
    }
    roll_back();
  }
  writing_ = false;
}

void Engine::one_job(Job& job) {
  execute("SAVEPOINT job");
  Transaction transaction(*this);
  try {
    job.work(transaction);
  } catch (...) {
    job.error = std::current_exception();
    transaction.undo();
  }
  // After a full disk and some other errors SQLite has rolled back everything, whatever the work made of the exception.
  require_usable();
  if (lost_ || !transaction_open()) throw NothingWritten(path_.string() + ": no room for a transaction of several threads");
  if (transaction.undone()) execute("ROLLBACK TO job");
  execute("RELEASE job");
}

void Engine::commit() {
  try {
    room_.make(database_, path_);
  } catch (const SQLite::Exception& error) {
    raise(error);
  }
  try {
    Statement(database_, statements_, "COMMIT", {}).finish();
  } catch (const SQLite::Exception& error) {
    // A deferred constraint is looked at only here.
    if (meaning_of(error.getErrorCode(), database_) == Meaning::bug) raise(error);
    fail(std::string("commit: ") + error.what());
  }
  checkpoint_if_due();
}

void Engine::checkpoint_if_due() {
  if (!room_.checkpoint_due()) return;
  const int result = sqlite3_wal_checkpoint_v2(database_.getHandle(), nullptr, SQLITE_CHECKPOINT_PASSIVE, nullptr, nullptr);
  // No room in the database file, or a program is reading old pages: the log still holds everything, the next commit tries again.
  if (result == SQLITE_OK || meaning_of(result, database_) == Meaning::not_written) return;
  // What was committed stands in the log; but a disk that lost a write must not get another.
  failed_ = path_.string() + ": checkpoint: " + sqlite3_errstr(result);
  never_checkpoint(database_);
}

void Engine::read(const std::function<void(Reading&)>& work) {
  require_outside();
  const std::lock_guard connection(connection_);
  const Inside marked(*this);
  require_usable();
  Reading reading(*this);
  work(reading);
}

bool Engine::first(std::string_view sql, std::initializer_list<Parameter> parameters, Row& row) {
  try {
    Statement statement(database_, statements_, sql, parameters);
    check_reads(statement);
    if (!statement.step(row)) return false;
    // With RETURNING the rest of the change happens only now.
    if (!statement.only_reads()) statement.finish();
    return true;
  } catch (const SQLite::Exception& error) {
    raise(error);
  }
}

void Engine::each(std::string_view sql, std::initializer_list<Parameter> parameters, const std::function<void(const Row&)>& visit) {
  try {
    Statement statement(database_, statements_, sql, parameters);
    check_reads(statement);
    Row row;
    while (statement.step(row)) visit(row);
  } catch (const SQLite::Exception& error) {
    raise(error);
  }
}

std::int64_t Engine::run(std::string_view sql, std::initializer_list<Parameter> parameters) {
  try {
    Statement statement(database_, statements_, sql, parameters);
    if (statement.only_reads()) throw std::logic_error("a statement that changes nothing: " + std::string(sql));
    statement.finish();
    return sqlite3_changes64(database_.getHandle());
  } catch (const SQLite::Exception& error) {
    raise(error);
  }
}

void Engine::check_reads(const Statement& statement) const {
  if (!writing_ && !statement.only_reads()) throw std::logic_error("a write where only reading was asked for");
}

void Engine::execute(const char* sql) {
  try {
    Statement(database_, statements_, sql, {}).finish();
  } catch (const SQLite::Exception& error) {
    raise(error);
  }
}

bool Engine::transaction_open() const { return sqlite3_get_autocommit(database_.getHandle()) == 0; }

void Engine::roll_back() {
  if (transaction_open()) sqlite3_exec(database_.getHandle(), "ROLLBACK", nullptr, nullptr, nullptr);
  if (transaction_open() && failed_.empty()) failed_ = path_.string() + ": a rollback failed";
  if (!failed_.empty()) never_checkpoint(database_);
}

void Engine::require_usable() const {
  if (!failed_.empty()) throw StorageFailure("no further work after an earlier failure: " + failed_);
}

void Engine::require_outside() const {
  if (inside == this) throw std::logic_error("a transaction inside another of the same database");
}

void Engine::raise(const SQLite::Exception& error) {
  const std::string what = path_.string() + ": " + error.what();
  switch (meaning_of(error.getErrorCode(), database_)) {
    case Meaning::bug: throw std::logic_error(what);
    case Meaning::not_written: lost_ = true; throw NothingWritten(what);
    case Meaning::unknown: break;
  }
  fail(error.what());
}

void Engine::fail(const std::string& why) {
  failed_ = path_.string() + ": " + why;
  never_checkpoint(database_);
  throw StorageFailure(failed_);
}

}  // namespace radslag::storage
