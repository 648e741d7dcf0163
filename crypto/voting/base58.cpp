#include "crypto/voting/base58.hpp"

#include "crypto/random.hpp"

namespace radslag::voting {

namespace {

constexpr std::string_view letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
static_assert(letters.size() == 58);

}  // namespace

bool is_base58(std::string_view text) { return text.find_first_not_of(letters) == std::string_view::npos; }

std::string random_base58(std::size_t length) {
  std::string out(length, '\0');
  for (char& letter : out) letter = letters[crypto::random_below(letters.size())];
  return out;
}

}  // namespace radslag::voting
