// What somebody is to be told by mail, and what goes over the line.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>

namespace radslag::outbox {

/// A longer subject is cut at a character; a longer text is refused.
inline constexpr std::size_t kSubjectBytes = 250, kTextBytes = 65'536;

/// One message to one person. Texts are UTF-8; what is no text (control and bidirectional characters) is left out of the letter.
struct Message {
  /// What it is about, in a-z, 0-9, '-', '_', '.' and '/', at most 200: "decided/initiative-17". Nothing personal in it. The same event and
  /// address are one message, however often they are queued.
  std::string event;
  std::string to;                    ///< what is_mail_address accepts
  std::string subject;               ///< one line
  std::string text;                  ///< plain text, lines end with '\n'
  std::string language;              ///< "sv"
  std::string unsubscribe_url = {};  ///< that takes a POST with one click (RFC 8058); empty: there is nothing to unsubscribe from
  std::int64_t useless_after = 0;    ///< Unix seconds: not sent later than that, as a link that lives an hour; 0: the outbox's own patience
};

/// Whom letters come from.
struct From {
  std::string address;  ///< what is_mail_address accepts; its domain also stands in Message-IDs
  std::string name;     ///< UTF-8: the municipality
};

/// A message ready to be sent.
struct Letter {
  std::string id;     ///< the part of the Message-ID before the "@": 32 hex digits
  std::string from;   ///< address
  std::string to;     ///< address
  std::string bytes;  ///< header and body (RFC 5322), ASCII, lines end with CRLF and are at most 998 long
};

}  // namespace radslag::outbox
