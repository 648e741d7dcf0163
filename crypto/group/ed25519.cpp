// Ed25519 behind the interface of groups. Scalars are Modulus' work, points that of ed25519_*.
#include <algorithm>
#include <cassert>
#include <cstring>

#include "crypto/encoding.hpp"
#include "crypto/group/ed25519_decode.hpp"
#include "crypto/group/ed25519_embedding.hpp"
#include "crypto/group/ed25519_multi.hpp"
#include "crypto/group/ed25519_secret.hpp"
#include "crypto/group/ed25519_tables.hpp"
#include "crypto/group/modulus.hpp"

namespace radslag::group {

namespace {

using edwards::Bytes32;
using edwards::Point;

/// q = 2^252 + 27742317777372353535851937790883648493.
constexpr std::string_view kOrder("\x10\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x14\xde\xf9\xde\xa2\xf7\x9c\xd6\x58\x12\x63\x1a\x5c\xf5\xd3\xed", 32);

static_assert(sizeof(Point) <= sizeof(Element));

Point point_of(const Element& element) {
  Point point;
  std::memcpy(&point, element.limbs.data(), sizeof point);
  return point;
}

Element element_of(const Point& point) {
  Element element;
  std::memcpy(element.limbs.data(), &point, sizeof point);
  return element;
}

std::vector<Point> points_of(std::span<const Element> elements) {
  std::vector<Point> points(elements.size());
  std::transform(elements.begin(), elements.end(), points.begin(), point_of);
  return points;
}

std::string hex_of(Bytes32 bytes) {
  std::reverse(bytes.begin(), bytes.end());
  return crypto::to_hex(bytes);
}

class LastingBase : public Base {
 public:
  explicit LastingBase(const Point& base) : table(base) {}
  edwards::LastingTable table;
};

class ShortBase : public Base {
 public:
  explicit ShortBase(const Point& b) : base(b), table(b) {}
  Point base;
  edwards::ShortTable table;
};

class Ed25519 final : public Group {
 public:
  [[nodiscard]] std::string_view name() const override { return "Ed25519"; }

  [[nodiscard]] const Element& identity() const override { return identity_; }
  [[nodiscard]] const Element& generator() const override { return generator_; }
  [[nodiscard]] Element product(const Element& a, const Element& b) const override {
    return element_of(edwards::add(point_of(a), point_of(b)));
  }
  [[nodiscard]] Element inverse(const Element& a) const override { return element_of(edwards::negated(point_of(a))); }
  [[nodiscard]] bool equal(const Element& a, const Element& b) const override { return edwards::equal(point_of(a), point_of(b)); }

  [[nodiscard]] std::string encode(const Element& a) const override { return hex_of(edwards::compress(point_of(a))); }
  [[nodiscard]] std::vector<std::string> encode_all(std::span<const Element> elements) const override {
    std::vector<std::string> texts;
    texts.reserve(elements.size());
    // In pieces that stay in the processor's cache.
    constexpr std::size_t kPiece = 256;
    for (std::size_t from = 0; from < elements.size(); from += kPiece) {
      const auto piece = elements.subspan(from, std::min(kPiece, elements.size() - from));
      for (const Bytes32& bytes : edwards::compress_all(points_of(piece))) texts.push_back(hex_of(bytes));
    }
    return texts;
  }
  [[nodiscard]] std::optional<Element> decode(std::string_view text) const override {
    auto bytes = crypto::array_from_hex<32>(text);
    if (!bytes) return std::nullopt;
    std::reverse(bytes->begin(), bytes->end());
    const auto point = edwards::decode_member(*bytes);
    if (!point) return std::nullopt;
    return element_of(*point);
  }
  /// The 32 bytes of RFC 8032, little-endian.
  [[nodiscard]] std::string sort_key(const Element& a) const override {
    const Bytes32 bytes = edwards::compress(point_of(a));
    return {bytes.begin(), bytes.end()};
  }

  [[nodiscard]] Element power(const Element& base, const Scalar& exponent) const override {
    const Point point = point_of(base);
    const edwards::Words number = edwards::words(exponent);
    return element_of(edwards::sum_of_multiples({&point, 1}, {&number, 1}));
  }
  [[nodiscard]] Element power_of_generator(const Scalar& exponent) const override {
    return element_of(lasting_generator().table.add_multiple(edwards::kIdentity, edwards::words(exponent)));
  }
  [[nodiscard]] Element small_power(const Element& base, std::uint64_t exponent) const override { return power(base, Scalar(exponent)); }

  [[nodiscard]] std::shared_ptr<const Base> lasting_base(const Element& base) const override {
    return std::make_shared<LastingBase>(point_of(base));
  }
  [[nodiscard]] std::shared_ptr<const Base> short_base(const Element& base) const override {
    return std::make_shared<ShortBase>(point_of(base));
  }
  [[nodiscard]] std::shared_ptr<const Base> generator_base() const override {
    return {std::shared_ptr<const Base>(), &lasting_generator()};  // lives as long as the process
  }
  [[nodiscard]] Element power_product(const Base& a, const Scalar& x, const Base& b, const Scalar& y) const override {
    std::vector<edwards::Chain> chains;
    chains.reserve(8);
    const auto append = [&chains](const Base& base, const Scalar& exponent) {
      if (const auto* one = dynamic_cast<const ShortBase*>(&base)) append_chains(chains, one->table, edwards::words(exponent));
    };
    append(a, x);
    append(b, y);
    Point sum = edwards::sum_of_chains(chains);
    const auto add = [&sum](const Base& base, const Scalar& exponent) {
      if (const auto* one = dynamic_cast<const LastingBase*>(&base)) sum = one->table.add_multiple(sum, edwards::words(exponent));
    };
    add(a, x);
    add(b, y);
    return element_of(sum);
  }
  [[nodiscard]] Element product_of_powers(std::span<const Element> bases, std::span<const Scalar> exponents) const override {
    assert(bases.size() == exponents.size());
    std::vector<edwards::Words> numbers(exponents.size());
    std::transform(exponents.begin(), exponents.end(), numbers.begin(), edwards::words);
    return element_of(edwards::sum_of_multiples(points_of(bases), numbers));
  }

  [[nodiscard]] Element secret_power(const Element& base, const Scalar& secret) const override {
    const edwards::Wiped number(edwards::words(secret));
    return element_of(edwards::secret_multiple(point_of(base), number.value));
  }
  [[nodiscard]] Element secret_power(const Base& base, const Scalar& secret) const override {
    const edwards::Wiped number(edwards::words(secret));
    if (const auto* one = dynamic_cast<const ShortBase*>(&base)) {
      return element_of(edwards::secret_multiple(one->base, number.value));
    }
    return element_of(dynamic_cast<const LastingBase&>(base).table.secret_multiple(number.value));
  }
  [[nodiscard]] Element secret_power_of_generator(const Scalar& secret) const override {
    const edwards::Wiped number(edwards::words(secret));
    return element_of(lasting_generator().table.secret_multiple(number.value));
  }
  [[nodiscard]] Element secret_product_of_powers(std::span<const Element> bases, std::span<const Scalar> secrets) const override {
    assert(bases.size() == secrets.size());
    std::vector<edwards::Words> numbers(secrets.size());
    std::transform(secrets.begin(), secrets.end(), numbers.begin(), edwards::words);
    const Element product = element_of(edwards::secret_sum_of_multiples(points_of(bases), numbers));
    sodium_memzero(numbers.data(), numbers.size() * sizeof(edwards::Words));
    return product;
  }

  [[nodiscard]] Scalar add(const Scalar& a, const Scalar& b) const override { return modulus_.add(a, b); }
  [[nodiscard]] Scalar subtract(const Scalar& a, const Scalar& b) const override { return modulus_.subtract(a, b); }
  [[nodiscard]] Scalar multiply(const Scalar& a, const Scalar& b) const override { return modulus_.multiply(a, b); }
  [[nodiscard]] Scalar inverse_of(const Scalar& a) const override { return modulus_.inverse(a); }
  [[nodiscard]] Scalar random_scalar() const override { return modulus_.random(); }
  [[nodiscard]] std::optional<Scalar> scalar_from_decimal(std::string_view text) const override { return modulus_.from_decimal(text); }
  [[nodiscard]] std::string to_decimal(const Scalar& a) const override { return modulus_.to_decimal(a); }
  [[nodiscard]] Scalar reduce(std::span<const std::uint8_t> big_endian) const override { return modulus_.reduce(big_endian); }
  [[nodiscard]] std::string_view order() const override { return modulus_.order(); }

  [[nodiscard]] std::size_t embedding_bytes() const override { return edwards::kEmbeddingBytes; }
  [[nodiscard]] Element embed(std::span<const std::uint8_t> numbers) const override { return element_of(edwards::embed(numbers)); }
  [[nodiscard]] std::vector<std::uint8_t> extract(const Element& a, std::size_t count) const override {
    return edwards::extract(point_of(a), count);
  }
  [[nodiscard]] Element independent_generator(int i) const override { return element_of(edwards::independent_generator(i)); }

 private:
  static const LastingBase& lasting_generator() {
    static const LastingBase base(edwards::kBasePoint);
    return base;
  }

  Modulus modulus_{kOrder};
  Element identity_ = element_of(edwards::kIdentity);
  Element generator_ = element_of(edwards::kBasePoint);
};

}  // namespace

const Group& ed25519() {
  static const Ed25519 group;
  return group;
}

}  // namespace radslag::group
