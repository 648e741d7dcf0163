#include "server/http/etag.hpp"

#include "server/http/percent.hpp"

namespace radslag::http {

bool etag_matches(std::string_view if_none_match, std::string_view etag) {
  while (!if_none_match.empty()) {
    const std::size_t comma = if_none_match.find(',');  // tags of ours have no comma inside
    std::string_view listed = trim(if_none_match.substr(0, comma));
    if (listed == "*") return true;
    if (listed.starts_with("W/")) listed.remove_prefix(2);
    if (listed == etag) return true;
    if (comma == std::string_view::npos) break;
    if_none_match.remove_prefix(comma + 1);
  }
  return false;
}

}  // namespace radslag::http
