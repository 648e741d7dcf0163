// How the one connection is opened, and what its errors mean.
#pragma once

#include <SQLiteCpp/Database.h>
#include <SQLiteCpp/Exception.h>

#include <filesystem>

namespace radslag::storage {

/// Opens for writing, private to the file's owner from its first byte. The file is made only with `create`.
[[nodiscard]] SQLite::Database open_connection(const std::filesystem::path& path, bool create);

/// Opens an existing file for reading, beside whoever writes it.
[[nodiscard]] SQLite::Database open_reading_connection(const std::filesystem::path& path);

/// From here on nothing but rows: no change of tables, no PRAGMA, no other file.
void only_rows(SQLite::Database& database);

/// WAL, synchronous=FULL, foreign keys; then only_rows.
void harden(SQLite::Database& database, const std::filesystem::path& path);

/// Close without a checkpoint: after a failure nothing more may be written.
void never_checkpoint(SQLite::Database& database) noexcept;

/// What is known after an error of a statement or a commit.
enum class Meaning {
  bug,          ///< the statement or its values are wrong: std::logic_error
  not_written,  ///< no space, a limit, or another program holds the file: after a rollback surely nothing of it is there
  unknown,      ///< everything else
};
[[nodiscard]] Meaning meaning_of(int extended_code, SQLite::Database& database);

/// Rethrows an error of opening as StorageUnusable, naming the file.
[[noreturn]] void raise_at_opening(const SQLite::Exception& error, const std::filesystem::path& path);

}  // namespace radslag::storage
