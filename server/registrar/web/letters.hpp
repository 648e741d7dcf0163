// Letters to residents: texts from the catalogues, put into the outbox.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/html/messages.hpp"
#include "server/outbox/outbox.hpp"

namespace radslag::registrar_web {

struct Letter {
  std::string event;  ///< outbox/message.hpp
  std::string to, language;
  std::string kind;                ///< letter.<kind>_subject and letter.<kind>_text
  std::string town, title, link;   ///< what these may name; `title` may be empty
  std::string unsubscribe;         ///< address of the page; empty: nothing to unsubscribe from
  std::int64_t useless_after = 0;  ///< unix time in seconds
};

[[nodiscard]] outbox::Message message_of(const html::Messages& messages, const Letter& letter);

/// "sign-in/<random>": an event that happens once.
[[nodiscard]] std::string event_of_its_own(std::string_view kind);

/// The kinds of letter that there are.
[[nodiscard]] std::vector<std::string> letter_kinds();

}  // namespace radslag::registrar_web
