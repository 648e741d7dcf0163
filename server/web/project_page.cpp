#include <algorithm>
#include <boost/json.hpp>

#include "ledger/allocation/fate.hpp"
#include "server/web/count_studies.hpp"
#include "server/web/count_study.hpp"
#include "server/web/flow_picture.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
namespace {

/// What the votes gave it, why, how close it was, and a picture of that.
void add_outcome(const Visit& visit, const record::RoundState& round, const record::AllocationContent& allocation, std::size_t place,
                 json::object& model) {
  const std::string& id = round.frozen->definition.projects[place].id;
  const auto step = std::find_if(allocation.steps.begin(), allocation.steps.end(), [&](const auto& s) { return s.project == id; });
  if (step == allocation.steps.end()) return;
  const auto found = visit.site.studies.find(visit, round);
  const Outcomes outcomes(visit, round, allocation, found.study.get());
  for (auto& [field, value] : outcomes.fields(static_cast<std::size_t>(step - allocation.steps.begin()))) model[field] = value;
  model["has_outcome"] = true;
  model["is_coming"] = found.is_coming;
  model["is_unexplained"] = found.study && !found.study->is_explained;
  add_flow(visit, round, found.study.get(), place, allocation::is_funded(step->outcome), model);
  add_money_bar(visit, round, *step, place, model);
}

}  // namespace

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
  for (const char* absent : {"has_flow", "has_money_bar", "has_support", "has_margin", "is_waiting", "is_coming", "is_unexplained"})
    page.model[absent] = false;
  page.model["count_href"] = round_href(*round) + "/count";
  if (is_counted(*round)) {
    const auto allocation = allocation_of(*round);
    if (allocation) {
      add_outcome(visit, *round, *allocation, place, page.model);
    } else if (allocation.error().code == Errc::out_of_order) {
      page.model["is_waiting"] = true;
      visit.say(page.model, "votes_text", "result.votes_text", {{"votes", static_cast<std::int64_t>(round->tally->votes[place].votes)}});
    } else {
      return tl::make_unexpected(allocation.error());
    }
  }
  add_decision(visit, *round, place, page.model);
  add_milestones(visit, *round, place, page.model);
  return page;
}

}  // namespace radslag::web
