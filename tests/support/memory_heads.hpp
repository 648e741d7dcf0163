// A head store in memory that keeps the contract of ledger/heads/heads.hpp, and can be out of room or be moved by somebody else.
#pragma once

#include <atomic>

#include "ledger/heads/heads.hpp"

namespace radslag::testing {

struct MemoryHeads : heads::HeadStore {
  void swap(const std::vector<heads::Swap>& swaps) override {
    if (full) throw store::StoreFull("heads: full");
    if (before_swap) before_swap();
    auto next = notes;
    for (const auto& swap : swaps) {
      if (next[swap.origin] != swap.before) throw heads::HeadsMoved(place() + " has another head of " + swap.origin);
      next[swap.origin] = swap.after;
    }
    notes = std::move(next);
  }
  [[nodiscard]] heads::Notes all() const override { return notes; }
  [[nodiscard]] std::string place() const override { return "the head store in memory"; }

  heads::Notes notes;
  std::atomic<bool> full = false;
  std::function<void()> before_swap;
};

}  // namespace radslag::testing
