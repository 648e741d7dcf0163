// radslag staff: accounts of the municipality's staff, and above all the first one.
#include <CLI/CLI.hpp>

#include "server/programs/commands.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/programs/staff_office.hpp"

namespace radslag::programs {
namespace {

StaffPlace place_of(const SettingFlags& flags) {
  const auto settings = settings_of(flags.load());
  // Files of staff in a folder without a record would keep a record from being begun there.
  if (!std::filesystem::exists(settings.data.store())) {
    throw Stop(Exit::config, "There is no record in " + settings.data.root.string() +
                                 ": begin one with radslag init or radslag serve, or name another folder with --data.");
  }
  const auto local = "http://localhost:" + std::to_string(settings.port);
  return {settings.data.staff(), settings.data.staff_key(), settings.base_url.empty() ? local : settings.base_url};
}

}  // namespace

void add_staff(CLI::App& app, Command& chosen) {
  auto* staff = app.add_subcommand("staff", "Accounts of officers, secretaries, boards and operators");
  staff->footer(
      "Examples\n  radslag staff invite 'Omar Said' omar.said@example.se --role 'operator:*' --data /var/lib/radslag\n"
      "  radslag staff list --data /var/lib/radslag");
  add_staff_commands(*staff, chosen, "radslag", "officer:kultur", [](CLI::App& command) {
    const auto flags = add_setting_flags(command, {"data.dir", "site.base_url"});
    return [flags] { return place_of(*flags); };
  });
}

}  // namespace radslag::programs
