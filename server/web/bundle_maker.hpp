// The whole record as one archive, for whoever asks while it is the newest.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::service {
class Service;
}

namespace radslag::web {

/// Builds one archive at a time: who asks meanwhile gets the same one. It stays in memory as long as somebody is being sent it, no longer;
/// while several are still being sent, the newest of them is handed out though the record has grown: slow readers of a growing record
/// must not fill the memory. Thread-safe.
class BundleMaker {
 public:
  using Archive = std::shared_ptr<const std::string>;
  using Wanted = std::function<void(Result<Archive>)>;
  static constexpr std::size_t max_archives = 2;  ///< in memory at once

  BundleMaker(const service::Service& service, std::size_t max_bytes) : service_(service), max_bytes_(max_bytes) {}
  /// Calls `wanted` at once, or on the thread that is building. Errors: too_large.
  void get(Wanted wanted);

 private:
  /// The newest, if it must do: nothing has been added since, or too many others are still being sent.
  [[nodiscard]] Archive at_hand(const std::vector<std::uint64_t>& now);
  [[nodiscard]] std::vector<std::uint64_t> sizes() const;
  [[nodiscard]] Result<Archive> build() const;

  const service::Service& service_;
  const std::size_t max_bytes_;
  std::mutex mutex_;
  bool building_ = false;
  std::vector<Wanted> waiting_;
  std::vector<std::weak_ptr<const std::string>> archives_;  ///< that may still be being sent, the newest last
  std::vector<std::uint64_t> newest_sizes_;
};

}  // namespace radslag::web
