#include "ledger/log/tree.hpp"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

namespace radslag::log {

namespace {

constexpr std::uint64_t size_limit = std::uint64_t{1} << 63;

/// The k of RFC 9162 section 2.1.1: the largest power of two smaller than `count`. count > 1.
std::uint64_t split(std::uint64_t count) { return std::bit_floor(count - 1); }

}  // namespace

Hash leaf_hash(std::string_view entry) {
  thread_local crypto::Sha256 hasher;
  hasher.update(std::string_view("\x00", 1));
  hasher.update(entry);
  return hasher.finish();
}

Hash node_hash(const Hash& left, const Hash& right) {
  std::array<char, 65> bytes;
  bytes[0] = '\x01';
  std::memcpy(bytes.data() + 1, left.data(), left.size());
  std::memcpy(bytes.data() + 33, right.data(), right.size());
  return crypto::sha256(std::string_view(bytes.data(), bytes.size()));
}

Hash empty_root() { return crypto::sha256({}); }

void Tree::append(const Hash& leaf) {
  Hash hash = leaf;
  for (std::size_t level = 0;; ++level) {
    if (level == levels_.size()) levels_.emplace_back();
    std::vector<Hash>& row = levels_[level];
    row.push_back(hash);
    if (row.size() % 2 != 0) return;
    hash = node_hash(row[row.size() - 2], row.back());
  }
}

void Tree::reserve(std::uint64_t leaves) {
  const auto rows = static_cast<std::size_t>(std::bit_width(leaves));
  if (levels_.size() < rows) levels_.resize(rows);
  for (std::size_t level = 0; level < rows; ++level) levels_[level].reserve(leaves >> level);
}

Hash Tree::root(std::uint64_t size) const {
  assert(size <= this->size());
  return size == 0 ? empty_root() : range(0, size);
}

/// MTH(D[begin:end]), where `begin` is a multiple of the smallest power of two that is not below end - begin, as in every range that the
/// RFC's splits give.
Hash Tree::range(std::uint64_t begin, std::uint64_t end) const {
  const std::uint64_t count = end - begin;
  if (std::has_single_bit(count)) {
    const auto level = static_cast<std::size_t>(std::countr_zero(count));
    return levels_[level][begin >> level];
  }
  const std::uint64_t middle = begin + split(count);
  return node_hash(range(begin, middle), range(middle, end));
}

Path Tree::inclusion(std::uint64_t index, std::uint64_t size) const {
  assert(index < size && size <= this->size());
  Path path;
  std::uint64_t begin = 0;
  std::uint64_t end = size;
  while (end - begin > 1) {
    const std::uint64_t middle = begin + split(end - begin);
    if (index < middle) {
      path.push_back(range(middle, end));
      end = middle;
    } else {
      path.push_back(range(begin, middle));
      begin = middle;
    }
  }
  std::reverse(path.begin(), path.end());
  return path;
}

Path Tree::consistency(std::uint64_t from, std::uint64_t to) const {
  assert(from <= to && to <= this->size());
  Path path;
  if (from != 0 && from != to) subproof(from, 0, to, true, path);
  return path;
}

/// SUBPROOF of RFC 9162 section 2.1.4.1 over D[begin:end], with `from` counted from `begin`. `whole`: D[0:from] is a complete subtree
/// whose hash the verifier has.
void Tree::subproof(std::uint64_t from, std::uint64_t begin, std::uint64_t end, bool whole, Path& out) const {
  if (from == end - begin) {
    if (!whole) out.push_back(range(begin, end));
    return;
  }
  const std::uint64_t k = split(end - begin);
  if (from <= k) {
    subproof(from, begin, begin + k, whole, out);
    out.push_back(range(begin + k, end));
  } else {
    subproof(from - k, begin + k, end, false, out);
    out.push_back(range(begin, begin + k));
  }
}

bool verify_inclusion(std::uint64_t index, std::uint64_t size, const Hash& leaf, const Path& path, const Hash& root) {
  if (size >= size_limit || index >= size || path.size() > max_path) return false;
  std::uint64_t fn = index;
  std::uint64_t sn = size - 1;
  Hash hash = leaf;
  for (const Hash& sibling : path) {
    if (sn == 0) return false;
    if (fn % 2 == 1 || fn == sn) {
      hash = node_hash(sibling, hash);
      const int skip = std::countr_zero(fn);  // fn is not 0 here: it is odd, or equal to sn
      fn >>= skip;
      sn >>= skip;
    } else {
      hash = node_hash(hash, sibling);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && hash == root;
}

bool verify_consistency(std::uint64_t from, std::uint64_t to, const Path& path, const Hash& from_root, const Hash& to_root) {
  if (to >= size_limit || from > to || path.size() > max_path) return false;
  if (from == 0) return path.empty() && from_root == empty_root() && (to != 0 || to_root == from_root);
  if (from == to) return path.empty() && from_root == to_root;
  if (path.empty()) return false;

  // A power of two of leaves is a complete subtree: the verifier has its hash already, and the proof leaves it out.
  const bool whole = std::has_single_bit(from);
  std::uint64_t fn = from - 1;
  std::uint64_t sn = to - 1;
  const int shared = std::countr_one(fn);
  fn >>= shared;
  sn >>= shared;
  Hash fr = whole ? from_root : path.front();
  Hash sr = fr;
  for (std::size_t i = whole ? 0 : 1; i < path.size(); ++i) {
    if (sn == 0) return false;
    if (fn % 2 == 1 || fn == sn) {
      fr = node_hash(path[i], fr);
      sr = node_hash(path[i], sr);
      const int skip = std::countr_zero(fn);  // as above
      fn >>= skip;
      sn >>= skip;
    } else {
      sr = node_hash(sr, path[i]);
    }
    fn >>= 1;
    sn >>= 1;
  }
  return sn == 0 && fr == from_root && sr == to_root;
}

void Frontier::append(const Hash& leaf) {
  Hash hash = leaf;
  for (std::uint64_t s = size_; s % 2 == 1; s >>= 1) {
    hash = node_hash(stack_.back(), hash);
    stack_.pop_back();
  }
  stack_.push_back(hash);
  ++size_;
}

std::optional<Frontier> Frontier::of(std::uint64_t size, std::vector<Hash> hashes) {
  if (hashes.size() != static_cast<std::size_t>(std::popcount(size))) return std::nullopt;
  Frontier frontier;
  frontier.stack_ = std::move(hashes);
  frontier.size_ = size;
  return frontier;
}

Hash Frontier::root() const {
  if (stack_.empty()) return empty_root();
  Hash hash = stack_.back();
  for (auto left = stack_.rbegin() + 1; left != stack_.rend(); ++left) hash = node_hash(*left, hash);
  return hash;
}

}  // namespace radslag::log
