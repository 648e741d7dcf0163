// What the parts of this room share.
#pragma once

#include "server/staff/passphrase_hasher.hpp"
#include "server/staff/settings.hpp"
#include "server/staff/staff_key.hpp"
#include "server/storage/database.hpp"

namespace radslag::staff {

struct Context {
  std::unique_ptr<storage::Database> owned_database;
  StaffKey key;
  Clock clock;
  Settings settings;
  mutable PassphraseHasher hasher;

  [[nodiscard]] storage::Database& database() const { return *owned_database; }
  [[nodiscard]] std::int64_t now() const { return clock(); }
};

}  // namespace radslag::staff
