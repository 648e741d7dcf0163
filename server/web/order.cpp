#include "server/web/order.hpp"

#include <numeric>
#include <utility>

namespace radslag::web {
namespace {

std::uint64_t split_mix(std::uint64_t& state) {
  std::uint64_t z = (state += 0x9e3779b97f4a7c15);
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9;
  z = (z ^ (z >> 27)) * 0x94d049bb133111eb;
  return z ^ (z >> 31);
}

}  // namespace

std::vector<std::uint32_t> shuffled(std::uint32_t count, std::uint64_t seed) {
  std::vector<std::uint32_t> places(count);
  std::iota(places.begin(), places.end(), 0U);
  for (std::uint32_t i = count; i > 1; --i) std::swap(places[i - 1], places[split_mix(seed) % i]);
  return places;
}

}  // namespace radslag::web
