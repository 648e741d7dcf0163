#include <CLI/CLI.hpp>

#include "server/programs/show_config.hpp"
#include "server/programs/witness/commands.hpp"
#include "server/programs/witness/settings.hpp"

namespace radslag::witness_program {

void add_check_config(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("check-config", "Shows every setting, its value and where it comes from");
  const auto flags = add_setting_flags(*command);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "for programs");
  command->footer(R"(Examples
  radslag-witness check-config --data /var/lib/radslag-witness
  RADSLAG_WITNESS_DATA_DIR=/srv/witness radslag-witness check-config --json)");
  command->callback(
      [&chosen, flags, json] { chosen = [flags, json] { return programs::show_config(flags->load(), *json, program_name); }; });
}

}  // namespace radslag::witness_program
