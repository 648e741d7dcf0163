#include "server/staff/account.hpp"

#include <algorithm>

#include "server/storage/database.hpp"

namespace radslag::staff {
namespace {

constexpr storage::Sql kById = "SELECT id, name, mail, passphrase IS NOT NULL, public_key, ended FROM account WHERE id = ?";
constexpr storage::Sql kByMail = "SELECT id, name, mail, passphrase IS NOT NULL, public_key, ended FROM account WHERE mail = ?";
constexpr storage::Sql kAll = "SELECT id, name, mail, passphrase IS NOT NULL, public_key, ended FROM account ORDER BY name, id";

Account account_of(const storage::Row& row) {
  Account account;
  account.id = row.text(0);
  account.name = row.text(1);
  account.mail = row.maybe_text(2).value_or("");
  account.public_key = row.maybe_text(4).value_or("");
  account.state = row.flag(5) ? AccountState::ended : row.flag(3) ? AccountState::active : AccountState::invited;
  return account;
}

void add_grants(storage::Reading& reading, Account& account) {
  reading.each("SELECT role, board FROM account_grant WHERE account = ?", {account.id}, [&](const storage::Row& row) {
    // A role that this program does not know gives nothing.
    if (const auto role = role_named(row.text(0))) account.grants.push_back({*role, row.text(1)});
  });
  std::sort(account.grants.begin(), account.grants.end());
}

std::optional<Account> complete(storage::Reading& reading, const std::optional<storage::Row>& row) {
  if (!row) return std::nullopt;
  Account account = account_of(*row);
  add_grants(reading, account);
  return account;
}

}  // namespace

std::string_view state_name(AccountState state) {
  switch (state) {
    case AccountState::invited: return "invited";
    case AccountState::active: return "active";
    case AccountState::ended: return "ended";
  }
  return {};
}

std::optional<Account> account_by_id(storage::Reading& reading, std::string_view id) {
  return complete(reading, reading.first(kById, {id}));
}

std::optional<Account> account_by_mail(storage::Reading& reading, std::string_view mail) {
  return complete(reading, reading.first(kByMail, {mail}));
}

std::vector<Account> all_accounts(storage::Reading& reading) {
  std::vector<Account> accounts;
  reading.each(kAll, {}, [&](const storage::Row& row) { accounts.push_back(account_of(row)); });
  for (Account& account : accounts) add_grants(reading, account);
  return accounts;
}

}  // namespace radslag::staff
