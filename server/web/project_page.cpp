#include <algorithm>
#include <boost/json.hpp>

#include "server/web/outcome_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;

Result<Page> project_page(const Visit& visit) {
  const record::RoundState* round = visited_round(visit);
  const std::uint64_t number = html::whole_number(visit.args[1]).value_or(0);
  if (round == nullptr || !round->frozen || number < 1 || number > round->frozen->definition.projects.size()) {
    return refuse(Errc::not_found, "no project " + visit.args[1] + " in a round " + visit.args[0]);
  }
  const std::size_t place = number - 1;
  const record::Project& project = round->frozen->definition.projects[place];
  const std::string title = round_title(*visit.state, *round);
  Page page{project_fields(visit, *round, place), visit.text("page_title.project", {{"title", project.title}, {"round", title}})};
  json::object about = round_summary(visit, *round);
  about["vote_href"] = round_href(*round) + "/vote";
  page.model["round"] = std::move(about);
  page.model["has_outcome"] = false;
  page.model["funded"] = false;
  if (is_counted(*round)) {
    const auto allocation = allocation_of(*round);
    if (!allocation) return tl::make_unexpected(allocation.error());
    const auto step =
        std::find_if(allocation->steps.begin(), allocation->steps.end(), [&](const auto& s) { return s.project == project.id; });
    if (step != allocation->steps.end()) {
      for (auto& [field, value] : outcome_fields(visit, *round, *step)) page.model[field] = value;
      page.model["has_outcome"] = true;
    }
  }
  add_decision(visit, *round, place, page.model);
  add_milestones(visit, *round, place, page.model);
  return page;
}

}  // namespace radslag::web
