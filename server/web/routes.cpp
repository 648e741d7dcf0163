#include "server/web/pages.hpp"
#include "server/web/router.hpp"

namespace radslag::web {

std::span<const Route> all_routes() {
  static const std::vector<std::string_view> register_filter{"status", "board", "level"};
  static const std::vector<std::string_view> round_filter{"area", "order", "theme"};
  static const std::vector<Route> routes{
      {"GET", "/", PageRoute{register_page, "register", "register", register_filter}},
      {"GET", "/dialogues", PageRoute{register_page, "register", "register", register_filter}},
      {"GET", "/dialogues/{dialogue}", PageRoute{dialogue_page, "dialogue", "", {}}},
      {"GET", "/rounds/{round}", PageRoute{round_page, "round", "", round_filter, true, true}},
      {"GET", "/rounds/{round}/vote", PageRoute{vote_page, "vote", "", {"order"}, false, true}},
      {"GET", "/rounds/{round}/result", PageRoute{result_page, "result", "", {}}},
      {"GET", "/rounds/{round}/result.csv", FileRoute{result_csv}},
      {"GET", "/rounds/{round}/result.pb", FileRoute{result_pb}},
      {"GET", "/rounds/{round}/projects/{number}", PageRoute{project_page, "project", "", {}}},
      {"POST", "/rounds/{round}/ballots", EndpointRoute{post_ballot}},
      {"POST", "/acts", EndpointRoute{post_act}},
      {"GET", "/record", PageRoute{record_page, "record", "record", {}, true}},
      {"GET", "/record/entries", PageRoute{entries_page, "entries", "", {"from", "log"}, true}},
      {"GET", "/record/entry", PageRoute{entry_page, "entry", "", {"index", "log"}, true}},
      {"GET", "/record/receipt", FileRoute{receipt_file, {"index", "log"}}},
      {"GET", "/record/next-round-key", FileRoute{next_round_key, {}, true}},
      {"GET", "/about", PageRoute{about_page, "about", "about", {}}},
      {"GET", "/accessibility", PageRoute{accessibility_page, "accessibility", "accessibility", {}}},
      {"GET", "/log/bundle.tar", EndpointRoute{bundle_file}},
      {"GET", "/log/*", FileRoute{log_file, {}, true}},
      {"GET", "/healthz", FileRoute{health, {}, true}},
      {"GET", "/readyz", FileRoute{readiness, {}, true}},
      {"GET", "/robots.txt", FileRoute{robots}},
      {"GET", "/favicon.ico", FileRoute{favicon}},
  };
  return routes;
}

}  // namespace radslag::web
