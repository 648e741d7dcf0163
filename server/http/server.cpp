#include "server/http/server.hpp"

#include <csignal>
#include <utility>

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/address.hpp>
#include <boost/asio/post.hpp>

#include "server/http/core.hpp"
#include "server/http/session.hpp"

namespace radslag::http {

namespace {

using boost::system::error_code;
constexpr std::chrono::milliseconds accept_pause_length{100};

std::string listen_message(const Config& config, const error_code& error) {
  const std::string port = std::to_string(config.port);
  if (error == asio::error::address_in_use) {
    return "port " + port + " is taken: another program listens at " + config.address + ":" + port + ". Stop it, or choose another port.";
  }
  if (error == asio::error::access_denied) {
    return "port " + port + " may not be listened at by this user. Choose a port from 1024 up.";
  }
  return "cannot listen at " + config.address + " port " + port + ": " + error.message();
}

void listen(Core& core) {
  const Config& config = core.config;
  error_code error;
  const auto address = asio::ip::make_address(config.address, error);
  if (error) throw ListenError("\"" + config.address + "\" is not a numeric IPv4 or IPv6 address");
  const asio::ip::tcp::endpoint endpoint(address, config.port);
  const auto check = [&] {
    if (error) throw ListenError(listen_message(config, error));
  };
  core.acceptor.open(endpoint.protocol(), error), check();
  core.acceptor.set_option(asio::socket_base::reuse_address(true), error), check();
  core.acceptor.bind(endpoint, error), check();
  core.acceptor.listen(asio::socket_base::max_listen_connections, error), check();
  core.config.port = core.acceptor.local_endpoint().port();
}

/// Past the cap: an answer if the socket takes it at once, for there is no room to wait.
void turn_away(Core& core, Socket socket) {
  Response response = problem(Refusal{503, "Too many connections at once. Try again in a moment."}, core.config.limits);
  HeadOptions options;
  options.security = core.security;
  options.date = core.date();
  options.close = true;
  std::string bytes;
  if (!append_head(bytes, response, options)) return;
  bytes += response.body;
  error_code ignored;
  socket.non_blocking(true, ignored);
  socket.write_some(asio::buffer(bytes), ignored);
}

/// Logs what ended a coroutine that should not have ended so.
auto note_failure(Core& core) {
  return [&core](std::exception_ptr failure) {
    if (!failure) return;
    try {
      std::rethrow_exception(failure);
    } catch (const std::exception& error) {
      core.log(std::string("a connection failed: ") + error.what());
    }
  };
}

void begin_session(Core& core, Socket socket) {
  if (core.sessions.size() >= core.config.limits.connections && !core.close_an_idle_session()) return turn_away(core, std::move(socket));
  error_code ignored;
  socket.set_option(asio::ip::tcp::no_delay(true), ignored);
  auto session = std::make_shared<Session>(core, std::move(socket));
  asio::co_spawn(core.io, Session::serve(std::move(session)), note_failure(core));
}

/// accept() fails when descriptors or memory run out, and would fail again at once: say so, wait, go on.
Task<void> accept_connections(Core& core) {
  bool failing = false;
  while (!core.stopping) {
    auto [error, socket] = co_await core.acceptor.async_accept(as_result);
    if (core.stopping) break;
    if (error == asio::error::connection_aborted) continue;
    if (!error) {
      failing = false;
      try {
        begin_session(core, std::move(socket));
      } catch (const std::exception& failure) {  // out of memory: this connection is lost, not the listener
        core.log(std::string("cannot serve a connection: ") + failure.what());
      }
      continue;
    }
    if (!std::exchange(failing, true)) core.log("cannot accept connections: " + error.message());
    core.accept_pause.expires_after(accept_pause_length);
    const auto [cancelled] = co_await core.accept_pause.async_wait(as_result);
    static_cast<void>(cancelled);  // the loop's condition tells
  }
}

Task<void> keep_deadlines(Core& core) {
  while (!core.stopping || !core.sessions.empty()) {
    core.tick.expires_after(sweep_interval);
    const auto [cancelled] = co_await core.tick.async_wait(as_result);
    static_cast<void>(cancelled);
    core.sweep();
  }
}

void stop_on_signals(Core& core) {
  core.signals.add(SIGINT);
  core.signals.add(SIGTERM);
  core.signals.async_wait([&core](const error_code& error, int) {
    if (!error) core.begin_stop();
  });
}

}  // namespace

Server::Server(Config config, Handler handler) {
  const Limits& limits = config.limits;
  if (config.worker_threads == 0 || limits.min_bytes_per_second == 0 || limits.header_bytes == 0 || limits.connections == 0) {
    throw std::invalid_argument("worker_threads, min_bytes_per_second, header_bytes and connections must be at least 1");
  }
  core_ = std::make_unique<Core>(std::move(config), std::move(handler));
  listen(*core_);
}

Server::~Server() = default;

std::uint16_t Server::port() const { return core_->config.port; }

void Server::run() {
  Core& core = *core_;
  if (core.config.stop_on_signals) stop_on_signals(core);
  asio::co_spawn(core.io, accept_connections(core), note_failure(core));
  asio::co_spawn(core.io, keep_deadlines(core), note_failure(core));
  for (;;) {
    try {
      core.io.run();
      break;
    } catch (const std::exception& error) {  // one connection's trouble must not end the others
      core.log(std::string("the I/O thread caught: ") + error.what());
    }
  }
  core.pool.join();
}

void Server::stop() {
  asio::post(core_->io, [core = core_.get()] { core->begin_stop(); });
}

}  // namespace radslag::http
