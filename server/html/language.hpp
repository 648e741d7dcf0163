// Which language a visitor reads.
#pragma once

#include <string>

#include "server/http/message.hpp"

namespace radslag::html {

class Messages;

struct LanguageChoice {
  std::string language;
  bool remember = false;  ///< asked for by ?lang=: to be kept in a cookie
};

/// `?lang=`, else the cookie `lang`, else the first of Accept-Language by weight (RFC 9110 12.5.4) that has a catalogue, else `fallback`.
[[nodiscard]] LanguageChoice choose_language(const http::Request& request, const Messages& messages, const std::string& fallback);

}  // namespace radslag::html
