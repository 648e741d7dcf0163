// What the replay says of the town and its rounds, and what this audit does not say.
#include <algorithm>
#include <tuple>

#include "ledger/audit/inspection.hpp"
#include "ledger/audit/sentences.hpp"

namespace radslag::audit {
namespace {

constexpr std::size_t most_extra_files = 20;

std::vector<ProjectReport> projects_of(const record::RoundState& round) {
  std::vector<ProjectReport> projects;
  std::map<std::string_view, allocation::Outcome> outcomes;
  if (round.allocation) {
    for (const auto& step : round.allocation->steps) outcomes.emplace(step.project, step.outcome);
  }
  const auto& definition = round.frozen->definition;
  for (std::size_t i = 0; i < definition.projects.size(); ++i) {
    const auto& project = definition.projects[i];
    ProjectReport report{project.id, project.title, project.cost, round.tally ? round.tally->votes.at(i).votes : 0, std::nullopt};
    if (const auto found = outcomes.find(project.id); found != outcomes.end()) report.outcome = found->second;
    projects.push_back(std::move(report));
  }
  return projects;
}

DecisionReport decision_of(const record::RoundState& round) {
  const auto& content = round.decision->content;
  DecisionReport report{content.board, content.meeting, content.diary, {}};
  for (std::size_t i = 0; i < content.projects.size(); ++i) {
    const auto& decided = content.projects[i];
    if (!decided.reason) continue;
    report.departures.push_back({decided.project, round.frozen->definition.projects.at(i).title, decided.funded, *decided.reason});
  }
  return report;
}

SecrecyReport secrecy_of(const record::RoundState& round) {
  const auto& frozen = *round.frozen;
  SecrecyReport report{round.ceremony->trustees.size(),
                       round.ceremony->needed(),
                       std::string(record::word(round.ceremony->group)),
                       frozen.urns.front().mixnet,
                       frozen.halves,
                       round.handed_out,
                       frozen.pages.size(),
                       {}};
  const auto numbers = [](const std::vector<record::UrnState::Part>& parts) {
    std::vector<std::uint64_t> trustees;
    for (const auto& part : parts) trustees.push_back(part.trustee);
    return trustees;
  };
  for (std::size_t i = 0; i < round.urns.size(); ++i) {
    const auto& urn = round.urns[i];
    UrnReport of{frozen.urns[i].id,
                 frozen.urns[i].electorate.voters.size(),
                 urn.ballots,
                 urn.voters,
                 urn.paper,
                 urn.envelopes,
                 urn.blocked,
                 urn.active_reserve,
                 0,
                 0,
                 numbers(urn.shuffles),
                 numbers(urn.decryptions)};
    if (round.tally) {
      of.blank = round.tally->urns.at(i).blank;
      of.invalid = round.tally->urns.at(i).invalid;
    }
    report.urns.push_back(std::move(of));
  }
  return report;
}

}  // namespace

void Inspection::collect_facts() {
  const auto& town = state().town;
  report_.town = town.name;
  report_.origin = town_key_->name;
  report_.demo = town.demo;
  collect_initiatives();
  for (const auto& [id, round] : state().rounds) report_.rounds.push_back(facts_of(round));
}

RoundReport Inspection::facts_of(const record::RoundState& round) const {
  RoundReport report;
  report.id = round.id;
  report.phase = round.phase;
  report.ballots = round.ballots;
  report.voters = round.voters;
  report.milestones = round.milestones.size();
  const auto* log = log_report(record::round_log_name(round.id));
  report.has_log = log != nullptr;
  report.sound = log && log->intact && log->replayed;
  report.sealed = round.phase == record::Phase::open;
  const auto checked = checked_ballots_.find(round.id);
  report.checked_ballots = checked == checked_ballots_.end() ? 0 : checked->second;
  if (!round.frozen) return report;
  const auto& definition = round.frozen->definition;
  report.title = definition.title;
  report.currency = definition.currency;
  report.envelope = definition.envelope;
  report.roll = round.frozen->roll;
  report.announced_closing = definition.closes;
  if (const auto late = late_ballots_.find(round.id); late != late_ballots_.end()) std::tie(report.late, report.first_late) = late->second;
  if (round.frozen->is_secret()) report.secrecy = secrecy_of(round);
  report.projects = projects_of(round);
  if (round.tally) report.blank = round.tally->blank;
  if (round.allocation) report.cost = round.allocation->cost;
  report.funded = static_cast<std::uint64_t>(std::count_if(report.projects.begin(), report.projects.end(),
                                                           [](const auto& p) { return p.outcome == allocation::Outcome::funded; }));
  if (round.decision) report.decision = decision_of(round);
  return report;
}

void Inspection::look_for_extra_files() {
  const auto paths = source_.list();
  if (!paths) return;
  const auto belongs = [&](const std::string& path) {
    if (path == "town/vkey") return true;
    const bool unknown_size = std::any_of(logs_without_size_.begin(), logs_without_size_.end(),
                                          [&](const std::string& log) { return path.starts_with(log + "/"); });
    return unknown_size || std::any_of(report_.logs.begin(), report_.logs.end(), [&](const LogReport& log) {
             return path == log.name + "/checkpoint" || is_file_of(path, log.name, log.size);
           });
  };
  std::vector<std::string> extra;
  std::copy_if(paths->begin(), paths->end(), std::back_inserter(extra), [&](const std::string& path) { return !belongs(path); });
  for (std::size_t i = 0; i < std::min(extra.size(), most_extra_files); ++i)
    finding({{}, std::nullopt, extra[i], Severity::broken, extra_file()});
  if (extra.size() > most_extra_files) finding({{}, std::nullopt, {}, Severity::broken, more_extra_files(extra.size() - most_extra_files)});
}

void Inspection::say_what_secrecy_leaves_open(const RoundReport& round) {
  auto& unchecked = report_.unchecked;
  if (round.secrecy->halves == 1) unchecked.push_back(eligibility_rests_on_registrar(round.id));
  unchecked.push_back(secrecy_rests_on_trustees(round.id, round.secrecy->needed, round.secrecy->trustees));
}

void Inspection::say_what_was_not_checked() {
  auto& unchecked = report_.unchecked;
  if (!report_.pinned) unchecked.push_back(key_not_pinned());
  if (!town_key_ || report_.logs.empty()) return unchecked.push_back(nothing_else());
  if (town_stopped_at_) unchecked.push_back(replay_stopped("town", *town_stopped_at_));
  for (const auto& log : report_.logs) {
    if (log.name != "town" && !log.replayed) unchecked.push_back(replay_stopped(log.name, std::nullopt));
  }
  for (const auto& round : report_.rounds) {
    if (!round.has_log) unchecked.push_back(round_without_log(round.id));
    if (round.sealed && round.ballots > round.checked_ballots)
      unchecked.push_back(sealed_ballots(round.id, round.ballots - round.checked_ballots));
    if (round.secrecy) say_what_secrecy_leaves_open(round);
  }
  say_what_initiatives_leave_open();
  unchecked.push_back(newest_unknown());
}

}  // namespace radslag::audit
