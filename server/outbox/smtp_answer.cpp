#include "server/outbox/smtp_answer.hpp"

#include <string>

namespace radslag::outbox {
namespace {

constexpr long kTooLarge = 552;  // to MAIL: this letter is larger than the server takes (RFC 1870)

std::string_view name_of(Stage stage) {
  switch (stage) {
    case Stage::greeting: return "greeting";
    case Stage::sender: return "mail";
    case Stage::recipient: return "rcpt";
    case Stage::data: return "data";
    case Stage::body: return "body";
  }
  return "unknown";
}

std::string_view name_of(Trouble trouble) {
  switch (trouble) {
    case Trouble::unreachable: return "unreachable";
    case Trouble::tls: return "tls";
    case Trouble::login: return "login";
    case Trouble::timeout: return "timeout";
    case Trouble::stopped: return "stopped";
    case Trouble::none:
    case Trouble::other: return "cut";
  }
  return "unknown";
}

}  // namespace

Stage stage_after(std::string_view command, Stage now) {
  if (command.starts_with("MAIL ")) return Stage::sender;
  if (command.starts_with("RCPT ")) return Stage::recipient;
  if (command.starts_with("DATA\r\n")) return Stage::data;
  return now;
}

Attempt judge(Trouble trouble, Stage stage, long code) {
  if (trouble == Trouble::none && stage == Stage::body && code / 100 == 2) return {Outcome::delivered, ""};
  // An older answer than what went wrong last says nothing: only a refusal is a reason.
  const bool answered = (trouble == Trouble::none || trouble == Trouble::other) && code >= 400 && code < 600;
  std::string reason = answered ? std::string(name_of(stage)) + '-' + std::to_string(code) : std::string(name_of(trouble));
  if (answered && stage == Stage::sender && code == kTooLarge) return {Outcome::refused, std::move(reason)};
  if (stage == Stage::greeting || stage == Stage::sender) return {Outcome::unavailable, std::move(reason)};
  return {answered && code >= 500 ? Outcome::refused : Outcome::later, std::move(reason)};
}

}  // namespace radslag::outbox
