#include "server/staff/known_browser.hpp"

#include "server/staff/context.hpp"
#include "server/staff/token.hpp"

namespace radslag::staff {
namespace {

constexpr int kBrowsersKept = 10;  // of one account: the newest

}  // namespace

bool is_known_browser(const Context& context, storage::Reading& reading, std::string_view account, std::string_view token) {
  const auto hash = token_hash(token);
  return hash && reading.first("SELECT 1 FROM browser WHERE account = ? AND token = ? AND used_at > ?",
                               {account, storage::Blob(*hash), context.now() - context.settings.browser_seconds});
}

std::string keep_browser(const Context& context, storage::Transaction& transaction, std::string_view account, std::string_view token) {
  const std::int64_t now = context.now();
  transaction.run("DELETE FROM browser WHERE used_at <= ?", {now - context.settings.browser_seconds});
  // Several people may share a browser; one that was not made here is not taken over.
  const auto brought = token_hash(token);
  const bool ours = brought && transaction.first("SELECT 1 FROM browser WHERE token = ?", {storage::Blob(*brought)});
  const std::string kept = ours ? std::string(token) : new_token();
  transaction.run("INSERT OR REPLACE INTO browser(account, token, used_at) VALUES(?, ?, ?)",
                  {account, storage::Blob(token_hash(kept).value()), now});
  transaction.run(
      "DELETE FROM browser WHERE account = ?1 AND token NOT IN "
      "(SELECT token FROM browser WHERE account = ?1 ORDER BY used_at DESC, token LIMIT ?2)",
      {account, kBrowsersKept});
  return kept;
}

void forget_browsers(storage::Transaction& transaction, std::string_view account) {
  transaction.run("DELETE FROM browser WHERE account = ?", {account});
}

}  // namespace radslag::staff
