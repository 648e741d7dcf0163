#include "crypto/group/modulus.hpp"

#include <gmpxx.h>

#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"

using namespace radslag;
using group::Modulus;
using group::Scalar;

namespace {

mpz_class number(const Scalar& a) {
  mpz_class out;
  mpz_import(out.get_mpz_t(), a.limbs().size(), -1, 8, 0, 0, a.limbs().data());
  return out;
}

mpz_class number(std::string_view big_endian) {
  mpz_class out;
  mpz_import(out.get_mpz_t(), big_endian.size(), 1, 1, 0, 0, big_endian.data());
  return out;
}

std::string order_of(std::string_view hex) { return *crypto::from_hex(hex); }

/// Ed25519's, and what makes carries and lengths awkward: a full top limb, one limb, one bit in the top limb.
const char* const kOrders[] = {"1000000000000000000000000000000014def9dea2f79cd65812631a5cf5d3ed", "ffffffffffffffffffffffffffffff61", "65",
                               "010000000000000000000000000000000000000000000000000000000000000129"};

}  // namespace

TEST_CASE("arithmetic modulo q is GMP's", "[group]") {
  for (const char* hex : kOrders) {
    const Modulus modulus(order_of(hex));
    const mpz_class q = number(modulus.order());
    std::vector<Scalar> numbers = {Scalar(), Scalar(1), modulus.subtract(Scalar(), Scalar(1)), modulus.subtract(Scalar(), Scalar(2))};
    for (int i = 0; i < 20; ++i) numbers.push_back(modulus.random());
    for (const Scalar& a : numbers) {
      CHECK(number(a) < q);
      CHECK(modulus.to_decimal(a) == number(a).get_str());
      CHECK(modulus.from_decimal(number(a).get_str()) == a);
      if (!a.is_zero()) CHECK(modulus.multiply(a, modulus.inverse(a)) == Scalar(1));
      for (const Scalar& b : numbers) {
        CHECK(number(modulus.add(a, b)) == (number(a) + number(b)) % q);
        CHECK(number(modulus.subtract(a, b)) == (number(a) - number(b) + q) % q);
        CHECK(number(modulus.multiply(a, b)) == number(a) * number(b) % q);
      }
    }
  }
}

TEST_CASE("decimals have one form and are below q", "[group]") {
  const Modulus modulus(order_of(kOrders[0]));
  const mpz_class q = number(modulus.order());
  for (const std::string text : {"", "00", "01", "+1", "-1", " 1", "1 ", "1.0", "1e3", "0x1", "a"}) {
    CAPTURE(text);
    CHECK_FALSE(modulus.from_decimal(text));
  }
  CHECK_FALSE(modulus.from_decimal(q.get_str()));
  CHECK_FALSE(modulus.from_decimal(mpz_class(q + 1).get_str()));
  CHECK_FALSE(modulus.from_decimal(mpz_class(mpz_class(1) << 256).get_str()));
  CHECK_FALSE(modulus.from_decimal(std::string(5000, '9')));
  CHECK(modulus.from_decimal("0") == Scalar());
  CHECK(number(*modulus.from_decimal(mpz_class(q - 1).get_str())) == q - 1);
  CHECK(modulus.to_decimal(Scalar()) == "0");
}

TEST_CASE("bytes are reduced as a big-endian number", "[group]") {
  for (const char* hex : kOrders) {
    const Modulus modulus(order_of(hex));
    const mpz_class q = number(modulus.order());
    CHECK(modulus.reduce({}) == Scalar());
    for (int i = 0; i < 50; ++i) {
      std::string bytes(crypto::view(crypto::sha256(std::to_string(i))));
      bytes += crypto::view(crypto::sha256(bytes));
      for (const std::size_t length : {1, 7, 8, 31, 32, 63, 64}) {
        const std::string part = bytes.substr(0, length);
        CHECK(number(modulus.reduce({reinterpret_cast<const std::uint8_t*>(part.data()), length})) == number(part) % q);
      }
    }
  }
}

TEST_CASE("random scalars differ and fill their range", "[group]") {
  const Modulus small(order_of("65"));
  std::array<int, 0x65> seen{};
  for (int i = 0; i < 4000; ++i) ++seen.at(small.random().limbs()[0]);
  CHECK(std::count(seen.begin(), seen.end(), 0) == 0);
  const Modulus large(order_of(kOrders[0]));
  CHECK_FALSE(large.random() == large.random());
}
