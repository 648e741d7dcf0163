#include "server/registrar/schema.hpp"

#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

// A person, owner or token is 32 bytes that say nothing without the keys. Seconds and hours are since 1970.
constexpr std::string_view house = R"sql(
CREATE TABLE house(
  one    INTEGER PRIMARY KEY CHECK(one = 1),
  origin TEXT NOT NULL                       -- of the town log that this registrar serves
) STRICT;
)sql";

// row_read is what has been read of a file and not yet sorted; it is empty once the edition is frozen.
constexpr std::string_view roll = R"sql(
CREATE TABLE edition(
  number       INTEGER PRIMARY KEY,
  id           TEXT NOT NULL UNIQUE,
  phase        INTEGER NOT NULL,
  drawn        TEXT NOT NULL,
  minimum_age  INTEGER NOT NULL,
  age_on       TEXT NOT NULL,
  listed_areas INTEGER NOT NULL,             -- whether a list of areas was given
  source       BLOB NOT NULL CHECK(length(source) = 32),
  source_bytes INTEGER NOT NULL,
  source_read  INTEGER NOT NULL,
  line         INTEGER NOT NULL,
  rows         INTEGER NOT NULL,
  people       INTEGER NOT NULL,
  digest       BLOB CHECK(length(digest) = 32)
) STRICT;

CREATE TABLE edition_area(
  edition  INTEGER NOT NULL,
  area     INTEGER NOT NULL,                 -- from 1, in order of appearance; 0 is none
  id       TEXT NOT NULL,
  name     TEXT NOT NULL,
  learned  INTEGER NOT NULL,
  people   INTEGER NOT NULL,                 -- protected persons apart
  attested INTEGER NOT NULL,                 -- whether attestations name it
  PRIMARY KEY(edition, area)
) STRICT, WITHOUT ROWID;

CREATE TABLE edition_count(
  edition INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  number  INTEGER NOT NULL,
  PRIMARY KEY(edition, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE edition_issue(
  edition INTEGER NOT NULL,
  line    INTEGER NOT NULL,
  outcome INTEGER NOT NULL,
  PRIMARY KEY(edition, line, outcome)
) STRICT, WITHOUT ROWID;

CREATE TABLE row_read(
  id        INTEGER PRIMARY KEY,
  edition   INTEGER NOT NULL,
  line      INTEGER NOT NULL,
  person    BLOB NOT NULL CHECK(length(person) = 32),
  previous  BLOB CHECK(length(previous) = 32),
  area      INTEGER NOT NULL,
  protected INTEGER NOT NULL
) STRICT;

CREATE TABLE member(
  edition   INTEGER NOT NULL,
  person    BLOB NOT NULL CHECK(length(person) = 32),
  area      INTEGER NOT NULL,
  protected INTEGER NOT NULL,
  PRIMARY KEY(edition, person)
) STRICT, WITHOUT ROWID;

CREATE TABLE former(                          -- persons of previous coordination numbers
  edition INTEGER NOT NULL,
  former  BLOB NOT NULL CHECK(length(former) = 32),
  person  BLOB NOT NULL CHECK(length(person) = 32),
  PRIMARY KEY(edition, former)
) STRICT, WITHOUT ROWID;

CREATE TABLE code(
  mac     BLOB PRIMARY KEY CHECK(length(mac) = 32),
  edition INTEGER NOT NULL,
  person  BLOB NOT NULL CHECK(length(person) = 32),
  UNIQUE(edition, person)
) STRICT, WITHOUT ROWID;
)sql";

constexpr std::string_view residents = R"sql(
CREATE TABLE session(
  token     BLOB PRIMARY KEY CHECK(length(token) = 32),
  person    BLOB NOT NULL CHECK(length(person) = 32),
  assurance INTEGER NOT NULL,
  began     INTEGER NOT NULL,
  seen      INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX session_person ON session(person);
CREATE INDEX session_began ON session(began);

CREATE TABLE mail_token(
  token   BLOB PRIMARY KEY CHECK(length(token) = 32),
  person  BLOB NOT NULL CHECK(length(person) = 32),
  request TEXT NOT NULL,
  expires INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mail_token_expires ON mail_token(expires);

CREATE TABLE mail_sent(
  id     INTEGER PRIMARY KEY,
  person BLOB NOT NULL CHECK(length(person) = 32),
  at     INTEGER NOT NULL
) STRICT;
CREATE INDEX mail_sent_person ON mail_sent(person, at);
CREATE INDEX mail_sent_at ON mail_sent(at);

CREATE TABLE request(
  number  INTEGER PRIMARY KEY,
  id      BLOB NOT NULL UNIQUE CHECK(length(id) = 16),
  expires INTEGER NOT NULL
) STRICT;
CREATE INDEX request_expires ON request(expires);
CREATE TABLE request_field(
  request INTEGER NOT NULL,
  name    TEXT NOT NULL,
  value   TEXT NOT NULL,
  PRIMARY KEY(request, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE contact(
  id        BLOB PRIMARY KEY CHECK(length(id) = 16),
  owner     BLOB NOT NULL CHECK(length(owner) = 32),
  address   TEXT NOT NULL,
  language  TEXT NOT NULL,
  confirmed INTEGER NOT NULL,
  token     BLOB UNIQUE CHECK(length(token) = 32),
  expires   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX contact_owner ON contact(owner, confirmed);   -- at most one good and one waiting
CREATE TABLE wish(
  contact BLOB NOT NULL CHECK(length(contact) = 16),
  matter  TEXT NOT NULL,
  PRIMARY KEY(matter, contact)
) STRICT, WITHOUT ROWID;
CREATE INDEX wish_contact ON wish(contact);
)sql";

constexpr std::string_view matters = R"sql(
CREATE TABLE matter(
  id      TEXT PRIMARY KEY,
  edition INTEGER NOT NULL,
  people  INTEGER NOT NULL,
  root    BLOB NOT NULL CHECK(length(root) = 32)
) STRICT, WITHOUT ROWID;

CREATE TABLE participation(
  person  BLOB NOT NULL CHECK(length(person) = 32),
  matter  TEXT NOT NULL,
  purpose INTEGER NOT NULL,
  hour    INTEGER NOT NULL,
  PRIMARY KEY(person, matter, purpose)
) STRICT, WITHOUT ROWID;

CREATE TABLE paper_batch(
  id           INTEGER PRIMARY KEY,
  matter       TEXT NOT NULL,
  phase        INTEGER NOT NULL,
  entered_by   TEXT NOT NULL,
  entered_hour INTEGER NOT NULL,
  judged_by    TEXT NOT NULL,
  judged_hour  INTEGER NOT NULL
) STRICT;
CREATE TABLE paper_line(
  batch   INTEGER NOT NULL,
  line    INTEGER NOT NULL,
  finding INTEGER NOT NULL,
  fault   INTEGER,
  PRIMARY KEY(batch, line)
) STRICT, WITHOUT ROWID;
-- A matter takes a person from one list only. Without the line, so that the order of a list is not kept with its persons.
CREATE TABLE paper_person(
  matter TEXT NOT NULL,
  person BLOB NOT NULL CHECK(length(person) = 32),
  batch  INTEGER NOT NULL,
  nonce  BLOB NOT NULL CHECK(length(nonce) = 16),
  PRIMARY KEY(matter, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_person_batch ON paper_person(batch);
)sql";

// Voting cards. Cards themselves stand nowhere: they are computed from the round's key. An owner is HMAC(K_cards, person).
constexpr std::string_view cards = R"sql(
CREATE TABLE card_round(
  id         TEXT PRIMARY KEY,
  origin     TEXT NOT NULL,                  -- of the round log
  edition    INTEGER NOT NULL,
  in_group   TEXT NOT NULL,                  -- Belenios' name
  two_halves INTEGER NOT NULL,
  paper      INTEGER NOT NULL,               -- paper credentials of each urn
  electorate BLOB NOT NULL CHECK(length(electorate) = 32),  -- SHA-256 of the content
  made       INTEGER NOT NULL                -- hour
) STRICT, WITHOUT ROWID;

CREATE TABLE card_urn(
  round    TEXT NOT NULL,
  place    INTEGER NOT NULL,
  id       TEXT NOT NULL,
  envelope INTEGER NOT NULL,
  areas    TEXT NOT NULL,                    -- comma-separated ids, or -
  voters   INTEGER NOT NULL,
  reserve  INTEGER NOT NULL,
  PRIMARY KEY(round, place)
) STRICT, WITHOUT ROWID;

CREATE TABLE card_credential(                -- only where a half came by letter: without it they can be computed
  round      TEXT NOT NULL,
  owner      BLOB NOT NULL CHECK(length(owner) = 32),
  urn        TEXT NOT NULL,
  credential TEXT NOT NULL,
  PRIMARY KEY(round, owner, urn)
) STRICT, WITHOUT ROWID;

CREATE TABLE card_reserve(                   -- late corrections: who has which reserve card
  round   TEXT NOT NULL,
  urn     TEXT NOT NULL,
  number  INTEGER NOT NULL,                  -- from 1
  owner   BLOB NOT NULL CHECK(length(owner) = 32),
  officer TEXT NOT NULL,
  hour    INTEGER NOT NULL,
  PRIMARY KEY(round, urn, number),
  UNIQUE(round, owner, urn)
) STRICT, WITHOUT ROWID;

CREATE TABLE card_stop(                      -- blocked, or voted on paper: prepared here, in force by its entry
  number  INTEGER PRIMARY KEY,
  round   TEXT NOT NULL,
  owner   BLOB NOT NULL CHECK(length(owner) = 32),
  why     INTEGER NOT NULL,
  officer TEXT NOT NULL,
  hour    INTEGER NOT NULL,
  UNIQUE(round, owner)
) STRICT;
CREATE TABLE card_stop_credential(           -- what its entry names
  stop       INTEGER NOT NULL,
  urn        TEXT NOT NULL,
  credential TEXT NOT NULL,
  PRIMARY KEY(stop, urn)
) STRICT, WITHOUT ROWID;

CREATE TABLE hand_out(
  round      TEXT NOT NULL,
  commitment BLOB NOT NULL CHECK(length(commitment) = 32),
  taken      INTEGER NOT NULL,               -- the voting server has given a receipt
  PRIMARY KEY(round, commitment)
) STRICT, WITHOUT ROWID;
CREATE TABLE card_fetch(
  number INTEGER PRIMARY KEY,
  person BLOB NOT NULL CHECK(length(person) = 32),
  round  TEXT NOT NULL,
  hour   INTEGER NOT NULL
) STRICT;
CREATE INDEX card_fetch_person ON card_fetch(person);
)sql";

constexpr std::string_view migrations[] = {house, roll, residents, matters, cards};

}  // namespace

const storage::Schema registrar_schema{.application_id = 0x52647267, .what = "Rådslag's registrar", .migrations = migrations};

}  // namespace radslag::registrar
