// Who did what, when: lines are only ever added. The hour, no more; the account's id, no name; no address, no text of anybody's.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/staff/permissions.hpp"

namespace radslag::storage {
class Transaction;
}

namespace radslag::staff {

struct Context;

/// How it ended; the name in the log.
enum class Ended { done, refused, unknown };
[[nodiscard]] std::string_view ended_name(Ended ended);

struct LogLine {
  std::int64_t number = 0;  ///< 1, 2, 3 ...
  std::int64_t hour = 0;    ///< unix time in seconds, a multiple of 3600
  std::string account;      ///< id, or kCommandLine
  std::string action;       ///< action_name, or one of the accounts' own: sign-in, sign-out, step-up, accept-invitation, invite, ...
  std::string subject;      ///< id of what it was done to; may be empty
  std::string outcome;      ///< ended_name
};

class ActionLog {
 public:
  explicit ActionLog(const Context& context) : context_(context) {}

  /// For what was done elsewhere than in this database. Words are lower-case letters, digits and - . / : * only, 80 at most: anything else
  /// is a bug, std::logic_error.
  void append(std::string_view account, Action action, std::string_view subject, Ended ended);
  void append(std::string_view account, std::string_view action, std::string_view subject, Ended ended);

  /// Newest first: at most `limit` lines with a number below `before`.
  [[nodiscard]] std::vector<LogLine> page(std::size_t limit, std::optional<std::int64_t> before = std::nullopt) const;

 private:
  const Context& context_;
};

/// In the same transaction as what it tells of.
void log_action(const Context& context, storage::Transaction& transaction, std::string_view account, std::string_view action,
                std::string_view subject, Ended ended);

}  // namespace radslag::staff
