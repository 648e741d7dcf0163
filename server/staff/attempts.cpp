#include "server/staff/attempts.hpp"

#include <algorithm>

#include "server/storage/database.hpp"

namespace radslag::staff {
namespace {

/// How long after the n-th failure in a row, n = `failures`.
std::int64_t wait_after(const Settings& settings, std::int64_t failures) {
  const std::int64_t doublings = failures - settings.free_attempts;
  if (doublings < 0) return 0;
  std::int64_t wait = settings.first_wait_seconds;
  for (std::int64_t i = 0; i < doublings && wait < settings.longest_wait_seconds; ++i) wait *= 2;
  return std::min(wait, settings.longest_wait_seconds);
}

}  // namespace

std::int64_t take_attempt(storage::Transaction& transaction, const Settings& settings, std::string_view what, std::int64_t now) {
  std::int64_t failures = 0;
  if (const auto row = transaction.first("SELECT failures, last_at, not_before FROM attempt WHERE what = ?", {what})) {
    // A clock that was put back must not make anybody wait longer than the longest wait.
    const std::int64_t wait = std::min(row->integer(2) - now, settings.longest_wait_seconds);
    if (wait > 0) return wait;
    if (now - row->integer(1) < settings.forget_attempts_seconds) failures = row->integer(0);
  }
  ++failures;
  transaction.run(
      "INSERT INTO attempt(what, failures, last_at, not_before) VALUES(?, ?, ?, ?) "
      "ON CONFLICT DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at, not_before = excluded.not_before",
      {what, failures, now, now + wait_after(settings, failures)});
  return 0;
}

void forget_attempts(storage::Transaction& transaction, std::string_view what) {
  transaction.run("DELETE FROM attempt WHERE what = ?", {what});
}

}  // namespace radslag::staff
