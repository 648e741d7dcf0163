// A person who works here. Residents have no account.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/staff/role.hpp"

namespace radslag::storage {
class Reading;
class Row;
}  // namespace radslag::storage

namespace radslag::staff {

enum class AccountState {
  invited,  ///< the link has not been used: cannot sign in
  active,
  ended,  ///< for good; the name stays, for the action log
};

/// As in message keys staff_state.<name>.
[[nodiscard]] std::string_view state_name(AccountState state);

struct Account {
  std::string id;    ///< 32 hex digits, random
  std::string name;  ///< as shown to colleagues
  std::string mail;  ///< work address, lower-case; empty once ended
  AccountState state{};
  std::vector<Grant> grants;  ///< sorted, each once
  std::string public_key;     ///< the officer's own Ed25519 key in hex, empty if none is known
};

/// By id or by address; the grants with it.
[[nodiscard]] std::optional<Account> account_by_id(storage::Reading& reading, std::string_view id);
[[nodiscard]] std::optional<Account> account_by_mail(storage::Reading& reading, std::string_view mail);
/// All, by name.
[[nodiscard]] std::vector<Account> all_accounts(storage::Reading& reading);

}  // namespace radslag::staff
