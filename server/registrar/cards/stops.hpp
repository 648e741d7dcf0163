// Cards that count no more: blocked, or whose holder has voted on paper. Prepared here by officers, in force by an entry that two seal;
// from the preparation on no card is handed out.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"
#include "ledger/result.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

struct Stop {
  enum class Why { blocked, envelope };
  std::uint64_t number = 0;  ///< for people: what is written on the envelope
  Why why{};
  std::vector<record::UrnCredential> credentials;
  std::string officer;  ///< the account that prepared it
  std::uint64_t hour = 0;
};

class CardStops {
 public:
  explicit CardStops(storage::Database& database) : database_(database) {}

  /// Errors: duplicate (stopped already).
  [[nodiscard]] Result<Stop> prepare(const std::string& round, const crypto::Digest& owner, Stop::Why why,
                                     const std::vector<record::UrnCredential>& credentials, const std::string& officer, std::uint64_t hour);
  [[nodiscard]] std::optional<Stop> find(const std::string& round, const crypto::Digest& owner) const;
  /// By number.
  [[nodiscard]] std::vector<Stop> all(const std::string& round) const;
  /// One that never came into force (the caller sees to that) is taken back.
  [[nodiscard]] Result<> take_back(const std::string& round, std::uint64_t number);

 private:
  storage::Database& database_;
};

}  // namespace radslag::registrar
