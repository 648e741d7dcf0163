#include "server/registrar/web/mail_rate.hpp"

namespace radslag::registrar_web {
namespace {

constexpr std::uint64_t hour = 3'600;

void drop_old(std::deque<std::uint64_t>& times, std::uint64_t now) {
  while (!times.empty() && times.front() + hour <= now) times.pop_front();
}

}  // namespace

bool MailRate::take(const std::string& name, std::uint64_t now) {
  const std::lock_guard lock(mutex_);
  if (sent_.size() >= most_names) forget(now);
  if (sent_.size() >= most_names && !sent_.contains(name)) return false;
  auto& times = sent_[name];
  drop_old(times, now);
  if (times.size() >= per_hour) return false;
  times.push_back(now);
  return true;
}

void MailRate::forget(std::uint64_t now) {
  for (auto name = sent_.begin(); name != sent_.end();) {
    drop_old(name->second, now);
    name = name->second.empty() ? sent_.erase(name) : std::next(name);
  }
}

}  // namespace radslag::registrar_web
