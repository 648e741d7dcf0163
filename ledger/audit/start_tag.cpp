#include "ledger/audit/start_tag.hpp"

#include <algorithm>

namespace radslag::audit {
namespace {

bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }

/// Goes on to the first character for which `stop` is true, or the end; gives what was passed.
template <class Stop>
std::string_view pass(std::string_view html, std::size_t& at, Stop stop) {
  const auto begin = at;
  while (at < html.size() && !stop(html[at])) ++at;
  return html.substr(begin, at - begin);
}

/// `at` is after the name.
std::string_view read_value(std::string_view html, std::size_t& at) {
  const auto not_space = [](char c) { return !is_space(c); };
  pass(html, at, not_space);
  if (at == html.size() || html[at] != '=') return {};
  pass(html, ++at, not_space);
  if (at == html.size() || html[at] == '>') return {};
  const char quote = html[at];
  if (quote != '"' && quote != '\'') return pass(html, at, [](char c) { return is_space(c) || c == '>'; });
  const auto value = pass(html, ++at, [quote](char c) { return c == quote; });
  if (at < html.size()) ++at;
  return value;
}

}  // namespace

std::vector<std::string> StartTag::all(std::string_view attribute) const {
  std::vector<std::string> values;
  for (const auto& [own, value] : attributes) {
    if (own == attribute) values.push_back(value);
  }
  return values;
}

std::string lower(std::string_view text) {
  std::string small(text);
  std::transform(small.begin(), small.end(), small.begin(), [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return small;
}

std::optional<StartTag> read_start_tag(std::string_view html, std::size_t& at) {
  if (++at >= html.size() || !is_letter(html[at])) return std::nullopt;
  StartTag tag;
  tag.name = lower(pass(html, at, [](char c) { return is_space(c) || c == '/' || c == '>'; }));
  while (true) {
    pass(html, at, [](char c) { return !is_space(c) && c != '/'; });
    if (at == html.size()) return std::nullopt;
    if (html[at] == '>') break;
    // A '=' where a name is expected begins one.
    const auto begin = at++;
    pass(html, at, [](char c) { return is_space(c) || c == '/' || c == '>' || c == '='; });
    auto name = lower(html.substr(begin, at - begin));
    tag.attributes.emplace_back(std::move(name), read_value(html, at));
  }
  ++at;
  return tag;
}

}  // namespace radslag::audit
