// Voting cards, for the registrar's officers: late corrections, blocked cards, and the acts that two of them seal.
#include <algorithm>
#include <boost/json.hpp>

#include "ledger/record/draft_file.hpp"
#include "server/html/problem.hpp"
#include "server/html/query.hpp"
#include "server/html/text_input.hpp"
#include "server/registrar/cards/acts.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/web/card_state.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/registrar/web/staff_person.hpp"
#include "server/staff/staff.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

using registrar::CardRound;
using registrar::RoundLog;
using registrar::Stop;
using staff::Action;
using staff::Ended;

constexpr html::TextRules reason_rules{.max_characters = 2'000, .min_characters = 1, .lines = true, .max_word = 200};

std::string path_of(const std::string& round) { return "/staff/cards/" + round; }

void log(const Visit& visit, const std::string& round, Ended ended) {
  // That something was done with the round's cards, never with whose.
  visit.staff->log.append(visit.staff_session->account.id, Action::manage_cards, "round/" + round, ended);
}

std::string_view phase_name(const RoundLog* log) {
  if (!log) return "unknown";
  switch (log->phase()) {
    case RoundLog::Phase::begun: return "begun";
    case RoundLog::Phase::open: return "open";
    case RoundLog::Phase::closed: return "closed";
  }
  return {};
}

enum class StopState { waiting, in_force, has_ballot };

StopState state_of(const Stop& stop, const RoundLog* log) {
  if (!log) return StopState::waiting;
  const auto& all = stop.credentials;
  if (std::all_of(all.begin(), all.end(), [&](const auto& one) { return log->is_stopped(one); })) return StopState::in_force;
  if (std::any_of(all.begin(), all.end(), [&](const auto& one) { return log->has_ballot(one); })) return StopState::has_ballot;
  return StopState::waiting;
}

constexpr std::string_view stop_states[] = {"waiting", "in-force", "has-ballot"};

json::object head_of(const Visit& visit, const CardRound& round, const RoundLog* its_log) {
  json::object row{{"id", round.id}, {"href", path_of(round.id)}, {"kiosk_href", "/staff/kiosk/" + round.id}, {"edition", round.edition}};
  row["title"] = round_title(visit, round.id);
  row["two_halves"] = round.two_halves;
  row["is_open"] = its_log && its_log->phase() == RoundLog::Phase::open;
  visit.say(row, "phase_text", "card_phase." + std::string(phase_name(its_log)));
  const auto handed = visit.site.cards->hand_outs.count(round.id);
  visit.say_number(row, "handed_text", handed.taken);
  visit.say_number(row, "unconfirmed_text", handed.begun - handed.taken);
  return row;
}

json::array urns_of(const Visit& visit, const CardRound& round, const RoundLog* its_log) {
  json::array urns;
  for (const auto& urn : round.urns) {
    json::object row{{"id", urn.urn.id}, {"areas", registrar::area_list(urn.urn)}};
    visit.say_number(row, "voters_text", urn.voters);
    visit.say_number(row, "reserve_text", urn.reserve);
    visit.say_number(row, "late_text", visit.site.cards->holders.late(round.id, urn.urn.id));
    visit.say_number(row, "active_text", its_log ? its_log->active_reserve(urn.urn.id) : 0);
    urns.push_back(std::move(row));
  }
  return urns;
}

json::array stops_of(const Visit& visit, const std::vector<Stop>& stops, const RoundLog* its_log) {
  json::array list;
  for (const auto& stop : stops) {
    const auto state = state_of(stop, its_log);
    json::object row{{"number", stop.number}, {"is_envelope", stop.why == Stop::Why::envelope}};
    row["may_take_back"] = state != StopState::in_force;
    visit.say(row, "state_text", "card_stop." + std::string(stop_states[static_cast<std::size_t>(state)]));
    visit.say(row, "why_text", stop.why == Stop::Why::envelope ? "card_stop.envelope" : "card_stop.blocked");
    visit.say_hour(row, "hour_text", stop.hour);
    list.push_back(std::move(row));
  }
  return list;
}

json::array areas_of(const CardRound& round, const registrar::Town& town) {
  json::array areas;
  for (const auto& urn : round.urns)
    for (const auto& area : urn.urn.areas) {
      auto name = town.area_name(round.edition, area);
      areas.push_back(json::object{{"id", area}, {"name", name.empty() ? area : name}});
    }
  return areas;
}

/// What is prepared and not in force: that an act can be drafted of.
struct Waiting {
  std::vector<record::ReserveActivated::Active> reserve;
  std::vector<record::UrnCredential> blocked, envelopes;
};

Waiting waiting_of(const Visit& visit, const CardRound& round, const std::vector<Stop>& stops, const RoundLog* its_log) {
  Waiting waiting;
  for (const auto& urn : round.urns) {
    const auto late = visit.site.cards->holders.late(round.id, urn.urn.id);
    if (late > (its_log ? its_log->active_reserve(urn.urn.id) : 0)) waiting.reserve.push_back({urn.urn.id, late});
  }
  for (const auto& stop : stops) {
    if (state_of(stop, its_log) != StopState::waiting) continue;
    auto& list = stop.why == Stop::Why::envelope ? waiting.envelopes : waiting.blocked;
    list.insert(list.end(), stop.credentials.begin(), stop.credentials.end());
  }
  return waiting;
}

html::Page round_model(const Visit& visit, const CardRound& round, const std::string& problem = {}, const std::string& done = {}) {
  const auto its_log = visit.site.follower.round(round.id);
  const auto stops = visit.site.cards->stops.all(round.id);
  html::Page page;
  page.title = visit.text("staff_card.title_one", {{"round", round.id}});
  page.path = path_of(round.id);
  page.model = head_of(visit, round, its_log.get());
  page.model["urns"] = urns_of(visit, round, its_log.get());
  auto listed = stops_of(visit, stops, its_log.get());
  page.model["has_stops"] = !listed.empty();
  page.model["stops"] = std::move(listed);
  auto areas = areas_of(round, *visit.town);
  page.model["has_areas"] = !areas.empty();
  page.model["areas"] = std::move(areas);
  const auto waiting = waiting_of(visit, round, stops, its_log.get());
  page.model["has_reserve_act"] = !waiting.reserve.empty();
  page.model["has_block_act"] = !waiting.blocked.empty();
  page.model["has_envelope_act"] = !waiting.envelopes.empty();
  page.model["has_problem"] = !problem.empty();
  page.model["problem_text"] = problem;
  page.model["has_done"] = !done.empty();
  page.model["done_text"] = done;
  return page;
}

std::optional<CardRound> round_named(const Visit& visit) {
  return visit.site.cards ? visit.site.cards->rounds.find(visit.args.front()) : std::nullopt;
}

/// Runs what a form asks for about a person, and shows the page with what came of it.
template <class Work>
void with_person(const Visit& visit, const html::Exchange& exchange, const char* done_key, Work work) {
  const auto round = round_named(visit);
  if (!round) return exchange.refuse({Errc::not_found, "no such round"});
  const auto person = checked_person(visit, exchange.form);
  const std::string problem = person ? work(*round, *person) : person.error();
  log(visit, round->id, problem.empty() ? Ended::done : Ended::refused);
  exchange.show("registrar/card-round", round_model(visit, *round, problem, problem.empty() ? visit.text(done_key) : ""),
                problem.empty() ? 200 : 422);
}

std::string late_problem(const Visit& visit, Errc code) {
  switch (code) {
    case Errc::duplicate: return visit.text("staff_card.has_card");
    case Errc::frozen: return visit.text("staff_card.reserve_used_up");
    default: return visit.text("staff_card.no_urn");
  }
}

http::Response file_of(const record::DraftFile& draft, const std::string& name) {
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + name + ".draft\"");
  response.headers.emplace_back("Cache-Control", "no-store");
  response.body = record::encode_draft_file(draft);
  return response;
}

}  // namespace

Result<html::Page> card_rounds_page(const Visit& visit) {
  const auto& account = visit.staff_session->account;
  const bool manages = staff::may_somewhere(account, Action::manage_cards);
  if (!visit.site.cards || (!manages && !staff::may_somewhere(account, Action::accept_envelope))) return refuse(Errc::not_found, "");
  html::Page page;
  page.title = visit.text("staff_card.title");
  json::array rounds;
  for (const auto& round : visit.site.cards->rounds.all())
    rounds.push_back(head_of(visit, round, visit.site.follower.round(round.id).get()));
  page.model["has_rounds"] = !rounds.empty();
  page.model["rounds"] = std::move(rounds);
  page.model["manages"] = manages;
  return page;
}

Result<html::Page> card_round_page(const Visit& visit) {
  const auto round = round_named(visit);
  if (!round) return refuse(Errc::not_found, "no such round");
  return round_model(visit, *round);
}

void add_late(const Visit& visit, html::Exchange&& exchange) {
  with_person(visit, exchange, "staff_card.late_done", [&](const CardRound& round, const registrar::Person& person) -> std::string {
    const auto added =
        visit.site.cards->holders.add_late(round, person, exchange.form.text("area"), visit.staff_session->account.id, visit.hour());
    return added ? std::string() : late_problem(visit, added.error().code);
  });
}

void block_card(const Visit& visit, html::Exchange&& exchange) {
  with_person(visit, exchange, "staff_card.block_done", [&](const CardRound& round, const registrar::Person& person) -> std::string {
    auto& cards = *visit.site.cards;
    const auto its_log = visit.site.follower.round(round.id);
    if (!its_log || its_log->phase() != RoundLog::Phase::open) return visit.text("staff_card.not_open");
    const auto credentials = credentials_of(cards.holders.of(round, person));
    if (credentials.empty()) return visit.text("staff_card.no_card");
    if (std::any_of(credentials.begin(), credentials.end(), [&](const auto& one) { return its_log->has_ballot(one); }))
      return visit.text("staff_card.ballot_stands");
    const auto stop = cards.stops.prepare(round.id, cards.holders.owner(round, person), Stop::Why::blocked, credentials,
                                          visit.staff_session->account.id, visit.hour());
    return stop ? std::string() : visit.text("staff_card.stopped_before");
  });
}

void take_stop_back(const Visit& visit, html::Exchange&& exchange) {
  const auto round = round_named(visit);
  const auto number = html::whole_number(exchange.form.text("stop"));
  if (!round || !number) return exchange.refuse({Errc::not_found, "no such stop"});
  const auto stops = visit.site.cards->stops.all(round->id);
  const auto stop = std::find_if(stops.begin(), stops.end(), [&](const Stop& one) { return one.number == *number; });
  const auto its_log = visit.site.follower.round(round->id);
  if (stop == stops.end()) return exchange.refuse({Errc::not_found, "no such stop"});
  const bool done = state_of(*stop, its_log.get()) != StopState::in_force && visit.site.cards->stops.take_back(round->id, *number);
  log(visit, round->id, done ? Ended::done : Ended::refused);
  if (!done) return exchange.show("registrar/card-round", round_model(visit, *round, visit.text("staff_card.in_force")), 409);
  exchange.see_other(path_of(round->id));
}

void draft_card_act(const Visit& visit, html::Exchange&& exchange) {
  const auto round = round_named(visit);
  if (!round) return exchange.refuse({Errc::not_found, "no such round"});
  const auto its_log = visit.site.follower.round(round->id);
  const auto waiting = waiting_of(visit, *round, visit.site.cards->stops.all(round->id), its_log.get());
  const auto& act = exchange.form.text("act");
  const auto reason = html::read_text(exchange.form.text("reason"), reason_rules);
  if (act != "envelope" && !reason)
    return exchange.show("registrar/card-round", round_model(visit, *round, visit.text("staff_card.needs_reason")), 422);
  std::optional<record::DraftFile> draft;
  if (act == "reserve" && !waiting.reserve.empty()) draft = registrar::reserve_act(*round, waiting.reserve, *reason);
  if (act == "block" && !waiting.blocked.empty()) draft = registrar::block_act(*round, registrar::that_fit(waiting.blocked), *reason);
  if (act == "envelope" && !waiting.envelopes.empty()) draft = registrar::envelope_act(*round, registrar::that_fit(waiting.envelopes));
  if (!draft) return exchange.refuse({Errc::not_found, "nothing waits for such an act"});
  log(visit, round->id, Ended::done);
  exchange.done(file_of(*draft, act + "-" + round->id));
}

}  // namespace radslag::registrar_web
