// Handing in receipts of lost entries: GET and POST /receipts/lost, and POST /receipts/lost/proof with the receipt as text/plain.
#pragma once

#include <vector>

#include "server/html/router.hpp"

namespace radslag::web {

void add_lost_receipt_routes(std::vector<html::Route>& routes);

}  // namespace radslag::web
