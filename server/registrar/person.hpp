// A person as the registrar keeps one: HMAC-SHA-256(K_roll, ...), never the number or the address itself. Without K_roll nobody can tell
// whose it is, or whether a given number is among them.
#pragma once

#include <compare>

#include "crypto/hash.hpp"

namespace radslag::registrar {

class Mac;
class MailAddress;
class PersonalNumber;

struct Person {
  crypto::Digest tag{};
  auto operator<=>(const Person&) const = default;
};

/// HMAC(K_roll, "person/v1" || the 12 digits).
[[nodiscard]] Person person_of(const Mac& roll, const PersonalNumber& number);
/// HMAC(K_roll, "mail/v1" || the normalised address): another person than the one on the roll, since nobody can say that it is the same.
[[nodiscard]] Person person_of(const Mac& roll, const MailAddress& address);

}  // namespace radslag::registrar
