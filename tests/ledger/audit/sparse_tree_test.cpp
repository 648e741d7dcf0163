// The audit's tree gives the roots that the whole tree gives.
#include "ledger/audit/sparse_tree.hpp"

#include <catch2/catch.hpp>

namespace radslag::audit {
namespace {

log::Hash leaf(std::uint64_t index) { return log::leaf_hash("entry " + std::to_string(index)); }

std::optional<std::vector<log::Hash>> leaves_of(std::uint64_t bundle) {
  std::vector<log::Hash> leaves;
  for (std::uint64_t i = 0; i < SparseTree::width; ++i) leaves.push_back(leaf(bundle * SparseTree::width + i));
  return leaves;
}

}  // namespace

TEST_CASE("a sparse tree has every root that the whole tree has") {
  log::Tree whole;
  SparseTree sparse;
  CHECK(sparse.root() == whole.root());
  for (std::uint64_t i = 0; i < 1'100; ++i) {
    whole.append(leaf(i));
    sparse.append(leaf(i));
    REQUIRE(sparse.size() == whole.size());
    REQUIRE(sparse.root() == whole.root());
  }
  for (std::uint64_t size = 0; size <= whole.size(); ++size) REQUIRE(sparse.root(size, leaves_of) == whole.root(size));
  CHECK_FALSE(sparse.root(1'101, leaves_of));
}

TEST_CASE("leaves that are asked for again must be those that went by") {
  SparseTree sparse;
  for (std::uint64_t i = 0; i < 600; ++i) sparse.append(leaf(i));
  CHECK(sparse.root(300, leaves_of));
  CHECK_FALSE(sparse.root(300, [](std::uint64_t) { return std::nullopt; }));
  CHECK_FALSE(sparse.root(300, [](std::uint64_t bundle) { return leaves_of(bundle + 1); }));
  CHECK(sparse.root(512, [](std::uint64_t) { return std::nullopt; }));  // whole bundles: nothing is asked
  CHECK(sparse.root(560, [](std::uint64_t) { return std::nullopt; }));  // of the edge: kept
}

}  // namespace radslag::audit
