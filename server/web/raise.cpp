// Starting an initiative.
#include <boost/json.hpp>

#include "server/html/exchange.hpp"
#include "server/service/new_id.hpp"
#include "server/service/similar.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/initiative_query.hpp"
#include "server/web/registrar_form.hpp"
#include "server/web/visit.hpp"
#include "server/web/writing.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::InitiativePhase;
using record::InitiativeState;
namespace {

constexpr std::size_t most_similar = 5;

/// Those that somebody can still sign, or that a board has spoken on.
bool may_say_it_already(const record::State& state, const InitiativeState& initiative) {
  return service::is_public(state, initiative) && initiative.phase != InitiativePhase::rejected &&
         initiative.phase != InitiativePhase::expired;
}

json::array similar_initiatives(const Visit& visit, const std::string& title) {
  std::vector<const InitiativeState*> all;
  std::vector<service::SimilarTexts::Candidate> candidates;
  for (const auto& [id, initiative] : visit.state->town.initiatives) {
    if (!may_say_it_already(*visit.state, initiative)) continue;
    all.push_back(&initiative);
    candidates.push_back({initiative.subject, initiative.content->title, initiative.content->text});
  }
  const auto counts = visit.site.service.signature_counts();
  json::array rows;
  for (const std::size_t place : visit.site.similar.find(title, candidates, most_similar))
    rows.push_back(initiative_row(visit, *all[place], count_of(*counts, all[place]->id)));
  return rows;
}

void add_next_steps(const Visit& visit, const Writing& writing, json::object& model) {
  const auto& town = visit.state->town;
  const record::Board& board = town.boards.at(writing.board).row;
  json::array next;
  const auto add = [&](std::string text) { next.push_back(json::object{{"text", std::move(text)}}); };
  add(visit.text("write.next_identify"));
  if (board.cosigners > 0) add(visit.text("raise.next_cosigners_text", {{"count", static_cast<std::int64_t>(board.cosigners)}}));
  add(visit.text("raise.next_review"));
  const std::uint64_t threshold = record::threshold_of(board, town.editions.at(town.newest_edition).row, writing.area);
  add(visit.text("raise.next_threshold_text", {{"threshold", static_cast<std::int64_t>(threshold)}, {"board", board.name}}));
  model["next"] = std::move(next);
}

WritingKind raising(const Visit& visit) {
  WritingKind kind;
  kind.name = "raise";
  kind.path = "/initiatives/new";
  kind.back_href = "/initiatives";
  kind.back_title = visit.text("nav.initiatives");
  kind.with_board = true;
  const auto& town = visit.state->town;
  for (const auto& [id, board] : town.boards) kind.boards.push_back(id);
  if (const auto edition = town.editions.find(town.newest_edition); edition != town.editions.end())
    for (const auto& area : edition->second.row.areas) kind.areas.push_back(area.id);
  kind.board_choices = [&](std::string_view selected) { return board_choices(visit, selected); };
  kind.area_choices = [&](std::string_view selected) { return area_choices(visit, selected); };
  kind.similar = [&](const std::string& title) { return similar_initiatives(visit, title); };
  kind.finish = [&](const Writing& writing, json::object& model) {
    model["attest"] =
        registrar_form(*visit.state, {{"purpose", "raise"},
                                      {"matter", service::new_id()},
                                      {"board", writing.board},
                                      {"area", writing.area},
                                      {"content", record::encode_content(record::InitiativeContent{writing.title, writing.text})},
                                      {"salt", new_salt()}});
    add_next_steps(visit, writing, model);
  };
  return kind;
}

}  // namespace

Result<Page> new_initiative_page(const Visit& visit) {
  Page page = title_step(visit, raising(visit), {}, {});
  page.model["is_possible"] = can_raise(*visit.state);
  return page;
}

void post_new_initiative(const Visit& visit, html::Exchange&& exchange) {
  if (!can_raise(*visit.state)) return exchange.refuse({Errc::not_open, "no registrar, no roll or no board has been announced"});
  take_step(visit, raising(visit), std::move(exchange));
}

}  // namespace radslag::web
