// The head of a request, from bytes to values or to a refusal. Pure: no socket, no clock.
//
// Beast's parser reads the fields; what it lets through and a server must not is refused here before or after it: any
// Transfer-Encoding, obs-fold, none or several Hosts, other target forms than a path, raw bytes outside ASCII, bodies on GET.
#pragma once

#include <cstddef>
#include <string_view>

#include <tl/expected.hpp>

#include "server/http/limits.hpp"
#include "server/http/message.hpp"

namespace radslag::http {

struct Refusal {
  int status;
  std::string_view title;  ///< plain English, a literal
};

struct Head {
  Request request;                 ///< all but its body
  std::size_t content_length = 0;  ///< of the body that follows
  bool close = false;              ///< the client wants no further exchange on this connection
  bool expects_continue = false;   ///< the client waits for "100 Continue" before it sends the body
};

/// How far a head has come that is still being read.
struct HeadProgress {
  std::size_t length = 0;   ///< of the whole head with its empty line; 0 while it has not ended
  std::size_t scanned = 0;  ///< how many bytes need not be looked at again
  bool broken = false;      ///< it can become no request: a first byte that begins no method, or a line feed on its own
};

/// Looks for the empty line in all that has come (the same bytes as at the last call and more).
void follow_head(std::string_view bytes, HeadProgress& progress);

/// `bytes` is a whole head with its empty line (RFC 9112, sections 2 to 6).
[[nodiscard]] tl::expected<Head, Refusal> parse_head(std::string_view bytes, const Limits& limits);

}  // namespace radslag::http
