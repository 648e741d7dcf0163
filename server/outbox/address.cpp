#include "server/outbox/address.hpp"

#include <algorithm>

namespace radslag::outbox {
namespace {

constexpr std::size_t kLabelBytes = 63;  // RFC 1035 section 2.3.4

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_atom_character(char c) {
  return is_letter(c) || is_digit(c) || std::string_view("#$&'*+-/=?^_`{|}~").find(c) != std::string_view::npos;
}

/// Calls `good` for each part between dots; an empty part is not good.
template <typename Good>
bool all_parts(std::string_view text, Good good) {
  while (true) {
    const std::size_t dot = text.find('.');
    const std::string_view part = text.substr(0, dot);
    if (part.empty() || !good(part)) return false;
    if (dot == std::string_view::npos) return true;
    text.remove_prefix(dot + 1);
  }
}

bool is_atom(std::string_view part) { return std::all_of(part.begin(), part.end(), is_atom_character); }

bool is_label(std::string_view part) {
  return part.size() <= kLabelBytes && part.front() != '-' && part.back() != '-' &&
         std::all_of(part.begin(), part.end(), [](char c) { return is_letter(c) || is_digit(c) || c == '-'; });
}

/// "192.0.2.1" has the form of a domain but is none: a top-level domain begins with a letter.
bool is_domain(std::string_view text) {
  const std::size_t dot = text.rfind('.');
  return dot != std::string_view::npos && all_parts(text, is_label) && is_letter(text[dot + 1]);
}

}  // namespace

bool is_mail_address(std::string_view text) {
  const std::size_t at = text.find('@');
  return text.size() <= kAddressBytes && at != std::string_view::npos && at <= kLocalPartBytes && all_parts(text.substr(0, at), is_atom) &&
         is_domain(text.substr(at + 1));
}

Result<std::string> read_address(std::string_view typed) {
  constexpr std::string_view kSpace = " \t\r\n";
  const std::size_t begin = std::min(typed.find_first_not_of(kSpace), typed.size());
  std::string address(typed.substr(begin, typed.find_last_not_of(kSpace) + 1 - begin));
  if (address.size() > kAddressBytes)
    return refuse(Errc::too_large, "a mail address is longer than " + std::to_string(kAddressBytes) + " bytes");
  if (!is_mail_address(address)) return refuse(Errc::malformed, "not a mail address of the form name@example.org");
  std::for_each(address.begin() + static_cast<std::ptrdiff_t>(address.find('@')), address.end(), [](char& c) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  });
  return address;
}

std::string_view domain_of(std::string_view address) { return address.substr(address.find('@') + 1); }

}  // namespace radslag::outbox
