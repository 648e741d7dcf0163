#include "server/html/same_site.hpp"

#include <algorithm>

namespace radslag::html {
namespace {

bool is_own(const std::string& origin, const Origins& origins) {
  return std::find(origins.own.begin(), origins.own.end(), origin) != origins.own.end();
}

/// "none" (the person's own doing, such as a reload) proves nothing, but then Origin must still name us.
bool from_own_pages(const http::Request& request, const Origins& origins) {
  if (!request.origin.empty() && !is_own(request.origin, origins)) return false;
  if (request.sec_fetch_site.empty() || request.sec_fetch_site == "none") return !request.origin.empty();
  return request.sec_fetch_site == "same-origin";
}

bool from_either_site(const http::Request& request, const Origins& origins) {
  const std::string& origin = request.origin;
  return origin.empty() || origin == "null" || is_own(origin, origins) || (!origins.other.empty() && origin == origins.other);
}

}  // namespace

bool may_send(const http::Request& request, Senders senders, const Origins& origins) {
  if (request.method == "GET" || request.method == "HEAD") return true;
  switch (senders) {
    case Senders::own_site: return from_own_pages(request, origins);
    case Senders::other_site_too: return from_either_site(request, origins);
    case Senders::machines: return true;
  }
  return false;
}

}  // namespace radslag::html
