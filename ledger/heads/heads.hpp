// The head store: the newest signed head of each log, kept in a second place. What is there has been promised to somebody, so a record
// that ends before it, or says otherwise, is an old copy or a changed one.
//
// Keyed by the checkpoint's origin, which names the generation too: the last head of one that has ended stays.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/store/store.hpp"

namespace radslag::heads {

/// By origin of the checkpoint: the whole signed note.
using Notes = std::map<std::string, std::string>;

struct Swap {
  std::string origin;
  std::string before;  ///< what must be there now; empty: nothing
  std::string after;
};

/// What is there is not what this process put there: another one writes to it.
struct HeadsMoved : store::StoreFailure {
  using store::StoreFailure::StoreFailure;
};

/// One thread.
class HeadStore {
 public:
  virtual ~HeadStore() = default;

  /// All in one durable commit, or none. Throws HeadsMoved (nothing was written), store::StoreFull (rolled back for sure), or
  /// store::StoreFailure (unknown: the process must stop).
  virtual void swap(const std::vector<Swap>& swaps) = 0;
  [[nodiscard]] virtual Notes all() const = 0;
  /// Where it is, as it stands in a sentence: "the head store /srv/heads.sqlite".
  [[nodiscard]] virtual std::string place() const = 0;
};

}  // namespace radslag::heads
