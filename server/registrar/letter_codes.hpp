// Letter codes: what a resident signs in with. 16 characters of the alphabet without look-alikes, 80 random bits, stored only as
// HMAC(pepper, "letter-code/v1" || code) beside the person and the edition. One for each person of an edition; a new one replaces it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <tl/expected.hpp>

#include "ledger/result.hpp"
#include "server/registrar/attempt_limits.hpp"
#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Keys;

[[nodiscard]] std::string new_letter_code();
/// "ABCD-EFGH-JKLM-NPQR": for people.
[[nodiscard]] std::string print_letter_code(std::string_view code);
/// What people type: any case, spaces and hyphens anywhere. Gives the canonical code. Errors: malformed, saying which character.
[[nodiscard]] Result<std::string> parse_letter_code(std::string_view typed);
/// What is stored of it.
[[nodiscard]] crypto::Digest stored_code(const Keys& keys, std::string_view code);

struct CodeRefusal {
  enum class Why {
    malformed,  ///< not 16 characters of the alphabet
    unknown,    ///< no code of a living edition (never issued, replaced, or its edition has ended): the same answer for all
    wait,       ///< too many wrong ones lately: try again in `seconds`
  };
  Why why{};
  unsigned seconds = 0;
};

class LetterCodes {
 public:
  LetterCodes(storage::Database& database, const Keys& keys, const AttemptLimits::Limits& limits = {});

  /// A new code for a person of the edition, in the place of the one before. Errors: not_found (no frozen edition of that name),
  /// unknown_credential (the person is not on it).
  [[nodiscard]] Result<std::string> issue(const std::string& edition, const Person& person);
  /// Whether the person has a code that is good.
  [[nodiscard]] bool has_code(const std::string& edition, const Person& person) const;

  /// Signs in. Limited by the code's first four characters (a mistyping person meets only itself there), by the person that it leads to,
  /// and by a budget for all guesses. `now` in seconds since 1970.
  [[nodiscard]] tl::expected<Person, CodeRefusal> person_of(std::string_view typed, std::uint64_t now);

 private:
  storage::Database& database_;
  const Keys& keys_;
  AttemptLimits guesses_;
  AttemptLimits visits_;  ///< of one person: each counts, also the right ones
};

}  // namespace radslag::registrar
