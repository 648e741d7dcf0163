// The table of messages: for the list of migrations of the database that it lies in, or as a file of its own.
#pragma once

#include <string_view>

#include "server/storage/database.hpp"

namespace radslag::outbox {

inline constexpr std::string_view kMigration = R"(
CREATE TABLE outbox(
  id TEXT PRIMARY KEY,              -- stands in the Message-ID
  state TEXT NOT NULL CHECK(state IN ('waiting', 'sent', 'failed')),
  reason TEXT,                      -- class of the last try that failed
  attempts INTEGER,
  event TEXT,
  -- Only while waiting:
  queued_hour INTEGER,
  due INTEGER,                      -- Unix seconds, as the next
  give_up INTEGER,
  recipient TEXT, subject TEXT, body TEXT, language TEXT, unsubscribe_url TEXT,
  CHECK(state != 'sent' OR coalesce(reason, attempts, event) IS NULL),
  CHECK(CASE state WHEN 'waiting' THEN event IS NOT NULL AND queued_hour IS NOT NULL AND due IS NOT NULL AND give_up IS NOT NULL
                                       AND recipient IS NOT NULL AND body IS NOT NULL
                   ELSE coalesce(queued_hour, due, give_up, recipient, subject, body, language, unsubscribe_url) IS NULL END)
) STRICT;
CREATE INDEX outbox_due ON outbox(due) WHERE state = 'waiting';
CREATE INDEX outbox_give_up ON outbox(give_up) WHERE state = 'waiting';
CREATE INDEX outbox_failed ON outbox(state) WHERE state = 'failed';
)";

inline constexpr std::string_view kMigrations[] = {kMigration};

/// A file that holds nothing else: "Rdob".
inline constexpr storage::Schema kSchema{
    .application_id = 0x52646F62, .what = "Rådslag's messages waiting to be sent", .migrations = kMigrations};

}  // namespace radslag::outbox
