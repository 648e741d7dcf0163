// Entity tags of RFC 9110, section 8.8.3, as handlers need them.
#pragma once

#include <string_view>

namespace radslag::http {

/// Whether an If-None-Match field lists this tag (with its quotes), by the weak comparison, or is "*": then the answer is 304.
[[nodiscard]] bool etag_matches(std::string_view if_none_match, std::string_view etag);

}  // namespace radslag::http
