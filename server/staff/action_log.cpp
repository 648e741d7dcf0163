#include "server/staff/action_log.hpp"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "server/staff/context.hpp"

namespace radslag::staff {
namespace {

constexpr std::int64_t kHour = 3600;
constexpr std::size_t kLongestWord = 80;

/// Nothing that a person wrote can get in: no space, no capital, no @.
void require_word(std::string_view word) {
  const bool right =
      word.size() <= kLongestWord && std::ranges::all_of(word, [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || std::string_view("-./:*").find(c) != std::string_view::npos;
      });
  if (!right) throw std::logic_error("not a word for the action log");
}

}  // namespace

std::string_view ended_name(Ended ended) {
  switch (ended) {
    case Ended::done: return "done";
    case Ended::refused: return "refused";
    case Ended::unknown: return "unknown";
  }
  return {};
}

void log_action(const Context& context, storage::Transaction& transaction, std::string_view account, std::string_view action,
                std::string_view subject, Ended ended) {
  for (const auto word : {account, action, subject}) require_word(word);
  transaction.run(
      "INSERT INTO action_log(number, hour, account, action, subject, outcome) "
      "SELECT COALESCE(MAX(number) + 1, 1), ?, ?, ?, ?, ? FROM action_log",
      {context.now() / kHour * kHour, account, action, subject, ended_name(ended)});
}

void ActionLog::append(std::string_view account, Action action, std::string_view subject, Ended ended) {
  append(account, action_name(action), subject, ended);
}

void ActionLog::append(std::string_view account, std::string_view action, std::string_view subject, Ended ended) {
  context_.database().transaction(
      [&](storage::Transaction& transaction) { log_action(context_, transaction, account, action, subject, ended); });
}

std::vector<LogLine> ActionLog::page(std::size_t limit, std::optional<std::int64_t> before) const {
  std::vector<LogLine> lines;
  context_.database().read([&](storage::Reading& reading) {
    reading.each("SELECT number, hour, account, action, subject, outcome FROM action_log WHERE number < ? ORDER BY number DESC LIMIT ?",
                 {before.value_or(std::numeric_limits<std::int64_t>::max()), limit}, [&](const storage::Row& row) {
                   lines.push_back({row.integer(0), row.integer(1), row.text(2), row.text(3), row.text(4), row.text(5)});
                 });
  });
  return lines;
}

}  // namespace radslag::staff
