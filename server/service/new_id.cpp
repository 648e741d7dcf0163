#include "server/service/new_id.hpp"

#include <string_view>

#include "crypto/random.hpp"

namespace radslag::service {
namespace {

constexpr std::string_view letters = "abcdefghijklmnopqrstuvwxyz234567";
constexpr std::size_t id_letters = 10;

}  // namespace

std::string new_id() {
  std::string id;
  for (std::size_t i = 0; i < id_letters; ++i) id += letters[crypto::random_below(letters.size())];
  return id;
}

}  // namespace radslag::service
