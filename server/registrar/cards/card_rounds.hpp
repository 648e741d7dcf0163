// The rounds for which this registrar has made an electorate, and what stands in it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "server/registrar/cards/urn_plan.hpp"
#include "server/registrar/person.hpp"

#include "crypto/hash.hpp"

namespace radslag::group {
class Group;
}
namespace radslag::storage {
class Database;
class Transaction;
}  // namespace radslag::storage

namespace radslag::registrar {

struct CardUrn {
  Urn urn;
  std::uint64_t voters = 0, reserve = 0;
};

struct CardRound {
  std::string id, origin;  ///< of the round log
  std::string edition;
  std::string group;            ///< Belenios' name
  bool two_halves = false;      ///< secrets are the sum of the card's and of a half that came by letter
  std::uint64_t paper = 0;      ///< credentials for slips in each urn
  crypto::Digest electorate{};  ///< SHA-256 of the content, without the 32 bytes before it
  std::uint64_t made = 0;       ///< hour
  std::vector<CardUrn> urns;    ///< in the definition's order

  [[nodiscard]] const CardUrn* urn(const std::string& id) const;
  /// The urns that somebody of this area votes in; `area` empty: none. In order.
  [[nodiscard]] std::vector<std::string> urns_of(const std::string& area) const;
};

class CardRounds {
 public:
  explicit CardRounds(storage::Database& database) : database_(database) {}

  /// By id.
  [[nodiscard]] std::vector<CardRound> all() const;
  [[nodiscard]] std::optional<CardRound> find(const std::string& id) const;
  /// Whether cards of it have been handed out.
  [[nodiscard]] bool is_in_use(const std::string& id) const;

  /// Writes it within the transaction, in the place of what was there.
  static void keep(storage::Transaction& transaction, const CardRound& round);

 private:
  storage::Database& database_;
};

}  // namespace radslag::registrar
