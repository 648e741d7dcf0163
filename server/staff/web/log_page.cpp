// The action log, newest first.
#include <boost/json.hpp>
#include <map>

#include "server/html/query.hpp"
#include "server/staff/staff.hpp"
#include "server/staff/web/pages.hpp"

namespace radslag::staff_web {
namespace json = boost::json;
namespace {

constexpr std::size_t lines_at_once = 100;
constexpr std::int64_t seconds_an_hour = 3'600;

}  // namespace

Result<html::Page> log_page(const StaffVisit& visit) {
  std::optional<std::int64_t> before;
  if (const auto asked = html::whole_number(html::parameter(visit.query, "before"))) before = static_cast<std::int64_t>(*asked);
  std::map<std::string, std::string> names;
  for (const auto& account : visit.staff->accounts.list()) names.emplace(account.id, account.name);
  html::Page page;
  page.title = visit.text("staff_page.title_log");
  json::array lines;
  const auto log = visit.staff->log.page(lines_at_once, before);
  for (const auto& line : log) {
    json::object row{{"number", line.number}, {"action", line.action}, {"subject", line.subject}, {"outcome", line.outcome}};
    const auto name = names.find(line.account);
    row["who"] = name != names.end() ? name->second : visit.text("staff_page.command_line");
    const auto key = "staff_action." + line.action;
    row["action_text"] = visit.messages.has(key) ? visit.text(key) : line.action;
    row["outcome_text"] = visit.text("staff_outcome." + line.outcome);
    visit.say_hour(row, "hour_text", static_cast<std::uint64_t>(line.hour / seconds_an_hour));
    lines.push_back(std::move(row));
  }
  page.model["has_lines"] = !lines.empty();
  page.model["lines"] = std::move(lines);
  page.model["has_older"] = log.size() == lines_at_once;
  page.model["older_href"] = log.empty() ? "" : "/staff/log?before=" + std::to_string(log.back().number);
  return page;
}

}  // namespace radslag::staff_web
