// What the database file holds, and how a file is recognised as ours.
#pragma once

#include <filesystem>
#include <string>

namespace SQLite {
class Database;
}

namespace radslag::store {

/// PRAGMA application_id of a store: "Rdsl".
inline constexpr int kApplicationId = 0x5264736C;

/// PRAGMA user_version: the schema below. A file with a higher one is refused, never guessed at.
inline constexpr int kSchemaVersion = 1;

/// SQLite's default, fixed at creation: small pages suit random inserts into the digest index.
inline constexpr int kPageBytes = 4096;

enum class Identity { ours, empty };

/// Reads application_id and user_version. Throws StoreUnusable for another program's database and for another version of ours.
[[nodiscard]] Identity identify(SQLite::Database& database, const std::filesystem::path& path);

/// What keeps a table's rows as they are: the triggers `<table>_no_update` and `<table>_no_delete`.
[[nodiscard]] std::string append_only_triggers(const std::string& table);

/// Makes tables, triggers and identity in one transaction. Needs a connection that has no authorizer yet.
void create_schema(SQLite::Database& database);

}  // namespace radslag::store
