#include "server/web/order.hpp"

#include <numeric>
#include <string>
#include <utility>

#include "crypto/random.hpp"

namespace radslag::web {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

void settle_order(html::Query& query) {
  const auto asked = html::whole_number(html::parameter(query, "order"));
  if (!asked || *asked >= orders) query["order"] = std::to_string(crypto::random_below(orders));
}

std::vector<std::uint32_t> shuffled(std::uint32_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> places(count);
  std::iota(places.begin(), places.end(), 0U);
  for (std::uint32_t i = count; i > 1; --i) std::swap(places[i - 1], places[split_mix(seed) % i]);
  return places;
}

}  // namespace radslag::web
