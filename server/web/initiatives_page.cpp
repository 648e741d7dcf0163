#include <algorithm>
#include <boost/json.hpp>

#include "server/html/query.hpp"
#include "server/web/initiative_model.hpp"
#include "server/web/initiative_pages.hpp"
#include "server/web/initiative_query.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using service::InitiativeOrder;
using service::InitiativeQuery;
namespace {

constexpr std::uint64_t rows_per_page = 20;

json::object filter_model(const Visit& visit, const InitiativeQuery& query) {
  json::array phases, orders;
  for (const std::string_view phase : record::words(record::InitiativePhase{})) {
    if (phase == record::word(record::InitiativePhase::raised)) continue;
    phases.push_back(choice(phase, visit.text("initiative_phase." + std::string(phase)), query.phase));
  }
  for (const std::string_view order : service::words(InitiativeOrder{}))
    orders.push_back(choice(order, visit.text("initiative_order." + std::string(order)), record::word(query.order)));
  json::array areas = area_choices(visit, query.place);
  const bool active = !query.phase.empty() || !query.board.empty() || !query.place.empty() || !query.words.empty();
  return {{"active", active},
          {"words", query.words},
          {"phases", std::move(phases)},
          {"boards", board_choices(visit, query.board)},
          {"has_areas", !areas.empty()},
          {"whole", query.place == "-"},
          {"areas", std::move(areas)},
          {"orders", std::move(orders)}};
}

/// The same list at another page.
std::string page_href(const Visit& visit, std::uint64_t number) {
  html::Query query = visit.query;
  query.erase("page");
  if (number > 1) query["page"] = std::to_string(number);
  return "/initiatives" + html::query_text(query);
}

void add_pages(const Visit& visit, std::uint64_t number, std::uint64_t pages, json::object& model) {
  model["page_number"] = number;
  model["pages"] = pages;
  model["has_prev"] = number > 1;
  model["has_next_page"] = number < pages;
  if (number > 1) model["prev_href"] = page_href(visit, number - 1);
  if (number < pages) model["next_href"] = page_href(visit, number + 1);
}

}  // namespace

InitiativeQuery asked_initiatives(const Visit& visit) {
  InitiativeQuery query;
  query.phase = html::parameter(visit.query, "phase");
  query.board = html::parameter(visit.query, "board");
  query.place = html::parameter(visit.query, "area");
  query.words = html::parameter(visit.query, "words");
  const auto orders = service::words(InitiativeOrder{});
  const auto found = std::find(orders.begin(), orders.end(), html::parameter(visit.query, "order"));
  if (found != orders.end()) query.order = static_cast<InitiativeOrder>(found - orders.begin());
  return query;
}

bool can_raise(const record::State& state) {
  return state.town.registrar && !state.town.newest_edition.empty() && !state.town.boards.empty();
}

Result<Page> initiatives_page(const Visit& visit) {
  const InitiativeQuery query = asked_initiatives(visit);
  const auto counts = visit.site.service.signature_counts();
  const auto found = service::find_initiatives(*visit.state, *counts, query);
  const std::uint64_t pages = std::max<std::uint64_t>(1, (found.size() + rows_per_page - 1) / rows_per_page);
  const std::uint64_t number = std::clamp<std::uint64_t>(html::whole_number(html::parameter(visit.query, "page")).value_or(1), 1, pages);
  json::array rows;
  for (std::uint64_t i = (number - 1) * rows_per_page; i < std::min<std::uint64_t>(found.size(), number * rows_per_page); ++i)
    rows.push_back(initiative_row(visit, *found[i], count_of(*counts, found[i]->id)));
  Page page;
  page.title = visit.text("page_title.initiatives");
  page.model["count"] = found.size();
  visit.say(page.model, "count_text", "initiatives.count_text",
            {{"count", static_cast<std::int64_t>(found.size())},
             {"page", static_cast<std::int64_t>(number)},
             {"pages", static_cast<std::int64_t>(pages)}});
  page.model["has_rows"] = !rows.empty();
  page.model["has_any"] = !visit.state->town.initiatives.empty();
  page.model["rows"] = std::move(rows);
  page.model["filter"] = filter_model(visit, query);
  page.model["can_raise"] = can_raise(*visit.state);
  html::Query unpaged = visit.query;
  unpaged.erase("page");
  page.model["csv_href"] = "/initiatives.csv" + html::query_text(unpaged);
  add_pages(visit, number, pages, page.model);
  return page;
}

}  // namespace radslag::web
