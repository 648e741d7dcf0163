// Budget rounds step by step: what is done, what comes next, and who may draft it.
#include <algorithm>
#include <boost/json.hpp>
#include <set>

#include "server/desk/forms.hpp"
#include "server/desk/pages.hpp"

namespace radslag::desk {
namespace json = boost::json;
namespace {

using record::Phase;
using record::RoundState;

struct Step {
  std::string_view form;  ///< the act's name, whose texts it has
  std::string_view path;  ///< below the round's page; empty for what trustees do elsewhere
  bool (*is_done)(const RoundState& round);
  bool (*applies)(const RoundState& round) = [](const RoundState&) { return true; };
  /// For what trustees do: whether one of them has; `trustee` from 0.
  bool (*has_done)(const RoundState& round, std::size_t trustee) = nullptr;
};

bool is_past(const RoundState& round, Phase phase) { return round.phase >= phase; }

bool is_clear(const RoundState& round) { return round.frozen && !round.frozen->is_secret(); }
bool has_trustees(const RoundState& round) { return round.ceremony != nullptr; }
bool is_mixed(const RoundState& round) {
  return round.frozen && std::any_of(round.frozen->urns.begin(), round.frozen->urns.end(), [](const auto& urn) { return urn.mixnet; });
}
bool has_lot(const RoundState& round) { return round.frozen && round.frozen->definition.last_tie == record::LastTie::lot; }
/// The voting is over, and every urn has what `good` asks for.
template <class Good>
bool all_urns(const RoundState& round, Good good) {
  if (!is_past(round, Phase::closed)) return false;
  for (std::size_t i = 0; i < round.urns.size(); ++i) {
    if (!good(i)) return false;
  }
  return true;
}

bool has_made_key(const RoundState& round, std::size_t trustee) {
  const auto step = round.ceremony->step();
  return !step || !round.ceremony->message(*step, trustee).empty();
}

bool has_done_urns(const RoundState& round, std::size_t trustee, std::vector<record::UrnState::Part> record::UrnState::*parts) {
  const auto has = [&](const record::UrnState& urn) {
    return std::any_of((urn.*parts).begin(), (urn.*parts).end(), [&](const auto& part) { return part.trustee == trustee + 1; });
  };
  return is_past(round, Phase::closed) &&
         std::all_of(round.urns.begin(), round.urns.end(), [&](const auto& urn) { return urn.ballots == 0 || has(urn); });
}
bool has_shuffled(const RoundState& round, std::size_t trustee) { return has_done_urns(round, trustee, &record::UrnState::shuffles); }
bool has_decrypted(const RoundState& round, std::size_t trustee) { return has_done_urns(round, trustee, &record::UrnState::decryptions); }

constexpr Step steps[] = {
    {"round-begin", "/begin", [](const RoundState&) { return true; }},
    {"round-trustees", "/trustees", has_trustees, [](const RoundState& round) { return !is_clear(round); }},
    {"round-key", "", [](const RoundState& round) { return round.ceremony->complete(); }, has_trustees, has_made_key},
    {"round-open", "/open", [](const RoundState& round) { return is_past(round, Phase::open); }},
    {"round-close", "/close", [](const RoundState& round) { return is_past(round, Phase::closed); }},
    {"round-shuffle", "",
     [](const RoundState& round) {
       return is_past(round, Phase::tallied) || all_urns(round, [&](auto i) { return round.is_shuffled(i); });
     },
     is_mixed, has_shuffled},
    {"round-decrypt", "",
     [](const RoundState& round) {
       return is_past(round, Phase::tallied) || all_urns(round, [&](auto i) { return round.is_decrypted(i); });
     },
     has_trustees, has_decrypted},
    {"round-tally", "/tally", [](const RoundState& round) { return is_past(round, Phase::tallied); }},
    {"round-lot", "/lot", [](const RoundState& round) { return round.lot.has_value(); }, has_lot},
    {"round-allocation", "/allocation", [](const RoundState& round) { return is_past(round, Phase::allocated); }},
    {"round-end", "/end", [](const RoundState& round) { return round.ended_at.has_value(); }},
    {"round-decide", "/decide", [](const RoundState& round) { return round.decision.has_value(); }},
    {"milestone", "/milestone", [](const RoundState&) { return false; }},
};

std::string board_of(const Visit& visit, const std::string& id) {
  const auto* round = visit.state->round(id);
  return round ? board_of_dialogue(*visit.state, round->dialogue) : board_of_call(*visit.state, id);
}

std::string title_of(const Visit& visit, const std::string& id) {
  const auto* round = visit.state->round(id);
  if (round && round->frozen) return round->frozen->definition.title;
  const auto call = visit.state->town.calls.find(id);
  return call == visit.state->town.calls.end() ? id : call->second.content.title;
}

/// The first step that is not done.
const Step& next_step(const RoundState* round) {
  for (const auto& step : steps) {
    if (!round || (step.applies(*round) && !step.is_done(*round))) return step;
  }
  return steps[0];  // the last is never done
}

json::object round_row(const Visit& visit, const std::string& id) {
  const auto& next = next_step(visit.state->round(id));
  json::object row{{"id", id}, {"href", "/staff/rounds/" + id}, {"title", title_of(visit, id)}, {"next", std::string(next.form)}};
  visit.say(row, "next_text", "desk_form." + std::string(next.form));
  return row;
}

/// Drafts about this round that wait for seals.
json::array acts_of(const Visit& visit, const std::string& id) {
  json::array acts;
  for (const auto& act : visit.desk->waiting()) {
    if (act.label.subject != id) continue;
    json::object row{{"href", "/staff/acts/" + act.id}, {"text", visit.text("staff_action." + act.label.action)}};
    visit.say(row, "seals_text", "act.seals",
              {{"have", static_cast<std::int64_t>(act.seals.size())}, {"needed", static_cast<std::int64_t>(act.needed)}});
    acts.push_back(std::move(row));
  }
  return acts;
}

json::array steps_of(const Visit& visit, const std::string& id) {
  const auto* round = visit.state->round(id);
  const auto& next = next_step(round);
  const auto actions = actions_below(visit, "/staff/rounds/" + id);
  json::array rows;
  for (const auto& step : steps) {
    if (round && !step.applies(*round)) continue;
    if (!round && step.has_done) continue;  // nobody knows yet whether ballots will be secret
    const std::string form(step.form);
    json::object row{{"step", form}, {"href", "/staff/rounds/" + id + std::string(step.path)}};
    row["has_parts"] = step.has_done != nullptr;
    json::array parts;
    for (std::size_t i = 0; step.has_done && i < round->ceremony->trustees.size(); ++i) {
      const bool has = step.has_done(*round, i);
      parts.push_back({{"name", round->ceremony->trustees[i].name},
                       {"is_done", has},
                       {"state_text", visit.text(has ? "desk_page.part_done" : "desk_page.part_waits")}});
    }
    row["parts"] = std::move(parts);
    const bool done = round && step.is_done(*round), is_next = step.form == next.form;
    row["is_done"] = done;
    row["is_next"] = is_next;
    row["may"] = std::any_of(actions.begin(), actions.end(), [&](const auto& action) { return action.at("name").as_string() == form; });
    visit.say(row, "name_text", "desk_form." + form);
    visit.say(row, "what_text", "desk_form." + form + "_text");
    visit.say(row, "state_text", done ? "desk_page.step_done" : is_next ? "desk_page.step_next" : "desk_page.step_later");
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Result<Page> rounds_page(const Visit& visit) {
  Page page;
  page.title = visit.text("desk_page.rounds");
  std::set<std::string> ids;
  for (const auto& [id, round] : visit.state->rounds) ids.insert(id);
  for (const auto& [id, call] : visit.state->town.calls) ids.insert(id);
  json::array rows;
  for (const auto& id : ids) {
    if (staff::may(visit.account(), staff::Action::see_acts, board_of(visit, id))) rows.push_back(round_row(visit, id));
  }
  page.model["has_rows"] = !rows.empty();
  page.model["rows"] = std::move(rows);
  return page;
}

Result<Page> round_page(const Visit& visit) {
  const auto& id = visit.args[0];
  const auto* round = visit.state->round(id);
  const bool has_call = visit.state->town.calls.contains(id);
  if (!round && !has_call) return refuse(Errc::not_found, "no such round");
  if (auto may = require(visit, staff::Action::see_acts, board_of(visit, id)); !may) return tl::make_unexpected(may.error());
  Page page;
  page.title = title_of(visit, id);
  page.model = round_row(visit, id);
  page.model["steps"] = steps_of(visit, id);
  auto acts = acts_of(visit, id);
  page.model["has_acts"] = !acts.empty();
  page.model["acts"] = std::move(acts);
  page.model["has_call"] = has_call;
  page.model["call_href"] = "/staff/calls/" + id;
  page.model["is_frozen"] = round && round->frozen;
  page.model["public_href"] = "/rounds/" + id;
  return page;
}

}  // namespace radslag::desk
