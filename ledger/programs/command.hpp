// What the command lines of this folder have in common.
#pragma once

#include <functional>
#include <stdexcept>
#include <string>

namespace radslag::programs {

/// Exit codes: 0 and 1 have each program's own meaning, the others are those of sysexits.h.
enum Exit : int {
  good = 0,
  bad = 1,
  withheld = 2,  ///< of radslag-verify: good, with items withheld
  usage = 64,
  data_error = 65,
  no_input = 66,
  unavailable = 69,
  software = 70,
  cannot_create = 73,
  io_error = 74
};

/// Ends the program with this code and one line.
struct Stop : std::runtime_error {
  Stop(Exit exit, const std::string& what) : std::runtime_error(what), code(exit) {}
  Exit code;
};

/// A small text file; "-" is standard input. Throws Stop: no_input, data_error over `max_bytes`.
[[nodiscard]] std::string read_text_file(const std::string& path, std::size_t max_bytes = 131'072);

/// "0.1.0" and the libraries that it runs with.
[[nodiscard]] std::string version_text(const std::string& program);

/// Runs the command; what it throws becomes one line on standard error and an exit code.
[[nodiscard]] int run(const std::string& program, const std::function<int()>& command);

}  // namespace radslag::programs
