// The way of an answer from a handler, on whatever thread, back to its session on the I/O thread.
#pragma once

#include <atomic>
#include <memory>
#include <mutex>

#include "server/http/io.hpp"
#include "server/http/message.hpp"

namespace radslag::http {

class Session;

/// Where answers are handed in. It outlives the server, since a handler may keep its `done` for longer than that.
class Mailbox {
 public:
  explicit Mailbox(asio::io_context& io) : io_(&io) {}

  void deliver(std::weak_ptr<Session> session, Response&& response);
  /// From now on answers are thrown away: there is nobody to get them.
  void close();

 private:
  std::mutex mutex_;
  asio::io_context* io_;
};

/// One answer, given at most once. A handler that forgets to answer has answered 500 when its last copy of `done` goes.
class Reply {
 public:
  Reply(std::shared_ptr<Mailbox> mailbox, std::weak_ptr<Session> session) : mailbox_(std::move(mailbox)), session_(std::move(session)) {}
  Reply(const Reply&) = delete;
  Reply& operator=(const Reply&) = delete;
  ~Reply();

  /// Only the first call counts.
  void give(Response&& response);

 private:
  std::shared_ptr<Mailbox> mailbox_;
  std::weak_ptr<Session> session_;
  std::atomic<bool> given_ = false;
};

}  // namespace radslag::http
