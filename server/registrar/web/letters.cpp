#include "server/registrar/web/letters.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"

namespace radslag::registrar_web {
namespace {

constexpr std::string_view kinds[] = {
    "sign-in",          "confirm-contact",   "opened",           "rejected",    "handed-over",   "expired",           "preparation",
    "decided-approved", "decided-partly",    "decided-rejected", "answer",      "follow-up",     "assessed-feasible", "assessed-declined",
    "assessed-merged",  "assessed-unlawful", "round-opened",     "round-ended", "round-decided", "card-fetched"};

/// A catalogue that has gone since somebody chose the language.
const std::string& language_of(const html::Messages& messages, const Letter& letter) {
  return messages.has_language(letter.language) ? letter.language : messages.languages().back();
}

/// Subjects are one line: nothing of a title may begin another.
std::string in_one_line(std::string text) {
  std::replace(text.begin(), text.end(), '\n', ' ');
  return text;
}

}  // namespace

outbox::Message message_of(const html::Messages& messages, const Letter& letter) {
  const auto& language = language_of(messages, letter);
  const auto title = in_one_line(letter.title);
  outbox::Message message;
  message.event = letter.event;
  message.to = letter.to;
  message.language = language;
  message.subject = messages.text(language, "letter." + letter.kind + "_subject", {{"title", title}, {"town", letter.town}});
  message.text =
      messages.text(language, "letter." + letter.kind + "_text", {{"title", title}, {"town", letter.town}, {"link", letter.link}});
  message.text += "\n\n";
  message.text += letter.unsubscribe.empty()
                      ? messages.text(language, "letter.sender", {{"town", letter.town}})
                      : messages.text(language, "letter.unsubscribe", {{"town", letter.town}, {"link", letter.unsubscribe}});
  message.text += '\n';
  message.unsubscribe_url = letter.unsubscribe;
  message.useless_after = letter.useless_after;
  return message;
}

std::string event_of_its_own(std::string_view kind) { return std::string(kind) + '/' + crypto::to_hex(crypto::random_bytes<16>()); }

std::vector<std::string> letter_kinds() { return {std::begin(kinds), std::end(kinds)}; }

}  // namespace radslag::registrar_web
