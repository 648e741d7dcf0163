// What all pages of the registrar's site share.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

namespace radslag::outbox {
class Outbox;
}
namespace radslag::registrar {
class Follower;
class Registrar;
struct Cards;
}  // namespace radslag::registrar
namespace radslag::staff {
class Staff;
}

namespace radslag::registrar_web {

struct Config;
class MailRate;

/// What the voting server said to a post: status 0 where it did not answer.
struct CounterAnswer {
  int status = 0;
  std::string body;
};

struct Site {
  registrar::Registrar& house;
  registrar::Follower& follower;
  staff::Staff& staff;
  outbox::Outbox& outbox;
  const Config& config;
  std::function<std::uint64_t()> now;  ///< unix time in seconds
  MailRate* confirmations = nullptr;   ///< by person and by address: the front's own
  registrar::Cards* cards = nullptr;   ///< nullptr: no voting cards here
  /// Hands the registrar's word on a card to the voting server, and waits for what it says. Any thread.
  std::function<CounterAnswer(const std::string& statement)> hand_over = {};

  /// An address of this site, for mail: `path` begins with '/'.
  [[nodiscard]] std::string address(const std::string& path) const;
};

}  // namespace radslag::registrar_web
