#include "server/web/witness_model.hpp"

#include <algorithm>
#include <chrono>

#include "ledger/log/checkpoint.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

std::uint64_t seconds_now() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(since).count());
}

/// "4 s", "3 min", "2 h", "5 d": a number and the unit that a message chooses its words by.
struct Age {
  std::int64_t number;
  std::string unit;
};

Age age_of(std::uint64_t seconds) {
  constexpr std::uint64_t minute = 60, hour = 60 * minute, day = 24 * hour;
  const auto as = [&](std::uint64_t unit, const char* name) { return Age{static_cast<std::int64_t>(seconds / unit), name}; };
  if (seconds < 2 * minute) return as(1, "second");
  if (seconds < 2 * hour) return as(minute, "minute");
  if (seconds < 2 * day) return as(hour, "hour");
  return as(day, "day");
}

}  // namespace

void add_witnessed(const Visit& visit, const std::string& log, std::uint64_t size, json::object& model) {
  const auto& announced = visit.state->town.witnesses;
  model["has_witnesses"] = announced && !announced->row.witnesses.empty();
  model["is_witnessed"] = false;
  if (!model["has_witnesses"].as_bool()) return visit.say(model, "witnessed_text", "witnessed.nobody");
  const auto head = visit.site.service.witnessed(log);
  const auto as_number = [](std::size_t n) { return static_cast<std::int64_t>(n); };
  const auto all = as_number(announced->row.witnesses.size());
  const bool covered = head && head->size >= size;
  if (!covered || !head->has_quorum()) {
    const auto count = covered ? as_number(head->count) : 0;
    model["witnessed"] = {{"count", count}, {"needed", announced->row.quorum}, {"announced", all}};
    return visit.say(model, "witnessed_text", "witnessed.not_yet",
                     {{"count", count}, {"needed", static_cast<std::int64_t>(announced->row.quorum)}, {"all", all}});
  }
  model["is_witnessed"] = true;
  model["witnessed"] = {
      {"count", head->count}, {"needed", head->needed}, {"announced", all}, {"size", head->size}, {"time", head->seconds}};
  const auto now = seconds_now();
  const auto age = age_of(now - std::min(now, head->seconds));
  visit.say(model, "witnessed_text", "witnessed.text",
            {{"count", as_number(head->count)}, {"all", all}, {"number", age.number}, {"unit", age.unit}});
}

ShownHead shown_head(const Visit& visit, const std::string& log, std::uint64_t size) {
  // The first that covers it stays the same, so a sheet that is printed again is the same sheet.
  if (auto note = visit.site.service.witnessed_covering(log, size - 1)) {
    const auto parsed = log::parse_note(*note);
    const auto head = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
    if (head) return {std::move(*note), head->size, true};
  }
  if (auto head = visit.site.service.witnessed(log); head && head->has_quorum() && head->size >= size)
    return {std::move(head->note), head->size, true};
  auto head = visit.site.service.head(log);
  if (!head || head->size < size) return {};
  return {std::move(head->checkpoint), head->size, false};
}

}  // namespace radslag::web
