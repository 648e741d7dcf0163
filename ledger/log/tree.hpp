// The Merkle tree of RFC 6962 section 2 and RFC 9162 section 2.1 (same hashing, SHA-256), and the proofs about it.
// Pure: no file, no clock, no SQL.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"

namespace radslag::log {

using Hash = crypto::Digest;
inline constexpr std::size_t max_path = 63;
using Path = std::vector<Hash>;  ///< at most `max_path` hashes

/// SHA-256(0x00 || entry). RFC 9162 section 2.1.1.
[[nodiscard]] Hash leaf_hash(std::string_view entry);
/// SHA-256(0x01 || left || right). RFC 9162 section 2.1.1.
[[nodiscard]] Hash node_hash(const Hash& left, const Hash& right);
/// The root of the tree without leaves: SHA-256 of the empty string.
[[nodiscard]] Hash empty_root();

/// An append-only tree that remembers the hash of every complete subtree: 64 bytes a leaf in all.
/// Any root or proof of any earlier size can be had from it. Not thread-safe: its owner serialises.
class Tree {
 public:
  /// If memory runs out the tree is only good for `truncate` to its size before.
  void append(const Hash& leaf);
  void reserve(std::uint64_t leaves);

  [[nodiscard]] std::uint64_t size() const { return levels_.empty() ? 0 : levels_[0].size(); }
  [[nodiscard]] const Hash& leaf(std::uint64_t index) const { return levels_[0][index]; }
  /// The hash of a complete subtree: MTH(D[index * 2^level : (index + 1) * 2^level]). (index + 1) * 2^level <= size().
  [[nodiscard]] const Hash& node(std::size_t level, std::uint64_t index) const { return levels_[level][index]; }
  [[nodiscard]] Hash root() const { return root(size()); }
  /// MTH(D[0:size]). size <= this->size().
  [[nodiscard]] Hash root(std::uint64_t size) const;
  /// PATH(index, D[0:size]), sibling first. index < size <= this->size(). RFC 9162 section 2.1.3.1.
  [[nodiscard]] Path inclusion(std::uint64_t index, std::uint64_t size) const;
  /// PROOF(from, D[0:to]). from <= to <= this->size(); empty where from is 0 or equals to. RFC 9162 section 2.1.4.1.
  [[nodiscard]] Path consistency(std::uint64_t from, std::uint64_t to) const;

 private:
  [[nodiscard]] Hash range(std::uint64_t begin, std::uint64_t end) const;
  void subproof(std::uint64_t from, std::uint64_t begin, std::uint64_t end, bool whole, Path& out) const;

  std::vector<std::vector<Hash>> levels_;  ///< levels_[l][i] = MTH(D[i*2^l : (i+1)*2^l]), complete subtrees only
};

/// RFC 9162 section 2.1.3.2. Refuses index >= size, missing and extra hashes.
[[nodiscard]] bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, const Path& path, const Hash& root);

/// RFC 9162 section 2.1.4.2, with the two cases it leaves out: `from` == `to` needs equal roots and an empty path; `from` == 0 needs
/// an empty path and the empty root.
[[nodiscard]] bool verify_consistency(std::uint64_t from, std::uint64_t to, const Path& path, const Hash& from_root, const Hash& to_root);

/// The frontier alone: root of a stream of leaves in memory of 64 hashes. What a verifier uses.
class Frontier {
 public:
  void append(const Hash& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Hash root() const;
  /// All that must be kept to go on later: the roots of its complete subtrees, the largest first, one for each set bit of the size.
  [[nodiscard]] const std::vector<Hash>& hashes() const { return stack_; }
  /// A frontier that was kept. Nothing where these are not as many hashes as `size` asks for.
  [[nodiscard]] static std::optional<Frontier> of(std::uint64_t size, std::vector<Hash> hashes);

 private:
  std::vector<Hash> stack_;
  std::uint64_t size_ = 0;
};

}  // namespace radslag::log
