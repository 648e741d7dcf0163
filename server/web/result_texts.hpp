// The texts of results' files, each made once while it is asked for.
#pragma once

#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <set>
#include <string>

#include "ledger/result.hpp"

namespace radslag::web {

/// Of all ballots of a round a text may have many megabytes and take a while to make, so those asked for last are kept. Thread-safe.
class ResultTexts {
 public:
  static constexpr std::size_t most_kept = 8;           ///< texts
  static constexpr std::size_t most_bytes = 64u << 20;  ///< of all that are kept; a larger one is made each time
  static constexpr std::size_t most_under_way = 4;      ///< requests that make a text or wait for one

  struct Text {
    std::string body, etag;
  };
  using Found = std::shared_ptr<const Text>;

  /// What is kept under the key, or what `make` gives; who asks while it is being made waits for it. Errors: those of `make`, which is
  /// asked again the next time; busy (too many are waiting).
  [[nodiscard]] Result<Found> get(const std::string& key, const std::function<Result<std::string>()>& make);

 private:
  struct Kept {
    std::string key;
    Found text;
  };
  [[nodiscard]] Found kept(const std::string& key);  // these two with the lock held
  void put(const std::string& key, const Found& text);

  std::mutex mutex_;
  std::condition_variable made_;
  std::list<Kept> kept_;  ///< the latest asked for first
  std::size_t bytes_ = 0;
  std::set<std::string> making_;
  std::size_t under_way_ = 0;
};

}  // namespace radslag::web
