// The thread that sends what waits in an outbox. No request ever waits for it.
//
// A message's try is set down before it is made and its outcome after, so that a process killed in between sends the same letter, with the
// same Message-ID, again: at least once.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>

#include "server/outbox/message.hpp"
#include "server/outbox/outbox.hpp"
#include "server/outbox/transport.hpp"

namespace radslag::outbox {

/// One line for the log: no address and no text in it.
struct Report {
  enum class Kind { sent, failed, later, unavailable, given_up, stuck };
  Kind kind = Kind::sent;
  std::string id;      ///< of the message; empty for `stuck`
  std::string event;   ///< what it is about
  std::string reason;  ///< a class of reasons (transport.hpp); for `stuck` what the database said
  int attempt = 0;
};

struct SenderOptions {
  From from;
  std::chrono::milliseconds look_every{1'000};   ///< how soon a new message is seen
  std::chrono::milliseconds first_pause{5'000};  ///< after `unavailable`, doubled each time
  std::chrono::milliseconds longest_pause{300'000};
  std::function<void(const Report&)> report = {};  ///< on the sender's thread; may be empty
  /// Called with one line when the outcome of a write is unknown (storage::StorageFailure), after which the sender's thread ends. The
  /// process should end.
  std::function<void(const std::string&)> fatal = {};
};

/// One an outbox. Outbox and transport outlive it.
class Sender {
 public:
  Sender(const Outbox& outbox, Transport& transport, SenderOptions options);
  ~Sender();  ///< stops: a try that runs may end, within the transport's limits
  Sender(const Sender&) = delete;
  Sender& operator=(const Sender&) = delete;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::outbox
