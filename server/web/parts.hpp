// Large blobs that trustees have announced: who may send one, and how large it may be. Nobody else's bytes are taken in.
#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "ledger/record/announced_act.hpp"
#include "server/web/worker.hpp"

namespace radslag::web {

/// Thread-safe.
class Parts {
 public:
  using Clock = std::chrono::steady_clock;
  static constexpr std::size_t most_tickets = 16;                ///< of acts announced and not sent yet
  static constexpr std::chrono::seconds ticket_lives{2 * 3600};  ///< from announcing to sending

  explicit Parts(std::size_t most_bytes) : most_bytes_(most_bytes) {}

  /// A ticket: 32 hex digits, the same for the same act as long as it has not been sent. The act has been found to be in turn.
  /// Errors: too_large, malformed (no bytes), busy (too many are under way).
  [[nodiscard]] Result<std::string> expect(record::AnnouncedAct act, Clock::time_point now = Clock::now());

  /// How many bytes the body of a POST to this path may have; nothing for other paths than parts'. 0 without a ticket.
  [[nodiscard]] std::optional<std::size_t> body_limit(std::string_view path) const;

  /// What was announced with this ticket, which is gone then.
  [[nodiscard]] std::optional<record::AnnouncedAct> take(const std::string& ticket, Clock::time_point now = Clock::now());

  /// Does work that takes up to a minute, one piece after the other, on a thread of its own, so that others' requests do not wait for it.
  void later(std::function<void()> work) { worker_.later(std::move(work)); }

  static constexpr std::string_view path = "/acts/parts/";

 private:
  struct Ticket {
    record::AnnouncedAct act;
    Clock::time_point ends;
  };
  void forget_old(Clock::time_point now);

  const std::size_t most_bytes_;
  mutable std::mutex mutex_;
  std::map<std::string, Ticket, std::less<>> tickets_;
  Worker worker_;
};

}  // namespace radslag::web
