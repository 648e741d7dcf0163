#include "server/outbox/check.hpp"

#include <algorithm>
#include <stdexcept>
#include <string_view>

#include "server/outbox/address.hpp"
#include "server/outbox/encode.hpp"

namespace radslag::outbox {
namespace {

constexpr std::size_t kEventBytes = 200, kLanguageBytes = 16, kUrlBytes = 800;

bool is_small(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

bool is_event(std::string_view text) {
  return !text.empty() && text.size() <= kEventBytes && std::all_of(text.begin(), text.end(), [](char c) {
    return is_small(c) || std::string_view("-_./").find(c) != std::string_view::npos;
  });
}

bool is_language(std::string_view text) {
  return !text.empty() && text.size() <= kLanguageBytes &&
         std::all_of(text.begin(), text.end(), [](char c) { return is_small(c) || (c >= 'A' && c <= 'Z') || c == '-'; });
}

/// As it may stand in a header between < and >.
bool is_link(std::string_view text) {
  return text.size() <= kUrlBytes && (text.starts_with("https://") || text.starts_with("http://")) &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return c > ' ' && c <= '~' && std::string_view("<>\"\\,").find(c) == std::string_view::npos; });
}

}  // namespace

Result<> check(const Message& message) {
  if (!is_event(message.event)) throw std::logic_error("a message's event has no such form: " + message.event);
  if (!is_language(message.language)) throw std::logic_error("a message's language is no language code");
  if (!message.unsubscribe_url.empty() && !is_link(message.unsubscribe_url)) throw std::logic_error("an unsubscribe link has no such form");
  if (!is_mail_address(message.to)) return refuse(Errc::malformed, "not a mail address");
  if (!is_utf8(message.subject) || !is_utf8(message.text)) return refuse(Errc::malformed, "a message is not UTF-8");
  if (message.text.size() > kTextBytes) return refuse(Errc::too_large, "a message is longer than " + std::to_string(kTextBytes) + " bytes");
  return {};
}

}  // namespace radslag::outbox
