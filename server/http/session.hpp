// One connection: requests in, answers out, every phase with a deadline. For the sources of server/http only.
#pragma once

#include <array>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include <boost/beast/core/flat_buffer.hpp>

#include "server/http/core.hpp"
#include "server/http/io.hpp"
#include "server/http/request_head.hpp"
#include "server/http/response_head.hpp"

namespace radslag::http {

class Session : public std::enable_shared_from_this<Session> {
 public:
  Session(Core& core, Socket&& socket);
  ~Session();
  Session(const Session&) = delete;
  Session& operator=(const Session&) = delete;

  /// The connection from its first request to its end; the coroutine owns the session.
  static Task<void> serve(std::shared_ptr<Session> self);

  /// The answer to the request that `ask` waits for.
  void take_answer(Response&& response);
  [[nodiscard]] Clock::time_point deadline() const { return deadline_; }
  /// Ends the connection now, whatever it is doing.
  void abort();
  /// Ends the connection if it waits for a request of which nothing has come. False if it does not.
  bool close_if_idle();

 private:
  enum class Next { again, linger, gone };

  /// One request and its answer.
  Task<Next> exchange();
  /// Until the buffer holds a whole head: its length, or 0 when the connection has gone.
  Task<tl::expected<std::size_t, Refusal>> read_head();
  /// The body of `head_`, as far as limits let it; false when the connection has gone.
  Task<tl::expected<bool, Refusal>> read_body();
  Task<bool> send_continue();
  /// Hands the request to the handler and waits for its answer; nothing when the server stops waiting.
  Task<std::optional<Response>> ask();
  Task<Next> send(Response response);
  Task<Next> refuse(Refusal refusal);
  /// Says that nothing more is coming, then reads on for a while: closing with unread bytes would reset the connection and could take
  /// the last answer from the client.
  Task<void> linger();

  [[nodiscard]] std::optional<Refusal> check_body_length() const;
  /// Moves what has already been read of the body out of the buffer.
  void take_buffered_body();
  [[nodiscard]] bool reserve_body(std::size_t bytes);
  void release_body();
  void begin_phase(std::size_t seconds, std::size_t bytes = 0);
  [[nodiscard]] std::string_view buffered() const;

  Core& core_;
  Socket socket_;
  boost::beast::flat_buffer buffer_;
  Timer answered_;  // never expires: cancelled when the answer is there
  std::optional<Response> answer_;
  Head head_;
  std::string out_;
  Clock::time_point deadline_ = Clock::time_point::max();
  std::list<Session*>::iterator place_;
  std::size_t reserved_bytes_ = 0;
  bool large_ = false;  // holds one of the places for large bodies
  bool idle_ = true;    // nothing has come of the next request
  bool fresh_ = true;   // no request has come at all
  bool aborted_ = false;
  bool head_only_ = false;  // the request is HEAD: its answer has no body
};

}  // namespace radslag::http
