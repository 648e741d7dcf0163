// The counter's routes.
#pragma once

#include <vector>

#include "server/html/router.hpp"
#include "server/web/config.hpp"

namespace radslag::web {

[[nodiscard]] std::vector<html::Route> all_routes(const Config& config);

}  // namespace radslag::web
