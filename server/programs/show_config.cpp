#include "server/programs/show_config.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "server/programs/exit.hpp"

namespace radslag::programs {
namespace {

constexpr std::string_view masked = "(not shown)";

std::string shown(const Setting& setting, const Value& value) {
  return setting.secret && !value.text.empty() ? std::string(masked) : value.text;
}

void print_json(const Config& config, std::string_view program) {
  boost::json::array all;
  for (const auto& setting : config.table()) {
    const auto& value = config.value(setting.name);
    all.push_back(boost::json::object{{"name", setting.name},
                                      {"value", shown(setting, value)},
                                      {"source", value.source},
                                      {"default", setting.secret ? "" : setting.fallback},
                                      {"variable", setting.variable(program)},
                                      {"flag", setting.flag},
                                      {"meaning", setting.meaning}});
  }
  std::cout << boost::json::serialize(all) << '\n';
}

void print_text(const Config& config, std::string_view program) {
  Setting example;
  example.name = "section.key";
  std::cout << "# The settings that hold, and where each comes from: a flag, an environment variable (" << example.variable(program)
            << "),\n# " << (config.file().empty() ? "a configuration file (none was found)" : "the file " + config.file())
            << ", or the default.\n";
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

int show_config(const Config& config, bool json, std::string_view program) {
  json ? print_json(config, program) : print_text(config, program);
  return static_cast<int>(std::cout.flush() ? Exit::ok : Exit::cannot_create);
}

}  // namespace radslag::programs
