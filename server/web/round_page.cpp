#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/web/ballot_rule.hpp"
#include "server/web/count_model.hpp"
#include "server/web/order.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/secret_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

json::array projects_in_order(const Visit& visit, const record::RoundState& round, const std::string& area, const std::string& theme) {
  const auto& projects = round.frozen->definition.projects;
  json::array rows;
  for (const std::uint32_t place : shuffled(static_cast<std::uint32_t>(projects.size()), order_of(visit))) {
    const record::Project& project = projects[place];
    if ((area.empty() || project.area == area) && (theme.empty() || project.theme == theme))
      rows.push_back(project_fields(visit, round, place));
  }
  return rows;
}

void add_places(const record::RoundDefinition& definition, const std::string& area, const std::string& theme, json::object& model) {
  model["areas"] = place_options(definition.areas, area);
  model["themes"] = place_options(definition.themes, theme);
  model["has_areas"] = !definition.areas.empty();
  model["has_themes"] = !definition.themes.empty();
  model["has_filter"] = !definition.areas.empty() || !definition.themes.empty();
  model["filtered"] = !area.empty() || !theme.empty();
}

/// What each place is worth, for the page's script as the text that it reads.
json::value place_points(const Visit& visit, const record::RoundDefinition& definition) {
  const auto worth = worth_of_places(definition);
  if (!visit.html) return json::array(worth.begin(), worth.end());
  std::string text;
  for (const auto points : worth) text += (text.empty() ? "" : ",") + std::to_string(points);
  return json::string(text);
}

/// The projects urn by urn, as the page asks for a choice in each.
void add_groups(const Visit& visit, const record::RoundState& round, json::object& model) {
  const auto& definition = round.frozen->definition;
  const std::string kind(ballot_kind(definition));
  for (const char* each : {"approval", "one", "ranking", "points"}) model["is_" + std::string(each)] = kind == each;
  const bool has_urns = !definition.urns.empty();
  std::vector<json::array> projects(has_urns ? definition.urns.size() : 1);
  for (const std::uint32_t place : shuffled(static_cast<std::uint32_t>(definition.projects.size()), order_of(visit)))
    projects[definition.urn_of(definition.projects[place])].push_back(project_fields(visit, round, place));
  json::array groups;
  for (std::size_t i = 0; i < projects.size(); ++i) {
    const std::string name = has_urns ? urn_name(definition, definition.urns[i]) : std::string();
    groups.push_back({{"urn", has_urns ? definition.urns[i].id : "-"},
                      {"has_name", projects.size() > 1},
                      {"name", name},
                      {"is_whole", name.empty()},
                      {"has_none", kind == "one" && definition.choices_min == 0},
                      {"projects", std::move(projects[i])}});
  }
  model["groups"] = std::move(groups);
}

/// What the page's script needs to make and post a ballot.
json::object ballot_model(const Visit& visit, const record::RoundState& round, json::object& page) {
  const auto& definition = round.frozen->definition;
  json::object ballot;
  ballot["origin"] = round.origin;
  ballot["definition"] = crypto::to_hex(round.frozen->definition_digest);
  ballot["kind"] = record::words(record::BallotRule{})[static_cast<std::size_t>(definition.ballot_rule)];
  ballot["points_max"] = definition.points_max;
  ballot["place_points"] = place_points(visit, definition);
  ballot["choices_min"] = definition.choices_min;
  ballot["choices_max"] = definition.choices_max;
  ballot["budget_max"] = definition.budget_max;
  ballot["envelope"] = definition.envelope;
  ballot["currency"] = definition.currency;
  ballot["island"] = "ballot";
  if (is_secret(round)) add_secret_ballot(visit, round, page, ballot);
  ballot["post_href"] = round_href(round) + "/ballots";
  ballot["log_key"] = visit.site.service.log_key(record::round_log_name(round.id)).text();
  if (visit.html) {
    json::object messages = visit.messages.section(visit.language, "island_ballot");
    for (const char* section : {"error", "island_secret"})
      for (auto& [key, text] : visit.messages.section(visit.language, section)) messages[key] = text;
    ballot["messages"] = json::serialize(messages);
  }
  return ballot;
}

}  // namespace

Result<Page> round_page(const Visit& visit) {
  const record::RoundState* round = visited_round(visit);
  if (round == nullptr) return refuse(Errc::not_found, "no round " + visit.args.front());
  Page page{round_fields(visit, *round), round_title(*visit.state, *round)};
  if (round->frozen) {
    add_ballots(visit, *round, page.model);
    add_rule_in_full(visit, round->frozen->definition, page.model);
  }
  page.model["order"] = order_of(visit);
  const std::string area = html::parameter(visit.query, "area"), theme = html::parameter(visit.query, "theme");
  const record::RoundDefinition none;
  const record::RoundDefinition& definition = round->frozen ? round->frozen->definition : none;
  add_places(definition, area, theme, page.model);
  json::array projects;
  if (round->frozen) projects = projects_in_order(visit, *round, area, theme);
  visit.say(page.model, "project_count_text", "round.project_count_text",
            {{"shown", static_cast<std::int64_t>(projects.size())},
             {"total", static_cast<std::int64_t>(definition.projects.size())},
             {"filtered", std::string(area.empty() && theme.empty() ? "no" : "yes")}});
  page.model["projects"] = std::move(projects);
  return page;
}

Result<Page> vote_page(const Visit& visit) {
  const record::RoundState* round = visited_round(visit);
  if (round == nullptr || !round->frozen) return refuse(Errc::not_found, "no opened round " + visit.args.front());
  Page page{round_fields(visit, *round), visit.text("page_title.vote", {{"title", round_title(*visit.state, *round)}})};
  page.model["order"] = order_of(visit);
  add_places(round->frozen->definition, {}, {}, page.model);
  if (visit.html) {
    add_groups(visit, *round, page.model);
  } else {
    page.model["projects"] = projects_in_order(visit, *round, {}, {});
  }
  page.model["ballot"] = ballot_model(visit, *round, page.model);
  return page;
}

}  // namespace radslag::web
