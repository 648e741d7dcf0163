#include "server/registrar/cards/card.hpp"

#include <sodium.h>

#include <algorithm>

#include "crypto/random.hpp"
#include "server/registrar/mac.hpp"

namespace radslag::registrar {
namespace {

constexpr std::string_view alphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static_assert(alphabet.size() == 58);

constexpr std::array<std::size_t, 4> groups{5, 6, 5, 6};
constexpr std::size_t all_digits = 44;  // of a digest: 58^44 > 2^256

/// A digest as a big-endian number in base 58, the highest digit first; zeros in front.
std::array<char, all_digits> base58(crypto::Digest digest) {
  std::array<char, all_digits> digits{};
  for (auto place = digits.rbegin(); place != digits.rend(); ++place) {
    unsigned rest = 0;
    for (auto& byte : digest) {
      const unsigned value = rest << 8 | byte;
      byte = static_cast<std::uint8_t>(value / alphabet.size());
      rest = static_cast<unsigned>(value % alphabet.size());
    }
    *place = alphabet[rest];
  }
  ::sodium_memzero(digest.data(), digest.size());
  return digits;
}

std::string number_text(std::uint64_t number) { return std::to_string(number); }

}  // namespace

Card Card::of(const crypto::Digest& digest) {
  auto digits = base58(digest);
  Card card;
  std::copy(digits.end() - length, digits.end(), card.letters_.begin());
  ::sodium_memzero(digits.data(), digits.size());
  return card;
}

Card Card::random() { return of(crypto::random_bytes<32>()); }

Result<Card> Card::parse(std::string_view typed) {
  Card card;
  std::size_t size = 0;
  for (const char c : typed) {
    if (c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n') continue;
    if (alphabet.find(c) == std::string_view::npos)
      return refuse(Errc::malformed, "a card has only letters and digits, and no 0, O, I or l");
    if (size == length) return refuse(Errc::malformed, "a card has 22 letters");
    card.letters_[size++] = c;
  }
  if (size != length) return refuse(Errc::malformed, "a card has 22 letters");
  return card;
}

Card::~Card() { ::sodium_memzero(letters_.data(), letters_.size()); }

std::string Card::text() const {
  std::string out;
  out.reserve(length + groups.size() - 1);
  const char* letter = letters_.data();
  for (const auto group : groups) {
    if (!out.empty()) out += '-';
    out.append(letter, group);
    letter += group;
  }
  return out;
}

Card voter_card(const Mac& key, const Person& person) { return Card::of(key.of({"voter/v1\n", crypto::view(person.tag)})); }
Card reserve_card(const Mac& key, std::string_view urn, std::uint64_t number) {
  return Card::of(key.of({"reserve/v1\n", urn, "\n", number_text(number)}));
}
Card paper_card(const Mac& key, std::string_view urn, std::uint64_t number) {
  return Card::of(key.of({"paper/v1\n", urn, "\n", number_text(number)}));
}
crypto::Digest card_owner(const Mac& key, const Person& person) { return key.of({"owner/v1\n", crypto::view(person.tag)}); }
crypto::Digest reserve_card_owner(const Mac& key, std::string_view urn, std::uint64_t number) {
  return key.of({"reserve-owner/v1\n", urn, "\n", number_text(number)});
}

}  // namespace radslag::registrar
