// The first page after signing in: what waits for this person, and the way to everything else.
#include <boost/json.hpp>

#include "server/desk/pages.hpp"

namespace radslag::desk {
namespace json = boost::json;

Result<Page> overview_page(const Visit& visit) {
  Page page;
  page.title = visit.text("desk_page.heading");
  const auto& account = visit.account();
  page.model["name"] = account.name;
  const auto shows = [&](std::string_view field, staff::Action action) {
    page.model[json::string_view(field.data(), field.size())] = staff::may_somewhere(account, action);
  };
  shows("may_see_acts", staff::Action::see_acts);
  shows("may_see_inbox", staff::Action::see_inbox);
  shows("may_assess", staff::Action::assess_proposal);
  page.model["waiting_proposals"] = proposals_waiting(visit);
  shows("may_manage_staff", staff::Action::manage_staff);
  shows("may_see_log", staff::Action::see_action_log);
  std::int64_t acts = 0;
  for (const auto& act : visit.desk->waiting()) acts += staff::may(account, staff::Action::see_acts, act.label.board) ? 1 : 0;
  page.model["waiting_acts"] = acts;
  return page;
}

}  // namespace radslag::desk
