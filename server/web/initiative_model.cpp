#include "server/web/initiative_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::InitiativePhase;
using record::InitiativeState;
namespace {

std::int64_t as_number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

void add_phase(const Visit& visit, const InitiativeState& initiative, json::object& model) {
  const std::string phase(record::word(initiative.phase));
  model["phase"] = phase;
  model["is_raised"] = initiative.phase == InitiativePhase::raised;
  model["is_open"] = initiative.phase == InitiativePhase::open;
  model["is_handed_over"] = initiative.phase == InitiativePhase::handed_over;
  model["is_decided"] = initiative.phase == InitiativePhase::decided;
  model["is_rejected"] = initiative.phase == InitiativePhase::rejected;
  model["is_expired"] = initiative.phase == InitiativePhase::expired;
  visit.say(model, "phase_text", "initiative_phase." + phase);
}

/// Those whom the board asks for before an officer looks at it.
std::uint64_t cosigners_missing(const record::State& state, const InitiativeState& initiative, std::uint64_t standing) {
  const auto board = state.town.boards.find(initiative.board);
  const std::uint64_t wanted = board == state.town.boards.end() ? 1 : board->second.row.cosigners + 1;
  return wanted - std::min(wanted, standing);
}

bool is_answered(const InitiativeState& initiative) {
  return std::any_of(initiative.reports.begin(), initiative.reports.end(),
                     [](const auto& report) { return report.row.step == record::ReportStep::answer; });
}

/// What happens next, and how many signatures are missing until it does.
void add_next(const Visit& visit, const InitiativeState& initiative, std::uint64_t standing, std::uint64_t threshold, json::object& model) {
  const std::string board = board_name(*visit.state, initiative.board);
  const std::int64_t missing = as_number(threshold - std::min(threshold, standing));
  model["missing"] = missing;
  switch (initiative.phase) {
    case InitiativePhase::raised: {
      const std::uint64_t cosigners = cosigners_missing(*visit.state, initiative, standing);
      model["missing"] = as_number(cosigners);
      if (cosigners > 0) visit.say(model, "next_text", "initiative.next_raised_text", {{"missing", as_number(cosigners)}});
      if (cosigners == 0) visit.say(model, "next_text", "initiative.next_review_text");
      break;
    }
    case InitiativePhase::open: {
      const bool over = !service::takes_signatures(initiative, visit.site.config.hour());
      visit.say(model, "next_text", over ? "initiative.next_over_text" : "initiative.next_open_text",
                {{"missing", missing}, {"board", board}});
      break;
    }
    case InitiativePhase::handed_over: visit.say(model, "next_text", "initiative.next_board_text", {{"board", board}}); break;
    case InitiativePhase::decided:
      visit.say(model, "next_text", is_answered(initiative) ? "initiative.next_follow_up_text" : "initiative.next_answer_text",
                {{"board", board}});
      break;
    case InitiativePhase::expired:
      visit.say(model, "next_text", "initiative.next_over_text", {{"missing", missing}, {"board", board}});
      break;
    case InitiativePhase::rejected: break;
  }
  model["has_next"] = initiative.phase != InitiativePhase::rejected;
}

void add_count(const Visit& visit, const InitiativeState& initiative, std::uint64_t standing, json::object& model) {
  const std::uint64_t threshold = threshold_now(*visit.state, initiative);
  model["signatures"] = standing;
  model["threshold"] = threshold;
  model["share"] = threshold == 0 ? 100 : std::min<std::uint64_t>(100, standing * 100 / threshold);
  const bool has_bar = initiative.phase != InitiativePhase::rejected && initiative.phase != InitiativePhase::raised && threshold > 0;
  model["has_bar"] = has_bar;
  visit.say(model, "signatures_text", has_bar ? "initiative.of_threshold_text" : "initiative.signatures_text",
            {{"count", as_number(standing)}, {"threshold", as_number(threshold)}});
  add_next(visit, initiative, standing, threshold, model);
}

}  // namespace

std::string initiative_href(std::string_view id) { return "/initiatives/" + std::string(id); }

std::string initiative_title(const Visit& visit, const InitiativeState& initiative) {
  if (service::is_public(*visit.state, initiative)) return initiative.content->title;
  return visit.text("initiative.untitled_text", {{"id", initiative.id}});
}

std::string board_name(const record::State& state, const std::string& board) {
  const auto found = state.town.boards.find(board);
  return found == state.town.boards.end() ? board : found->second.row.name;
}

std::string area_name(const record::State& state, const std::string& edition, const std::string& area) {
  const auto found = state.town.editions.find(edition);
  const auto* row = found == state.town.editions.end() ? nullptr : found->second.area(area);
  return row == nullptr ? area : row->name;
}

std::uint64_t threshold_now(const record::State& state, const InitiativeState& initiative) {
  if (initiative.opening) return initiative.opening->row.threshold;
  const auto board = state.town.boards.find(initiative.board);
  const auto edition = state.town.editions.find(initiative.edition);
  if (board == state.town.boards.end() || edition == state.town.editions.end()) return 0;
  return record::threshold_of(board->second.row, edition->second.row, initiative.place);
}

record::SignatureCount count_of(const service::SignatureCounts& counts, const std::string& initiative) {
  const auto found = counts.find(initiative);
  return found == counts.end() ? record::SignatureCount() : found->second;
}

json::object initiative_row(const Visit& visit, const InitiativeState& initiative, const record::SignatureCount& count) {
  json::object row;
  row["id"] = initiative.id;
  row["href"] = initiative_href(initiative.id);
  const bool is_public = service::is_public(*visit.state, initiative);
  row["has_title"] = is_public;
  if (is_public) row["title"] = initiative.content->title;
  if (!is_public) visit.say(row, "title", "initiative.untitled_text", {{"id", initiative.id}});
  row["board"] = initiative.board;
  row["board_name"] = board_name(*visit.state, initiative.board);
  row["has_area"] = !initiative.place.empty();
  if (!initiative.place.empty()) {
    row["area"] = initiative.place;
    row["area_name"] = area_name(*visit.state, initiative.edition, initiative.place);
  }
  add_phase(visit, initiative, row);
  add_count(visit, initiative, count.standing(), row);
  row["raised"] = record::hour_text(initiative.raised_hour);
  visit.say(row, "raised_text", "initiative.raised_text", {{"when", Hour{initiative.raised_hour}}});
  const bool can_sign = service::takes_signatures(initiative, visit.site.config.hour());
  row["has_closes"] = initiative.opening.has_value();
  row["is_signable"] = can_sign;
  if (initiative.opening) {
    row["closes"] = record::hour_text(initiative.opening->row.closes);
    visit.say(row, "closes_text", can_sign ? "initiative.closes_text" : "initiative.closed_text",
              {{"when", Hour{initiative.opening->row.closes}}});
  }
  return row;
}

std::string registrar_site(const record::State& state) { return state.town.registrar ? state.town.registrar->row.site : std::string(); }

json::object choice(std::string_view id, std::string name, std::string_view selected) {
  return {{"id", json::string_view(id.data(), id.size())}, {"name", std::move(name)}, {"selected", id == selected}};
}

json::array board_choices(const Visit& visit, std::string_view selected) {
  std::vector<std::pair<std::string, std::string>> boards;
  for (const auto& [id, board] : visit.state->town.boards) boards.emplace_back(board.row.name, id);
  std::sort(boards.begin(), boards.end());
  json::array choices;
  for (const auto& [name, id] : boards) choices.push_back(choice(id, name, selected));
  return choices;
}

json::array area_choices(const Visit& visit, std::string_view selected) {
  json::array choices;
  const auto& town = visit.state->town;
  const auto edition = town.editions.find(town.newest_edition);
  if (edition == town.editions.end()) return choices;
  for (const auto& area : edition->second.row.areas) choices.push_back(choice(area.id, area.name, selected));
  return choices;
}

}  // namespace radslag::web
