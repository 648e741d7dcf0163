// One request for something that is not a page: files, posts, health.
#pragma once

#include <functional>

#include "server/http/message.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {

class BundleMaker;

using Done = std::function<void(http::Response&&)>;

/// A file made at once. Errors become problems.
using FileFunction = Result<http::Response> (*)(const Visit& visit);

Result<http::Response> result_csv(const Visit& visit);      ///< args: round. Errors: not_found, sealed
Result<http::Response> result_pb(const Visit& visit);       ///< args: round. Errors: not_found, sealed
Result<http::Response> receipt_file(const Visit& visit);    ///< query: log, index. Errors: not_found
Result<http::Response> log_file(const Visit& visit);        ///< args: the path below /log/. Errors: not_found, sealed
Result<http::Response> next_round_key(const Visit& visit);  ///< hex and a newline: what the next round-begun must name
Result<http::Response> health(const Visit& visit);
Result<http::Response> readiness(const Visit& visit);
Result<http::Response> robots(const Visit& visit);
Result<http::Response> favicon(const Visit& visit);

/// Answers through `done`, perhaps later.
struct Exchange {
  Visit visit;
  http::Request request;
  Done done;
  BundleMaker& bundles;
};
using Endpoint = void (*)(Exchange&& exchange);

void post_ballot(Exchange&& exchange);  ///< args: round
void post_act(Exchange&& exchange);
void bundle_file(Exchange&& exchange);

}  // namespace radslag::web
