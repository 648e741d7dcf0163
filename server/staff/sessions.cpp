#include "server/staff/sessions.hpp"

#include <algorithm>
#include <stdexcept>

#include "crypto/encoding.hpp"
#include "server/staff/action_log.hpp"
#include "server/staff/attempts.hpp"
#include "server/staff/begin_session.hpp"
#include "server/staff/context.hpp"
#include "server/staff/token.hpp"
#include "server/staff/totp.hpp"

namespace radslag::staff {
namespace {

/// A visit is written down at most so often: a page view must not cost an fsync. A session may end that much before its idle limit.
constexpr std::int64_t kSeenSeconds = 60;

struct Found {
  Session session;
  crypto::Digest hash{};
  std::int64_t seen_at = 0;
};

std::optional<Found> live_session(const Context& context, storage::Reading& reading, std::string_view token) {
  const auto hash = token_hash(token);
  if (!hash) return std::nullopt;
  const auto row =
      reading.first("SELECT account, started_at, seen_at, stepped_up_until FROM session WHERE token = ?", {storage::Blob(*hash)});
  if (!row) return std::nullopt;
  const std::int64_t now = context.now();
  const std::int64_t ends_at = row->integer(1) + context.settings.absolute_seconds;
  if (now >= ends_at || now >= row->integer(2) + context.settings.idle_seconds) return std::nullopt;
  auto account = account_by_id(reading, row->text(0));
  if (!account || account->state != AccountState::active) return std::nullopt;
  return Found{{crypto::to_hex(*hash), std::move(*account), row->integer(1), ends_at, row->integer(3), now < row->integer(3)},
               *hash,
               row->integer(2)};
}

}  // namespace

std::optional<Session> Sessions::find(std::string_view token) {
  auto found = context_.database().read([&](storage::Reading& reading) { return live_session(context_, reading, token); });
  if (!found) return std::nullopt;
  const std::int64_t now = context_.now();
  if (now - found->seen_at >= kSeenSeconds) {
    context_.database().transaction([&](storage::Transaction& transaction) {
      transaction.run("UPDATE session SET seen_at = max(seen_at, ?) WHERE token = ?", {now, storage::Blob(found->hash)});
    });
  }
  return std::move(found->session);
}

Outcome<std::int64_t> Sessions::step_up(std::string_view token, std::string_view code) {
  return context_.database().transaction([&](storage::Transaction& transaction) -> Outcome<std::int64_t> {
    const auto found = live_session(context_, transaction, token);
    if (!found) return refused(Refusal::not_signed_in);
    const std::int64_t now = context_.now();
    const std::string& account = found->session.account.id;
    const std::string what = "code:" + account;
    if (const std::int64_t wait = take_attempt(transaction, context_.settings, what, now)) return refused(Refusal::wait, wait);

    const auto row = *transaction.first("SELECT totp, totp_step FROM account WHERE id = ?", {account});
    const auto secret = context_.key.open(account, row.text(0));
    if (!secret) throw std::runtime_error("an account's authenticator secret does not open with the key of this site");
    const auto step = totp_match(*secret, code, now, row.integer(1));
    if (!step) {
      log_action(context_, transaction, account, "step-up", "", Ended::refused);
      return refused(Refusal::wrong_code);
    }
    const std::int64_t until = now + context_.settings.step_up_seconds;
    transaction.run("UPDATE account SET totp_step = ? WHERE id = ?", {*step, account});
    transaction.run("UPDATE session SET stepped_up_until = ? WHERE token = ?", {until, storage::Blob(found->hash)});
    forget_attempts(transaction, what);
    log_action(context_, transaction, account, "step-up", "", Ended::done);
    return until;
  });
}

void Sessions::end(std::string_view token) {
  context_.database().transaction([&](storage::Transaction& transaction) {
    const auto found = live_session(context_, transaction, token);
    end_session(transaction, token);
    if (found) log_action(context_, transaction, found->session.account.id, "sign-out", "", Ended::done);
  });
}

}  // namespace radslag::staff
