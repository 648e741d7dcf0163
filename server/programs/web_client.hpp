// The two requests that command lines make of a server: fetch something, hand something in.
#pragma once

#include <string>

namespace radslag::programs {

struct WebAnswer {
  long status = 0;
  std::string body;
};

/// Throws Stop (Exit::unavailable) with what to do if there is no answer.
[[nodiscard]] WebAnswer web_get(const std::string& url);
[[nodiscard]] WebAnswer web_post_json(const std::string& url, const std::string& body);

}  // namespace radslag::programs
