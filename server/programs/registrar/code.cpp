// radslag-registrar code issue: a letter code for somebody who stands at the service point and has shown who they are.
#include <CLI/CLI.hpp>
#include <iostream>

#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/personal_number_prompt.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/programs/registrar/settings.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

int issue(const SettingFlags& flags, const std::string& edition) {
  const auto house = open_registrar(flags.settings());
  const auto person = house->rolls.on_roll(edition, registrar::person_of(house->keys().roll(), ask_personal_number()));
  if (!person) throw Stop(Exit::data, "Nobody with that number is on a frozen edition \"" + edition + "\".");
  const auto code = must(house->codes.issue(edition, *person));
  std::cout << registrar::print_letter_code(code) << '\n';
  std::cerr << "This code is shown once. An earlier one of this person is good no more.\n";
  return 0;
}

}  // namespace

void add_code(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("code", "Letter codes at a service point");
  group->require_subcommand(1);
  auto* command = group->add_subcommand("issue", "A new code for one person, after a check of who it is; the one before dies");
  const auto flags = add_setting_flags(*command, {"data.dir", "keys.dir"});
  const auto edition = std::make_shared<std::string>();
  command->add_option("--edition", *edition, "the edition of the roll")->required()->type_name("ID");
  command->footer(R"(Examples
  radslag-registrar code issue --edition 2026-1

The personal number is asked for, or read from standard input. It cannot be given on the command line. Protected persons, who
get no letter, get their code this way.)");
  command->callback([&chosen, flags, edition] { chosen = [flags, edition] { return issue(*flags, *edition); }; });
}

}  // namespace radslag::registrar_program
