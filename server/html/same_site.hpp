// Who may send what changes something: the guard that every request but GET and HEAD passes before its route is looked at further.
// It goes by what browsers say of a request's origin (Origin, RFC 6454; Sec-Fetch-Site, W3C Fetch Metadata).
#pragma once

#include <string>
#include <vector>

#include "server/http/message.hpp"

namespace radslag::html {

/// As browsers write them: "https://radslag.example.se", "http://localhost:8080".
struct Origins {
  std::vector<std::string> own;  ///< the addresses that this site is reached at
  std::string other;             ///< the one other site whose forms are taken where a route says so; empty: none
};

/// Whose requests a route takes. Of the last two no cookie is believed: what they bring authenticates itself.
enum class Senders {
  own_site,        ///< forms of this site's own pages
  other_site_too,  ///< also forms that the other site sent here, or a browser that does not say from where ("null", or nothing)
  machines,        ///< JSON of programs, from anywhere
};

/// Always true for GET and HEAD, which change nothing. For own_site a request must say where it comes from, and all that it says must be
/// this site.
[[nodiscard]] bool may_send(const http::Request& request, Senders senders, const Origins& origins);

}  // namespace radslag::html
