#include "server/web/signature_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "server/web/initiative_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

void add_channels(const Visit& visit, const record::SignatureCount& count, json::object& model) {
  json::array channels;
  const auto add = [&](record::Assurance assurance, std::uint64_t number) {
    if (number == 0) return;
    const std::string word(record::word(assurance));
    json::object row{{"assurance", word}, {"count", number}};
    visit.say(row, "name", "assurance." + word);
    visit.say_number(row, "count_text", number);
    channels.push_back(std::move(row));
  };
  add(record::Assurance::code, count.code);
  add(record::Assurance::eid, count.eid);
  add(record::Assurance::paper, count.paper);
  add(record::Assurance::email, count.email);
  model["has_channels"] = !channels.empty();
  model["channels"] = std::move(channels);
}

void add_areas(const Visit& visit, const record::InitiativeState& initiative, const record::SignatureCount& count, json::object& model) {
  const AreaGroups groups = area_groups(count);
  json::array areas;
  for (const auto& [id, number] : groups.areas) {
    json::object row{{"id", id}, {"name", area_name(*visit.state, initiative.edition, id)}, {"count", number}};
    visit.say_number(row, "count_text", number);
    areas.push_back(std::move(row));
  }
  model["has_areas"] = !areas.empty();
  model["has_rest"] = !areas.empty() && groups.rest > 0;
  model["areas"] = std::move(areas);
  if (groups.rest > 0) visit.say_number(model, "rest_text", groups.rest);
}

void add_names(const Visit& visit, const std::string& initiative, json::object& model) {
  json::array names;
  for (const std::string& name : visit.site.service.shown_names(initiative, shown_names)) names.push_back(json::object{{"name", name}});
  model["has_names"] = !names.empty();
  model["has_more_names"] = names.size() == shown_names;
  visit.say(model, "names_text", "initiative.names_more_text", {{"shown", static_cast<std::int64_t>(names.size())}});
  model["names"] = std::move(names);
}

}  // namespace

AreaGroups area_groups(const record::SignatureCount& count) {
  AreaGroups groups;
  for (const auto& [area, number] : count.by_area) {
    const bool is_group = !area.empty() && number >= smallest_group;
    if (is_group)
      groups.areas.emplace_back(area, number);
    else
      groups.rest += number;
  }
  const auto is_too_small = [&] {
    const std::uint64_t without_email = groups.rest - std::min(groups.rest, count.email);
    return without_email > 0 && without_email < smallest_group;
  };
  while (is_too_small() && !groups.areas.empty()) {
    const auto smallest =
        std::min_element(groups.areas.begin(), groups.areas.end(), [](const auto& a, const auto& b) { return a.second < b.second; });
    groups.rest += smallest->second;
    groups.areas.erase(smallest);
  }
  return groups;
}

void add_signatures(const Visit& visit, const record::InitiativeState& initiative, const record::SignatureCount& count,
                    json::object& model) {
  add_channels(visit, count, model);
  add_areas(visit, initiative, count, model);
  add_names(visit, initiative.id, model);
  model["withdrawn"] = count.withdrawn;
  model["has_withdrawn"] = count.withdrawn > 0;
  visit.say(model, "withdrawn_text", "initiative.withdrawn_text", {{"count", static_cast<std::int64_t>(count.withdrawn)}});
  model["set_aside"] = count.set_aside;
  model["has_set_aside"] = count.set_aside > 0;
  visit.say(model, "set_aside_text", "initiative.set_aside_text", {{"count", static_cast<std::int64_t>(count.set_aside)}});
}

}  // namespace radslag::web
