#include "server/service/counter_data.hpp"

#include "server/outbox/schema.hpp"

namespace radslag::service {
namespace {

constexpr std::string_view desk = R"(
CREATE TABLE act(
  id TEXT PRIMARY KEY,
  number INTEGER NOT NULL UNIQUE,      -- in the order of making
  action TEXT NOT NULL, board TEXT NOT NULL, subject TEXT NOT NULL,
  made_by TEXT NOT NULL, made_hour INTEGER NOT NULL,
  draft TEXT NOT NULL,                 -- the draft file: what is sealed, with its texts
  state TEXT NOT NULL CHECK(state IN ('waiting', 'done', 'dropped')),
  entry INTEGER                        -- where it stands in its log, once done
) STRICT;
CREATE INDEX act_waiting ON act(number) WHERE state = 'waiting';
CREATE TABLE seal(
  act TEXT NOT NULL REFERENCES act(id), officer BLOB NOT NULL, signature BLOB NOT NULL,
  PRIMARY KEY(act, officer)
) STRICT, WITHOUT ROWID;
)";

constexpr std::string_view cursor = R"(
CREATE TABLE looked_at(what TEXT PRIMARY KEY, size INTEGER NOT NULL) STRICT, WITHOUT ROWID;
)";

constexpr std::string_view migrations[] = {desk, outbox::kMigration, cursor};

/// "Rdct".
constexpr storage::Schema schema{
    .application_id = 0x52646374, .what = "Rådslag's desk: acts waiting for seals, mail waiting to be sent", .migrations = migrations};

}  // namespace

std::unique_ptr<storage::Database> open_counter_data(const std::filesystem::path& file) {
  return storage::Database::open(file, schema, {.create = true});
}

}  // namespace radslag::service
