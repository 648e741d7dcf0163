#include "server/html/page_cache.hpp"

#include <iterator>
#include <utility>

namespace radslag::html {

void PageCache::follow(const Snapshot& snapshot) {
  if (snapshot == snapshot_) return;
  by_key_.clear();
  pages_.clear();
  bytes_ = 0;
  snapshot_ = snapshot;
}

void PageCache::drop(Pages::iterator kept) {
  bytes_ -= kept->page->body.size();
  by_key_.erase(kept->key);
  pages_.erase(kept);
}

std::shared_ptr<const RenderedPage> PageCache::find(std::string_view key, const Snapshot& snapshot, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  follow(snapshot);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return nullptr;
  const Pages::iterator kept = found->second;
  if (kept->until <= now) return drop(kept), nullptr;
  pages_.splice(pages_.begin(), pages_, kept);
  return kept->page;
}

void PageCache::put(std::string key, const Snapshot& snapshot, std::shared_ptr<const RenderedPage> page, Clock::time_point until) {
  if (page->body.size() > max_bytes_) return;
  const std::lock_guard lock(mutex_);
  if (snapshot != snapshot_) return;  // made from a snapshot that has been followed by another meanwhile
  if (const auto old = by_key_.find(std::string_view(key)); old != by_key_.end()) drop(old->second);
  bytes_ += page->body.size();
  pages_.push_front({std::move(key), std::move(page), until});
  by_key_.emplace(pages_.front().key, pages_.begin());
  while (pages_.size() > max_pages_ || bytes_ > max_bytes_) drop(std::prev(pages_.end()));
}

}  // namespace radslag::html
