// What the layout is given on every page, and a page's name for caches.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace radslag::web {

struct Visit;

/// `page` of frontend/templates/README.md. `section`: the entry of the menu that the page belongs to.
[[nodiscard]] boost::json::object page_frame(const Visit& visit, const std::string& path, const std::string& title,
                                             std::string_view section);

/// A strong ETag: half of the body's SHA-256.
[[nodiscard]] std::string etag_of(std::string_view body);

}  // namespace radslag::web
