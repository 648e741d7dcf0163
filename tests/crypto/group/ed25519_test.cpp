#include <catch2/catch.hpp>

#include <string>
#include <vector>

#include "crypto/group/group.hpp"
#include "crypto/random.hpp"
#include "crypto/sodium.hpp"
#include "tests/crypto/group/ed25519_against_sodium.hpp"

using namespace radslag;
using group::Element;
using group::Group;
using group::Scalar;
using group::edwards::Bytes32;
using group::edwards::bytes_of;

namespace {

const Group& g = group::ed25519();

Bytes32 bytes(const Element& element) {
  const std::string key = g.sort_key(element);
  Bytes32 out;
  std::copy(key.begin(), key.end(), out.begin());
  return out;
}

Scalar minus(std::uint64_t small) { return g.subtract(Scalar(), Scalar(small)); }

Scalar of_limbs(std::uint64_t a, std::uint64_t b, std::uint64_t c, std::uint64_t d) {
  Scalar scalar(a);
  scalar.limbs()[1] = b;
  scalar.limbs()[2] = c;
  scalar.limbs()[3] = d;
  return scalar;
}

/// The ends, and patterns at which digits carry: of fours, eights and words.
std::vector<Scalar> edges() {
  constexpr std::uint64_t kOnes = ~std::uint64_t{0};
  std::vector<Scalar> out = {Scalar(),    Scalar(1),     Scalar(2), Scalar(7), Scalar(8), Scalar(9), Scalar(127), Scalar(128),
                             Scalar(129), Scalar(kOnes), minus(1),  minus(2),  minus(8),  minus(9),  minus(128)};
  out.push_back(of_limbs(kOnes, kOnes, kOnes, 0x0fffffffffffffff));
  out.push_back(of_limbs(0, 0, 0, 0x1000000000000000));
  out.push_back(of_limbs(0x8888888888888888, 0x8888888888888888, 0x8888888888888888, 0x0888888888888888));
  out.push_back(of_limbs(0x9999999999999999, 0x9999999999999999, 0x9999999999999999, 0x0999999999999999));
  out.push_back(of_limbs(0x8080808080808080, 0x8080808080808080, 0x8080808080808080, 0x0080808080808080));
  out.push_back(of_limbs(0x8181818181818181, 0x8181818181818181, 0x8181818181818181, 0x0181818181818181));
  out.push_back(of_limbs(0, kOnes, 0, 0x0fffffffffffffff));
  out.push_back(of_limbs(kOnes, 0, kOnes, 0));
  return out;
}

/// Every way to an exponentiation, against libsodium's. How many went wrong.
std::size_t different(const Scalar& base_exponent, const Scalar& x, const Scalar& y) {
  const Bytes32 base_bytes = group::edwards::sodium_power_of_generator(bytes_of(base_exponent));
  const Bytes32 of_generator = group::edwards::sodium_power_of_generator(bytes_of(x));
  const Bytes32 of_base = group::edwards::sodium_power(base_bytes, bytes_of(y));
  const Bytes32 both = group::edwards::sodium_product(of_generator, of_base);
  const auto base = g.decode(group::edwards::hex_of(base_bytes));
  if (!base) return 1;
  const auto ready = g.short_base(*base);
  std::size_t wrong = 0;
  const auto expect = [&wrong](const Element& ours, const Bytes32& theirs) { wrong += bytes(ours) == theirs ? 0 : 1; };
  expect(g.power_of_generator(base_exponent), base_bytes);
  expect(g.power_of_generator(x), of_generator);
  expect(g.secret_power_of_generator(x), of_generator);
  expect(g.power(*base, y), of_base);
  expect(g.secret_power(*base, y), of_base);
  expect(g.secret_power(*ready, y), of_base);
  expect(g.power_product(*g.generator_base(), x, *ready, y), both);
  expect(g.power_product(*ready, y, *g.generator_base(), x), both);
  expect(g.product(g.power_of_generator(x), g.power(*base, y)), both);
  return wrong;
}

void same_as_sodium(std::size_t count) {
  crypto::ensure_sodium();
  std::size_t wrong = 0;
  for (std::size_t i = 0; i < count; ++i) wrong += different(g.random_scalar(), g.random_scalar(), g.random_scalar());
  CHECK(wrong == 0);
}

}  // namespace

TEST_CASE("exponentiation on Ed25519 is libsodium's", "[group][ed25519]") { same_as_sodium(300); }

TEST_CASE("exponentiation on Ed25519 is libsodium's, twenty thousand times", "[.slow][group][ed25519]") { same_as_sodium(20'000); }

TEST_CASE("exponentiation on Ed25519 is libsodium's at the edges", "[group][ed25519]") {
  const auto exponents = edges();
  std::size_t wrong = 0;
  for (const Scalar& x : exponents) {
    for (const Scalar& y : exponents) wrong += different(minus(3), x, y);
    wrong += different(x, Scalar(5), minus(5));
    wrong += different(Scalar(1), x, minus(1));  // sums of a point and itself, and of a point and its inverse
    wrong += different(Scalar(1), x, x);
    wrong += different(Scalar(1), x, g.subtract(Scalar(), x));
    wrong += different(Scalar(), x, x);
  }
  CHECK(wrong == 0);
}

TEST_CASE("a lasting base gives the powers that any base gives", "[group][ed25519]") {
  const Element h = g.independent_generator(3);
  const auto lasting = g.lasting_base(h);
  const auto ready = g.short_base(h);
  auto exponents = edges();
  for (int i = 0; i < 20; ++i) exponents.push_back(g.random_scalar());
  for (const Scalar& x : exponents) {
    const Element expected = g.power(h, x);
    REQUIRE(g.equal(g.secret_power(*lasting, x), expected));
    REQUIRE(g.equal(g.power_product(*lasting, x, *lasting, Scalar()), expected));
    const Element doubled = g.product(expected, expected);
    REQUIRE(g.equal(g.power_product(*lasting, x, *lasting, x), doubled));
    REQUIRE(g.equal(g.power_product(*ready, x, *ready, x), doubled));
    REQUIRE(g.equal(g.power_product(*lasting, x, *ready, x), doubled));
  }
  const auto nothing = g.lasting_base(g.identity());
  REQUIRE(g.equal(g.secret_power(*nothing, minus(1)), g.identity()));
}

TEST_CASE("the laws of the group hold on Ed25519, with the identity too", "[group][ed25519]") {
  const Element a = g.power_of_generator(g.random_scalar());
  const Element b = g.power_of_generator(g.random_scalar());
  const Element& one = g.identity();
  CHECK(g.equal(g.product(a, b), g.product(b, a)));
  CHECK_FALSE(g.equal(a, b));
  CHECK_FALSE(g.equal(a, g.inverse(a)));
  CHECK(g.equal(g.product(a, one), a));
  CHECK(g.equal(g.product(one, one), one));
  CHECK(g.equal(g.inverse(one), one));
  CHECK(g.equal(g.inverse(g.inverse(a)), a));
  CHECK(g.equal(g.product(g.product(a, b), g.inverse(b)), a));
  CHECK(g.equal(g.power_of_generator(Scalar(1)), g.generator()));
  CHECK(g.equal(g.small_power(a, 0), one));
  CHECK(g.equal(g.small_power(a, 1), a));
  CHECK(g.equal(g.small_power(a, 1'000'003), g.power(a, Scalar(1'000'003))));
  CHECK(g.equal(g.product(g.power(a, minus(1)), a), one));
  CHECK(g.encode(g.product(a, g.inverse(a))) == g.encode(one));
}

TEST_CASE("elements of Ed25519 have one text", "[group][ed25519]") {
  CHECK(g.encode(g.generator()) == "6666666666666666666666666666666666666666666666666666666666666658");
  CHECK(g.encode(g.identity()) == "0000000000000000000000000000000000000000000000000000000000000001");
  CHECK(g.equal(g.decode(g.encode(g.identity())).value(), g.identity()));
  // A trustee's key of a sample election.
  const std::string key = "b53f03215b576b407b9fc209e60643c91dd0dd97265f1bf54bda00c27e03ce4f";
  const Element element = g.decode(key).value();
  CHECK(g.encode(element) == key);
  std::string upper = key;
  upper[0] = 'B';
  for (const std::string& refused :
       {std::string(), upper, key.substr(1), "0" + key, key + " ", " " + key.substr(1), key.substr(0, 63) + "g", std::string(64, '0'),
        std::string(64, 'f'), "8" + std::string(62, '0') + "1"}) {
    CHECK_FALSE(g.decode(refused));
  }
  CHECK(g.sort_key(element).front() == '\x4f');
  CHECK(g.sort_key(element).back() == '\xb5');
}

TEST_CASE("encoding many elements gives what encoding each gives", "[group][ed25519]") {
  CHECK(g.encode_all({}).empty());
  std::vector<Element> elements = {g.identity(), g.generator()};
  for (int i = 0; i < 600; ++i) elements.push_back(g.product(elements.back(), elements[elements.size() / 2]));
  elements.push_back(g.identity());
  const auto texts = g.encode_all(elements);
  REQUIRE(texts.size() == elements.size());
  for (std::size_t i = 0; i < texts.size(); ++i) {
    REQUIRE(texts[i] == g.encode(elements[i]));
    REQUIRE(g.equal(g.decode(texts[i]).value(), elements[i]));
  }
}
