#include "server/staff/schema.hpp"

namespace radslag::staff {
namespace {

constexpr int kApplicationId = 0x52647374;  // "Rdst"

// Secrets: passphrase is an argon2id text, totp is sealed with the key outside the database, tokens are hashes.
constexpr std::string_view kMigrations[] = {
    R"sql(
CREATE TABLE account(
  id         TEXT PRIMARY KEY,
  name       TEXT NOT NULL,
  mail       TEXT UNIQUE,
  passphrase TEXT,
  totp       BLOB,
  totp_step  INTEGER NOT NULL DEFAULT 0,
  public_key TEXT UNIQUE,
  ended      INTEGER NOT NULL DEFAULT 0 CHECK(ended IN (0, 1)),
  CHECK((passphrase IS NULL) = (totp IS NULL)),
  CHECK((ended = 1) = (mail IS NULL)),
  CHECK(ended = 0 OR passphrase IS NULL)
) STRICT;

CREATE TABLE account_grant(
  account TEXT NOT NULL REFERENCES account(id),
  role    TEXT NOT NULL,
  board   TEXT NOT NULL,
  PRIMARY KEY(account, role, board)
) STRICT, WITHOUT ROWID;

-- One link an account: a newer one replaces it, its use deletes it.
CREATE TABLE invitation(
  account    TEXT PRIMARY KEY REFERENCES account(id),
  token      BLOB NOT NULL UNIQUE CHECK(length(token) = 32),
  totp       BLOB NOT NULL,
  expires_at INTEGER NOT NULL
) STRICT;

CREATE TABLE session(
  token            BLOB PRIMARY KEY CHECK(length(token) = 32),
  account          TEXT NOT NULL REFERENCES account(id),
  started_at       INTEGER NOT NULL,
  seen_at          INTEGER NOT NULL,
  stepped_up_until INTEGER NOT NULL
) STRICT;
CREATE INDEX session_account ON session(account);

CREATE TABLE browser(
  account TEXT NOT NULL REFERENCES account(id),
  token   BLOB NOT NULL CHECK(length(token) = 32),
  used_at INTEGER NOT NULL,
  PRIMARY KEY(account, token)
) STRICT, WITHOUT ROWID;
CREATE INDEX browser_token ON browser(token);

CREATE TABLE attempt(
  what       TEXT PRIMARY KEY,
  failures   INTEGER NOT NULL,
  last_at    INTEGER NOT NULL,
  not_before INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE action_log(
  number  INTEGER PRIMARY KEY,
  hour    INTEGER NOT NULL CHECK(hour % 3600 = 0),
  account TEXT NOT NULL,
  action  TEXT NOT NULL,
  subject TEXT NOT NULL,
  outcome TEXT NOT NULL
) STRICT;
CREATE TRIGGER action_log_next BEFORE INSERT ON action_log
  WHEN NEW.number IS NOT (SELECT COALESCE(MAX(number) + 1, 1) FROM action_log)
  BEGIN SELECT RAISE(ABORT, 'not the next line'); END;
CREATE TRIGGER action_log_no_update BEFORE UPDATE ON action_log BEGIN SELECT RAISE(ABORT, 'append-only'); END;
CREATE TRIGGER action_log_no_delete BEFORE DELETE ON action_log BEGIN SELECT RAISE(ABORT, 'append-only'); END;

-- Something sealed with the key that belongs to this file: another key shows at the start, not at the first sign-in.
CREATE TABLE key_check(
  id     INTEGER PRIMARY KEY CHECK(id = 1),
  sealed BLOB NOT NULL
) STRICT;
)sql"};

constexpr storage::Schema kSchema{.application_id = kApplicationId, .what = "Rådslag's staff accounts", .migrations = kMigrations};

}  // namespace

const storage::Schema& staff_schema() { return kSchema; }

}  // namespace radslag::staff
