// Sessions of residents at the registrar. The browser holds a random token, the database its hash; nothing else says that it is theirs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/record/attestation.hpp"
#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

/// Who is signed in, and how surely.
struct Resident {
  Person person;
  record::Assurance assurance{};  ///< code or email (later eid); never paper
};

class Sessions {
 public:
  static constexpr std::uint64_t idle_seconds = 15 * 60;
  static constexpr std::uint64_t absolute_seconds = 60 * 60;

  explicit Sessions(storage::Database& database) : database_(database) {}

  /// A new session: 43 characters of base64url, 256 random bits, for a __Host- cookie. `now` in seconds since 1970, here and below.
  [[nodiscard]] std::string begin(const Resident& resident, std::uint64_t now);
  /// Whose session it is; nothing for an unknown, ended or outdated one. Counts as activity (written down at most once a minute).
  [[nodiscard]] std::optional<Resident> find(std::string_view token, std::uint64_t now);
  void end(std::string_view token);
  /// All of that person's, on every device.
  void end_all(const Person& person);
  /// Takes out what is outdated; call it now and then.
  void prune(std::uint64_t now);

 private:
  storage::Database& database_;
};

}  // namespace radslag::registrar
