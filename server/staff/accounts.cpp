#include "server/staff/accounts.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/staff/action_log.hpp"
#include "server/staff/begin_session.hpp"
#include "server/staff/context.hpp"
#include "server/staff/known_browser.hpp"
#include "server/staff/text.hpp"
#include "server/staff/token.hpp"
#include "server/staff/totp.hpp"

namespace radslag::staff {
namespace {

using storage::Transaction;

/// Sorted, each once; nothing if there is none or one of no board.
std::optional<std::vector<Grant>> in_order(std::vector<Grant> grants) {
  if (grants.empty() || !std::ranges::all_of(grants, is_board_or_every, &Grant::board)) return std::nullopt;
  std::ranges::sort(grants);
  grants.erase(std::unique(grants.begin(), grants.end()), grants.end());
  return grants;
}

void put_grants(Transaction& transaction, std::string_view account, const std::vector<Grant>& grants) {
  transaction.run("DELETE FROM account_grant WHERE account = ?", {account});
  for (const Grant& grant : grants) {
    transaction.run("INSERT INTO account_grant(account, role, board) VALUES(?, ?, ?)", {account, role_name(grant.role), grant.board});
  }
}

Invited put_invitation(const Context& context, Transaction& transaction, std::string_view account) {
  Invited invited{std::string(account), new_token(), context.now() + context.settings.invitation_seconds};
  transaction.run("INSERT OR REPLACE INTO invitation(account, token, totp, expires_at) VALUES(?, ?, ?, ?)",
                  {account, storage::Blob(token_hash(invited.token).value()), storage::Blob(context.key.seal(account, new_totp_secret())),
                   invited.expires_at});
  return invited;
}

/// Some other account than this one can manage accounts.
bool another_operator(Transaction& transaction, std::string_view account) {
  return transaction
      .first(
          "SELECT 1 FROM account JOIN account_grant ON account_grant.account = account.id "
          "WHERE account.id <> ? AND passphrase IS NOT NULL AND role = ? AND board = ?",
          {account, role_name(Role::operator_), kEveryBoard})
      .has_value();
}

bool is_last_operator(Transaction& transaction, const Account& account) {
  return may(account, Action::manage_staff, "") && !another_operator(transaction, account.id);
}

/// Finds the account for a change; refuses one that is not there or has ended.
Outcome<Account> changeable(Transaction& transaction, std::string_view account) {
  auto found = account_by_id(transaction, account);
  if (!found) return refused(Refusal::not_found);
  if (found->state == AccountState::ended) return refused(Refusal::account_ended);
  return std::move(*found);
}

}  // namespace

Outcome<Invited> Accounts::invite(std::string_view by, const std::string& name, const std::string& mail, std::vector<Grant> grants) {
  if (!is_name(name)) return refused(Refusal::bad_name);
  const auto address = mail_address(mail);
  if (!address) return refused(Refusal::bad_mail);
  const auto sorted = in_order(std::move(grants));
  if (!sorted) return refused(Refusal::bad_grant);
  return context_.database().transaction([&](Transaction& transaction) -> Outcome<Invited> {
    const std::string id = crypto::to_hex(crypto::random_bytes<16>());
    if (transaction.run("INSERT INTO account(id, name, mail) VALUES(?, ?, ?) ON CONFLICT(mail) DO NOTHING", {id, name, *address}) == 0) {
      return refused(Refusal::mail_taken);
    }
    put_grants(transaction, id, *sorted);
    log_action(context_, transaction, by, "invite", id, Ended::done);
    return put_invitation(context_, transaction, id);
  });
}

Outcome<Invited> Accounts::invite_again(std::string_view by, std::string_view account) {
  return context_.database().transaction([&](Transaction& transaction) -> Outcome<Invited> {
    const auto found = changeable(transaction, account);
    if (!found) return tl::make_unexpected(found.error());
    transaction.run("UPDATE account SET passphrase = NULL, totp = NULL, totp_step = 0 WHERE id = ?", {account});
    end_all_sessions(transaction, account);
    forget_browsers(transaction, account);
    log_action(context_, transaction, by, "invite-again", account, Ended::done);
    return put_invitation(context_, transaction, account);
  });
}

Outcome<> Accounts::set_grants(std::string_view by, std::string_view account, std::vector<Grant> grants) {
  const auto sorted = in_order(std::move(grants));
  if (!sorted) return refused(Refusal::bad_grant);
  return context_.database().transaction([&](Transaction& transaction) -> Outcome<> {
    const auto found = changeable(transaction, account);
    if (!found) return tl::make_unexpected(found.error());
    const bool stays_operator = std::ranges::find(*sorted, Grant{Role::operator_, std::string(kEveryBoard)}) != sorted->end();
    if (!stays_operator && is_last_operator(transaction, *found)) return refused(Refusal::last_operator);
    put_grants(transaction, account, *sorted);
    end_all_sessions(transaction, account);
    log_action(context_, transaction, by, "set-roles", account, Ended::done);
    return {};
  });
}

Outcome<> Accounts::set_public_key(std::string_view by, std::string_view account, const std::string& key) {
  if (!key.empty() && !crypto::array_from_hex<32>(key)) return refused(Refusal::bad_key);
  return context_.database().transaction([&](Transaction& transaction) -> Outcome<> {
    const auto found = changeable(transaction, account);
    if (!found) return tl::make_unexpected(found.error());
    const std::optional<std::string> value = key.empty() ? std::nullopt : std::optional(key);
    if (transaction.first("SELECT 1 FROM account WHERE public_key = ? AND id <> ?", {value, account})) return refused(Refusal::key_taken);
    transaction.run("UPDATE account SET public_key = ? WHERE id = ?", {value, account});
    log_action(context_, transaction, by, "set-public-key", account, Ended::done);
    return {};
  });
}

Outcome<> Accounts::end(std::string_view by, std::string_view account) {
  return context_.database().transaction([&](Transaction& transaction) -> Outcome<> {
    const auto found = changeable(transaction, account);
    if (!found) return tl::make_unexpected(found.error());
    if (is_last_operator(transaction, *found)) return refused(Refusal::last_operator);
    end_all_sessions(transaction, account);
    forget_browsers(transaction, account);
    transaction.run("DELETE FROM invitation WHERE account = ?", {account});
    transaction.run("DELETE FROM account_grant WHERE account = ?", {account});
    transaction.run("UPDATE account SET passphrase = NULL, totp = NULL, public_key = NULL, mail = NULL, ended = 1 WHERE id = ?", {account});
    log_action(context_, transaction, by, "end-account", account, Ended::done);
    return {};
  });
}

Outcome<> Accounts::end_sessions(std::string_view by, std::string_view account) {
  return context_.database().transaction([&](Transaction& transaction) -> Outcome<> {
    const auto found = changeable(transaction, account);
    if (!found) return tl::make_unexpected(found.error());
    end_all_sessions(transaction, account);
    log_action(context_, transaction, by, "end-sessions", account, Ended::done);
    return {};
  });
}

std::optional<Account> Accounts::find(std::string_view account) const {
  return context_.database().read([&](storage::Reading& reading) { return account_by_id(reading, account); });
}

std::optional<Account> Accounts::find_by_mail(std::string_view mail) const {
  const auto address = mail_address(mail);
  if (!address) return std::nullopt;
  return context_.database().read([&](storage::Reading& reading) { return account_by_mail(reading, *address); });
}

std::vector<Account> Accounts::list() const {
  return context_.database().read([](storage::Reading& reading) { return all_accounts(reading); });
}

std::vector<Account> Accounts::with_role(Role role, std::string_view board) const {
  std::vector<Account> accounts = list();
  std::erase_if(accounts, [&](const Account& account) {
    return account.state != AccountState::active || std::ranges::none_of(account.grants, [&](const Grant& grant) {
             return grant.role == role && (grant.board == board || grant.board == kEveryBoard);
           });
  });
  return accounts;
}

}  // namespace radslag::staff
