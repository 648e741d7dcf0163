// Every limit of the HTTP room, with its unit in its name.
#pragma once

#include <cstddef>

namespace radslag::http {

struct Limits {
  std::size_t header_bytes = 16 * 1024;  ///< request line and fields together; more is answered 431
  std::size_t header_count = 64;         ///< fields of one request; more is answered 431
  std::size_t target_bytes = 2048;       ///< path and query as sent; more is answered 414

  std::size_t body_bytes = 128 * 1024;  ///< a body of the ordinary class; more is answered 413 unless Config::body_limit allows it
  std::size_t large_bodies = 2;         ///< bodies over body_bytes held at once; a further one is answered 503 with Retry-After
  std::size_t all_bodies_bytes = 192 * 1024 * 1024;  ///< bodies in memory together; more is answered 503 with Retry-After
  int retry_after_seconds = 5;                       ///< what a 503 asks the client to wait

  // Each deadline is set once when its phase begins, never moved by the bytes that drip in.
  int header_seconds = 10;           ///< from the first byte of a request (from the connection's start for the first one) to its last field
  int body_seconds = 30;             ///< from the last field to the end of the body, beside the time by min_bytes_per_second
  int write_seconds = 30;            ///< for one answer, beside the time by min_bytes_per_second
  int keep_alive_idle_seconds = 30;  ///< between an answer and the next request
  int drain_seconds = 2;             ///< for reading on after the last answer of a connection, so that the client sees it and not a reset

  std::size_t min_bytes_per_second = 16 * 1024;  ///< the slowest line for which long bodies and answers get more time; at least 1
  std::size_t drain_bytes = 64 * 1024;           ///< read and thrown away after a refusal before the connection is closed

  std::size_t connections = 10'000;  ///< open at once; past it idle ones are closed first, then new ones are answered 503
  int shutdown_drain_seconds = 10;   ///< what stop() grants to requests in flight
};

}  // namespace radslag::http
