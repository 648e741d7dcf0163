#include "server/programs/ini.hpp"

#include <map>

namespace radslag::programs {
namespace {

std::string_view trimmed(std::string_view text) {
  constexpr std::string_view space = " \t\r";
  const auto first = text.find_first_not_of(space);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(space) - first + 1);
}

class Reader {
 public:
  explicit Reader(const std::string& file) : file_(file) {}

  void line(std::string_view text) {
    ++line_;
    text = trimmed(text);
    if (text.empty() || text[0] == '#' || text[0] == ';') return;
    if (text[0] == '[') return section(text);
    key(text);
  }

  std::vector<IniLine> found;

 private:
  [[noreturn]] void refuse(const std::string& why) const { throw IniError(file_ + ":" + std::to_string(line_) + ": " + why); }

  void section(std::string_view text) {
    if (text.back() != ']') refuse("a section is written [name].");
    section_ = trimmed(text.substr(1, text.size() - 2));
    if (section_.empty()) refuse("the section has no name.");
  }

  void key(std::string_view text) {
    const auto equals = text.find('=');
    if (equals == std::string_view::npos) refuse("a setting is written key = value; a comment begins with #.");
    const auto key = trimmed(text.substr(0, equals));
    if (key.empty()) refuse("there is no key before the =.");
    if (section_.empty()) refuse("\"" + std::string(key) + "\" stands before the first [section].");
    const auto name = section_ + "." + std::string(key);
    const auto [earlier, is_new] = seen_.emplace(name, line_);
    if (!is_new) refuse(name + " is set twice, first in line " + std::to_string(earlier->second) + ".");
    found.push_back({name, std::string(trimmed(text.substr(equals + 1))), line_});
  }

  const std::string& file_;
  int line_ = 0;
  std::string section_;
  std::map<std::string, int> seen_;
};

}  // namespace

std::vector<IniLine> parse_ini(std::string_view text, const std::string& file) {
  Reader reader(file);
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    reader.line(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return std::move(reader.found);
}

}  // namespace radslag::programs
