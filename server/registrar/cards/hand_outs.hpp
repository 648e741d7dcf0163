// Hand-outs: a card is written down here before it is given to anybody, and given only when the voting server has a receipt for its
// commitment. What is written down is the commitment, without the person; that the person fetched a card stands beside, for "my
// participation".
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "crypto/hash.hpp"
#include "server/registrar/cards/card_rounds.hpp"
#include "server/registrar/person.hpp"

namespace radslag::registrar {

class Card;
class Keys;

/// Somebody fetched a card; not which.
struct CardFetch {
  std::string round;
  std::uint64_t hour = 0;
};

struct HandOut {
  crypto::Digest commitment{};
  std::string statement;  ///< for the round log, signed by the registrar
  bool taken = false;     ///< the voting server has it already
};

class HandOuts {
 public:
  HandOuts(storage::Database& database, const Keys& keys) : database_(database), keys_(keys) {}

  /// On the disk when this returns, as often as it is called: one commitment for ever, and a line for each time.
  [[nodiscard]] HandOut begin(const CardRound& round, const Card& card, const Person& person, std::uint64_t hour);
  /// The voting server has given its receipt.
  void set_taken(const std::string& round, const crypto::Digest& commitment);

  struct Count {
    std::uint64_t begun = 0, taken = 0;
  };
  [[nodiscard]] Count count(const std::string& round) const;
  /// Newest first.
  [[nodiscard]] std::vector<CardFetch> fetches(const Person& person) const;

 private:
  storage::Database& database_;
  const Keys& keys_;
};

}  // namespace radslag::registrar
