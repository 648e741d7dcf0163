// How connections to the database are opened, and what their errors mean.
//
// SQLite 3.7.0 to 3.51.2 can corrupt a WAL database when two connections write or checkpoint at the same moment. So exactly one
// connection, the writer's, writes and checkpoints; every other one is read-only, never checkpoints, and maps no memory.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <filesystem>
#include <string>

namespace radslag::store {

/// May write; takes identity and WAL mode as they are. Missing files are made only with `create`.
[[nodiscard]] SQLite::Database open_for_writing(const std::filesystem::path& path, bool create);

/// WAL, synchronous=FULL, and from here on nothing but SELECT and INSERT: everything else is denied by the connection itself.
void harden_writer(SQLite::Database& database, const std::filesystem::path& path);

/// A connection that cannot write or checkpoint.
[[nodiscard]] SQLite::Database open_reader(const std::filesystem::path& path);

/// Close without a checkpoint: after a failure nothing more may be written.
void never_checkpoint(SQLite::Database& database);

/// Which SQLite runs and what protects the file against its WAL-reset bug; one line for the log at start-up.
[[nodiscard]] std::string wal_protection();

/// True if `error` says that there is no space, or that a file may not grow: a failed fsync never counts as that.
[[nodiscard]] bool is_full(const SQLite::Exception& error, SQLite::Database& database);

/// Rethrows as StoreUnusable (the file is not what it should be) or StoreFailure (everything else), naming the file.
[[noreturn]] void raise(const SQLite::Exception& error, const std::filesystem::path& path);

}  // namespace radslag::store
