// The site's pages, for its table of routes.
#pragma once

#include <vector>

#include "ledger/result.hpp"
#include "server/html/exchange.hpp"
#include "server/html/router.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

[[nodiscard]] std::vector<html::Route> all_routes(const Config& config);

// --- attest.cpp, consent.cpp: what a resident came for ---
[[nodiscard]] Result<html::Page> attest_link(const Visit& visit);
void post_errand(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> attest_page(const Visit& visit);
void consent(const Visit& visit, html::Exchange&& exchange);

// --- card.cpp: the voting card ---
[[nodiscard]] Result<html::Page> card_page(const Visit& visit);
void fetch_card(const Visit& visit, html::Exchange&& exchange);

// --- sign_in.cpp ---
[[nodiscard]] Result<html::Page> sign_in_page(const Visit& visit);
void sign_in_by_code(const Visit& visit, html::Exchange&& exchange);
void sign_in_by_mail(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> mail_sent_page(const Visit& visit);
[[nodiscard]] Result<html::Page> mail_link_page(const Visit& visit);
void confirm_mail_link(const Visit& visit, html::Exchange&& exchange);
void sign_out(const Visit& visit, html::Exchange&& exchange);

// --- participation.cpp, contact.cpp ---
[[nodiscard]] Result<html::Page> participation_page(const Visit& visit);
void post_contact(const Visit& visit, html::Exchange&& exchange);
void forget_contact(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> contact_link_page(const Visit& visit);
void confirm_contact(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> unsubscribe_page(const Visit& visit);
void unsubscribe(const Visit& visit, html::Exchange&& exchange);

// --- plain_pages.cpp ---
[[nodiscard]] Result<html::Page> front_page(const Visit& visit);
[[nodiscard]] Result<html::Page> accessibility_page(const Visit& visit);
[[nodiscard]] Result<http::Response> health(const Visit& visit);
[[nodiscard]] Result<http::Response> readiness(const Visit& visit);
[[nodiscard]] Result<http::Response> robots(const Visit& visit);
[[nodiscard]] Result<http::Response> favicon(const Visit& visit);

// --- staff_*.cpp ---
[[nodiscard]] Result<html::Page> staff_page(const Visit& visit);
[[nodiscard]] Result<html::Page> rolls_page(const Visit& visit);
[[nodiscard]] Result<html::Page> roll_page(const Visit& visit);
[[nodiscard]] Result<http::Response> roll_draft(const Visit& visit);
[[nodiscard]] Result<html::Page> papers_page(const Visit& visit);
void enter_paper(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> paper_page(const Visit& visit);
[[nodiscard]] Result<html::Page> judge_paper_page(const Visit& visit);
void judge_paper(const Visit& visit, html::Exchange&& exchange);
void hand_over_paper(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> codes_page(const Visit& visit);
void issue_code(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> card_rounds_page(const Visit& visit);
[[nodiscard]] Result<html::Page> card_round_page(const Visit& visit);
void add_late(const Visit& visit, html::Exchange&& exchange);
void block_card(const Visit& visit, html::Exchange&& exchange);
void take_stop_back(const Visit& visit, html::Exchange&& exchange);
void draft_card_act(const Visit& visit, html::Exchange&& exchange);
[[nodiscard]] Result<html::Page> kiosk_page(const Visit& visit);
void look_at_voter(const Visit& visit, html::Exchange&& exchange);
void accept_envelope(const Visit& visit, html::Exchange&& exchange);

}  // namespace radslag::registrar_web
