// The staff of one site: accounts, links, signing in, sessions and the action log, over one database file.
#pragma once

#include <filesystem>
#include <memory>

#include "server/staff/accounts.hpp"
#include "server/staff/action_log.hpp"
#include "server/staff/invitations.hpp"
#include "server/staff/sessions.hpp"
#include "server/staff/settings.hpp"
#include "server/staff/sign_in.hpp"
#include "server/staff/staff_key.hpp"

namespace radslag::staff {

/// All of it from any thread. Throws what server/storage throws.
class Staff {
 public:
  /// Opens `database` (made if missing) with the key at `key` (made if both are missing). Throws storage::StorageUnusable, StaffKeyError.
  [[nodiscard]] static std::unique_ptr<Staff> open(const std::filesystem::path& database, const std::filesystem::path& key, Clock clock,
                                                   Settings settings = {});
  ~Staff();
  Staff(const Staff&) = delete;
  Staff& operator=(const Staff&) = delete;

 private:
  explicit Staff(std::unique_ptr<Context> context);
  std::unique_ptr<Context> context_;

 public:
  Accounts accounts;
  Invitations invitations;
  SignIn sign_in;
  Sessions sessions;
  ActionLog log;
};

/// The clock of the machine.
[[nodiscard]] Clock system_clock();

}  // namespace radslag::staff
