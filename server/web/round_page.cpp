#include <boost/json.hpp>

#include "server/web/order.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

json::array projects_in_order(const Visit& visit, const record::RoundState& round, const std::string& area, const std::string& theme) {
  const auto& projects = round.frozen->definition.projects;
  json::array rows;
  for (const std::uint32_t place : shuffled(static_cast<std::uint32_t>(projects.size()), order_of(visit))) {
    const record::Project& project = projects[place];
    if ((area.empty() || project.area == area) && (theme.empty() || project.theme == theme)) rows.push_back(project_fields(visit, round, place));
  }
  return rows;
}

void add_places(const record::RoundDefinition& definition, const std::string& area, const std::string& theme, json::object& model) {
  model["areas"] = place_options(definition.areas, area);
  model["themes"] = place_options(definition.themes, theme);
  model["has_areas"] = !definition.areas.empty();
  model["has_themes"] = !definition.themes.empty();
  model["has_filter"] = !definition.areas.empty() || !definition.themes.empty();
}

json::object ballot_model(const Visit& visit, const record::RoundState& round) {
  const auto& definition = round.frozen->definition;
  json::object ballot;
  ballot["origin"] = round.origin;
  ballot["definition"] = json::value(*round.frozen == *round.frozen ? "" : "");
  return ballot;
}

}  // namespace
}  // namespace radslag::web
