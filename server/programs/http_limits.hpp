// The limits of the HTTP room as settings: the same for every program that serves a site.
#pragma once

#include <cstdint>
#include <string>
#include <type_traits>
#include <vector>

#include "server/http/limits.hpp"
#include "server/programs/config.hpp"

namespace radslag::programs {

inline constexpr std::uint64_t most_seconds = 86'400;
inline constexpr std::uint64_t most_of_anything = std::uint64_t{1} << 40;

/// Each limit once: its name, where it lives, its meaning. `visit` makes the table of it, or fills the values in.
template <typename Limits, typename Visit>
void each_http_limit(Limits& http, Visit visit) {
  visit("limits.header_bytes", http.header_bytes, "request line and header fields together");
  visit("limits.header_count", http.header_count, "header fields of one request");
  visit("limits.target_bytes", http.target_bytes, "path and query of a request");
  visit("limits.body_bytes", http.body_bytes, "an ordinary request body");
  visit("limits.large_bodies", http.large_bodies, "bodies over body_bytes held at once");
  visit("limits.all_bodies_bytes", http.all_bodies_bytes, "all request bodies in memory together");
  visit("limits.retry_after_seconds", http.retry_after_seconds, "what a refusal for lack of room asks the client to wait");
  visit("limits.header_seconds", http.header_seconds, "until a request's header must be there");
  visit("limits.body_seconds", http.body_seconds, "until a request's body must be there");
  visit("limits.write_seconds", http.write_seconds, "until an answer must be taken");
  visit("limits.keep_alive_idle_seconds", http.keep_alive_idle_seconds, "between an answer and the next request");
  visit("limits.drain_seconds", http.drain_seconds, "for reading on after a refusal, so that it is seen");
  visit("limits.drain_bytes", http.drain_bytes, "read and thrown away after a refusal");
  visit("limits.min_bytes_per_second", http.min_bytes_per_second, "the slowest line that long bodies and answers get more time for");
  visit("limits.connections", http.connections, "open connections");
  visit("limits.shutdown_drain_seconds", http.shutdown_drain_seconds, "what a stop grants to requests in flight");
}

/// The row of a limit with this default: a time in seconds where it is an int.
template <typename T>
[[nodiscard]] Setting limit_row(std::string name, const T& value, std::string meaning) {
  const bool seconds = std::is_same_v<std::remove_const_t<T>, int>;
  return {std::move(name), Kind::number, std::to_string(value), std::move(meaning), "", 1, seconds ? most_seconds : most_of_anything};
}

}  // namespace radslag::programs
