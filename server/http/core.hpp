// What a server's parts share. All but `dispatch`'s handler and `log` is used on the I/O thread alone.
#pragma once

#include <list>
#include <memory>
#include <string>

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/asio/thread_pool.hpp>

#include "server/http/io.hpp"
#include "server/http/reply.hpp"
#include "server/http/server.hpp"

namespace radslag::http {

class Session;

/// Memory that bodies may take: large ones are counted one by one, all of them by their bytes.
struct BodyBudget {
  std::size_t large = 0;
  std::size_t bytes = 0;
};

struct Core {
  Core(Config&& given, Handler&& handles);
  ~Core();
  Core(const Core&) = delete;
  Core& operator=(const Core&) = delete;

  /// Runs the handler on the pool.
  void dispatch(Request&& request, std::shared_ptr<Reply> reply);
  void log(std::string_view line) const;
  /// The Date field's value for now.
  const std::string& date();
  /// A session is added when it begins and forgotten when it ends.
  std::list<Session*>::iterator add(Session* session);
  void forget(std::list<Session*>::iterator place);
  void begin_stop();
  /// Cuts what is over its deadline; when the grace of a stop is over, everything.
  void sweep();
  /// Closes one connection that waits for its next request. False if there is none.
  bool close_an_idle_session();

  Config config;
  const std::string security;  ///< the fields of every answer
  Handler handler;
  BodyBudget bodies;
  std::list<Session*> sessions;
  bool stopping = false;
  Clock::time_point stop_deadline = Clock::time_point::max();
  std::time_t date_second = 0;
  std::string date_text;
  // Ended in the reverse of this order: first the pool, whose handlers may still answer; then the coroutines with their sessions.
  asio::io_context io{1};  // one thread runs it; posting from others stays allowed
  std::shared_ptr<Mailbox> mailbox = std::make_shared<Mailbox>(io);
  asio::basic_socket_acceptor<asio::ip::tcp, Executor> acceptor{io};
  Timer tick{io};
  Timer accept_pause{io};
  asio::signal_set signals{io};
  asio::thread_pool pool;
};

}  // namespace radslag::http
