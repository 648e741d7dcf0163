// Who has which cards in a round: everybody on its edition one for all of their urns; who was added late, one of the reserve for each urn.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"
#include "server/registrar/cards/card.hpp"
#include "server/registrar/cards/card_rounds.hpp"

namespace radslag::registrar {

class Keys;
class Rolls;

struct Holding {
  Card card;
  std::vector<record::UrnCredential> credentials;  ///< that the card gives, in the order of the urns
  std::uint64_t reserve = 0;                       ///< which of its one urn's reserve; 0: a voter's of the edition
};

class CardHolders {
 public:
  CardHolders(storage::Database& database, Keys& keys, const Rolls& rolls) : database_(database), keys_(keys), rolls_(rolls) {}

  /// Empty where the person may not vote in the round. Some tens of microseconds an urn. Throws KeyError where the round's key is gone.
  [[nodiscard]] std::vector<Holding> of(const CardRound& round, const Person& person) const;
  /// As the tables know this person in this round (card_owner), whichever number they came with.
  [[nodiscard]] crypto::Digest owner(const CardRound& round, const Person& person) const;

  /// Adds somebody late: the next reserve card of each urn that people of this area vote in. `area` empty: those of the whole municipality.
  /// Errors: duplicate (has cards already), not_found (no urn for that area), frozen (a reserve is used up).
  [[nodiscard]] Result<> add_late(const CardRound& round, const Person& person, const std::string& area, const std::string& officer,
                                  std::uint64_t hour);
  /// How many of an urn's reserve are somebody's.
  [[nodiscard]] std::uint64_t late(const std::string& round, const std::string& urn) const;

 private:
  struct Member {
    Person person;
    std::string area;
  };
  [[nodiscard]] std::optional<Member> member(const CardRound& round, const Person& person) const;
  [[nodiscard]] std::string credential(const CardRound& round, const std::string& urn, const Card& card, const crypto::Digest& owner) const;

  storage::Database& database_;
  Keys& keys_;
  const Rolls& rolls_;
};

}  // namespace radslag::registrar
