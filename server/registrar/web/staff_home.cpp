// The staff's first page: what this account may do here, and how the site is.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/outbox/outbox.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/staff/staff.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;

Result<html::Page> staff_page(const Visit& visit) {
  using staff::Action;
  const auto& account = visit.staff_session->account;
  html::Page page;
  page.title = visit.text("staff_home.title");
  page.model["name"] = account.name;
  page.model["may_rolls"] = staff::may(account, Action::import_roll, "") || staff::may(account, Action::sign_roll, "");
  page.model["may_papers"] = staff::may_somewhere(account, Action::paper_enter);
  page.model["may_codes"] = staff::may_somewhere(account, Action::manage_codes);
  page.model["may_cards"] =
      visit.site.cards && (staff::may_somewhere(account, Action::manage_cards) || staff::may_somewhere(account, Action::accept_envelope));
  page.model["may_accounts"] = staff::may_somewhere(account, Action::manage_staff);
  page.model["may_log"] = staff::may_somewhere(account, Action::see_action_log);
  const auto standing = visit.site.follower.standing();
  page.model["follows"] = standing.touch == registrar::Touch::following;
  page.model["touch"] = registrar::touch_name(standing.touch);
  visit.say(page.model, "touch_text", "touch." + std::string(registrar::touch_name(standing.touch)));
  page.model["has_what"] = !standing.what.empty();
  page.model["what"] = standing.what;
  page.model["size"] = standing.size;
  page.model["key"] = crypto::to_hex(visit.site.house.public_key());
  page.model["is_announced"] = visit.town->registrar && visit.town->registrar->registrar == visit.site.house.public_key();
  const auto letters = visit.site.outbox.counts();
  visit.say(page.model, "letters_text", "staff_home.letters_text",
            {{"waiting", static_cast<std::int64_t>(letters.waiting)}, {"failed", static_cast<std::int64_t>(letters.failed)}});
  return page;
}

}  // namespace radslag::registrar_web
