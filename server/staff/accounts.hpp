// Making, changing and ending accounts. Whether `by` may do so is the caller's question (permissions.hpp: manage_staff).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/staff/account.hpp"
#include "server/staff/permissions.hpp"
#include "server/staff/refusal.hpp"

namespace radslag::staff {

struct Context;

/// In the action log, who did it where no account did: an operator with a shell.
inline constexpr std::string_view kCommandLine = "command-line";

struct Invited {
  std::string account;
  std::string token;            ///< of the one-time link, 64 hex digits: stored as a hash only, so it cannot be shown again
  std::int64_t expires_at = 0;  ///< unix time in seconds
};

/// All of it from any thread. `by` is the id of the acting account, or kCommandLine.
class Accounts {
 public:
  explicit Accounts(const Context& context) : context_(context) {}

  /// A new account, with the link by which its owner sets passphrase and authenticator.
  [[nodiscard]] Outcome<Invited> invite(std::string_view by, const std::string& name, const std::string& mail, std::vector<Grant> grants);
  /// Recovery: passphrase, authenticator, sessions and earlier links end now; the new link sets them anew.
  [[nodiscard]] Outcome<Invited> invite_again(std::string_view by, std::string_view account);
  /// In force at once; ends the account's sessions.
  [[nodiscard]] Outcome<> set_grants(std::string_view by, std::string_view account, std::vector<Grant> grants);
  /// The officer's own public key, 64 hex digits; empty takes it away.
  [[nodiscard]] Outcome<> set_public_key(std::string_view by, std::string_view account, const std::string& key);
  /// For good: sessions, links, roles, address and secrets are deleted; the name stays.
  [[nodiscard]] Outcome<> end(std::string_view by, std::string_view account);
  /// Signs the account out everywhere.
  [[nodiscard]] Outcome<> end_sessions(std::string_view by, std::string_view account);

  [[nodiscard]] std::optional<Account> find(std::string_view account) const;
  [[nodiscard]] std::optional<Account> find_by_mail(std::string_view mail) const;
  [[nodiscard]] std::vector<Account> list() const;  ///< by name, ended ones too
  /// Active accounts with the role for this board: to whom mail about it goes.
  [[nodiscard]] std::vector<Account> with_role(Role role, std::string_view board) const;

 private:
  const Context& context_;
};

}  // namespace radslag::staff
