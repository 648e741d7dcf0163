#include "crypto/group/ed25519_embedding.hpp"

#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "crypto/group/ed25519_decode.hpp"
#include "crypto/group/group.hpp"
#include "crypto/random.hpp"
#include "tests/crypto/group/ed25519_against_sodium.hpp"

using namespace radslag;
using group::Element;
using Numbers = std::vector<std::uint8_t>;

namespace {

const group::Group& g = group::ed25519();

Numbers random_numbers(std::size_t count) {
  Numbers numbers(count);
  if (count > 0) crypto::fill_random(numbers.data(), count);
  return numbers;
}

}  // namespace

TEST_CASE("numbers are embedded as belenios-tool does", "[group][ed25519]") {
  // Decrypted from a sample election, tests/data/belenios/F-20-Ed25519-3t-nh, and what its result says of them.
  const std::vector<std::pair<std::string, Numbers>> known = {
      {"0000000000000000000000000000000000000000018100014081424100c14001", {6, 4, 0, 5, 2, 5, 9, 4, 3, 5}},
      {"0000000000000000000000000000000000000000014040c14000000102414005", {5, 1, 3, 5, 0, 0, 0, 4, 9, 5}},
      {"00000000000000000000000000000000000000000240c1c041810201c0014018", {9, 3, 7, 1, 6, 4, 8, 7, 0, 5}},
      {"000000000000000000000000000000000000000002424180424200c240410002", {9, 9, 6, 1, 9, 8, 3, 9, 1, 4}},
  };
  for (const auto& [text, numbers] : known) {
    CHECK(g.encode(g.embed(numbers)) == text);
    CHECK(g.extract(g.decode(text).value(), numbers.size()) == numbers);
  }
}

TEST_CASE("what is embedded is taken out again, and no smaller encoding would have done", "[group][ed25519]") {
  REQUIRE(g.embedding_bytes() == 30);
  std::vector<Numbers> all = {{}, {0}, {1}, {255}, Numbers(30, 0), Numbers(30, 255), Numbers(29, 255)};
  for (std::size_t i = 0; i < 40; ++i) all.push_back(random_numbers(i % 31));
  for (const Numbers& numbers : all) {
    const Element element = g.embed(numbers);
    REQUIRE(g.extract(element, numbers.size()) == numbers);
    auto z = group::edwards::Bytes32();
    const std::string key = g.sort_key(element);
    std::copy(key.begin(), key.end(), z.begin());
    REQUIRE(group::edwards::sodium_member(z));
    const unsigned padding = z[0] | (z[1] & 0x3fU) << 8;
    for (unsigned e = 0; e < padding; ++e) {
      z[0] = static_cast<std::uint8_t>(e);
      z[1] = static_cast<std::uint8_t>((z[1] & 0xc0U) | e >> 8);
      REQUIRE_FALSE(group::edwards::sodium_member(z));
    }
  }
}

TEST_CASE("any element gives as many numbers as are asked for", "[group][ed25519]") {
  const Element element = g.power_of_generator(group::Scalar(12'345));
  const auto all = g.extract(element, 40);
  REQUIRE(all.size() == 40);
  CHECK(Numbers(all.end() - 7, all.end()) == g.extract(element, 7));
  CHECK(Numbers(all.begin(), all.begin() + 9) == Numbers(9, 0));
  CHECK(g.extract(g.identity(), 3) == Numbers{0, 0, 0});
  CHECK(g.extract(element, 0).empty());
}

TEST_CASE("independent generators are those of belenios-tool's shuffles", "[group][ed25519]") {
  // Those with which the shuffle proofs of the sample election F hold.
  CHECK(g.encode(g.independent_generator(-1)) == "d6f7c1ea42e2474a28baea1141185bb7b39fe58011e5fc31d093b5c9345f18c7");
  CHECK(g.encode(g.independent_generator(0)) == "c95c81b40c41366b2e62e68fec3c5fa4dbb93f0c3c242ac2fe7a07c0e0fd92fe");
  CHECK(g.encode(g.independent_generator(1)) == "8278c9f7f36153e64f1e858bf1bfbf7f3a42f2f9589a4010c192a5d11c89746c");
  CHECK(g.encode(g.independent_generator(2)) == "bcca925cb3e87758dd8c325e78ab8acf08aba5fbdf64efe70c7aabda335de064");
  CHECK(g.encode(g.independent_generator(99'999)) == "f005eba2c0f41a6219a204e8cbd62a37be875d8d501e5b331d38b29937093d92");
  for (int i = 3; i < 30; ++i) CHECK(g.decode(g.encode(g.independent_generator(i))).has_value());
}
