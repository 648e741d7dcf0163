// Residents sign in: by the code of their letter, or by a link that is mailed to them.
#include <boost/json.hpp>

#include "server/html/cookies.hpp"
#include "server/html/problem.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/attest_model.hpp"
#include "server/registrar/web/card_model.hpp"
#include "server/registrar/web/letters.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/registrar/web/sign_in_model.hpp"

namespace radslag::registrar_web {
namespace {

constexpr const char* participation_path = "/participation";

std::optional<Errand> errand_named(const Visit& visit, const std::string& name) {
  return name.empty() ? std::nullopt : find_errand(name, visit.site.house.requests, visit.now);
}

std::string next_path(const Visit& visit, const std::string& errand_name) {
  if (const auto round = round_of_card_errand(errand_name); !round.empty()) return card_path(round);
  const auto errand = errand_named(visit, errand_name);
  return errand ? errand->path() : participation_path;
}

/// A new session in the place of the one before, and on to what they came for.
void begin_session(const Visit& visit, const html::Exchange& exchange, const registrar::Resident& resident, const std::string& errand) {
  auto& sessions = visit.site.house.sessions;
  if (!visit.token.empty()) sessions.end(visit.token);
  auto response = html::see_other(next_path(visit, errand));
  response.headers.emplace_back("Set-Cookie",
                                html::set_host_cookie(resident_cookie, sessions.begin(resident, visit.now), html::SameSite::lax));
  exchange.done(std::move(response));
}

html::Page plain_sign_in(const Visit& visit, const SignInProblem& problem) {
  html::Page page;
  page.title = visit.text("sign_in.title");
  page.path = "/sign-in";
  page.model["sign_in"] = sign_in_model(visit, {}, true, problem);
  return page;
}

/// The page that the form stood on, with what was wrong.
void show_again(const Visit& visit, const html::Exchange& exchange, const SignInProblem& problem, int status) {
  if (const auto round = round_of_card_errand(exchange.form.text("errand")); !round.empty())
    return exchange.show("registrar/card", card_model(visit, round, problem), status);
  const auto errand = errand_named(visit, exchange.form.text("errand"));
  if (errand) return exchange.show("registrar/attest", attest_model(visit, *errand, problem), status);
  exchange.show("registrar/sign-in", plain_sign_in(visit, problem), status);
}

std::string code_problem(const Visit& visit, const registrar::CodeRefusal& refusal) {
  using Why = registrar::CodeRefusal::Why;
  switch (refusal.why) {
    case Why::malformed: return visit.text("sign_in.code_malformed");
    case Why::unknown: return visit.text("sign_in.code_unknown");
    case Why::wait: return visit.text("sign_in.code_wait", {{"seconds", static_cast<std::int64_t>(refusal.seconds)}});
  }
  return {};
}

void mail_link(const Visit& visit, const registrar::MailAddress& address, const std::string& token) {
  Letter letter;
  letter.event = event_of_its_own("sign-in");
  letter.to = address.typed();
  letter.language = visit.language;
  letter.kind = "sign-in";
  letter.town = visit.town->name;
  letter.link = visit.site.address("/sign-in/mail/" + token);
  letter.useless_after = static_cast<std::int64_t>(visit.now + registrar::MailSignIn::Limits{}.token_seconds);
  // Whether the address can be written to is not told to who typed it.
  [[maybe_unused]] const auto queued = visit.site.outbox.enqueue(message_of(visit.messages, letter));
}

html::Page mail_link_model(const Visit& visit, bool good) {
  html::Page page;
  page.title = visit.text("sign_in.mail_link_title");
  page.path = visit.path;
  page.model["href"] = visit.path;
  page.model["is_good"] = good;
  return page;
}

}  // namespace

boost::json::object sign_in_model(const Visit&, const std::string& errand, bool by_mail, const SignInProblem& problem) {
  return {{"errand", errand},
          {"by_mail", by_mail},
          {"code", problem.code},
          {"has_code_problem", !problem.code_text.empty()},
          {"code_problem", problem.code_text},
          {"address", problem.address},
          {"has_mail_problem", !problem.mail_text.empty()},
          {"mail_problem", problem.mail_text}};
}

Result<html::Page> sign_in_page(const Visit& visit) {
  auto page = plain_sign_in(visit, {});
  if (visit.resident) page.see_other = participation_path;
  return page;
}

void sign_in_by_code(const Visit& visit, html::Exchange&& exchange) {
  const auto& typed = exchange.form.text("code");
  const auto person = visit.site.house.codes.person_of(typed, visit.now);
  if (person) return begin_session(visit, exchange, {*person, record::Assurance::code}, exchange.form.text("errand"));
  SignInProblem problem;
  problem.code_text = code_problem(visit, person.error());
  problem.code = typed;
  show_again(visit, exchange, problem, person.error().why == registrar::CodeRefusal::Why::wait ? 429 : 422);
}

void sign_in_by_mail(const Visit& visit, html::Exchange&& exchange) {
  const auto& typed = exchange.form.text("address");
  const auto address = registrar::MailAddress::parse(typed);
  if (!address) {
    SignInProblem problem;
    problem.mail_text = visit.text("sign_in.bad_address");
    problem.address = typed;
    return show_again(visit, exchange, problem, 422);
  }
  const auto errand = errand_named(visit, exchange.form.text("errand"));
  // Over a limit no letter goes out, and the answer is the same: it tells nobody who has been here.
  const auto token = visit.site.house.mail.begin(*address, errand ? errand->name : std::string(), visit.now);
  if (token) mail_link(visit, *address, *token);
  exchange.see_other("/sign-in/sent");
}

Result<html::Page> mail_sent_page(const Visit& visit) {
  html::Page page;
  page.title = visit.text("sign_in.sent_title");
  return page;
}

Result<html::Page> mail_link_page(const Visit& visit) {
  return mail_link_model(visit, visit.site.house.mail.is_good(visit.args.front(), visit.now));
}

void confirm_mail_link(const Visit& visit, html::Exchange&& exchange) {
  const auto confirmed = visit.site.house.mail.confirm(visit.args.front(), visit.now);
  if (!confirmed) return exchange.show("registrar/mail-link", mail_link_model(visit, false), html::status_of(Errc::expired));
  begin_session(visit, exchange, {confirmed->person, record::Assurance::email}, confirmed->request);
}

void sign_out(const Visit& visit, html::Exchange&& exchange) {
  auto& sessions = visit.site.house.sessions;
  if (visit.resident && exchange.form.has("everywhere")) sessions.end_all(visit.resident->person);
  if (!visit.token.empty()) sessions.end(visit.token);
  auto response = html::see_other("/");
  response.headers.emplace_back("Set-Cookie", html::drop_host_cookie(resident_cookie));
  exchange.done(std::move(response));
}

}  // namespace radslag::registrar_web
