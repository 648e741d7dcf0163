// Swedish personal identity numbers (personnummer) and coordination numbers (samordningsnummer, the day plus 60), as people type them
// and as rolls write them, in one canonical form. No number of this program goes anywhere but through here into an HMAC.
#pragma once

#include <array>
#include <string_view>

#include <tl/expected.hpp>

#include "server/registrar/day.hpp"

namespace radslag::registrar {

/// Why something is no number. `fault_name` is stable: "check-digit" is the last part of a message key.
enum class NumberFault {
  length,       ///< not 10 or 12 digits
  character,    ///< something that is neither an ASCII digit nor one '-' or '+' before the last four
  separator,    ///< a '+' on somebody who does not turn 100 in that year or earlier
  date,         ///< no such day, or a century that has no numbers
  not_born,     ///< a day after `today`: with ten digits, somebody over 99 without the '+'
  temporary,    ///< a letter where the last four begin (a T-number, or a hospital's or school's own): it names nobody on a roll
  check_digit,  ///< the last digit does not fit the nine before it: mistyped
};
[[nodiscard]] std::string_view fault_name(NumberFault fault);

/// Wiped when destroyed.
class PersonalNumber {
 public:
  /// 12 digits, or 10 whose century comes from the separator: '-' or none is the latest year up to `today`'s, '+' a hundred years earlier
  /// (Skatteverket changes the sign in the year in which one turns 100). ASCII spaces around it are dropped.
  [[nodiscard]] static tl::expected<PersonalNumber, NumberFault> parse(std::string_view typed, Day today);
  ~PersonalNumber();
  PersonalNumber(const PersonalNumber&) = default;
  PersonalNumber& operator=(const PersonalNumber&) = default;

  /// The canonical form: 12 ASCII digits.
  [[nodiscard]] std::string_view digits() const { return {digits_.data(), digits_.size()}; }
  [[nodiscard]] bool is_coordination() const;
  /// The day in the number. It may be some days off the true one (prop. 2008/09:111): ages are judged by the roll's own date.
  [[nodiscard]] Day day_in_number() const;

 private:
  PersonalNumber() = default;
  std::array<char, 12> digits_{};
};

}  // namespace radslag::registrar
