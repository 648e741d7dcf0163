#include "server/service/timeline.hpp"

#include <algorithm>
#include <array>

namespace radslag::service {
namespace {

using Kind = TimelineEvent::Kind;

constexpr std::array<std::string_view, 11> kind_words{"raised",   "opened",  "rejected", "handed-over", "preparation", "set-aside",
                                                      "restored", "decided", "answer",   "follow-up",   "expired"};

Kind kind_of(record::ReportStep step) {
  switch (step) {
    case record::ReportStep::preparation: return Kind::preparation;
    case record::ReportStep::answer: return Kind::answer;
    case record::ReportStep::follow_up: break;
  }
  return Kind::follow_up;
}

}  // namespace

std::span<const std::string_view> words(TimelineEvent::Kind) { return kind_words; }

std::vector<TimelineEvent> timeline_of(const record::InitiativeState& initiative) {
  std::vector<TimelineEvent> events;
  events.push_back({Kind::raised, initiative.raised_hour, initiative.raised_at, {}, {}, {}, 0});
  if (const auto& x = initiative.opening) events.push_back({Kind::opened, x->hour, x->index, {}, {}, {}, x->row.threshold});
  if (const auto& x = initiative.rejection) events.push_back({Kind::rejected, x->hour, x->index, {}, {}, x->text, 0, x->row.content});
  if (const auto& x = initiative.hand_over) events.push_back({Kind::handed_over, x->hour, x->index, {}, {}, {}, x->signatures});
  if (const auto& x = initiative.decided)
    events.push_back({Kind::decided, x->hour, x->index, x->content.meeting, x->content.board, x->content.reasons, 0});
  for (const auto& x : initiative.reports)
    events.push_back({kind_of(x.row.step), x.hour, x.index, x.row.date, x.content.board, x.content.text, 0, x.row.content});
  for (const auto& x : initiative.asides)
    events.push_back({x.restored ? Kind::restored : Kind::set_aside, x.hour, x.index, {}, {}, x.text, 0, x.content});
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return *a.index < *b.index; });
  // Nothing comes after it, and the record's state does not keep its place.
  if (initiative.expired_hour) events.push_back({Kind::expired, *initiative.expired_hour, std::nullopt, {}, {}, {}, 0});
  return events;
}

}  // namespace radslag::service
