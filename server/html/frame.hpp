// What every layout is given, and a page's name for caches.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

namespace radslag::html {

struct Page;
struct Visit;

/// The values of `page` that all sites' layouts have (frontend/templates/README.md), with the token for the page's forms.
[[nodiscard]] boost::json::object page_frame(const Visit& visit, const Page& page);

/// A strong ETag: half of the body's SHA-256.
[[nodiscard]] std::string etag_of(std::string_view body);

}  // namespace radslag::html
