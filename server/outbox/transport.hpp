// The way that letters leave the house by.
#pragma once

#include <string>

#include "server/outbox/message.hpp"

namespace radslag::outbox {

enum class Outcome {
  delivered,    ///< the other side has taken it
  refused,      ///< and will never take this letter: not tried again
  later,        ///< not this letter now, or nobody knows whether it was taken: tried again
  unavailable,  ///< no letter gets out now, and this one was not shown to anybody: the way itself is tried again
};

struct Attempt {
  Outcome outcome = Outcome::delivered;
  /// A class of reasons for logs and operators, never the other side's words, which may hold an address: "rcpt-550", "unreachable". Empty
  /// when delivered.
  std::string reason;
};

class Transport {
 public:
  virtual ~Transport() = default;

  /// Tries once, within limits of its own. One thread at a time.
  [[nodiscard]] virtual Attempt send(const Letter& letter) = 0;

  /// From any thread: the house closes, so a try that runs shall end soon, and later ones at once.
  virtual void stop() noexcept {}
};

}  // namespace radslag::outbox
