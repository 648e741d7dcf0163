#include <CLI/CLI.hpp>

#include "server/programs/commands.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/programs/show_config.hpp"

namespace radslag::programs {

void add_check_config(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("check-config", "Shows every setting, its value and where it comes from");
  const auto flags = add_setting_flags(*command);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "for programs");
  command->footer(R"(Examples
  radslag check-config --data /var/lib/radslag
  RADSLAG_SERVER_PORT=9000 radslag check-config
  radslag check-config --json --set limits.connections=2000)");
  command->callback([&chosen, flags, json] { chosen = [flags, json] { return show_config(flags->load(), *json); }; });
}

}  // namespace radslag::programs
