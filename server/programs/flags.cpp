#include "server/programs/flags.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>

namespace radslag::programs {
namespace {

void add_flag(CLI::App& subcommand, const std::shared_ptr<GivenFlags>& flags, const Setting& setting, const std::string& group) {
  const auto take = [flags, name = setting.name, flag = setting.flag](const std::string& text) { flags->given[name] = {text, flag}; };
  if (setting.kind == Kind::yes_no) {
    subcommand
        .add_flag_callback(
            setting.flag, [take] { take("yes"); }, setting.meaning)
        ->group(group);
    return;
  }
  auto* option = subcommand.add_option_function<std::string>(
      setting.flag, take, setting.meaning + (setting.fallback.empty() ? "" : " [" + setting.fallback + "]"));
  option->group(group);
  option->type_name(setting.kind == Kind::number ? "N" : setting.kind == Kind::folder ? "DIR" : "TEXT");
}

void take_pair(GivenFlags& flags, const std::string& pair) {
  const auto equals = pair.find('=');
  if (equals == std::string::npos) throw Stop(Exit::usage, "--set takes SECTION.KEY=VALUE, not \"" + pair + "\".");
  const auto name = pair.substr(0, equals);
  flags.given[name] = {pair.substr(equals + 1), "--set " + name};
}

}  // namespace

void add_flags(CLI::App& subcommand, const std::shared_ptr<GivenFlags>& flags, const std::vector<Setting>& table,
               std::initializer_list<std::string> only, const std::string& program, const std::string& file) {
  const std::string group = "Settings (" + program + " check-config explains them)";
  for (const auto& setting : table) {
    const bool wanted = only.size() == 0 || std::find(only.begin(), only.end(), setting.name) != only.end();
    if (wanted && !setting.flag.empty()) add_flag(subcommand, flags, setting, group);
  }
  subcommand
      .add_option_function<std::string>(
          "--config", [flags](const std::string& named) { flags->file = named; }, "a configuration file [" + file + " in the data folder]")
      ->type_name("FILE")
      ->group(group);
  subcommand
      .add_option_function<std::vector<std::string>>(
          "--set",
          [flags](const std::vector<std::string>& pairs) {
            for (const auto& pair : pairs) take_pair(*flags, pair);
          },
          "any setting; may be given again")
      ->type_name("SECTION.KEY=VALUE")
      ->group(group);
}

}  // namespace radslag::programs
