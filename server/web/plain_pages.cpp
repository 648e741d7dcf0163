#include "server/web/pages.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {

Result<Page> about_page(const Visit& visit) { return Page{{}, visit.text("page_title.about")}; }

Result<Page> accessibility_page(const Visit& visit) { return Page{{}, visit.text("page_title.accessibility")}; }

}  // namespace radslag::web
