// The flags of a subcommand that reads the configuration: --config, --set, and those that settings have of their own.
#pragma once

#include <initializer_list>
#include <memory>
#include <string>

#include "server/programs/flags.hpp"
#include "server/programs/settings.hpp"

namespace CLI {
class App;
}

namespace radslag::programs {

/// Filled by the command line as it is read.
struct SettingFlags : GivenFlags {
  [[nodiscard]] Config load() const { return load_config(given, file); }
};

/// Adds the flags of the settings named; all that have one where none is named.
[[nodiscard]] std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& subcommand, std::initializer_list<std::string> only = {});

}  // namespace radslag::programs
