// Codes for a printing of letters. Names and addresses are not stored here, so whoever prints gives a mailing list (the roll's CSV again,
// or any CSV with the column personnummer): it streams by, code and address meet in the letter, and only the code's HMAC stays.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>

#include "ledger/result.hpp"
#include "server/registrar/day.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Keys;

struct LettersOptions {
  std::string edition;
  std::string area;      ///< only of this area (its id); empty: all
  bool replace = false;  ///< also for those who have a code: the old one dies
  Day today;             ///< for the centuries of ten-digit numbers
};

/// One letter. Views are good during the call only.
struct Letter {
  std::uint64_t number = 0;                        ///< 1, 2, 3 ... in the order of the list
  std::uint64_t line = 0;                          ///< of the mailing list: matches the letter with a list printed elsewhere
  std::string_view code;                           ///< as printed
  std::string_view name, address, postcode, city;  ///< as in the list; empty where it has no such column
};

struct LettersCount {
  std::uint64_t letters = 0, have_one = 0, protected_persons = 0, not_on_roll = 0, other_area = 0, bad_rows = 0;
  bool stopped = false;  ///< by `progress`; then no code is good
};

/// Makes the letters and, when all have been written, the codes: `write` is called for each, then `written` (which must have put the
/// letters on the disk), and only then the codes become good, all in one transaction. Protected persons get none: theirs come from a
/// service point (LetterCodes::issue). `progress`: bytes read of all; false stops.
/// Errors: not_found (file or edition), malformed (not a mailing list).
[[nodiscard]] Result<LettersCount> make_letters(storage::Database& database, const Keys& keys, const std::filesystem::path& list,
                                                const LettersOptions& options, const std::function<void(const Letter&)>& write,
                                                const std::function<void()>& written,
                                                const std::function<bool(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace radslag::registrar
