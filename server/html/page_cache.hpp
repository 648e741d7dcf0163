// Rendered pages, kept while they are true.
#pragma once

#include <chrono>
#include <cstddef>
#include <list>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

namespace radslag::html {

struct RenderedPage {
  std::string body;
  std::string content_type;
  std::string etag;      ///< strong, with its quotes: each coding of a page has its own
  bool gzipped = false;  ///< `body` is
};

/// Thread-safe. Holds pages of one snapshot of what they are made from (two are the same if they are the same object): the first page of
/// another snapshot empties it. Over its bounds it drops what has not been asked for longest.
class PageCache {
 public:
  using Clock = std::chrono::steady_clock;
  using Snapshot = std::shared_ptr<const void>;

  PageCache(std::size_t max_pages, std::size_t max_bytes) : max_pages_(max_pages), max_bytes_(max_bytes) {}

  /// nullptr where there is none that still holds.
  [[nodiscard]] std::shared_ptr<const RenderedPage> find(std::string_view key, const Snapshot& snapshot, Clock::time_point now);
  /// `until`: when the page stops being true though the snapshot stays.
  void put(std::string key, const Snapshot& snapshot, std::shared_ptr<const RenderedPage> page, Clock::time_point until);

 private:
  struct Kept {
    std::string key;
    std::shared_ptr<const RenderedPage> page;
    Clock::time_point until;
  };
  using Pages = std::list<Kept>;  // the latest asked for first

  void drop(Pages::iterator kept);
  void follow(const Snapshot& snapshot);

  const std::size_t max_pages_, max_bytes_;
  std::mutex mutex_;
  Snapshot snapshot_;
  Pages pages_;
  std::unordered_map<std::string_view, Pages::iterator> by_key_;  // views into Kept::key
  std::size_t bytes_ = 0;
};

}  // namespace radslag::html
