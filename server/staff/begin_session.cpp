#include "server/staff/begin_session.hpp"

#include <stdexcept>

#include "crypto/encoding.hpp"
#include "server/staff/context.hpp"
#include "server/staff/known_browser.hpp"
#include "server/staff/token.hpp"

namespace radslag::staff {

SignedIn begin_session(const Context& context, storage::Transaction& transaction, std::string_view account, std::string_view previous_token,
                       std::string_view browser) {
  const Settings& settings = context.settings;
  const std::int64_t now = context.now();
  end_session(transaction, previous_token);
  // Nobody comes back for these.
  transaction.run("DELETE FROM session WHERE started_at <= ? OR seen_at <= ?",
                  {now - settings.absolute_seconds, now - settings.idle_seconds});

  SignedIn made;
  made.token = new_token();
  const crypto::Digest hash = token_hash(made.token).value();
  const std::int64_t stepped_up_until = now + settings.step_up_seconds;
  transaction.run("INSERT INTO session(token, account, started_at, seen_at, stepped_up_until) VALUES(?, ?, ?, ?, ?)",
                  {storage::Blob(hash), account, now, now, stepped_up_until});
  auto who = account_by_id(transaction, account);
  if (!who || who->state != AccountState::active) throw std::logic_error("a session for an account that is not active");
  made.browser = keep_browser(context, transaction, account, browser);
  made.session = {crypto::to_hex(hash), std::move(*who), now, now + settings.absolute_seconds, stepped_up_until, true};
  return made;
}

void end_session(storage::Transaction& transaction, std::string_view token) {
  if (const auto hash = token_hash(token)) transaction.run("DELETE FROM session WHERE token = ?", {storage::Blob(*hash)});
}

std::int64_t end_all_sessions(storage::Transaction& transaction, std::string_view account) {
  return transaction.run("DELETE FROM session WHERE account = ?", {account});
}

}  // namespace radslag::staff
