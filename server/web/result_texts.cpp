#include "server/web/result_texts.hpp"

#include <algorithm>
#include <exception>

#include "server/html/frame.hpp"

namespace radslag::web {

ResultTexts::Found ResultTexts::kept(const std::string& key) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& each) { return each.key == key; });
  if (found == kept_.end()) return nullptr;
  kept_.splice(kept_.begin(), kept_, found);
  return kept_.front().text;
}

void ResultTexts::put(const std::string& key, const Found& text) {
  if (text->body.size() > most_bytes) return;
  kept_.push_front({key, text});
  bytes_ += text->body.size();
  while (kept_.size() > most_kept || bytes_ > most_bytes) {
    bytes_ -= kept_.back().text->body.size();
    kept_.pop_back();
  }
}

Result<ResultTexts::Found> ResultTexts::get(const std::string& key, const std::function<Result<std::string>()>& make) {
  std::unique_lock lock(mutex_);
  if (auto found = kept(key)) return found;
  if (under_way_ >= most_under_way) return refuse(Errc::busy, "the file is being made: ask again in a while");
  ++under_way_;
  Found found;
  made_.wait(lock, [&] { return (found = kept(key)) || !making_.contains(key); });
  if (found) {
    --under_way_;
    return found;
  }
  making_.insert(key);
  lock.unlock();
  Result<std::string> text = refuse(Errc::busy, "the file could not be made");
  std::exception_ptr failure;
  try {
    text = make();
    if (text) {
      const std::string etag = html::etag_of(*text);
      found = std::make_shared<const Text>(Text{std::move(*text), etag});
    }
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  making_.erase(key);
  --under_way_;
  if (found) put(key, found);
  lock.unlock();
  made_.notify_all();
  if (failure) std::rethrow_exception(failure);
  if (!found) return tl::make_unexpected(text.error());
  return found;
}

}  // namespace radslag::web
