// The conditions of FORMAT.md section 4.1.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/seals.hpp"

namespace radslag::record {
namespace {

constexpr std::string_view town_suffix = "/town";
constexpr std::uint64_t smallest_group = 10;  // people who may be counted by themselves

Officer announced(const OfficerLine& line, std::uint64_t index) { return {line.key, line.roles, line.name, index, std::nullopt}; }

/// Every project once in the definition's order, and reasons exactly where the outcome departs.
Result<std::uint64_t> count_departures(const RoundState& round, const DecisionContent& decision) {
  const auto& projects = round.frozen->definition.projects;
  if (decision.projects.size() != projects.size()) return refuse(Errc::mismatch, "the decision does not name each project once");
  std::uint64_t departures = 0;
  for (std::size_t i = 0; i < projects.size(); ++i) {
    const auto& decided = decision.projects[i];
    if (decided.project != projects[i].id) return refuse(Errc::mismatch, "the decision's projects are not in the order of the definition");
    if (decided.funded != round.allocation->funds(decided.project)) {
      if (!decided.reason)
        return refuse(Errc::needs_reason, "project " + decided.project + " departs from the allocation without a reason");
      ++departures;
    } else if (decided.reason) {
      return refuse(Errc::not_canonical, "project " + decided.project + " has a reason but does not depart from the allocation");
    }
  }
  return departures;
}

}  // namespace

Result<> Record::Inside::admit_town(const Context& at) {
  const bool begins = std::holds_alternative<TownBegun>(at.entry.statement);
  if (begins != (at.index == 0)) return refuse(Errc::out_of_order, "a town log begins with town-begun, and only begins with it");
  if (!begins) {
    const auto origin = origin_of(at.entry.statement);
    if (!origin.empty() && origin != state.town.origin)
      return refuse(Errc::mismatch, "the statement is for the log " + std::string(origin));
    if (auto sealed = check_seals(at.entry, state.town.officers, at.full()); !sealed) return sealed;
    if (auto fresh = names_nothing_withheld(at.entry.statement); !fresh) return fresh;
  } else if (!at.entry.seals.empty()) {
    return refuse(Errc::not_canonical, "town-begun takes no seals");
  }
  if (due && !std::holds_alternative<HandedOver>(at.entry.statement))
    return refuse(Errc::out_of_order, "an initiative has reached its threshold: its hand-over comes before anything else");
  return std::visit(
      [&](const auto& statement) -> Result<> {
        if constexpr (requires { town(statement, at); }) {
          return town(statement, at);
        } else {
          return refuse(Errc::unsupported, std::string(statement.kind) + " does not belong in the town log");
        }
      },
      at.entry.statement);
}

Result<> Record::Inside::town(const TownBegun& x, const Context& at) {
  if (!x.origin.ends_with(town_suffix)) return refuse(Errc::malformed, "the town log's origin ends in /town");
  state.town.origin = x.origin;
  state.town.first_key = sources.town_key;
  state.town.name = x.name;
  state.town.currency = x.currency;
  state.town.demo = x.demo;
  for (const auto& line : x.officers) state.town.officers.emplace(line.key, announced(line, at.index));
  return {};
}

Result<> Record::Inside::town(const OfficerAnnounced& x, const Context& at) {
  const auto [place, is_new] = state.town.officers.emplace(x.officer.key, announced(x.officer, at.index));
  if (!is_new) return refuse(Errc::duplicate, "the key of " + place->second.name + " has been announced before");
  return {};
}

Result<> Record::Inside::town(const OfficerEnded& x, const Context& at) {
  const auto found = state.town.officers.find(x.officer);
  if (found == state.town.officers.end()) return refuse(Errc::not_found, "no such officer's key");
  if (found->second.ended_at) return refuse(Errc::duplicate, "the key has been ended before");
  found->second.ended_at = at.index;
  return {};
}

Result<> Record::Inside::town(const Dialogue& x, const Context& at) {
  const auto found = state.town.dialogues.find(x.dialogue);
  const std::uint64_t next = found == state.town.dialogues.end() ? 1 : found->second.row().version + 1;
  if (x.version != next) {
    return refuse(Errc::out_of_order,
                  "the next version of dialogue " + x.dialogue + " is " + std::to_string(next) + ", not " + std::to_string(x.version));
  }
  if (x.begins > x.ends) return refuse(Errc::malformed, "the dialogue ends before it begins");
  if (x.status == DialogueStatus::finished && (next == 1 || found->second.feedback.empty()))
    return refuse(Errc::out_of_order,
                  "dialogue " + x.dialogue + " cannot be finished before feedback has been given to those who took part");
  auto text = content<DialogueContent>(x.content);
  if (!text) return tl::make_unexpected(text.error());
  auto& dialogue = state.town.dialogues[x.dialogue];
  if (dialogue.versions.empty()) state.town.dialogue_order.push_back(x.dialogue);
  dialogue.content = std::move(*text);
  dialogue.versions.push_back({at.index, at.entry.hour, x});
  return {};
}

Result<> Record::Inside::town(const Feedback& x, const Context& at) {
  const auto found = state.town.dialogues.find(x.dialogue);
  if (found == state.town.dialogues.end()) return refuse(Errc::not_found, "no such dialogue: " + x.dialogue);
  auto& given = found->second.feedback;
  if (std::any_of(given.begin(), given.end(), [&](const auto& earlier) { return earlier.row.content == x.content; }))
    return refuse(Errc::duplicate, "this very feedback is in the record already");
  const auto report = content_if_kept<ReportContent>(x.content);
  if (!report) return tl::make_unexpected(report.error());
  given.push_back({at.index, at.entry.hour, x, *report ? **report : ReportContent()});
  return {};
}

Result<> Record::Inside::town(const RegistrarAnnounced& x, const Context& at) {
  if (!registrars.insert(x.registrar).second) return refuse(Errc::duplicate, "that registrar's key has been announced before");
  state.town.registrar = RegistrarState{at.index, x};
  registrars_in_order.push_back(*state.town.registrar);
  return {};
}

Result<> Record::Inside::town(const RollEdition& x, const Context& at) {
  if (state.town.editions.contains(x.edition)) return refuse(Errc::duplicate, "there is an edition " + x.edition + " already");
  std::uint64_t in_areas = 0;
  for (const auto& area : x.areas) {
    if (area.people < smallest_group)
      return refuse(Errc::malformed, "area " + area.id + " has fewer people than may be counted by themselves");
    if (area.people > x.people - in_areas) return refuse(Errc::mismatch, "the areas have more people than the roll");
    in_areas += area.people;
  }
  state.town.editions.emplace(x.edition, EditionState{at.index, at.entry.hour, x});
  state.town.newest_edition = x.edition;
  return {};
}

Result<> Record::Inside::town(const Board& x, const Context& at) {
  const auto found = state.town.boards.find(x.board);
  const std::uint64_t next = found == state.town.boards.end() ? 1 : found->second.row.version + 1;
  if (x.version != next) {
    return refuse(Errc::out_of_order,
                  "the next version of board " + x.board + " is " + std::to_string(next) + ", not " + std::to_string(x.version));
  }
  const auto beyond = [](const Threshold& t) { return t.unit == ThresholdUnit::per_mille && t.number > max_per_mille; };
  if (beyond(x.threshold) || std::any_of(x.areas.begin(), x.areas.end(), [&](const auto& area) { return beyond(area.threshold); }))
    return refuse(Errc::malformed, "a threshold is at most 1,000 per mille");
  state.town.boards.insert_or_assign(x.board, BoardState{at.index, at.entry.hour, x});
  return {};
}

Result<> Record::Inside::town(const RoundBegun& x, const Context& at) {
  const auto dialogue = state.town.dialogues.find(x.dialogue);
  if (dialogue == state.town.dialogues.end()) return refuse(Errc::not_found, "no such dialogue: " + x.dialogue);
  if (state.rounds.contains(x.round)) return refuse(Errc::duplicate, "there is a round " + x.round + " already");
  const auto stem = state.town.origin.substr(0, state.town.origin.size() - town_suffix.size());
  if (x.log != stem + "/" + round_log_name(x.round))
    return refuse(Errc::mismatch, "the round's log must be " + stem + "/" + round_log_name(x.round));
  for (const auto& [id, round] : state.rounds) {
    if (round.log_key == x.key) return refuse(Errc::duplicate, "the log key is that of round " + id);
  }
  if (state.town.identities.contains(round_log_name(x.round)))
    return refuse(Errc::duplicate, "a round " + x.round + " was begun and lost: begin it under another id");
  if (is_log_key(state, x.key)) return refuse(Errc::duplicate, "the key is or was another log's");
  RoundState round;
  round.id = x.round;
  round.dialogue = x.dialogue;
  round.origin = x.log;
  round.log_key = x.key;
  round.begun_at = at.index;
  state.rounds.emplace(x.round, std::move(round));
  dialogue->second.rounds.push_back(x.round);
  return {};
}

Result<> Record::Inside::town(const RoundEnded& x, const Context& at) {
  const auto found = state.rounds.find(x.round);
  if (found == state.rounds.end()) return refuse(Errc::not_found, "no such round: " + x.round);
  auto& round = found->second;
  if (round.ended_at) return refuse(Errc::duplicate, "the round has been ended before");
  if (round.phase != Phase::allocated) return refuse(Errc::out_of_order, "the round log has no allocation yet");
  const auto position = positions.find(round_log_name(x.round));
  const auto root = sources.root(round_log_name(x.round), x.size);
  if (position->second.size != x.size || !root || *root != x.root)
    return refuse(Errc::mismatch, "the round log does not end at that size with that root");
  if (x.allocation != round.allocation_digest) return refuse(Errc::mismatch, "that is not the round's allocation");
  round.ended_at = at.index;
  return {};
}

Result<> Record::Inside::town(const Decision& x, const Context& at) {
  const auto found = state.rounds.find(x.round);
  if (found == state.rounds.end()) return refuse(Errc::not_found, "no such round: " + x.round);
  auto& round = found->second;
  if (!round.ended_at) return refuse(Errc::out_of_order, "the round has not been ended: there is no tally to decide on");
  if (round.decision) return refuse(Errc::duplicate, "the round has been decided before");
  if (x.allocation != round.allocation_digest) return refuse(Errc::mismatch, "the decision rests on another allocation than the round's");
  auto decision = content<DecisionContent>(x.content);
  if (!decision) return tl::make_unexpected(decision.error());
  const auto departures = count_departures(round, *decision);
  if (!departures) return tl::make_unexpected(departures.error());
  if (*departures != x.departures)
    return refuse(Errc::mismatch, "the decision has " + std::to_string(*departures) + " departures, not " + std::to_string(x.departures));
  round.decision = DecisionState{at.index, at.entry.hour, std::move(*decision), *departures};
  return {};
}

Result<> Record::Inside::town(const Milestone& x, const Context& at) {
  const auto found = state.rounds.find(x.round);
  if (found == state.rounds.end()) return refuse(Errc::not_found, "no such round: " + x.round);
  auto& round = found->second;
  if (!round.decision) return refuse(Errc::out_of_order, "the round has not been decided");
  const auto& decided = round.decision->content.projects;
  const bool funded = std::any_of(decided.begin(), decided.end(), [&](const auto& p) { return p.project == x.project && p.funded; });
  if (!funded) return refuse(Errc::unknown_project, "the decision funds no project " + x.project);
  // Its seals are public: without this, whoever keeps the log could put an old report after a newer one.
  const bool repeated =
      std::any_of(round.milestones.begin(), round.milestones.end(), [&](const auto& m) { return m.row.content == x.content; });
  if (repeated) return refuse(Errc::duplicate, "this very milestone is in the record already");
  auto text = content<MilestoneContent>(x.content);
  if (!text) return tl::make_unexpected(text.error());
  round.milestones.push_back({at.index, at.entry.hour, x, std::move(text->text)});
  return {};
}

}  // namespace radslag::record
