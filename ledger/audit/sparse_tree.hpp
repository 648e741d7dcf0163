// A log's tree as an audit needs it: any root of any earlier size, in 64 bytes for every 256 leaves. Leaves of earlier bundles are
// asked for again.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "ledger/log/tree.hpp"

namespace radslag::audit {

class SparseTree {
 public:
  /// The 256 leaf hashes of an earlier bundle; nothing where they cannot be had. What it gives is held against what went by.
  using Leaves = std::function<std::optional<std::vector<log::Hash>>(std::uint64_t bundle)>;

  void append(const log::Hash& leaf);
  [[nodiscard]] std::uint64_t size() const { return bundles_.size() * width + edge_.size(); }
  [[nodiscard]] log::Hash root() const;
  /// MTH(D[0:size]). Nothing where size > this->size(), or `leaves` does not give what is needed.
  [[nodiscard]] std::optional<log::Hash> root(std::uint64_t size, const Leaves& leaves) const;

  /// The leaves after the last whole bundle: 0 to 255.
  [[nodiscard]] const log::Tree& edge() const { return edge_; }
  /// Where those begin.
  [[nodiscard]] std::uint64_t edge_begin() const { return bundles_.size() * width; }

  static constexpr std::uint64_t width = 256;

 private:
  [[nodiscard]] log::Hash joined(std::uint64_t bundles, const log::Tree& rest, std::uint64_t size_of_rest) const;

  log::Tree bundles_;  ///< whose leaves are the roots of whole bundles
  log::Tree edge_;
};

}  // namespace radslag::audit
