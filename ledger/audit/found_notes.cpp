#include "ledger/audit/found_notes.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "ledger/log/checkpoint.hpp"

namespace radslag::audit {
namespace {

constexpr std::string_view dash = "\u2014 ";
constexpr std::string_view no_break_space = "\u00a0";

std::string_view trimmed(std::string_view line) {
  for (bool more = true; more;) {
    more = false;
    for (const auto blank : {std::string_view(" "), std::string_view("\t"), std::string_view("\r"), no_break_space}) {
      if (line.starts_with(blank)) line.remove_prefix(blank.size()), more = true;
      if (line.ends_with(blank)) line.remove_suffix(blank.size()), more = true;
    }
  }
  return line;
}

/// Tags become line ends, and the few character references that a note's characters may stand in become those characters.
std::string without_markup(std::string_view html) {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 8> references{{{"&#43;", "+"},
                                                                                            {"&#x2B;", "+"},
                                                                                            {"&#x2F;", "/"},
                                                                                            {"&#x3D;", "="},
                                                                                            {"&#8212;", "\u2014"},
                                                                                            {"&#x2014;", "\u2014"},
                                                                                            {"&mdash;", "\u2014"},
                                                                                            {"&amp;", "&"}}};
  std::string text;
  while (!html.empty()) {
    const auto reference =
        std::find_if(references.begin(), references.end(), [&](const auto& known) { return html.starts_with(known.first); });
    if (html.front() == '<') {
      const auto end = html.find('>');
      text += '\n';
      html.remove_prefix(end == std::string_view::npos ? html.size() : end + 1);
    } else if (reference != references.end()) {
      text += reference->second;
      html.remove_prefix(reference->first.size());
    } else {
      text += html.front();
      html.remove_prefix(1);
    }
  }
  return text;
}

bool is_markup(std::string_view text) {
  std::string head(text.substr(0, 4'096));
  std::transform(head.begin(), head.end(), head.begin(), [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c + 32 : c; });
  return head.find("<!doctype") != std::string::npos || head.find("<html") != std::string::npos || head.find("<pre") != std::string::npos ||
         head.find("<svg") != std::string::npos;
}

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const auto end = text.find('\n');
    lines.push_back(trimmed(text.substr(0, end)));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

bool is_checkpoint(std::string_view text) { return log::parse_checkpoint_text(text).has_value(); }

}  // namespace

std::vector<std::string> find_notes(std::string_view text) {
  const auto plain = is_markup(text) ? without_markup(text) : std::string(text);
  const auto lines = lines_of(plain);
  std::vector<std::string> notes;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    if (!lines[i].starts_with(dash) || i < 4 || !lines[i - 1].empty()) continue;
    auto last = i - 1;  // of the text's three lines, before the blank ones
    while (last > 2 && lines[last].empty()) --last;
    std::string note;
    for (auto line = last - 2; line <= last; ++line) note.append(lines[line]) += '\n';
    if (!is_checkpoint(note)) continue;
    note += '\n';
    for (; i < lines.size() && lines[i].starts_with(dash); ++i) note.append(lines[i]) += '\n';
    if (std::find(notes.begin(), notes.end(), note) == notes.end()) notes.push_back(std::move(note));
  }
  return notes;
}

}  // namespace radslag::audit
