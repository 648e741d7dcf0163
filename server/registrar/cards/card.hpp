// A voting card (ledger/FORMAT.md section 7): 22 letters of base 58, from which the secrets of all urns follow that its holder votes in.
//
// No card is stored. A round has a key of its own (Keys::round), and its cards are HMACs under it: whoever comes again gets the same one.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "crypto/hash.hpp"
#include "ledger/result.hpp"
#include "server/registrar/person.hpp"

namespace radslag::registrar {

class Mac;

/// Wiped when it goes.
class Card {
 public:
  static constexpr std::size_t length = 22;

  /// The last 22 digits of the digest as a number: 128 bits of it.
  [[nodiscard]] static Card of(const crypto::Digest& digest);
  [[nodiscard]] static Card random();
  /// What people type: hyphens and spaces anywhere, but capitals as they are. Errors: malformed.
  [[nodiscard]] static Result<Card> parse(std::string_view typed);
  ~Card();
  Card(const Card&) = default;
  Card& operator=(const Card&) = default;

  /// "XXXXX-XXXXXX-XXXXX-XXXXXX": its one text, for people and for the derivation of secrets.
  [[nodiscard]] std::string text() const;

 private:
  Card() = default;
  std::array<char, length> letters_{};
};

/// Of somebody on the edition.
[[nodiscard]] Card voter_card(const Mac& round_key, const Person& person);
/// The n-th of an urn's reserve, from 1.
[[nodiscard]] Card reserve_card(const Mac& round_key, std::string_view urn, std::uint64_t number);
/// The n-th of an urn's paper block, from 1.
[[nodiscard]] Card paper_card(const Mac& round_key, std::string_view urn, std::uint64_t number);
/// Whom a card of the round belongs to, as the tables about cards keep it: without the round's key nobody's name.
[[nodiscard]] crypto::Digest card_owner(const Mac& round_key, const Person& person);
/// The same of a reserve card, which is nobody's yet: its credential stands under it.
[[nodiscard]] crypto::Digest reserve_card_owner(const Mac& round_key, std::string_view urn, std::uint64_t number);

}  // namespace radslag::registrar
