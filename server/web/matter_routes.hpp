// The routes of initiatives, of calls for projects, and of what residents bring from the registrar.
#pragma once

#include <vector>

#include "server/html/router.hpp"

namespace radslag::web {

void add_matter_routes(std::vector<html::Route>& routes);

}  // namespace radslag::web
