#include "server/outbox/compose.hpp"

#include "server/outbox/address.hpp"
#include "server/outbox/encode.hpp"

namespace radslag::outbox {
namespace {

constexpr std::size_t kNameBytes = 120;

std::string from_line(const From& from) {
  const std::string name = clean_line(from.name, kNameBytes);
  if (name.empty()) return from.address;
  return header_name(name, std::string_view("From: ").size()) + "\r\n <" + from.address + ">";
}

/// A letter that no machine answers, and that a mailbox can offer to unsubscribe from.
std::string automatic_lines(const std::string& unsubscribe_url) {
  std::string lines = "Auto-Submitted: auto-generated\r\n";
  if (unsubscribe_url.empty()) return lines;
  lines += "List-Unsubscribe: <" + unsubscribe_url + ">\r\n";
  if (unsubscribe_url.starts_with("https://")) lines += "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n";
  return lines;
}

}  // namespace

Letter compose(const Message& message, const From& from, const std::string& id, std::int64_t hour) {
  std::string bytes = "Message-ID: <" + id + '@' + std::string(domain_of(from.address)) + ">\r\n";
  bytes += "Date: " + mail_date(hour) + "\r\n";
  bytes += "From: " + from_line(from) + "\r\n";
  bytes += "To: " + message.to + "\r\n";
  bytes += "Subject: " + header_text(clean_line(message.subject, kSubjectBytes), std::string_view("Subject: ").size()) + "\r\n";
  bytes += "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n";
  bytes += "Content-Language: " + message.language + "\r\n";
  bytes += automatic_lines(message.unsubscribe_url) + "\r\n";
  bytes += quoted_printable(clean_text(message.text));
  return {id, from.address, message.to, std::move(bytes)};
}

}  // namespace radslag::outbox
