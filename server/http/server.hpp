// The HTTP server: one I/O thread for all connections, a small pool for handlers.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "server/http/limits.hpp"
#include "server/http/message.hpp"

namespace radslag::http {

/// Answers one request by calling `done` once: at once, or later from any thread (no thread waits meanwhile). It runs on the pool, so
/// it may block for a moment. What it throws becomes a 500 without detail and a line in the log; so does a `done` that is dropped
/// uncalled. Calls after the first, or after the server has gone, do nothing.
using Handler = std::function<void(Request&&, std::function<void(Response&&)> done)>;

struct Config {
  std::string address = "127.0.0.1";  ///< a numeric IPv4 or IPv6 address of this machine
  std::uint16_t port = 8080;          ///< 0 lets the system choose a free one
  Limits limits;
  unsigned worker_threads = 2;            ///< that run handlers; at least 1
  bool strict_transport = false;          ///< send Strict-Transport-Security: only where residents reach this server by https
  std::vector<std::string> form_actions;  ///< other sites that forms of this one may be sent to: "https://host", "http://host:port"
  bool stop_on_signals = false;           ///< stop() at SIGINT and SIGTERM while run() runs
  /// The most bytes that a body may have, for routes with a class of their own. Runs on the I/O thread for every POST: it must be
  /// quick. Where it is empty, limits.body_bytes holds. Bodies over limits.body_bytes are also counted by limits.large_bodies.
  std::function<std::size_t(std::string_view method, std::string_view path)> body_limit;
  /// One line for each error of ours; never a client's address. Called from several threads.
  std::function<void(std::string_view)> log;
};

/// The address cannot be listened at. `what()` is a sentence for the person who started the server.
class ListenError : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

struct Core;

class Server {
 public:
  /// Listens from now on; requests wait until run(). Throws ListenError, and std::invalid_argument for limits that can serve nobody
  /// and for form_actions that are no origins.
  Server(Config config, Handler handler);
  /// run() must have returned, or never been called.
  ~Server();
  Server(const Server&) = delete;
  Server& operator=(const Server&) = delete;

  /// The port listened at, also where the system chose it.
  [[nodiscard]] std::uint16_t port() const;
  /// Serves until stop(); returns when all requests in flight are answered or limits.shutdown_drain_seconds are over, and handlers
  /// that have begun have returned. To be called once.
  void run();
  /// Accepts no more, closes idle connections, lets requests in flight be answered. From any thread, any number of times.
  void stop();

 private:
  std::unique_ptr<Core> core_;
};

}  // namespace radslag::http
