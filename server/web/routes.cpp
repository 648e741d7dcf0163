#include "server/web/routes.hpp"
#include "server/web/exchange.hpp"
#include "server/web/lost_receipts.hpp"
#include "server/web/matter_routes.hpp"
#include "server/web/order.hpp"
#include "server/web/pages.hpp"

namespace radslag::web {

using html::EndpointRoute;
using html::FileRoute;
using html::PageRoute;
using html::Route;

namespace {
constexpr std::size_t handed_out_bytes = 4 << 10;
}

std::vector<Route> all_routes(const Config& config) {
  constexpr auto machines = html::Senders::machines;
  const std::vector<std::string_view> register_filter{"status", "board", "level"};
  const std::vector<std::string_view> round_filter{"area", "order", "theme"};
  std::vector<Route> routes{
      {"GET", "/", PageRoute{register_page, "register", "register", register_filter, true}},
      {"GET", "/dialogues", PageRoute{register_page, "register", "register", register_filter, true}},
      {"GET", "/dialogues/{dialogue}", PageRoute{dialogue_page, "dialogue", "", {}, true}},
      {"GET", "/rounds/{round}", PageRoute{round_page, "round", "", round_filter, true, settle_order}},
      {"GET", "/rounds/{round}/vote", PageRoute{vote_page, "vote", "", {"order"}, false, settle_order}},
      {"GET", "/rounds/{round}/ballot", PageRoute{ballot_page, "ballot_found", "", {"tracker"}, true}},
      {"GET", "/rounds/{round}/urns/{urn}/{file}", FileRoute{urn_file}},
      {"POST", "/handed-out", EndpointRoute{post_handed_out}, machines, handed_out_bytes},
      {"GET", "/rounds/{round}/result", PageRoute{result_page, "result", "", {}, true}},
      {"GET", "/rounds/{round}/result.csv", EndpointRoute{result_csv}},
      {"GET", "/rounds/{round}/result.pb", EndpointRoute{result_pb}},
      {"GET", "/rounds/{round}/tie-order.txt", EndpointRoute{tie_order_file}},
      {"GET", "/rounds/{round}/count", PageRoute{count_page, "count", "", {}, true}},
      {"GET", "/rounds/{round}/projects/{number}", PageRoute{project_page, "project", "", {}, true}},
      {"POST", "/rounds/{round}/ballots", EndpointRoute{post_ballot}, machines, config.ballot_body_bytes},
      {"POST", "/acts", EndpointRoute{post_act}, machines, config.act_body_bytes},
      {"POST", "/acts/announced", EndpointRoute{post_announced}, machines, config.announced_body_bytes},
      {"POST", "/acts/parts/{ticket}", EndpointRoute{post_part}, machines},  // its body's limit is what was announced
      {"GET", "/record", PageRoute{record_page, "record", "record", {}, true}},
      {"GET", "/record/entries", PageRoute{entries_page, "entries", "", {"from", "log"}, true}},
      {"GET", "/record/entry", PageRoute{entry_page, "entry", "", {"index", "log"}, true}},
      {"GET", "/record/receipt", FileRoute{receipt_file, {"index", "log", "witnessed"}}},
      {"GET", "/record/receipt-sheet", PageRoute{receipt_sheet, "receipt_sheet", "record", {"index", "log"}, true}},
      {"GET", "/rounds/{round}/notice/{moment}", PageRoute{notice_sheet, "notice_sheet", "", {}, true}},
      {"GET", "/rounds/{round}/notice/{moment}/heads.txt", FileRoute{notice_heads}},
      {"GET", "/record/next-round-key", FileRoute{next_round_key, {}, true}},
      {"GET", "/record/ballot-page", FileRoute{ballot_page_files, {}, true}},
      {"GET", "/verify", PageRoute{verify_page, "verify", "record", {}}},
      {"GET", "/verify/verify.html", FileRoute{verify_file}},
      {"GET", "/about", PageRoute{about_page, "about", "about", {}}},
      {"GET", "/accessibility", PageRoute{accessibility_page, "accessibility", "accessibility", {}}},
      {"GET", "/log/bundle.tar", EndpointRoute{bundle_file}},
      {"GET", "/log/*", EndpointRoute{log_file}},
      {"GET", "/healthz", FileRoute{health, {}, true}},
      {"GET", "/readyz", FileRoute{readiness, {}, true}},
      {"GET", "/robots.txt", FileRoute{robots}},
      {"GET", "/favicon.ico", FileRoute{favicon}},
  };
  add_lost_receipt_routes(routes);
  add_matter_routes(routes);
  return routes;
}

}  // namespace radslag::web
