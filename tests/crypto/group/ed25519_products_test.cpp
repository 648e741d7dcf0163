#include <catch2/catch.hpp>

#include <vector>

#include "crypto/group/group.hpp"

using namespace radslag;
using group::Element;
using group::Group;
using group::Scalar;

namespace {

const Group& g = group::ed25519();

struct Powers {
  std::vector<Element> bases;
  std::vector<Scalar> exponents;
  Scalar logarithm;  // of the product
};

/// Among any bases and exponents, the identity, the same base twice and its inverse, and exponents 0, 1 and q - 1.
Powers powers(std::size_t count, std::size_t limbs) {
  Powers out;
  Scalar logarithm_of_base = g.random_scalar();
  for (std::size_t i = 0; i < count; ++i) {
    if (i % 5 != 1) logarithm_of_base = g.multiply(logarithm_of_base, logarithm_of_base);
    if (i % 7 == 2) logarithm_of_base = g.subtract(Scalar(), logarithm_of_base);
    const Scalar logarithm = i % 11 == 3 ? Scalar() : logarithm_of_base;
    Scalar exponent = i % 13 == 4 ? Scalar() : i % 13 == 5 ? Scalar(1) : g.random_scalar();
    if (limbs == 4 && i % 13 == 6) exponent = g.subtract(Scalar(), Scalar(1));
    for (std::size_t limb = limbs; limb < 4; ++limb) exponent.limbs()[limb] = 0;
    const Element base = g.power_of_generator(logarithm);
    out.bases.push_back(i % 3 == 0 ? g.decode(g.encode(base)).value() : base);
    out.logarithm = g.add(out.logarithm, g.multiply(logarithm, exponent));
    out.exponents.push_back(exponent);
  }
  return out;
}

}  // namespace

TEST_CASE("products of powers on Ed25519 are right in every size", "[group][ed25519]") {
  for (const std::size_t count : {0U, 1U, 2U, 3U, 17U, 100U, 127U, 128U, 129U, 130U, 255U, 256U, 257U, 700U, 3'000U}) {
    const Powers all = powers(count, 4);
    REQUIRE(g.equal(g.product_of_powers(all.bases, all.exponents), g.power_of_generator(all.logarithm)));
    const Powers halves = powers(count, 2);
    REQUIRE(g.equal(g.product_of_powers(halves.bases, halves.exponents), g.power_of_generator(halves.logarithm)));
  }
}

TEST_CASE("products of powers with exponents of any length are right", "[group][ed25519]") {
  for (const std::size_t count : {20U, 400U}) {
    for (unsigned bits = 0; bits <= 20; ++bits) {
      Powers some = powers(count, 1);
      Scalar logarithm;
      std::vector<Element> bases(count, g.generator());
      for (Scalar& exponent : some.exponents) {
        exponent = Scalar(exponent.limbs()[0] & ((1U << bits) - 1));
        logarithm = g.add(logarithm, exponent);
      }
      REQUIRE(g.equal(g.product_of_powers(bases, some.exponents), g.power_of_generator(logarithm)));
    }
  }
}

TEST_CASE("products of powers with all exponents 0 are the identity", "[group][ed25519]") {
  for (const std::size_t count : {1U, 50U, 500U}) {
    const std::vector<Element> bases(count, g.generator());
    const std::vector<Scalar> exponents(count);
    REQUIRE(g.equal(g.product_of_powers(bases, exponents), g.identity()));
  }
}

TEST_CASE("secret products of powers are right in every size", "[group][ed25519]") {
  for (const std::size_t count : {0U, 1U, 2U, 127U, 128U, 129U, 300U}) {
    const Powers all = powers(count, 4);
    REQUIRE(g.equal(g.secret_product_of_powers(all.bases, all.exponents), g.power_of_generator(all.logarithm)));
  }
}
