// Group::secret_product_of_powers for any group whose product has no branches on its arguments.
#include <algorithm>
#include <array>
#include <cassert>

#include "crypto/group/group.hpp"

namespace radslag::group {

namespace {

constexpr unsigned kWindowBits = 4;
constexpr std::size_t kTableSize = 1U << kWindowBits;
constexpr std::size_t kWindowsALimb = 64 / kWindowBits;
/// Tables of half a megabyte: they stay in the cache, and the squarings hardly count.
constexpr std::size_t kTogether = 128;

using Table = std::array<Element, kTableSize>;  // base^0, base^1, ...

Table table_of(const Group& group, const Element& base) {
  Table table;
  table[0] = group.identity();
  table[1] = base;
  for (std::size_t i = 2; i < kTableSize; ++i) table[i] = group.product(table[i - 1], base);
  return table;
}

std::uint64_t digit(const Scalar& scalar, std::size_t window) {
  return (scalar.limbs()[window / kWindowsALimb] >> (window % kWindowsALimb * kWindowBits)) & (kTableSize - 1);
}

/// table[index], having read all of it.
Element select(const Table& table, std::uint64_t index) {
  Element out;
  for (std::uint64_t i = 0; i < kTableSize; ++i) {
    const std::uint64_t mask = 0 - (((i ^ index) - 1) >> 63);  // all ones where i is the index
    for (std::size_t limb = 0; limb < out.limbs.size(); ++limb) out.limbs[limb] |= table[i].limbs[limb] & mask;
  }
  return out;
}

Element product_of_few(const Group& group, std::span<const Element> bases, std::span<const Scalar> secrets) {
  std::vector<Table> tables;
  tables.reserve(bases.size());
  for (const Element& base : bases) tables.push_back(table_of(group, base));
  Element out = group.identity();
  const std::size_t windows = group.order().size() * 8 / kWindowBits;
  for (std::size_t window = windows; window-- > 0;) {
    for (unsigned i = 0; i < kWindowBits; ++i) out = group.product(out, out);
    for (std::size_t i = 0; i < tables.size(); ++i) out = group.product(out, select(tables[i], digit(secrets[i], window)));
  }
  return out;
}

}  // namespace

Element Group::secret_product_of_powers(std::span<const Element> bases, std::span<const Scalar> secrets) const {
  assert(bases.size() == secrets.size());
  Element out = identity();
  for (std::size_t i = 0; i < bases.size(); i += kTogether) {
    const std::size_t count = std::min(kTogether, bases.size() - i);
    out = product(out, product_of_few(*this, bases.subspan(i, count), secrets.subspan(i, count)));
  }
  return out;
}

}  // namespace radslag::group
