#include <CLI/CLI.hpp>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "server/programs/witness/commands.hpp"
#include "server/programs/witness/settings.hpp"

namespace radslag::witness_program {
namespace {

constexpr std::string_view masked = "(not shown)";

std::string shown(const programs::Setting& setting, const programs::Value& value) {
  return setting.secret && !value.text.empty() ? std::string(masked) : value.text;
}

void print_json(const programs::Config& config) {
  boost::json::array all;
  for (const auto& setting : config.table()) {
    const auto& value = config.value(setting.name);
    all.push_back(boost::json::object{{"name", setting.name},
                                      {"value", shown(setting, value)},
                                      {"source", value.source},
                                      {"default", setting.secret ? "" : setting.fallback},
                                      {"variable", setting.variable(program_name)},
                                      {"flag", setting.flag},
                                      {"meaning", setting.meaning}});
  }
  std::cout << boost::json::serialize(all) << '\n';
}

void print_text(const programs::Config& config) {
  std::cout << "# The settings that hold, and where each comes from: a flag, an environment variable (RADSLAG_WITNESS_SECTION_KEY),\n# "
            << (config.file().empty() ? "a configuration file (none was found)" : "the file " + config.file()) << ", or the default.\n";
  std::string section;
  for (const auto& setting : config.table()) {
    const auto dot = setting.name.find('.');
    if (setting.name.substr(0, dot) != section) {
      section = setting.name.substr(0, dot);
      std::cout << "\n[" << section << "]\n";
    }
    const auto& value = config.value(setting.name);
    auto line = setting.name.substr(dot + 1) + " = " + shown(setting, value);
    line.resize(std::max<std::size_t>(line.size() + 1, 44), ' ');
    std::cout << line << "# from " << value.source << "; " << setting.meaning << '\n';
  }
}

}  // namespace

void add_check_config(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("check-config", "Shows every setting, its value and where it comes from");
  const auto flags = add_setting_flags(*command);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "for programs");
  command->footer(R"(Examples
  radslag-witness check-config --data /var/lib/radslag-witness
  RADSLAG_WITNESS_DATA_DIR=/srv/witness radslag-witness check-config --json)");
  command->callback([&chosen, flags, json] {
    chosen = [flags, json] {
      const auto config = flags->load();
      *json ? print_json(config) : print_text(config);
      return static_cast<int>(std::cout.flush() ? programs::Exit::ok : programs::Exit::cannot_create);
    };
  });
}

}  // namespace radslag::witness_program
