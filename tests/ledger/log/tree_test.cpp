#include "ledger/log/tree.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <string>
#include <vector>

#include "crypto/encoding.hpp"

namespace radslag::log {
namespace {

using Leaves = std::vector<Hash>;

Leaves leaves_of(std::uint64_t count) {
  Leaves leaves;
  for (std::uint64_t i = 0; i < count; ++i) leaves.push_back(leaf_hash("entry " + std::to_string(i)));
  return leaves;
}

Leaves part(const Leaves& d, std::size_t begin, std::size_t end) {
  return Leaves(d.begin() + static_cast<std::ptrdiff_t>(begin), d.begin() + static_cast<std::ptrdiff_t>(end));
}

// The definitions of RFC 9162 section 2.1, word for word and slow.

std::size_t split(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Hash mth(const Leaves& d) {
  if (d.empty()) return crypto::sha256("");
  if (d.size() == 1) return d[0];
  const std::size_t k = split(d.size());
  return crypto::sha256('\x01' + std::string(crypto::view(mth(part(d, 0, k)))) + std::string(crypto::view(mth(part(d, k, d.size())))));
}

Path with(Path path, const Hash& last) {
  path.push_back(last);
  return path;
}

Path path_of(std::size_t m, const Leaves& d) {
  if (d.size() == 1) return {};
  const std::size_t k = split(d.size());
  if (m < k) return with(path_of(m, part(d, 0, k)), mth(part(d, k, d.size())));
  return with(path_of(m - k, part(d, k, d.size())), mth(part(d, 0, k)));
}

Path subproof_of(std::size_t m, const Leaves& d, bool whole) {
  if (m == d.size()) return whole ? Path{} : Path{mth(d)};
  const std::size_t k = split(d.size());
  if (m <= k) return with(subproof_of(m, part(d, 0, k), whole), mth(part(d, k, d.size())));
  return with(subproof_of(m - k, part(d, k, d.size()), false), mth(part(d, 0, k)));
}

Hash changed(Hash hash) {
  hash[31] ^= 1;
  return hash;
}

/// Every proof that differs a little from a good one: a hash changed, left out, put in, two exchanged.
std::vector<Path> near_misses(const Path& good) {
  std::vector<Path> bad;
  for (std::size_t i = 0; i < good.size(); ++i) {
    bad.push_back(good);
    bad.back()[i] = changed(good[i]);
    bad.push_back(good);
    bad.back().erase(bad.back().begin() + static_cast<std::ptrdiff_t>(i));
  }
  for (std::size_t i = 0; i <= good.size(); ++i) {
    bad.push_back(good);
    bad.back().insert(bad.back().begin() + static_cast<std::ptrdiff_t>(i), crypto::sha256("extra"));
  }
  for (std::size_t i = 1; i < good.size(); ++i) {
    bad.push_back(good);
    std::swap(bad.back()[i - 1], bad.back()[i]);
  }
  return bad;
}

TEST_CASE("leaves and nodes are hashed apart") {
  REQUIRE(leaf_hash("") == crypto::sha256(std::string(1, '\0')));
  REQUIRE(leaf_hash("ab") == crypto::sha256(std::string("\0ab", 3)));
  const Hash a = leaf_hash("a");
  const Hash b = leaf_hash("b");
  const std::string both = std::string(crypto::view(a)) + std::string(crypto::view(b));
  REQUIRE(node_hash(a, b) == crypto::sha256('\x01' + both));
  REQUIRE(node_hash(a, b) != leaf_hash(both));
  REQUIRE(crypto::to_hex(empty_root()) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  REQUIRE(Tree().root() == empty_root());
  REQUIRE(Frontier().root() == empty_root());
}

TEST_CASE("a tree grown leaf by leaf has at each size the roots and proofs of the RFC's definition") {
  constexpr std::uint64_t most = 130;
  const Leaves leaves = leaves_of(most);
  Tree full;
  for (const Hash& leaf : leaves) full.append(leaf);
  Tree tree;
  Frontier frontier;
  std::vector<Hash> roots = {mth({})};
  for (std::uint64_t size = 0; size <= most; ++size) {
    if (size > 0) {
      tree.append(leaves[size - 1]);
      frontier.append(leaves[size - 1]);
      roots.push_back(mth(part(leaves, 0, size)));
    }
    CAPTURE(size);
    REQUIRE(tree.size() == size);
    REQUIRE(frontier.size() == size);
    REQUIRE(tree.root() == roots[size]);
    REQUIRE(frontier.root() == roots[size]);
    REQUIRE(full.root(size) == roots[size]);
    for (std::uint64_t index = 0; index < size; ++index) {
      const Path path = tree.inclusion(index, size);
      REQUIRE(tree.leaf(index) == leaves[index]);
      REQUIRE(path == path_of(index, part(leaves, 0, size)));
      REQUIRE(path == full.inclusion(index, size));
      REQUIRE(verify_inclusion(index, size, leaves[index], path, roots[size]));
    }
    for (std::uint64_t from = 0; from <= size; ++from) {
      const Path path = tree.consistency(from, size);
      REQUIRE(path == (from == 0 ? Path{} : subproof_of(from, part(leaves, 0, size), true)));
      REQUIRE(path == full.consistency(from, size));
      REQUIRE(verify_consistency(from, size, path, roots[from], roots[size]));
    }
  }
}

TEST_CASE("a proof that is nearly right is refused") {
  constexpr std::uint64_t most = 34;
  const Leaves leaves = leaves_of(most);
  Tree tree;
  for (const Hash& leaf : leaves) tree.append(leaf);
  for (std::uint64_t size = 1; size <= most; ++size) {
    const Hash root = tree.root(size);
    for (std::uint64_t index = 0; index < size; ++index) {
      CAPTURE(index, size);
      const Path path = tree.inclusion(index, size);
      REQUIRE_FALSE(verify_inclusion(index, size, changed(leaves[index]), path, root));
      REQUIRE_FALSE(verify_inclusion(index, size, leaves[index], path, changed(root)));
      for (std::uint64_t other = 0; other <= most; ++other) {
        if (other != index) REQUIRE_FALSE(verify_inclusion(other, size, leaves[index], path, root));
      }
      for (const Path& bad : near_misses(path)) REQUIRE_FALSE(verify_inclusion(index, size, leaves[index], bad, root));
    }
    for (std::uint64_t from = 1; from <= size; ++from) {
      CAPTURE(from, size);
      const Hash old_root = tree.root(from);
      const Path path = tree.consistency(from, size);
      REQUIRE_FALSE(verify_consistency(from, size, path, changed(old_root), root));
      REQUIRE_FALSE(verify_consistency(from, size, path, old_root, changed(root)));
      for (const Path& bad : near_misses(path)) REQUIRE_FALSE(verify_consistency(from, size, bad, old_root, root));
      for (std::uint64_t other = 0; other <= most; ++other) {
        if (other != from) REQUIRE_FALSE(verify_consistency(other, size, path, old_root, root));
      }
    }
  }
}

TEST_CASE("around powers of two the tree, the frontier and the proofs agree") {
  const std::vector<std::uint64_t> sizes = {255, 256, 257, 1023, 1024, 1025, 4095, 4096, 4097};
  const Leaves leaves = leaves_of(sizes.back());
  Tree tree;
  tree.reserve(1000);
  Frontier frontier;
  for (const Hash& leaf : leaves) {
    tree.append(leaf);
    frontier.append(leaf);
    if (std::find(sizes.begin(), sizes.end(), tree.size()) == sizes.end()) continue;
    CAPTURE(tree.size());
    REQUIRE(tree.root() == mth(part(leaves, 0, tree.size())));
    REQUIRE(tree.root() == frontier.root());
  }
  for (const std::uint64_t size : sizes) {
    for (const std::uint64_t index : {std::uint64_t{0}, std::uint64_t{1}, size / 2 - 1, size / 2, size - 2, size - 1}) {
      CAPTURE(size, index);
      REQUIRE(verify_inclusion(index, size, leaves[index], tree.inclusion(index, size), tree.root(size)));
      REQUIRE_FALSE(verify_inclusion(index, size, leaves[(index + 1) % size], tree.inclusion(index, size), tree.root(size)));
    }
    for (const std::uint64_t from : sizes) {
      if (from > size) continue;
      CAPTURE(from, size);
      REQUIRE(verify_consistency(from, size, tree.consistency(from, size), tree.root(from), tree.root(size)));
    }
  }
}

TEST_CASE("the cases that the RFC's consistency check leaves out") {
  const Hash root = leaf_hash("one");
  REQUIRE(verify_consistency(0, 0, {}, empty_root(), empty_root()));
  REQUIRE(verify_consistency(0, 1, {}, empty_root(), root));
  REQUIRE_FALSE(verify_consistency(0, 0, {}, empty_root(), root));
  REQUIRE_FALSE(verify_consistency(0, 0, {}, root, root));
  REQUIRE_FALSE(verify_consistency(0, 1, {}, root, root));
  REQUIRE_FALSE(verify_consistency(0, 1, {root}, empty_root(), root));
  REQUIRE(verify_consistency(1, 1, {}, root, root));
  REQUIRE_FALSE(verify_consistency(1, 1, {root}, root, root));
  REQUIRE_FALSE(verify_consistency(1, 1, {}, root, empty_root()));
  REQUIRE_FALSE(verify_consistency(1, 2, {}, root, root));
  REQUIRE_FALSE(verify_consistency(2, 1, {}, root, root));
  REQUIRE_FALSE(verify_inclusion(0, 0, root, {}, root));
}

TEST_CASE("sizes of 2^63 and more are refused, those below are not") {
  // The last leaf of a tree of 2^63 - 1 has 62 complete subtrees to its left; leaf 0 of 2^62 has 62 to its right.
  const std::uint64_t limit = std::uint64_t{1} << 63;
  const Hash leaf = leaf_hash("leaf");
  const auto inclusion_root = [&](std::size_t hashes, bool left) {
    Hash root = leaf;
    for (std::size_t i = 0; i < hashes; ++i) root = left ? node_hash(leaf, root) : node_hash(root, leaf);
    return root;
  };
  REQUIRE(verify_inclusion(limit - 2, limit - 1, leaf, Path(62, leaf), inclusion_root(62, true)));
  REQUIRE(verify_inclusion(0, limit / 2, leaf, Path(62, leaf), inclusion_root(62, false)));
  REQUIRE(verify_inclusion(0, limit - 1, leaf, Path(63, leaf), inclusion_root(63, false)));
  REQUIRE_FALSE(verify_inclusion(0, limit, leaf, Path(63, leaf), inclusion_root(63, false)));
  REQUIRE_FALSE(verify_inclusion(0, limit + 1, leaf, Path(64, leaf), inclusion_root(64, false)));
  REQUIRE(verify_consistency(1, limit - 1, Path(63, leaf), leaf, inclusion_root(63, false)));
  REQUIRE_FALSE(verify_consistency(1, limit, Path(63, leaf), leaf, inclusion_root(63, false)));
  REQUIRE_FALSE(verify_consistency(limit, limit, {}, leaf, leaf));
}

TEST_CASE("any proof of a random tree verifies, and no other index has it") {
  const Leaves leaves = leaves_of(2000);
  Tree tree;
  for (const Hash& leaf : leaves) tree.append(leaf);
  rc::prop("inclusion and consistency", [&] {
    const auto size = *rc::gen::inRange<std::uint64_t>(1, 2001);
    const auto index = *rc::gen::inRange<std::uint64_t>(0, size);
    const auto other = *rc::gen::inRange<std::uint64_t>(0, size);
    const Path path = tree.inclusion(index, size);
    RC_ASSERT(verify_inclusion(other, size, leaves[index], path, tree.root(size)) == (other == index));
    RC_ASSERT(verify_consistency(other, size, tree.consistency(other, size), tree.root(other), tree.root(size)));
  });
}

}  // namespace
}  // namespace radslag::log
