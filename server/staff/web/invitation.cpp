// The page that an account's one-time link opens: passphrase and authenticator.
#include <boost/json.hpp>

#include "server/staff/staff.hpp"
#include "server/staff/web/pages.hpp"

namespace radslag::staff_web {
namespace {

/// "ABCD EFGH ..." is easier to type.
std::string in_fours(const std::string& secret) {
  std::string text;
  for (std::size_t i = 0; i < secret.size(); ++i) {
    if (i > 0 && i % 4 == 0) text += ' ';
    text += secret[i];
  }
  return text;
}

html::Page page_of(const StaffVisit& visit) {
  html::Page page;
  page.title = visit.text("staff_page.title_invitation");
  page.path = visit.path;
  const auto enrolment = visit.staff->invitations.look(visit.args.front());
  page.model["usable"] = enrolment.has_value();
  page.model["has_problem"] = false;
  if (!enrolment) {
    page.model["unusable_text"] = refusal_text(visit, enrolment.error());
    return page;
  }
  page.model["name"] = enrolment->name;
  page.model["mail"] = enrolment->mail;
  page.model["secret"] = in_fours(enrolment->secret);
  page.model["otpauth_href"] = enrolment->otpauth_uri;
  page.model["post_href"] = visit.path;
  return page;
}

}  // namespace

Result<html::Page> invitation_page(const StaffVisit& visit) { return page_of(visit); }

void accept_invitation(const StaffVisit& visit, html::Exchange&& exchange) {
  const auto& form = exchange.form;
  std::string problem;
  if (form.text("passphrase") != form.text("again")) {
    problem = visit.text("staff_page.not_the_same");
  } else {
    const auto session = visit.staff->invitations.accept(visit.args.front(), form.text("passphrase"), form.text("code"), visit.staff_token,
                                                         visit.staff_browser);
    if (session) return exchange.done(signed_in_at(visit, *session, "/staff"));
    problem = refusal_text(visit, session.error());
  }
  auto page = page_of(visit);
  page.model["has_problem"] = true;
  page.model["problem_text"] = problem;
  exchange.show("staff/invitation", page, 422);
}

}  // namespace radslag::staff_web
