// A client that sends many requests to one server as fast as it answers: for replaying the ballots of an election.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace radslag::http {

struct OutRequest {
  std::string method = "POST";
  std::string target;        ///< path and query, encoded
  std::string content_type;  ///< empty for none
  std::string body;
  std::vector<std::pair<std::string, std::string>> headers;  ///< such as Idempotency-Key, which makes repeating safe
  std::uint64_t tag = 0;                                     ///< given back with the answer
};

struct Target {
  std::string host;  ///< a name or numeric address; plain HTTP, no TLS
  std::uint16_t port = 80;
};

struct ClientLimits {
  std::size_t connections = 16;                 ///< kept open, each with one request under way
  int attempts = 5;                             ///< to get one request answered, each on a new connection after the first loss
  int answer_seconds = 30;                      ///< for connecting, sending and receiving once
  std::size_t answer_bytes = 16 * 1024 * 1024;  ///< a longer answer counts as none
};

/// The next request, or nothing when there are no more.
using NextRequest = std::function<std::optional<OutRequest>()>;
/// One request's outcome. Status 0: no answer after all attempts, so whether the server has acted is unknown; the body then says why.
/// `microseconds` from sending to the whole answer, of the last attempt.
using RequestDone = std::function<void(std::uint64_t tag, int status, std::string&& body, std::uint64_t microseconds)>;

/// Sends what `next` gives until there is no more, or `stop` (if given) is set: then what is under way is still awaited, but neither
/// repeated nor followed. Both functions run on the calling thread. A request may reach the server more than once; give each
/// write an idempotency key. Throws std::runtime_error when the host's name has no address.
void run_requests(const Target& target, const ClientLimits& limits, const NextRequest& next, const RequestDone& done,
                  const std::atomic<bool>* stop = nullptr);

}  // namespace radslag::http
