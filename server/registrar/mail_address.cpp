#include "server/registrar/mail_address.hpp"

#include <algorithm>

namespace radslag::registrar {
namespace {

constexpr std::size_t longest = 254, longest_local = 64, longest_label = 63;  // RFC 5321 section 4.5.3.1, RFC 1035 section 2.3.4

bool is_alnum(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z'); }

/// RFC 5322 atext, and dots between.
bool is_local_part(std::string_view local) {
  if (local.empty() || local.size() > longest_local || local.front() == '.' || local.back() == '.') return false;
  if (local.find("..") != std::string_view::npos) return false;
  static constexpr std::string_view others = ".!#$%&'*+-/=?^_`{|}~";
  return std::all_of(local.begin(), local.end(), [](char c) { return is_alnum(c) || others.find(c) != std::string_view::npos; });
}

bool is_label(std::string_view label) {
  return !label.empty() && label.size() <= longest_label && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](char c) { return is_alnum(c) || c == '-'; });
}

bool is_domain(std::string_view domain) {
  if (domain.find('.') == std::string_view::npos) return false;
  for (std::size_t at = 0; at <= domain.size();) {
    const auto dot = std::min(domain.find('.', at), domain.size());
    if (!is_label(domain.substr(at, dot - at))) return false;
    at = dot + 1;
  }
  // A last label of digits only would be an address of the network.
  const auto last = domain.substr(domain.rfind('.') + 1);
  return !std::all_of(last.begin(), last.end(), [](char c) { return c >= '0' && c <= '9'; });
}

std::string lower(std::string_view text) {
  std::string out(text);
  for (auto& c : out) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  return out;
}

}  // namespace

Result<MailAddress> MailAddress::parse(std::string_view typed) {
  const auto begin = typed.find_first_not_of(" \t\r\n");
  if (begin == std::string_view::npos) return refuse(Errc::malformed, "no address");
  typed = typed.substr(begin, typed.find_last_not_of(" \t\r\n") - begin + 1);
  const auto at = typed.find('@');
  if (at == std::string_view::npos || typed.size() > longest || !is_local_part(typed.substr(0, at)) || !is_domain(typed.substr(at + 1))) {
    return refuse(Errc::malformed, "not a mail address");
  }
  MailAddress address;
  address.typed_ = typed;
  auto local = lower(typed.substr(0, at)), domain = lower(typed.substr(at + 1));
  // A local part that is nothing but a tag stays as it is.
  if (const auto plus = local.find('+'); plus != std::string::npos && plus > 0) local.resize(plus);
  if (domain == "googlemail.com") domain = "gmail.com";
  if (domain == "gmail.com") local.erase(std::remove(local.begin(), local.end(), '.'), local.end());
  address.normalised_ = local + "@" + domain;
  return address;
}

}  // namespace radslag::registrar
