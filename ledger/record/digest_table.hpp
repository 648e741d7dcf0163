// Where digests stand in a list that somebody else keeps: a flat hash table of places, some six bytes a digest.
#pragma once

#include <cstdint>
#include <cstring>
#include <vector>

#include "ledger/record/entry.hpp"

namespace radslag::record {

/// Open addressing, at most two thirds full. Digests are hashes or HMACs, so any part of them is as good as a hash; whoever makes many
/// that begin alike makes a table slow that is for their own entries. No place is ever taken out.
class DigestTable {
 public:
  static constexpr std::uint32_t none = 0xffffffff;

  /// The place of `digest`, or `none`. `at(place)` gives the digest that stands there.
  template <class At>
  [[nodiscard]] std::uint32_t find(const Digest& digest, const At& at) const {
    if (slots_.empty()) return none;
    for (auto slot = start(digest);; slot = (slot + 1) & (slots_.size() - 1)) {
      if (slots_[slot] == none || at(slots_[slot]) == digest) return slots_[slot];
    }
  }

  /// `digest` is not in the table, and stands at `place` from now on. Fewer than 2^32 - 1 places.
  template <class At>
  void insert(const Digest& digest, std::uint32_t place, const At& at) {
    if (3 * (count_ + 1) > 2 * slots_.size()) grow(at);
    put(digest, place);
    ++count_;
  }

 private:
  [[nodiscard]] std::size_t start(const Digest& digest) const {
    std::size_t head = 0;
    std::memcpy(&head, digest.data(), sizeof head);
    return head & (slots_.size() - 1);
  }

  void put(const Digest& digest, std::uint32_t place) {
    auto slot = start(digest);
    while (slots_[slot] != none) slot = (slot + 1) & (slots_.size() - 1);
    slots_[slot] = place;
  }

  template <class At>
  void grow(const At& at) {
    const auto before = std::move(slots_);
    slots_.assign(before.empty() ? 16 : 2 * before.size(), none);
    for (const auto place : before) {
      if (place != none) put(at(place), place);
    }
  }

  std::vector<std::uint32_t> slots_;  ///< a power of two
  std::size_t count_ = 0;
};

}  // namespace radslag::record
