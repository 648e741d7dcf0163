// What a person took part in, never how: for "my participation", and for nobody else.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
class Transaction;
}  // namespace radslag::storage

namespace radslag::registrar {

enum class Purpose { raise, sign, withdraw, propose };
[[nodiscard]] std::span<const std::string_view> words(Purpose);
[[nodiscard]] std::string_view word(Purpose purpose);

struct Part {
  std::string matter;
  Purpose purpose{};
  std::uint64_t hour = 0;  ///< since 1970, of the last time
};

class Participation {
 public:
  explicit Participation(storage::Database& database) : database_(database) {}

  void note(const Person& person, const std::string& matter, Purpose purpose, std::uint64_t hour);
  /// The same for somebody who begins a matter, unless they have begun `most` others from `since` on: then false, and nothing is noted.
  /// Beginning the same again is always allowed.
  [[nodiscard]] bool note_beginning(const Person& person, const std::string& matter, Purpose purpose, std::uint64_t hour,
                                    std::uint64_t since, std::uint64_t most);
  /// Newest first.
  [[nodiscard]] std::vector<Part> of(const Person& person) const;

 private:
  storage::Database& database_;
};

}  // namespace radslag::registrar
