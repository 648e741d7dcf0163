// Which kind of file it is, and how an older one becomes a present one.
#pragma once

#include <filesystem>

namespace SQLite {
class Database;
}

namespace radslag::storage {

struct Schema;

/// Applies the migrations that the file lacks, each in a transaction of its own. Needs a connection that has no authorizer yet. Throws
/// StorageUnusable for an empty file unless `create`, for another kind of file and for a newer version.
void migrate(SQLite::Database& database, const std::filesystem::path& path, const Schema& schema, bool create);

}  // namespace radslag::storage
