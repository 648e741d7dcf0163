#include "server/registrar/web/errand.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/staff/permissions.hpp"
#include "server/staff/web/admission.hpp"

namespace radslag::registrar_web {

std::vector<html::Route> all_routes(const Config& config) {
  using html::Field;
  using html::FileRoute;
  using html::FormRoute;
  using html::PageRoute;
  using staff::Action;
  const auto own = html::Senders::own_site;
  const auto from_elsewhere = html::Senders::other_site_too;
  const Field errand{"errand", 100, 0};
  const Field address{"address", 320, 0};
  const auto enter = staff::action_name(Action::paper_enter), confirm = staff::action_name(Action::paper_confirm);
  const auto codes = staff::action_name(Action::manage_codes), sign_roll = staff::action_name(Action::sign_roll);
  const auto cards = staff::action_name(Action::manage_cards), envelopes = staff::action_name(Action::accept_envelope);
  const Field number{"number", 40}, checked{"checked", 10, 0};
  std::vector<html::Route> routes{
      {"GET", "/", PageRoute{front_page, "registrar/home", "home", {}}},
      {"GET", "/attest", PageRoute{attest_link, "registrar/attest", "", {"purpose", "matter"}}},
      {"POST", "/attest", FormRoute{post_errand, errand_fields()}, from_elsewhere, config.request_body_bytes},
      {"GET", "/attest/{errand}", PageRoute{attest_page, "registrar/attest", "", {}}},
      {"POST", "/attest/{errand}", FormRoute{consent, {Field{"name", 400, 0}, Field{"mail", 10, 0}, address}}},
      {"GET", "/card", PageRoute{card_page, "registrar/card", "", {"round"}}},
      {"POST", "/card", FormRoute{fetch_card, {Field{"round", 64}, Field{"urn", 64, 0}, Field{"do", 10, 0}}}},
      {"GET", "/sign-in", PageRoute{sign_in_page, "registrar/sign-in", "", {}}},
      {"POST", "/sign-in/code", FormRoute{sign_in_by_code, {Field{"code", 200}, errand}}},
      {"POST", "/sign-in/mail", FormRoute{sign_in_by_mail, {Field{"address", 320}, errand}}},
      {"GET", "/sign-in/sent", PageRoute{mail_sent_page, "registrar/mail-sent", "", {}}},
      {"GET", "/sign-in/mail/{token}", PageRoute{mail_link_page, "registrar/mail-link", "", {}}},
      {"POST", "/sign-in/mail/{token}", FormRoute{confirm_mail_link, {}}},
      {"POST", "/sign-out", FormRoute{sign_out, {Field{"everywhere", 10, 0}}}},
      {"GET", "/participation", PageRoute{participation_page, "registrar/participation", "participation", {}}},
      {"POST", "/participation/contact", FormRoute{post_contact, {address}}},
      {"POST", "/participation/contact/forget", FormRoute{forget_contact, {}}},
      {"GET", "/contact/{token}", PageRoute{contact_link_page, "registrar/contact-link", "", {}}},
      {"POST", "/contact/{token}", FormRoute{confirm_contact, {}}},
      {"GET", "/unsubscribe/{token}", PageRoute{unsubscribe_page, "registrar/unsubscribe", "", {}}},
      {"POST", "/unsubscribe/{token}", FormRoute{unsubscribe, {Field{"List-Unsubscribe", 40, 0}}}, from_elsewhere},
      {"GET", "/accessibility", PageRoute{accessibility_page, "accessibility", "accessibility", {}}},
      {"GET", "/healthz", FileRoute{health, {}, true}},
      {"GET", "/readyz", FileRoute{readiness, {}, true}},
      {"GET", "/robots.txt", FileRoute{robots}},
      {"GET", "/favicon.ico", FileRoute{favicon}},

      {"GET", "/staff", PageRoute{staff_page, "registrar/staff", "staff", {}}, own, 0, staff_web::signed_in},
      {"GET", "/staff/rolls", PageRoute{rolls_page, "registrar/rolls", "staff", {}}, own, 0, staff_web::signed_in},
      {"GET", "/staff/rolls/{edition}", PageRoute{roll_page, "registrar/roll", "staff", {}}, own, 0, staff_web::signed_in},
      {"GET", "/staff/rolls/{edition}/draft", FileRoute{roll_draft}, own, 0, sign_roll},
      {"GET", "/staff/papers", PageRoute{papers_page, "registrar/papers", "staff", {}}, own, 0, enter},
      {"POST", "/staff/papers", FormRoute{enter_paper, {Field{"matter", 64}, Field{"list", 200'000}}}, own, config.list_body_bytes, enter},
      {"GET", "/staff/papers/{batch}", PageRoute{paper_page, "registrar/paper", "staff", {}}, own, 0, enter},
      {"GET", "/staff/papers/{batch}/judge", PageRoute{judge_paper_page, "registrar/paper-judge", "staff", {}}, own, 0, confirm},
      {"POST", "/staff/papers/{batch}/judge", FormRoute{judge_paper, {Field{"judgement", 10}}}, own, 0, confirm},
      {"POST", "/staff/papers/{batch}", FormRoute{hand_over_paper, {Field{"part", 4}}}, own, 0, enter},
      {"GET", "/staff/codes", PageRoute{codes_page, "registrar/codes", "staff", {}}, own, 0, codes},
      {"POST", "/staff/codes", FormRoute{issue_code, {Field{"number", 40}, Field{"edition", 64}, Field{"checked", 10, 0}}}, own, 0, codes},
      {"GET", "/staff/cards", PageRoute{card_rounds_page, "registrar/cards", "staff", {}}, own, 0, staff_web::signed_in},
      {"GET", "/staff/cards/{round}", PageRoute{card_round_page, "registrar/card-round", "staff", {}}, own, 0, cards},
      {"POST", "/staff/cards/{round}/late", FormRoute{add_late, {number, Field{"area", 64, 0}, checked}}, own, 0, cards},
      {"POST", "/staff/cards/{round}/block", FormRoute{block_card, {number, checked}}, own, 0, cards},
      {"POST", "/staff/cards/{round}/take-back", FormRoute{take_stop_back, {Field{"stop", 20}}}, own, 0, cards},
      {"POST", "/staff/cards/{round}/draft", FormRoute{draft_card_act, {Field{"act", 10}, Field{"reason", 8'000, 0}}}, own, 0, cards},
      {"GET", "/staff/kiosk/{round}", PageRoute{kiosk_page, "registrar/kiosk", "staff", {}}, own, 0, envelopes},
      {"POST", "/staff/kiosk/{round}", FormRoute{look_at_voter, {Field{"who", 60}}}, own, 0, envelopes},
      {"POST", "/staff/kiosk/{round}/accept", FormRoute{accept_envelope, {Field{"who", 60}, checked}}, own, 0, envelopes},
  };
  staff_web::add_routes(routes);
  return routes;
}

}  // namespace radslag::registrar_web
