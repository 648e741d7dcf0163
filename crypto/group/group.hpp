// Groups of prime order in which Belenios elections are held, behind one interface: Ed25519, BELENIOS-2048, RFC-3526-2048.
//
// Written multiplicatively, as the Belenios specification does: `g^x` is `power_of_generator(x)`. What is secret goes through the functions
// whose names begin with `secret_`: their time does not depend on the values. All others may take a time that does: public data only.
// A Group is immutable, thread-safe, and lives as long as the process.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"

namespace radslag::group {

/// A group element in a form that only its group understands. An element that came from outside through `decode` is a member of the
/// subgroup of prime order; all operations keep it there.
struct Element {
  std::array<std::uint64_t, 32> limbs{};
};

/// An integer from 0 to q - 1: little-endian limbs, the same form for all groups. Wiped when destroyed, since any of them may be a secret.
class Scalar {
 public:
  Scalar() = default;
  explicit Scalar(std::uint64_t small) { limbs_[0] = small; }
  ~Scalar();
  Scalar(const Scalar&) = default;
  Scalar& operator=(const Scalar&) = default;

  [[nodiscard]] std::span<const std::uint64_t, 32> limbs() const { return limbs_; }
  [[nodiscard]] std::span<std::uint64_t, 32> limbs() { return limbs_; }
  [[nodiscard]] bool operator==(const Scalar&) const = default;
  [[nodiscard]] bool is_zero() const;

 private:
  std::array<std::uint64_t, 32> limbs_{};
};

/// An element made ready for several exponentiations; made by a group for itself.
class Base {
 public:
  virtual ~Base() = default;
};

/// An element that came from outside, with a base for what is calculated with it.
struct Received {
  Element element;
  std::shared_ptr<const Base> base;
};

class Group {
 public:
  virtual ~Group() = default;

  /// "Ed25519", "BELENIOS-2048", "RFC-3526-2048": as in election.json and in the hashes.
  [[nodiscard]] virtual std::string_view name() const = 0;

  // --- elements ---
  [[nodiscard]] virtual const Element& identity() const = 0;
  [[nodiscard]] virtual const Element& generator() const = 0;
  [[nodiscard]] virtual Element product(const Element& a, const Element& b) const = 0;
  [[nodiscard]] virtual Element inverse(const Element& a) const = 0;
  [[nodiscard]] virtual bool equal(const Element& a, const Element& b) const = 0;
  /// An element's one string (64 lower-case hex digits, or decimal): Belenios S(x).
  [[nodiscard]] virtual std::string encode(const Element& a) const = 0;
  /// The same for many at once, which is much faster a piece.
  [[nodiscard]] virtual std::vector<std::string> encode_all(std::span<const Element> elements) const = 0;
  /// Nothing unless the text is the one encoding of a member of the subgroup of order q. The identity is a member.
  [[nodiscard]] virtual std::optional<Element> decode(std::string_view text) const = 0;
  /// `decode` and `short_base` in one: cheaper where the table helps to tell membership (BELENIOS-2048: by two thirds).
  [[nodiscard]] virtual std::optional<Received> receive(std::string_view text) const;
  /// The order in which a mixnet question's ciphertexts are sorted: by these bytes (alpha, then beta).
  [[nodiscard]] virtual std::string sort_key(const Element& a) const = 0;

  // --- exponentiation of public values ---
  [[nodiscard]] virtual Element power(const Element& base, const Scalar& exponent) const = 0;
  [[nodiscard]] virtual Element power_of_generator(const Scalar& exponent) const = 0;
  /// base^exponent for a small exponent, as in projects' costs.
  [[nodiscard]] virtual Element small_power(const Element& base, std::uint64_t exponent) const = 0;
  /// Large table, for a base that lives as long as an election (g, y): dear to make, fast.
  [[nodiscard]] virtual std::shared_ptr<const Base> lasting_base(const Element& base) const = 0;
  /// Small table, for a base of two to ten exponentiations (a ciphertext's parts).
  [[nodiscard]] virtual std::shared_ptr<const Base> short_base(const Element& base) const = 0;
  [[nodiscard]] virtual std::shared_ptr<const Base> generator_base() const = 0;
  /// a^x b^y: what verifying a proof is made of.
  [[nodiscard]] virtual Element power_product(const Base& a, const Scalar& x, const Base& b, const Scalar& y) const = 0;
  /// Product of bases[i]^exponents[i]; multi-scalar multiplication (Pippenger) where there are many. Same length.
  [[nodiscard]] virtual Element product_of_powers(std::span<const Element> bases, std::span<const Scalar> exponents) const = 0;

  // --- exponentiation with secrets ---
  [[nodiscard]] virtual Element secret_power(const Element& base, const Scalar& secret) const = 0;
  [[nodiscard]] virtual Element secret_power(const Base& base, const Scalar& secret) const = 0;  ///< of a lasting base
  [[nodiscard]] virtual Element secret_power_of_generator(const Scalar& secret) const = 0;
  /// Product of bases[i]^secrets[i], in a time that depends on how many there are alone; same length. Several times faster than one
  /// secret_power a factor, since the squarings are shared.
  [[nodiscard]] virtual Element secret_product_of_powers(std::span<const Element> bases, std::span<const Scalar> secrets) const;

  // --- scalars, modulo q ---
  [[nodiscard]] virtual Scalar add(const Scalar& a, const Scalar& b) const = 0;
  [[nodiscard]] virtual Scalar subtract(const Scalar& a, const Scalar& b) const = 0;
  [[nodiscard]] virtual Scalar multiply(const Scalar& a, const Scalar& b) const = 0;
  /// Of a public value other than 0.
  [[nodiscard]] virtual Scalar inverse_of(const Scalar& a) const = 0;
  [[nodiscard]] virtual Scalar random_scalar() const = 0;
  /// Canonical decimal below q: no sign, no leading zeros. Else nothing.
  [[nodiscard]] virtual std::optional<Scalar> scalar_from_decimal(std::string_view text) const = 0;
  [[nodiscard]] virtual std::string to_decimal(const Scalar& a) const = 0;
  /// Big-endian bytes (at most 64) as an integer, reduced.
  [[nodiscard]] virtual Scalar reduce(std::span<const std::uint8_t> big_endian) const = 0;
  /// q itself, big-endian, without leading zero bytes.
  [[nodiscard]] virtual std::string_view order() const = 0;

  // --- embedding (mixnet questions) ---
  /// Most 8-bit numbers that one element carries: 30, 254; 0 where the group has no embedding (BELENIOS-2048).
  [[nodiscard]] virtual std::size_t embedding_bytes() const = 0;
  /// Belenios of_ints for 8-bit numbers. `numbers` at most embedding_bytes().
  [[nodiscard]] virtual Element embed(std::span<const std::uint8_t> numbers) const = 0;
  /// Belenios to_ints: the last `count` numbers; whatever an element holds.
  [[nodiscard]] virtual std::vector<std::uint8_t> extract(const Element& a, std::size_t count) const = 0;

  /// gen(i) of the shuffle (CHVote): elements whose logarithms nobody knows; i from -1.
  [[nodiscard]] virtual Element independent_generator(int i) const = 0;

  // --- hashing into scalars ---
  /// Hq: SHA-256 as a big-endian integer modulo q.
  [[nodiscard]] Scalar hash_to_scalar(std::string_view text) const;
  /// ghash(prefix, elements): Hq(prefix || S(e1) || "," || S(e2) ...).
  [[nodiscard]] Scalar hash(std::string_view prefix, std::span<const Element> elements) const;
};

[[nodiscard]] const Group& ed25519();
[[nodiscard]] const Group& belenios_2048();
[[nodiscard]] const Group& rfc_3526_2048();
/// The one list; nullptr for an unknown name.
[[nodiscard]] const Group* group_named(std::string_view name);

}  // namespace radslag::group
