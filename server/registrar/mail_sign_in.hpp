// Signing in by confirmed e-mail: a link is mailed, its page shows a button, and the button's POST confirms (a GET never does: mail
// scanners follow links). The address itself is not stored here, only the person that it stands for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.hpp"
#include "server/registrar/mail_address.hpp"
#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Keys;

class MailSignIn {
 public:
  struct Limits {
    std::uint64_t token_seconds = 30 * 60;
    unsigned per_hour = 3, per_day = 8;  ///< mails to one address, in whatever spelling
    unsigned all_per_hour = 5'000;       ///< mails in all: what the municipality's mail server is spared
  };

  MailSignIn(storage::Database& database, const Keys& keys) : MailSignIn(database, keys, Limits{}) {}
  MailSignIn(storage::Database& database, const Keys& keys, const Limits& limits) : database_(database), keys_(keys), limits_(limits) {}

  /// The token to put into the link that is mailed to `address.typed()`: 43 characters, 256 random bits. `request`: the pending request
  /// (Requests) that the resident is on the way to; may be empty. Errors: busy (over a limit).
  [[nodiscard]] Result<std::string> begin(const MailAddress& address, std::string_view request, std::uint64_t now);

  struct Confirmed {
    Person person;
    std::string request;
  };
  /// Whether the token is good, for the page that the link opens: changes nothing.
  [[nodiscard]] bool is_good(std::string_view token, std::uint64_t now) const;
  /// Uses the token up. Nothing where it is unknown, used or outdated.
  [[nodiscard]] std::optional<Confirmed> confirm(std::string_view token, std::uint64_t now);
  void prune(std::uint64_t now);

 private:
  storage::Database& database_;
  const Keys& keys_;
  Limits limits_;
};

}  // namespace radslag::registrar
