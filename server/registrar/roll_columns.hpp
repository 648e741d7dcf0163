// Which column of a roll's CSV is what, and one row of it as values.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::registrar {

/// Places of the columns that are known, in any order and under their Swedish or English names, whatever their case, spaces, hyphens and
/// underscores: personnummer / personal number; födelsedatum / birth date; område / area; skyddad / sekretessmarkering / protected;
/// tidigare samordningsnummer / previous coordination number. For letters only: namn / name; adress / address; postnummer / postcode;
/// ort / city. Other columns are not looked at.
struct RollColumns {
  std::size_t number = 0;
  std::optional<std::size_t> birth_date, area, is_protected, previous;
  std::optional<std::size_t> name, address, postcode, city;

  /// Errors: malformed: no personnummer column, or one that stands twice.
  [[nodiscard]] static Result<RollColumns> find(const std::vector<std::string>& header);
};

enum class Protection { no, yes, unclear };
/// 1, ja, j, yes, y, true, x, s, f, sekretess ... are yes; empty, 0, nej, n, no, false are no. Whatever else stands there is unclear, and
/// is taken for yes: a mistake must not put a protected person on a list.
[[nodiscard]] Protection protection_of(std::string_view cell);

/// ASCII in lower case, å ä ö and their capitals (composed or not) as a and o, spaces, hyphens and underscores dropped.
[[nodiscard]] std::string folded(std::string_view text);
/// An id of FORMAT.md section 2 made of a name: "Östra Torp" is "ostra-torp". Empty if nothing of it can stay.
[[nodiscard]] std::string id_of_name(std::string_view name);

}  // namespace radslag::registrar
