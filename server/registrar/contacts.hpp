// Addresses of residents who want to be written to, under random ids. Beside the address stand its language and the matters; whose it is
// stands there only as HMAC(pepper, "contact/v1" || person), so that the database alone does not join an address to what its owner did.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"
#include "server/registrar/mail_address.hpp"
#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Keys;

/// 32 hex digits, random.
using ContactId = std::string;

struct Contact {
  ContactId id;
  std::string address, language;
  bool confirmed = false;
};

class Contacts {
 public:
  static constexpr std::uint64_t token_seconds = 24 * 60 * 60;

  Contacts(storage::Database& database, const Keys& keys) : database_(database), keys_(keys) {}

  struct Kept {
    ContactId id;
    std::string token;  ///< to be mailed to the address; empty: it is confirmed already, since the person signed in by it
  };
  /// The person wants mail to this address, in the place of the one before (whose wishes go over to it). Nothing is sent to an address
  /// before it has been confirmed.
  [[nodiscard]] Kept keep(const Person& person, const MailAddress& address, std::string_view language, std::uint64_t now);
  /// Uses the token up, by a POST. False: unknown or outdated.
  [[nodiscard]] bool confirm(std::string_view token, std::uint64_t now);

  [[nodiscard]] std::optional<Contact> of(const Person& person) const;
  /// The person wants mail about this matter; without a contact nothing happens: false.
  bool follow(const Person& person, const std::string& matter);
  /// Confirmed contacts to write to about a matter.
  [[nodiscard]] std::vector<Contact> followers(const std::string& matter) const;
  /// Address and wishes are gone.
  void forget(const Person& person);

  /// For a link in each mail; made from the id, so it is stored nowhere.
  [[nodiscard]] std::string unsubscribe_token(const ContactId& id) const;
  /// Address and wishes of the contact are gone. False: not a token of ours, or it has been used.
  bool unsubscribe(std::string_view token);
  [[nodiscard]] bool is_unsubscribe_token(std::string_view token) const;
  /// Takes out addresses that nobody confirmed in time.
  void prune(std::uint64_t now);

 private:
  [[nodiscard]] crypto::Digest owner(const Person& person) const;

  storage::Database& database_;
  const Keys& keys_;
};

}  // namespace radslag::registrar
