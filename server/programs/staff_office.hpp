// Accounts of staff from a command line, the same for every program that has staff: invite, list, roles, reinvite, end.
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "server/programs/commands.hpp"

namespace radslag::programs {

/// Where a site's accounts lie.
struct StaffPlace {
  std::filesystem::path database, key;
  std::string base_url;  ///< of the site, without a slash at the end: one-time links begin so
};

/// Adds the subcommands to `staff`. `add_flags` gives each of them the flags that say where, and returns what reads them once the command
/// runs. `program` is the one that the examples name, `role` a role for them. The server must not be running: one process, one database.
void add_staff_commands(CLI::App& staff, Command& chosen, const std::string& program, const std::string& role,
                        const std::function<std::function<StaffPlace()>(CLI::App&)>& add_flags);

}  // namespace radslag::programs
