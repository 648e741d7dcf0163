// What the replay says of the town and its rounds, and what this audit does not say.
#include <algorithm>
#include <tuple>

#include "ledger/audit/inspection.hpp"
#include "ledger/record/round_count.hpp"

namespace radslag::audit {
namespace {

std::vector<ProjectReport> projects_of(const record::RoundState& round) {
  std::vector<ProjectReport> projects;
  std::map<std::string_view, allocation::Fate> outcomes;
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
  collect_succession();
  collect_initiatives();
  for (const auto& [id, round] : state().rounds) report_.rounds.push_back(facts_of(round));
}

RoundReport Inspection::facts_of(const record::RoundState& round) const {
  RoundReport report;
  report.id = round.id;
  report.phase = round.phase;
  report.ballots = round.ballots;
  report.voters = round.voters;
  report.uncounted = round.uncounted;
  report.milestones = round.milestones.size();
  const auto* log = log_report(record::round_log_name(round.id));
  report.has_log = log != nullptr;
  report.sound = log && log->intact && log->replayed;
  report.sealed = round.phase == record::Phase::open;
  report.left_out = is_left_out(round.id);
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
  if (const auto committed = definition.lot_shares.size(); committed > 0)
    report.lot = RoundReport::Lot{committed, round.lot.has_value(), round.lot_seed().has_value()};
  report.allocation_is_stated = (report.left_out || round.uncounted > 0) && record::needs_ballots(definition.rule);
  if (round.allocation) report.cost = round.allocation->cost;
  report.funded = static_cast<std::uint64_t>(std::count_if(report.projects.begin(), report.projects.end(),
                                                           [](const auto& p) { return p.outcome && allocation::is_funded(*p.outcome); }));
  if (round.decision) report.decision = decision_of(round);
  return report;
}

void Inspection::say_what_secrecy_leaves_open(const RoundReport& round) {
  auto& unchecked = report_.unchecked;
  if (round.secrecy->halves == 1) unchecked.push_back(say("unchecked.eligibility", {{"round", round.id}}));
  unchecked.push_back(
      say("unchecked.secrecy", {{"round", round.id}, {"needed", round.secrecy->needed}, {"trustees", round.secrecy->trustees}}));
}

void Inspection::say_what_was_not_checked() {
  auto& unchecked = report_.unchecked;
  if (!report_.pinned) unchecked.push_back(say("unchecked.key-not-pinned"));
  if (options_.only == "town") unchecked.push_back(say("unchecked.only-town"));
  if (!options_.only.empty() && options_.only != "town") unchecked.push_back(say("unchecked.only-round"));
  if (!town_key_ || report_.logs.empty()) return unchecked.push_back(say("unchecked.nothing-else"));
  if (town_stopped_at_) unchecked.push_back(say("unchecked.replay-stopped-at", {{"log", "town"}, {"index", *town_stopped_at_}}));
  for (const auto& log : report_.logs) {
    if (log.name != "town" && !log.replayed) unchecked.push_back(say("unchecked.replay-stopped", {{"log", log.name}}));
  }
  for (const auto& round : report_.rounds) {
    if (!round.has_log) unchecked.push_back(say("unchecked.round-without-log", {{"round", round.id}}));
    if (round.sealed && !round.left_out && round.ballots > round.checked_ballots)
      unchecked.push_back(say("unchecked.sealed-ballots", {{"round", round.id}, {"ballots", round.ballots - round.checked_ballots}}));
    if (round.secrecy) say_what_secrecy_leaves_open(round);
  }
  say_what_initiatives_leave_open();
  const bool witnessed =
      std::any_of(report_.witnessed.begin(), report_.witnessed.end(), [](const auto& log) { return log.log == "town" && log.final(); });
  unchecked.push_back(say(witnessed ? "unchecked.newest-witnessed" : "unchecked.newest"));
}

}  // namespace radslag::audit
