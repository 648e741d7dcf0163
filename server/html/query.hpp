// The parameters of a page's address that mean something to it.
#pragma once

#include <charconv>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::html {

/// Sorted by name, each once (the first one sent), none empty: so that addresses that mean the same are the same.
using Query = std::map<std::string, std::string, std::less<>>;

[[nodiscard]] inline std::string parameter(const Query& query, std::string_view name) {
  const auto found = query.find(name);
  return found == query.end() ? std::string() : found->second;
}

/// A decimal number without sign; nothing for anything else.
[[nodiscard]] inline std::optional<std::uint64_t> whole_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

/// For a value in a query: everything but letters, digits and -._~/ is escaped.
[[nodiscard]] std::string percent_encode(std::string_view value);
/// "?a=1&b=2", or nothing.
[[nodiscard]] std::string query_text(const Query& query);

}  // namespace radslag::html
