// The pages of residents' initiatives. Errors: not_found.
#pragma once

#include "ledger/result.hpp"
#include "server/http/message.hpp"

namespace radslag::html {
class Exchange;
struct Page;
}  // namespace radslag::html

namespace radslag::web {

struct Visit;

Result<html::Page> initiatives_page(const Visit& visit);                  ///< query: phase, board, area, words, order, page
Result<http::Response> initiatives_csv(const Visit& visit);               ///< query: as the page's, without `page`
Result<html::Page> initiative_page(const Visit& visit);                   ///< args: initiative; query: key
Result<http::Response> timeline_csv(const Visit& visit);                  ///< args: initiative
Result<html::Page> new_initiative_page(const Visit& visit);               ///< the first step
void post_new_initiative(const Visit& visit, html::Exchange&& exchange);  ///< each further step; fields: writing_fields
Result<html::Page> receipt_page(const Visit& visit);                      ///< args: index in the town log; query: key
void post_attested(const Visit& visit, html::Exchange&& exchange);        ///< field: attested
void post_attested_batch(const Visit& visit, html::Exchange&& exchange);  ///< fields: attested

}  // namespace radslag::web
