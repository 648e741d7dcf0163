#include "server/programs/registrar/personal_number_prompt.hpp"

#include <termios.h>
#include <unistd.h>

#include <chrono>
#include <iostream>

#include "server/programs/exit.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;

std::uint64_t now_seconds() {
  const auto now = std::chrono::system_clock::now().time_since_epoch();
  return static_cast<std::uint64_t>(std::chrono::duration_cast<std::chrono::seconds>(now).count());
}

std::string read_line() {
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

}  // namespace

registrar::PersonalNumber ask_personal_number() {
  const auto number = registrar::PersonalNumber::parse(read_line(), registrar::day_of(now_seconds()));
  if (!number) throw Stop(Exit::data, explained(number.error()));
  return *number;
}

}  // namespace radslag::registrar_program
