// radslag-witness status: what it has cosigned, from its folder or from the one that runs.
#include <CLI/CLI.hpp>
#include <iostream>

#include "server/programs/witness/commands.hpp"
#include "server/programs/witness/settings.hpp"
#include "server/programs/witness/status_text.hpp"

namespace radslag::witness_program {
namespace {

int status(const SettingFlags& flags) {
  const auto settings = flags.settings();
  const witness::Witness house(settings.data, open_key(settings));
  std::cout << status_lines(house);
  return static_cast<int>(std::cout.flush() ? programs::Exit::ok : programs::Exit::cannot_create);
}

}  // namespace

void add_status(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("status", "What it has cosigned of which log. While it runs, its page shows the same");
  const auto flags = add_setting_flags(*command, {"data.dir", "key.file"});
  command->footer("Examples\n  radslag-witness status --data /var/lib/radslag-witness\n  curl http://localhost:8082/status.json");
  command->callback([&chosen, flags] { chosen = [flags] { return status(*flags); }; });
}

}  // namespace radslag::witness_program
