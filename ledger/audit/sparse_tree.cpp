#include "ledger/audit/sparse_tree.hpp"

namespace radslag::audit {
namespace {

/// The complete subtrees of a tree of that size, the largest first.
void add_peaks(const log::Tree& tree, std::uint64_t size, std::vector<log::Hash>& peaks) {
  std::uint64_t begin = 0;
  for (std::size_t level = 64; level-- > 0;) {
    const auto part = std::uint64_t{1} << level;
    if ((size & part) == 0) continue;
    peaks.push_back(tree.node(level, begin >> level));
    begin += part;
  }
}

}  // namespace

void SparseTree::append(const log::Hash& leaf) {
  edge_.append(leaf);
  if (edge_.size() < width) return;
  bundles_.append(edge_.root());
  edge_ = log::Tree();
}

log::Hash SparseTree::root() const { return joined(bundles_.size(), edge_, edge_.size()); }

std::optional<log::Hash> SparseTree::root(std::uint64_t size, const Leaves& leaves) const {
  if (size > this->size()) return std::nullopt;
  const auto bundle = size / width, rest = size % width;
  if (rest == 0) return joined(bundle, edge_, 0);
  if (bundle == bundles_.size()) return joined(bundle, edge_, rest);
  const auto again = leaves(bundle);
  if (!again || again->size() != width) return std::nullopt;
  log::Tree tree;
  for (const auto& leaf : *again) tree.append(leaf);
  if (tree.root() != bundles_.leaf(bundle)) return std::nullopt;
  return joined(bundle, tree, rest);
}

log::Hash SparseTree::joined(std::uint64_t bundles, const log::Tree& rest, std::uint64_t size_of_rest) const {
  std::vector<log::Hash> peaks;
  add_peaks(bundles_, bundles, peaks);
  add_peaks(rest, size_of_rest, peaks);
  if (peaks.empty()) return log::empty_root();
  auto root = peaks.back();
  for (auto peak = peaks.rbegin() + 1; peak != peaks.rend(); ++peak) root = log::node_hash(*peak, root);
  return root;
}

}  // namespace radslag::audit
