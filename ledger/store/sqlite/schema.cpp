#include "ledger/store/sqlite/schema.hpp"

#include <SQLiteCpp/Database.h>

#include <string>

#include "ledger/store/store.hpp"

namespace radslag::store {
namespace {

// Only rows are ever added. The triggers stop mistakes (a person with the file can drop them); the Merkle tree stops people.
//
// An UNIQUE index on random digests is what an append costs most, and a ballot's key is the digest of its blob. So where an entry's
// key names a blob of the same batch, the entry's key is NULL and the blob's row carries the entry's place: one index, not two.
//
// Triggers look for repeated keys and digests before the insert, because INSERT OR REPLACE on a connection without recursive_triggers
// would delete the older row without asking the DELETE trigger.
constexpr const char* kTables = R"sql(
CREATE TABLE log(
  id   INTEGER PRIMARY KEY,
  name TEXT NOT NULL UNIQUE CHECK(length(name) > 0)
) STRICT;

CREATE TABLE entry(
  log  INTEGER NOT NULL,
  idx  INTEGER NOT NULL CHECK(idx >= 0),
  leaf BLOB NOT NULL CHECK(length(leaf) = 32),
  body BLOB NOT NULL,
  key  BLOB CHECK(key IS NULL OR length(key) = 32),
  PRIMARY KEY(log, idx)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX entry_key ON entry(key) WHERE key IS NOT NULL;

CREATE TABLE blob(
  id     INTEGER PRIMARY KEY,
  digest BLOB NOT NULL UNIQUE CHECK(length(digest) = 32),
  bytes  BLOB NOT NULL,
  log    INTEGER,
  idx    INTEGER,
  CHECK((log IS NULL) = (idx IS NULL))
) STRICT;

CREATE TABLE head(
  log  INTEGER NOT NULL,
  seq  INTEGER NOT NULL,
  size INTEGER NOT NULL,
  note TEXT NOT NULL,
  PRIMARY KEY(log, seq)
) STRICT, WITHOUT ROWID;
)sql";

constexpr const char* kInsertTriggers = R"sql(
CREATE TRIGGER log_next BEFORE INSERT ON log
  WHEN NEW.id IS NOT (SELECT COALESCE(MAX(id) + 1, 1) FROM log) OR EXISTS (SELECT 1 FROM log WHERE name = NEW.name)
  BEGIN SELECT RAISE(ABORT, 'not the next log'); END;

CREATE TRIGGER entry_next BEFORE INSERT ON entry
  WHEN NEW.idx IS NOT (SELECT COALESCE(MAX(idx) + 1, 0) FROM entry WHERE log = NEW.log)
  BEGIN SELECT RAISE(ABORT, 'not the next index'); END;
CREATE TRIGGER entry_log BEFORE INSERT ON entry WHEN NOT EXISTS (SELECT 1 FROM log WHERE id = NEW.log)
  BEGIN SELECT RAISE(ABORT, 'no such log'); END;
CREATE TRIGGER entry_key_new BEFORE INSERT ON entry
  WHEN NEW.key IS NOT NULL AND (EXISTS (SELECT 1 FROM entry WHERE key = NEW.key)
                                OR EXISTS (SELECT 1 FROM blob WHERE digest = NEW.key AND idx IS NOT NULL))
  BEGIN SELECT RAISE(ABORT, 'repeated idempotency key'); END;

CREATE TRIGGER blob_next BEFORE INSERT ON blob
  WHEN NEW.id IS NOT (SELECT COALESCE(MAX(id) + 1, 1) FROM blob) OR EXISTS (SELECT 1 FROM blob WHERE digest = NEW.digest)
  BEGIN SELECT RAISE(ABORT, 'repeated blob digest'); END;
CREATE TRIGGER blob_key_new BEFORE INSERT ON blob
  WHEN NEW.idx IS NOT NULL AND EXISTS (SELECT 1 FROM entry WHERE key = NEW.digest)
  BEGIN SELECT RAISE(ABORT, 'repeated idempotency key'); END;

CREATE TRIGGER head_next BEFORE INSERT ON head
  WHEN NEW.seq IS NOT (SELECT COALESCE(MAX(seq) + 1, 0) FROM head WHERE log = NEW.log)
       OR NEW.size IS NOT (SELECT COALESCE(MAX(idx) + 1, 0) FROM entry WHERE log = NEW.log)
  BEGIN SELECT RAISE(ABORT, 'the checkpoint is not for the size of the log'); END;
)sql";

}  // namespace

std::string append_only_triggers(const std::string& table) {
  const std::string refuse = " ON " + table + " BEGIN SELECT RAISE(ABORT, 'append-only'); END;";
  return "CREATE TRIGGER " + table + "_no_update BEFORE UPDATE" + refuse + "CREATE TRIGGER " + table + "_no_delete BEFORE DELETE" + refuse;
}

Identity identify(SQLite::Database& database, const std::filesystem::path& path) {
  const int application = database.execAndGet("PRAGMA application_id").getInt();
  const int version = database.execAndGet("PRAGMA user_version").getInt();
  const int tables = database.execAndGet("SELECT count(*) FROM sqlite_schema").getInt();
  if (application == 0 && version == 0 && tables == 0) return Identity::empty;
  if (application != kApplicationId) throw StoreUnusable(path.string() + " is a database of another program, not a Rådslag record");
  if (version > kSchemaVersion) {
    throw StoreUnusable(path.string() + " was made by a newer version of Rådslag (format " + std::to_string(version) +
                        ", this program knows " + std::to_string(kSchemaVersion) + "): install that version");
  }
  if (version < kSchemaVersion) throw StoreUnusable(path.string() + " has format " + std::to_string(version) + ", which is not known");
  return Identity::ours;
}

void create_schema(SQLite::Database& database) {
  database.exec("PRAGMA page_size=" + std::to_string(kPageBytes));
  database.exec("BEGIN IMMEDIATE");
  database.exec(kTables);
  database.exec(kInsertTriggers);
  for (const char* table : {"log", "entry", "blob", "head"}) database.exec(append_only_triggers(table));
  database.exec("PRAGMA application_id=" + std::to_string(kApplicationId));
  database.exec("PRAGMA user_version=" + std::to_string(kSchemaVersion));
  database.exec("COMMIT");
}

}  // namespace radslag::store
