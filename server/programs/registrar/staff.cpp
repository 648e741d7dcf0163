// radslag-registrar staff: accounts of the registrar's staff and of officers who enter paper lists.
#include <CLI/CLI.hpp>

#include "server/programs/exit.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/programs/staff_office.hpp"

namespace radslag::registrar_program {
namespace {

programs::StaffPlace place_of(const SettingFlags& flags) {
  const auto settings = flags.settings();
  if (!std::filesystem::exists(settings.dirs.database())) {
    throw programs::Stop(programs::Exit::config, "There is no registrar in " + settings.dirs.root.string() +
                                                     ": begin one with radslag-registrar init, or name another folder with --data.");
  }
  return {settings.staff(), settings.staff_key(), settings.site()};
}

}  // namespace

void add_staff(CLI::App& app, Command& chosen) {
  auto* staff = app.add_subcommand("staff", "Accounts of the registrar's staff, and of officers who enter paper lists");
  staff->footer(
      "Examples\n  radslag-registrar staff invite 'Eva Berg' eva.berg@example.se --role 'registrar:*'\n"
      "  radslag-registrar staff list");
  programs::add_staff_commands(*staff, chosen, program_name, "registrar:*", [](CLI::App& command) {
    const auto flags = add_setting_flags(command, {"data.dir", "keys.dir", "site.base_url"});
    return [flags] { return place_of(*flags); };
  });
}

}  // namespace radslag::registrar_program
