// A server on a port of its own, run by a thread until the end of the test.
#pragma once

#include <mutex>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include "server/http/server.hpp"

namespace radslag::http::test {

/// Says in its body what the handler was given.
inline void echo(Request&& request, const std::function<void(Response&&)>& done) {
  Response response;
  response.content_type = "text/plain";
  response.body = request.method + " " + request.path + "?" + request.query + " " + request.body;
  done(std::move(response));
}

inline Config any_port() {
  Config config;
  config.port = 0;
  return config;
}

class RunningServer {
 public:
  explicit RunningServer(Config config = any_port(), Handler handler = echo)
      : server_(listening_in(std::move(config)), std::move(handler)) {
    thread_ = std::thread([this] { server_.run(); });
  }
  RunningServer(const RunningServer&) = delete;
  RunningServer& operator=(const RunningServer&) = delete;
  ~RunningServer() { stop_and_join(); }

  [[nodiscard]] std::uint16_t port() const { return server_.port(); }
  void stop() { server_.stop(); }
  void stop_and_join() {
    server_.stop();
    if (thread_.joinable()) thread_.join();
  }
  [[nodiscard]] std::vector<std::string> log() {
    const std::lock_guard lock(mutex_);
    return lines_;
  }

 private:
  Config listening_in(Config config) {
    config.log = [this](std::string_view line) {
      const std::lock_guard lock(mutex_);
      lines_.emplace_back(line);
    };
    return config;
  }

  std::mutex mutex_;
  std::vector<std::string> lines_;
  Server server_;
  std::thread thread_;
};

}  // namespace radslag::http::test
