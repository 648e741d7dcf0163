#include "server/programs/config.hpp"

#include <arpa/inet.h>
#include <unistd.h>

#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>
#include <set>

#include "server/programs/ini.hpp"
#include "server/programs/spelling.hpp"

namespace radslag::programs {
namespace {

std::string upper(std::string text) {
  for (auto& c : text) c = c == '.' || c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return text;
}

/// "RADSLAG_"
std::string prefix_of(std::string_view program) { return upper(std::string(program)) + "_"; }

std::string section_of(const std::string& name) { return name.substr(0, name.find('.')); }

std::optional<std::uint64_t> parse_number(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::optional<bool> parse_yes_no(std::string_view text) {
  if (text == "yes" || text == "true" || text == "on" || text == "1") return true;
  if (text == "no" || text == "false" || text == "off" || text == "0") return false;
  return std::nullopt;
}

bool is_address(const std::string& text) {
  in6_addr parsed{};  // room for both kinds
  return ::inet_pton(AF_INET, text.c_str(), &parsed) == 1 || ::inet_pton(AF_INET6, text.c_str(), &parsed) == 1;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const auto& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

/// What a value should have been; empty if it is right.
std::string wanted(const Setting& setting, const std::string& text) {
  switch (setting.kind) {
    case Kind::text: return {};
    case Kind::address: return is_address(text) ? "" : "a numeric address of this machine (127.0.0.1, ::1, 0.0.0.0)";
    case Kind::folder: return text.empty() ? "a folder" : "";
    case Kind::number: {
      const auto value = parse_number(text);
      if (value && *value >= setting.min && *value <= setting.max) return {};
      if (setting.max == static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
        return "a whole number, at least " + std::to_string(setting.min);
      }
      return "a whole number from " + std::to_string(setting.min) + " to " + std::to_string(setting.max);
    }
    case Kind::yes_no: return parse_yes_no(text) ? "" : "yes or no";
    case Kind::word:
      return std::find(setting.words.begin(), setting.words.end(), text) == setting.words.end() ? "one of " + joined(setting.words) : "";
    case Kind::url:
      if (text.empty() || ((text.starts_with("http://") || text.starts_with("https://")) && !text.ends_with('/'))) return {};
      return "an address that begins with https:// or http:// and does not end with /";
  }
  return {};
}

std::optional<std::string> contents(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return std::nullopt;
  return std::string(std::istreambuf_iterator<char>(file), {});
}

}  // namespace

std::string Setting::variable(std::string_view program) const { return prefix_of(program) + upper(name); }

Config::Config(std::vector<Setting> table, const Inputs& inputs) : table_(std::move(table)), program_(inputs.program) {
  for (const auto& [name, value] : inputs.flags) take(name, value, Exit::usage);
  read_environment(inputs.environment);
  const bool named = inputs.file.has_value();
  if (named) {
    read_file(*inputs.file, true);
  } else if (inputs.default_file) {
    auto so_far = *this;
    for (const auto& setting : table_) so_far.values_.try_emplace(setting.name, Value{setting.fallback, "default"});
    read_file(inputs.default_file(so_far), false);
  }
  for (const auto& setting : table_) values_.try_emplace(setting.name, Value{setting.fallback, "default"});
}

const Setting* Config::find(const std::string& name) const {
  const auto found = std::find_if(table_.begin(), table_.end(), [&](const Setting& setting) { return setting.name == name; });
  return found == table_.end() ? nullptr : &*found;
}

std::string Config::suggestion(const std::string& name) const {
  std::vector<std::string> names;
  for (const auto& setting : table_) names.push_back(setting.name);
  const auto meant = did_you_mean(name, names);
  return meant.empty() ? " " + program_ + " check-config lists all settings." : meant;
}

/// The first to set a value wins: sources are read in the order of their precedence. What is wrong is told in any case.
void Config::take(const std::string& name, Value value, Exit blame) {
  const auto* setting = find(name);
  if (!setting) throw Stop(blame, value.source + ": there is no setting \"" + name + "\"." + suggestion(name));
  if (const auto want = wanted(*setting, value.text); !want.empty()) {
    const auto shown = setting->secret ? "the value given" : "\"" + value.text + "\"";
    throw Stop(blame, value.source + ": " + name + " takes " + want + ", not " + shown + ".");
  }
  values_.try_emplace(name, std::move(value));
}

void Config::read_environment(const std::map<std::string, std::string>& environment) {
  std::map<std::string, const Setting*> known;
  std::vector<std::string> names;
  std::set<std::string> sections;
  for (const auto& setting : table_) {
    const auto variable = setting.variable(program_);
    names.push_back(variable);
    known.emplace(variable, &setting);
    if (setting.secret) known.emplace(variable + "_FILE", &setting);
    sections.insert(prefix_of(program_) + upper(section_of(setting.name)) + "_");
  }
  for (const auto& [variable, text] : environment) {
    const auto found = known.find(variable);
    if (found != known.end()) {
      auto value = std::optional(text);
      if (variable != found->second->variable(program_)) value = contents(text);
      if (!value) throw Stop(Exit::config, variable + ": the file " + text + " cannot be read.");
      if (variable != found->second->variable(program_)) value->erase(value->find_last_not_of("\r\n") + 1);
      take(found->second->name, {*value, variable}, Exit::config);
      continue;
    }
    // Variables of other tools begin so too (RADSLAG_JOBS); those of a section of ours are ours.
    const std::string_view name = variable;
    const bool ours = std::any_of(sections.begin(), sections.end(), [name](const auto& section) { return name.starts_with(section); });
    if (ours) throw Stop(Exit::config, "There is no environment variable " + variable + "." + did_you_mean(variable, names));
  }
}

void Config::read_file(const std::filesystem::path& file, bool must_exist) {
  if (!must_exist && !std::filesystem::exists(file)) return;
  const auto text = contents(file);
  if (!text || std::filesystem::is_directory(file))
    throw Stop(Exit::config, "The configuration file " + file.string() + " cannot be read.");
  file_ = file.string();
  try {
    for (const auto& line : parse_ini(*text, file_)) {
      take(line.name, {line.value, file_ + ":" + std::to_string(line.line)}, Exit::config);
    }
  } catch (const IniError& error) {
    throw Stop(Exit::config, error.what());
  }
}

std::uint64_t Config::number(const std::string& name) const { return parse_number(text(name)).value(); }
bool Config::yes(const std::string& name) const { return parse_yes_no(text(name)).value(); }

std::map<std::string, std::string> radslag_environment(std::string_view program) {
  const auto prefix = prefix_of(program);
  std::map<std::string, std::string> found;
  for (char** variable = environ; *variable; ++variable) {
    const std::string_view text(*variable);
    const auto equals = text.find('=');
    if (text.starts_with(prefix) && equals != std::string_view::npos) found.emplace(text.substr(0, equals), text.substr(equals + 1));
  }
  return found;
}

}  // namespace radslag::programs
