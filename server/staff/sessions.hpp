// Who is signed in. A session is known by a random token that only the browser has; here lies its hash.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "server/staff/account.hpp"
#include "server/staff/refusal.hpp"

namespace radslag::staff {

struct Context;

struct Session {
  std::string id;                     ///< hash of the token in hex: may be the key of form tokens, opens nothing itself
  Account account;                    ///< with its roles as they are now
  std::int64_t started_at = 0;        ///< unix time in seconds, like all below
  std::int64_t ends_at = 0;           ///< at the latest; an idle one ends sooner
  std::int64_t stepped_up_until = 0;  ///< acts of office are open until then
  bool stepped_up = false;            ///< are open now
};

struct SignedIn {
  std::string token;  ///< 64 hex digits, 256 random bits: for the cookie, and nowhere else
  Session session;
  /// 64 hex digits for a second cookie that lasts (Settings::browser_seconds). Opens nothing: it tells this browser from a stranger's at
  /// the next sign-in.
  std::string browser;
};

class Sessions {
 public:
  explicit Sessions(const Context& context) : context_(context) {}

  /// The session of a token, if it lives, its account is active and no limit has passed. Counts as use.
  [[nodiscard]] std::optional<Session> find(std::string_view token);

  /// Opens the acts of office for a while after a fresh code; gives until when. Wrong codes are counted, and slowed like sign-ins.
  /// Refusals: not_signed_in, wrong_code, wait.
  [[nodiscard]] Outcome<std::int64_t> step_up(std::string_view token, std::string_view code);

  /// Signing out. An unknown token is no error.
  void end(std::string_view token);

 private:
  const Context& context_;
};

}  // namespace radslag::staff
