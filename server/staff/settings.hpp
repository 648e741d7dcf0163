// Limits and times of accounts and sessions.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>

namespace radslag::staff {

/// Unix time in seconds. Injected, so that tests need not wait.
using Clock = std::function<std::int64_t()>;

/// argon2id's work. The default is libsodium's INTERACTIVE: 2 passes over 64 MiB.
struct PassphraseCost {
  std::uint64_t passes = 2;
  std::size_t memory_bytes = std::size_t{64} << 20;
};

struct Settings {
  std::string issuer = "Rådslag";  ///< how an authenticator names the account; which municipality, which site

  std::int64_t invitation_seconds = 72 * 3600;
  std::int64_t idle_seconds = 30 * 60;        ///< a session that nobody uses ends
  std::int64_t absolute_seconds = 12 * 3600;  ///< any session ends
  std::int64_t step_up_seconds = 5 * 60;      ///< how long a fresh code opens the acts of office

  std::int64_t free_attempts = 5;  ///< failures before the first wait
  std::int64_t first_wait_seconds = 30;
  std::int64_t longest_wait_seconds = 15 * 60;       ///< each failure doubles the wait up to this; no account is shut for ever
  std::int64_t forget_attempts_seconds = 24 * 3600;  ///< without a new failure

  std::int64_t browser_seconds = 180 * 24 * 3600;  ///< a browser that nobody signs in with is a stranger's again

  PassphraseCost cost;
  unsigned hashing_at_once = 2;   ///< passphrases being hashed: bounds memory
  unsigned hashing_waiting = 32;  ///< that may wait for it; more are told to come again
};

}  // namespace radslag::staff
