// How our programs end: exit codes of sysexits.h, and an error on its way to the person who called.
#pragma once

#include <stdexcept>
#include <string>

namespace radslag::programs {

enum class Exit : int {
  ok = 0,
  usage = 64,        ///< the command line is wrong
  data = 65,         ///< what the record holds is not right, or an input file is not
  no_input = 66,     ///< a file that was named is not there
  unavailable = 69,  ///< the port is taken
  software = 70,     ///< a mistake of ours
  cannot_create = 73,
  /// A write failed in such a way that nobody knows whether it was done. Start again: the restart finds out from the record itself.
  unknown_write = 74,
  try_later = 75,  ///< another process is using the data
  no_permission = 77,
  config = 78,  ///< a setting, a key file, or data that this version cannot use
};

/// Ends a command. `what()`: one or two plain sentences that say what is wrong and what to do.
class Stop : public std::runtime_error {
 public:
  Stop(Exit code, const std::string& what) : std::runtime_error(what), code_(code) {}
  [[nodiscard]] Exit code() const { return code_; }

 private:
  Exit code_;
};

/// The disk said neither yes nor no to a write: only a restart, which reads what is there, can tell. Ends the process at once with one
/// plain last line and Exit::unknown_write.
[[noreturn]] void end_in_doubt(const std::string& why);

}  // namespace radslag::programs
