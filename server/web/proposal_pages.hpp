// The pages of calls for projects and of what residents proposed. Errors: not_found.
#pragma once

#include "ledger/result.hpp"
#include "server/http/message.hpp"

namespace radslag::html {
class Exchange;
struct Page;
}  // namespace radslag::html

namespace radslag::web {

struct Visit;

Result<html::Page> call_page(const Visit& visit);                       ///< args: call; query: outcome, area
Result<http::Response> proposals_csv(const Visit& visit);               ///< args: call
Result<html::Page> new_proposal_page(const Visit& visit);               ///< args: call; the first step
void post_new_proposal(const Visit& visit, html::Exchange&& exchange);  ///< args: call; each further step
Result<html::Page> proposal_page(const Visit& visit);                   ///< args: proposal; query: key
Result<http::Response> picture_file(const Visit& visit);                ///< args: the digest of its blob and ".jpg"

}  // namespace radslag::web
