#include "server/service/late.hpp"

#include <algorithm>
#include <chrono>

namespace radslag::service {
namespace {

using record::InitiativePhase;
using record::InitiativeState;

constexpr std::uint64_t hours_a_day = 24;

bool is_over(std::uint64_t due, std::uint64_t now) { return due < now; }

/// Feedback that came at that hour or later.
bool was_told_since(const record::DialogueState& dialogue, std::uint64_t hour) {
  return std::any_of(dialogue.feedback.begin(), dialogue.feedback.end(), [&](const auto& feedback) { return feedback.hour >= hour; });
}

void look_at(const std::string& id, const record::DialogueState& dialogue, const record::State& state, std::uint64_t now,
             std::vector<Late>& late) {
  const std::uint64_t due = hour_of_date(dialogue.row().ends) + (1 + feedback_days) * hours_a_day;
  if (dialogue.feedback.empty() && is_over(due, now)) {
    late.push_back({Late::What::dialogue_feedback, id, due});
    return;
  }
  for (const std::string& round_id : dialogue.rounds) {
    const record::RoundState* round = state.round(round_id);
    if (round == nullptr || !round->decision) continue;
    const std::uint64_t round_due = round->decision->hour + feedback_days * hours_a_day;
    if (is_over(round_due, now) && !was_told_since(dialogue, round->decision->hour))
      late.push_back({Late::What::round_feedback, round_id, round_due});
  }
}

void look_at(const InitiativeState& initiative, std::uint64_t now, std::vector<Late>& late) {
  if (initiative.phase == InitiativePhase::handed_over) {
    const std::uint64_t due = initiative.hand_over->hour + decision_days * hours_a_day;
    if (is_over(due, now)) late.push_back({Late::What::initiative_decision, initiative.id, due});
  } else if (initiative.phase == InitiativePhase::decided) {
    const std::uint64_t due = initiative.decided->hour + answer_days * hours_a_day;
    const bool answered = std::any_of(initiative.reports.begin(), initiative.reports.end(),
                                      [](const auto& report) { return report.row.step == record::ReportStep::answer; });
    if (!answered && is_over(due, now)) late.push_back({Late::What::initiative_answer, initiative.id, due});
  }
}

}  // namespace

std::uint64_t hour_of_date(const std::string& date) {
  using namespace std::chrono;
  const year_month_day day{year(std::stoi(date.substr(0, 4))), month(static_cast<unsigned>(std::stoi(date.substr(5, 2)))),
                           std::chrono::day(static_cast<unsigned>(std::stoi(date.substr(8, 2))))};
  return static_cast<std::uint64_t>(sys_days(day).time_since_epoch().count()) * hours_a_day;
}

std::vector<Late> late_promises(const record::State& state, std::uint64_t now_hour) {
  std::vector<Late> late;
  for (const auto& [id, dialogue] : state.town.dialogues) look_at(id, dialogue, state, now_hour, late);
  for (const auto& [id, initiative] : state.town.initiatives) look_at(initiative, now_hour, late);
  std::stable_sort(late.begin(), late.end(), [](const Late& a, const Late& b) { return a.since < b.since; });
  return late;
}

}  // namespace radslag::service
