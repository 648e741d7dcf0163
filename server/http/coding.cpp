#include "server/http/coding.hpp"

#include "server/http/percent.hpp"

namespace radslag::http {

bool accepts_coding(std::string_view accept_encoding, std::string_view coding) {
  bool by_star = false;
  while (!accept_encoding.empty()) {
    const std::size_t comma = accept_encoding.find(',');
    const std::string_view entry = accept_encoding.substr(0, comma);
    const std::size_t semicolon = entry.find(';');
    const std::string_view name = trim(entry.substr(0, semicolon));
    const std::string_view weight = semicolon == std::string_view::npos ? std::string_view() : trim(entry.substr(semicolon + 1));
    const bool refused = weight.starts_with("q=0") && weight.find_first_of("123456789") == std::string_view::npos;
    if (equal_ignoring_case(name, coding)) return !refused;
    if (name == "*") by_star = !refused;
    if (comma == std::string_view::npos) break;
    accept_encoding.remove_prefix(comma + 1);
  }
  return by_star;
}

}  // namespace radslag::http
