#include "server/web/parts.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace radslag::web {

Result<std::string> Parts::expect(record::AnnouncedAct act, Clock::time_point now) {
  if (act.bytes == 0) return refuse(Errc::malformed, "a part has at least one byte");
  if (act.bytes > most_bytes_) return refuse(Errc::too_large, "a part has at most " + std::to_string(most_bytes_) + " bytes");
  const std::lock_guard lock(mutex_);
  forget_old(now);
  for (const auto& [name, ticket] : tickets_) {
    if (ticket.act.statement == act.statement && ticket.act.key == act.key && ticket.act.bytes == act.bytes) return name;
  }
  if (tickets_.size() >= most_tickets) return refuse(Errc::busy, "too many parts have been announced and not sent");
  auto name = crypto::to_hex(crypto::random_bytes<16>());
  tickets_.emplace(name, Ticket{std::move(act), now + ticket_lives});
  return name;
}

std::optional<std::size_t> Parts::body_limit(std::string_view request_path) const {
  if (!request_path.starts_with(path)) return std::nullopt;
  const std::lock_guard lock(mutex_);
  const auto found = tickets_.find(request_path.substr(path.size()));
  return found == tickets_.end() || found->second.ends <= Clock::now() ? 0 : static_cast<std::size_t>(found->second.act.bytes);
}

std::optional<record::AnnouncedAct> Parts::take(const std::string& name, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  forget_old(now);
  const auto found = tickets_.find(name);
  if (found == tickets_.end()) return std::nullopt;
  auto act = std::move(found->second.act);
  tickets_.erase(found);
  return act;
}

void Parts::forget_old(Clock::time_point now) {
  std::erase_if(tickets_, [&](const auto& ticket) { return ticket.second.ends <= now; });
}

}  // namespace radslag::web
