#include "crypto/random.hpp"

#include <catch2/catch.hpp>

#include <set>

namespace radslag::crypto {
namespace {

TEST_CASE("random bytes fill the whole array and do not repeat") {
  std::set<std::array<std::uint8_t, 32>> seen;
  std::array<std::uint8_t, 32> any{};
  for (int i = 0; i < 100; ++i) {
    const auto bytes = random_bytes<32>();
    seen.insert(bytes);
    for (std::size_t b = 0; b < bytes.size(); ++b) any[b] |= bytes[b];
  }
  REQUIRE(seen.size() == 100);
  for (const std::uint8_t byte : any) REQUIRE(byte != 0);
}

TEST_CASE("a random number stays below its bound and reaches every value") {
  REQUIRE(random_below(0) == 0);
  REQUIRE(random_below(1) == 0);
  std::set<std::uint32_t> seen;
  for (int i = 0; i < 1000; ++i) seen.insert(random_below(5));
  REQUIRE(seen == std::set<std::uint32_t>{0, 1, 2, 3, 4});
}

}  // namespace
}  // namespace radslag::crypto
