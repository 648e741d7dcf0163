// The flags of a subcommand that reads a configuration: --config, --set, and those that settings have of their own.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/programs/config.hpp"

namespace CLI {
class App;
}

namespace radslag::programs {

/// Filled by the command line as it is read.
struct GivenFlags {
  std::map<std::string, Value> given;
  std::optional<std::filesystem::path> file;
};

/// Adds the flags of the settings named; all that have one where none is named. `program` is the one that the help names, `file` its
/// configuration file in the data folder. `flags` lives as long as the subcommand.
void add_flags(CLI::App& subcommand, const std::shared_ptr<GivenFlags>& flags, const std::vector<Setting>& table,
               std::initializer_list<std::string> only, const std::string& program, const std::string& file);

}  // namespace radslag::programs
