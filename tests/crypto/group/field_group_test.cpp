#include <gmpxx.h>

#include <catch2/catch.hpp>

#include "crypto/group/group.hpp"

using namespace radslag;
using group::Element;
using group::Group;
using group::Scalar;

namespace {

mpz_class number(std::span<const std::uint64_t> limbs) {
  mpz_class out;
  mpz_import(out.get_mpz_t(), limbs.size(), -1, 8, 0, 0, limbs.data());
  return out;
}

mpz_class number(const Element& a) { return number(a.limbs); }
mpz_class number(const Scalar& a) { return number(a.limbs()); }

mpz_class order(const Group& group) {
  mpz_class out;
  mpz_import(out.get_mpz_t(), group.order().size(), 1, 1, 0, 0, group.order().data());
  return out;
}

/// p as the specification writes it, in decimal.
mpz_class prime(const Group& group) {
  if (group.name() == "RFC-3526-2048") return 2 * order(group) + 1;
  return mpz_class(
      "206947856914225464010136436575050080649229892957511040971008847870573742192427174019222372544976843381290666331380789584"
      "049600543896362897963930387739057228036059737494276713767776188985898727358650490811670993105358677809800307904916540637"
      "771737641986785272734744763418356000356983051931442845617019110007867373073335641239717328979132404745788344682606523279"
      "746479511376726586935821800463179220736688600526271863633860887968821207694323661494910029234443463732221458841005864210"
      "502421203654335612013204811188524087310770141516662001623131771693721892480785077118278423174980732765988288251691831031"
      "25680162072880719");
}

mpz_class power(const mpz_class& base, const mpz_class& exponent, const mpz_class& modulus) {
  mpz_class out;
  mpz_powm(out.get_mpz_t(), base.get_mpz_t(), exponent.get_mpz_t(), modulus.get_mpz_t());
  return out;
}

const Group* const kGroups[] = {&group::belenios_2048(), &group::rfc_3526_2048()};

/// Exponents at their edges, and any.
std::vector<Scalar> exponents(const Group& group) {
  std::vector<Scalar> out = {Scalar(), Scalar(1), Scalar(2), Scalar(0xffff'ffff'ffff'ffff), group.subtract(Scalar(), Scalar(1))};
  for (int i = 0; i < 3; ++i) out.push_back(group.random_scalar());
  out.push_back(group.hash_to_scalar("a challenge"));
  return out;
}

}  // namespace

TEST_CASE("the field groups' numbers belong together", "[group]") {
  for (const Group* group : kGroups) {
    const mpz_class p = prime(*group);
    const mpz_class q = order(*group);
    CHECK(mpz_probab_prime_p(p.get_mpz_t(), 20) != 0);
    CHECK(mpz_probab_prime_p(q.get_mpz_t(), 20) != 0);
    CHECK((p - 1) % q == 0);
    CHECK(power(number(group->generator()), q, p) == 1);
    CHECK(number(group->generator()) != 1);
    CHECK(number(group->identity()) == 1);
  }
}

TEST_CASE("every exponentiation of the field groups is GMP's", "[group]") {
  for (const Group* group : kGroups) {
    const mpz_class p = prime(*group);
    const mpz_class g = number(group->generator());
    const Element other = group->power_of_generator(group->random_scalar());
    const auto lasting = group->lasting_base(other);
    const auto brief = group->short_base(other);
    for (const Scalar& x : exponents(*group)) {
      const mpz_class expected = power(number(other), number(x), p);
      CHECK(number(group->power(other, x)) == expected);
      CHECK(number(group->secret_power(other, x)) == expected);
      CHECK(number(group->secret_power(*lasting, x)) == expected);
      CHECK(number(group->power_of_generator(x)) == power(g, number(x), p));
      CHECK(number(group->secret_power_of_generator(x)) == power(g, number(x), p));
      CHECK(number(group->power_product(*group->generator_base(), Scalar(), *brief, x)) == expected);
      const Scalar y = group->random_scalar();
      const mpz_class both = expected * power(g, number(y), p) % p;
      CHECK(number(group->power_product(*lasting, x, *group->generator_base(), y)) == both);
      CHECK(number(group->power_product(*group->generator_base(), y, *brief, x)) == both);
    }
    for (const std::uint64_t cost : {0ul, 1ul, 2ul, 999'999ul, ~0ul}) {
      CHECK(number(group->small_power(other, cost)) == power(number(other), mpz_class(cost), p));
    }
  }
}

TEST_CASE("products and inverses of the field groups are GMP's", "[group]") {
  for (const Group* group : kGroups) {
    const mpz_class p = prime(*group);
    Element a = group->generator();
    for (int i = 0; i < 20; ++i) {
      const Element b = group->power_of_generator(group->random_scalar());
      CHECK(number(group->product(a, b)) == number(a) * number(b) % p);
      CHECK(group->equal(group->product(b, group->inverse(b)), group->identity()));
      CHECK_FALSE(group->equal(a, b));
      a = b;
    }
  }
}

TEST_CASE("products of powers, few and many", "[group]") {
  for (const Group* group : kGroups) {
    const mpz_class p = prime(*group);
    for (const std::size_t count : {0, 1, 2, 3, 17, 130}) {
      if (count > 20 && group->name() == "RFC-3526-2048") continue;  // the same code, slower
      std::vector<Element> bases;
      std::vector<Scalar> times;
      mpz_class expected = 1;
      for (std::size_t i = 0; i < count; ++i) {
        bases.push_back(group->power_of_generator(group->random_scalar()));
        times.push_back(i % 5 == 1 ? Scalar(i / 5) : i % 5 == 2 ? group->hash_to_scalar(std::to_string(i)) : group->random_scalar());
        expected = expected * power(number(bases.back()), number(times.back()), p) % p;
      }
      CHECK(number(group->product_of_powers(bases, times)) == expected);
    }
  }
}

TEST_CASE("elements have one text, and only members are read", "[group]") {
  for (const Group* group : kGroups) {
    const mpz_class p = prime(*group);
    const Element a = group->power_of_generator(group->random_scalar());
    const std::string text = number(a).get_str();
    CHECK(group->encode(a) == text);
    REQUIRE(group->decode(text));
    CHECK(group->equal(*group->decode(text), a));
    REQUIRE(group->decode("1"));
    CHECK(group->encode_all(std::vector<Element>{a, group->identity()}) == std::vector<std::string>{text, "1"});

    const mpz_class outside = p - number(a);  // -1 has order 2
    const mpz_class above = number(a) + p;
    for (const std::string& wrong :
         {std::string("0"), std::string(), "0" + text, "+" + text, "-" + text, " " + text, text + " ", p.get_str(),
          mpz_class(p - 1).get_str(), outside.get_str(), above.get_str(), std::string(700, '9'), std::string("x")}) {
      CAPTURE(wrong);
      CHECK_FALSE(group->decode(wrong));
      CHECK_FALSE(group->receive(wrong));
    }
    const auto received = group->receive(text);
    REQUIRE(received);
    CHECK(group->equal(received->element, a));
    const Scalar x = group->hash_to_scalar("x");
    CHECK(group->equal(group->power_product(*received->base, x, *group->generator_base(), Scalar()), group->power(a, x)));
  }
  CHECK_FALSE(group::belenios_2048().decode("2"));  // a member of the other
  CHECK(group::rfc_3526_2048().decode("2"));
}

TEST_CASE("field groups sort as integers", "[group]") {
  const Group& group = group::rfc_3526_2048();
  Element last = group.power_of_generator(group.random_scalar());
  for (int i = 0; i < 50; ++i) {
    const Element next = group.power_of_generator(group.random_scalar());
    CHECK((group.sort_key(last) < group.sort_key(next)) == (number(last) < number(next)));
    last = next;
  }
  CHECK(group.sort_key(group.generator()) > group.sort_key(group.identity()));
}

TEST_CASE("ballots are embedded with the least padding that makes a member", "[group]") {
  const Group& group = group::rfc_3526_2048();
  const mpz_class p = prime(group);
  CHECK(group::belenios_2048().embedding_bytes() == 0);
  REQUIRE(group.embedding_bytes() == 254);
  for (const std::size_t length : {0, 1, 2, 30, 254}) {
    std::vector<std::uint8_t> numbers(length);
    for (std::size_t i = 0; i < length; ++i) numbers[i] = static_cast<std::uint8_t>(251 * i + length);
    const Element element = group.embed(numbers);
    CHECK(group.extract(element, length) == numbers);
    mpz_class expected = 0;
    for (const std::uint8_t number : numbers) expected = expected * 256 + number;
    expected *= 256;
    while (mpz_legendre(expected.get_mpz_t(), p.get_mpz_t()) != 1) ++expected;
    CHECK(number(element) == expected);
  }
  const std::vector<std::uint8_t> wide = group.extract(group.embed(std::vector<std::uint8_t>{7, 8}), 300);
  CHECK(wide.size() == 300);
  CHECK(wide.back() == 8);
  CHECK(wide[298] == 7);
  CHECK(wide[297] == 0);
}

TEST_CASE("independent generators are members and differ", "[group]") {
  for (const Group* group : kGroups) {
    std::vector<std::string> seen;
    for (int i = -1; i < 4; ++i) {
      const Element element = group->independent_generator(i);
      CHECK(group->decode(group->encode(element)));
      const std::string text = group->encode(element);
      CHECK(std::find(seen.begin(), seen.end(), text) == seen.end());
      seen.push_back(text);
    }
    CHECK_FALSE(group->equal(group->independent_generator(0), group->generator()));
  }
}

TEST_CASE("hashes of elements join their texts with commas", "[group]") {
  for (const Group* group : kGroups) {
    const std::vector<Element> elements = {group->generator(), group->identity()};
    CHECK(group->hash("pok|", elements) == group->hash_to_scalar("pok|" + group->encode(group->generator()) + ",1"));
    CHECK(group->hash("pok|", {}) == group->hash_to_scalar("pok|"));
  }
}
