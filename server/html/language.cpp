#include "server/html/language.hpp"

#include <string_view>

#include "server/html/messages.hpp"

namespace radslag::html {
namespace {

std::string_view trim(std::string_view text) {
  while (!text.empty() && text.front() == ' ') text.remove_prefix(1);
  while (!text.empty() && text.back() == ' ') text.remove_suffix(1);
  return text;
}

/// Takes the part before `separator` off the front of `rest`.
std::string_view take(std::string_view& rest, char separator) {
  const std::size_t end = rest.find(separator);
  const std::string_view part = rest.substr(0, end);
  rest = end == std::string_view::npos ? std::string_view() : rest.substr(end + 1);
  return trim(part);
}

std::string_view cookie_value(std::string_view cookies, std::string_view name) {
  while (!cookies.empty()) {
    std::string_view pair = take(cookies, ';');
    if (take(pair, '=') == name) return pair;
  }
  return {};
}

/// The weight of ";q=0.8" in thousandths; 1000 where there is none, 0 where it is not understood.
int weight(std::string_view parameters) {
  if (parameters.empty()) return 1000;
  if (!parameters.starts_with("q=") || parameters.size() < 3 || parameters[2] > '1' || parameters[2] < '0') return 0;
  if (parameters[2] == '1') return 1000;
  int value = 0, unit = 100;
  for (std::size_t i = 4; i < parameters.size() && i < 7; ++i, unit /= 10) {
    if (parameters[i] < '0' || parameters[i] > '9') return 0;
    value += (parameters[i] - '0') * unit;
  }
  return value;
}

std::string accepted(std::string_view header, const Messages& messages) {
  std::string best;
  int best_weight = 0;
  while (!header.empty()) {
    std::string_view parameters = take(header, ',');
    std::string_view range = take(parameters, ';');
    const std::string primary(take(range, '-'));
    const int w = weight(parameters);
    if (w > best_weight && messages.has_language(primary)) {
      best = primary;
      best_weight = w;
    }
  }
  return best;
}

}  // namespace

LanguageChoice choose_language(const http::Request& request, const Messages& messages, const std::string& fallback) {
  if (request.query.find("lang=") != std::string::npos) {
    for (const auto& [name, value] : http::parse_query(request.query))
      if (name == "lang" && messages.has_language(value)) return {value, true};
  }
  const std::string remembered(cookie_value(request.cookie, "lang"));
  if (messages.has_language(remembered)) return {remembered, false};
  std::string asked = accepted(request.accept_language, messages);
  return {asked.empty() ? fallback : std::move(asked), false};
}

}  // namespace radslag::html
