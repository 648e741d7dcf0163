#include "server/http/reply.hpp"

#include <boost/asio/post.hpp>

#include "server/http/session.hpp"

namespace radslag::http {

void Mailbox::deliver(std::weak_ptr<Session> session, Response&& response) {
  const std::lock_guard lock(mutex_);
  if (!io_) return;
  // The weak pointer is locked on the I/O thread alone: no other thread may come to own, and so to end, a session.
  asio::post(*io_, [session = std::move(session), response = std::move(response)]() mutable {
    if (const auto living = session.lock()) living->take_answer(std::move(response));
  });
}

void Mailbox::close() {
  const std::lock_guard lock(mutex_);
  io_ = nullptr;
}

Reply::~Reply() {
  try {
    give(problem(Refusal{500, "The request could not be answered."}, Limits{}));
  } catch (...) {  // out of memory: the session waits until shutdown, which is better than std::terminate
  }
}

void Reply::give(Response&& response) {
  if (given_.exchange(true)) return;
  mailbox_->deliver(std::move(session_), std::move(response));
}

}  // namespace radslag::http
