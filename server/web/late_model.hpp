// Overdue promises, as the front page tells them.
#pragma once

#include <boost/json/object.hpp>

namespace radslag::web {

struct Visit;

/// Adds `has_late`, `late` [`what`, `id`, `href`, `title`, `text`] and how many more there are: `has_more_late`, `more_late_text`.
void add_late(const Visit& visit, boost::json::object& model);

}  // namespace radslag::web
