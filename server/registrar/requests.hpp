// What a resident came to sign, from the post that the counter's page sent until it is signed: kept under a random id, so that signing in
// comes between without anything being lost, and a reload asks nothing twice.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Requests {
 public:
  static constexpr std::uint64_t keep_seconds = 2 * 60 * 60;
  static constexpr std::size_t most_bytes = 65'536;   ///< names and values together
  static constexpr std::uint64_t most_kept = 20'000;  ///< at once; the oldest goes first

  using Fields = std::map<std::string, std::string>;

  explicit Requests(storage::Database& database) : database_(database) {}

  /// 32 hex digits, random. Errors: too_large.
  [[nodiscard]] Result<std::string> put(const Fields& fields, std::uint64_t now);
  [[nodiscard]] std::optional<Fields> find(std::string_view id, std::uint64_t now) const;
  void remove(std::string_view id);
  void prune(std::uint64_t now);

 private:
  storage::Database& database_;
};

}  // namespace radslag::registrar
