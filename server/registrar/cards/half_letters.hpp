// The halves that come by letter, from the file that was written once with the electorate: matched with a mailing list, which brings names
// and addresses. What is left over (protected persons, people who are not on the list, the reserve) is for service points.
#pragma once

#include <cstdint>
#include <filesystem>
#include <functional>
#include <map>
#include <optional>
#include <string>

#include "server/registrar/cards/card_rounds.hpp"
#include "server/registrar/day.hpp"
#include "server/registrar/letters.hpp"

namespace radslag::registrar {

class Registrar;

/// "whose;half" a line, after a first line that says so; by `whose` (LetterHalf). Wiped when it goes.
class Halves {
 public:
  static constexpr std::string_view first_line = "whose;half\n";

  /// Errors: not_found, malformed.
  [[nodiscard]] static Result<Halves> read(const std::filesystem::path& file);
  ~Halves();
  Halves(Halves&&) = default;
  Halves& operator=(Halves&&) = default;

  [[nodiscard]] const std::map<std::string, std::string>& all() const { return halves_; }
  [[nodiscard]] const std::string* find(const std::string& whose) const;
  /// It is in a letter now.
  void remove(const std::string& whose);

 private:
  Halves() = default;
  std::map<std::string, std::string> halves_;
};

/// Calls `write` for each person of the list whose half is there, and takes that half away. Letter::code is the half. `progress`: bytes
/// read of all; false stops. Errors: not_found (the list), malformed (not a mailing list).
[[nodiscard]] Result<LettersCount> write_half_letters(Registrar& house, const CardRound& round, const std::filesystem::path& list,
                                                      Day today, Halves& halves, const std::function<void(const Letter&)>& write,
                                                      const std::function<bool(std::uint64_t done, std::uint64_t all)>& progress);

}  // namespace radslag::registrar
