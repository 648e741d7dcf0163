// radslag-registrar code issue: a letter code for somebody who stands at the service point and has shown who they are.
#include <termios.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <chrono>
#include <iostream>

#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/refused.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/registrar/personal_number.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

std::uint64_t now_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

/// From a prompt that does not show it, or a pipe; never from the command line, which other users see and shells remember.
std::string read_number() {
  const bool asks = ::isatty(STDIN_FILENO) == 1;
  termios before{};
  if (asks) {
    std::cerr << "Personal number (not shown): " << std::flush;
    ::tcgetattr(STDIN_FILENO, &before);
    auto silent = before;
    silent.c_lflag &= ~static_cast<tcflag_t>(ECHO);
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &silent);
  }
  std::string line;
  std::getline(std::cin, line);
  if (asks) {
    ::tcsetattr(STDIN_FILENO, TCSAFLUSH, &before);
    std::cerr << '\n';
  }
  return line;
}

std::string explained(registrar::NumberFault fault) {
  using registrar::NumberFault;
  switch (fault) {
    case NumberFault::length: return "A personal number has 10 or 12 digits.";
    case NumberFault::character: return "Only digits, and one - or + before the last four.";
    case NumberFault::separator: return "The + stands for those who have reached a hundred; this number's year is later.";
    case NumberFault::date: return "There is no such day.";
    case NumberFault::not_born: return "That day is still to come. Give the century: 12 digits, or a + for those over 99.";
    case NumberFault::temporary: return "A number with a letter names nobody on the roll.";
    case NumberFault::check_digit: return "The last digit does not fit: something is mistyped.";
  }
  return "";
}

int issue(const SettingFlags& flags, const std::string& edition) {
  const auto house = open_registrar(flags.settings());
  const auto number = registrar::PersonalNumber::parse(read_number(), registrar::day_of(now_seconds()));
  if (!number) throw Stop(Exit::data, explained(number.error()));
  const auto person = house->rolls.on_roll(edition, registrar::person_of(house->keys().roll(), *number));
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
