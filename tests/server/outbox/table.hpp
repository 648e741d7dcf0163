// An outbox in a real database of its own, with a clock that the test sets.
#pragma once

#include <atomic>
#include <memory>

#include "server/outbox/outbox.hpp"
#include "server/outbox/schema.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::outbox::test {

inline Message message(std::string event = "decided/abc", std::string to = "anna@example.org") {
  return {.event = std::move(event),
          .to = std::move(to),
          .subject = "Beslut om Lekplats",
          .text = "Nämnden har beslutat.\n",
          .language = "sv",
          .unsubscribe_url = ""};
}

struct Table {
  explicit Table(std::filesystem::path path, Options given = {}) : database(storage::Database::open(path, kSchema, {.create = true})) {
    given.secret.fill(7);
    given.now = [this] { return time.load(); };
    outbox = std::make_unique<Outbox>(*database, given);
  }

  std::atomic<std::int64_t> time{1'795'521'600};  ///< 2026-11-24T12:00Z
  std::unique_ptr<storage::Database> database;
  std::unique_ptr<Outbox> outbox;
};

}  // namespace radslag::outbox::test
