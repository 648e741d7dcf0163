// Markdown of residents and officers (CommonMark with tables, strikethrough and plain addresses as links) as HTML that can do nothing.
#pragma once

#include <string>
#include <string_view>

namespace radslag::html {

/// HTML for a value whose name ends in "_html". HTML in the text is shown as it was written; headings begin at h3; links lead to http,
/// https or mailto only and carry rel="nofollow noopener ugc", others become their text; a picture becomes a link to it. No limit on the
/// input but the caller's, who has one. Invalid UTF-8 comes out as U+FFFD.
[[nodiscard]] std::string markdown_html(std::string_view markdown);

}  // namespace radslag::html
