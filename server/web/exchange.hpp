// One request for something that is not a page: files, posts, health.
#pragma once

#include "server/html/exchange.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {

using html::Exchange;

// Files made at once. Errors become problems.
Result<http::Response> urn_file(const Visit& visit);  ///< args: round, urn, file. Errors: not_found, sealed
Result<http::Response> receipt_file(
    const Visit& visit);  ///< query: log, index, witnessed (yes: not the newest head, but the newest with a quorum). Errors: not_found
Result<http::Response> notice_heads(const Visit& visit);       ///< args: round, moment: the sheet's heads as text. Errors: not_found
Result<http::Response> next_round_key(const Visit& visit);     ///< hex and a newline: what the next round-begun must name
Result<http::Response> ballot_page_files(const Visit& visit);  ///< lines "digest path": what an opening must name
Result<http::Response> health(const Visit& visit);
Result<http::Response> readiness(const Visit& visit);
Result<http::Response> robots(const Visit& visit);
Result<http::Response> favicon(const Visit& visit);
Result<http::Response> verify_file(const Visit& visit);  ///< the verifier as one file, in the visitor's language

// Answered through the exchange, perhaps later.
void post_ballot(const Visit& visit, Exchange&& exchange);  ///< args: round
void post_handed_out(const Visit& visit, Exchange&& exchange);
void post_act(const Visit& visit, Exchange&& exchange);
void post_announced(const Visit& visit, Exchange&& exchange);
void post_part(const Visit& visit, Exchange&& exchange);       ///< args: ticket
void result_csv(const Visit& visit, Exchange&& exchange);      ///< args: round
void result_pb(const Visit& visit, Exchange&& exchange);       ///< args: round; query: urn
void tie_order_file(const Visit& visit, Exchange&& exchange);  ///< args: round; query: urn
void log_file(const Visit& visit, Exchange&& exchange);        ///< args: the path below /log/
void bundle_file(const Visit& visit, Exchange&& exchange);

}  // namespace radslag::web
