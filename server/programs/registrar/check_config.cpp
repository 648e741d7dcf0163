#include <CLI/CLI.hpp>

#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/programs/show_config.hpp"

namespace radslag::registrar_program {

void add_check_config(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("check-config", "Shows every setting, its value and where it comes from");
  const auto flags = add_setting_flags(*command);
  const auto json = std::make_shared<bool>(false);
  command->add_flag("--json", *json, "for programs");
  command->footer(R"(Examples
  radslag-registrar check-config --data /var/lib/radslag-registrar
  RADSLAG_REGISTRAR_DATA_DIR=/srv/roll radslag-registrar check-config --json)");
  command->callback(
      [&chosen, flags, json] { chosen = [flags, json] { return programs::show_config(flags->load(), *json, program_name); }; });
}

}  // namespace radslag::registrar_program
