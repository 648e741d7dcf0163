#include "server/programs/exit.hpp"

#include <unistd.h>

namespace radslag::programs {

void end_in_doubt(const std::string& why) {
  const auto line = "radslag: a write failed and may or may not be on the disk (" + why + "). Start again: the restart finds out.\n";
  [[maybe_unused]] const auto written = ::write(STDERR_FILENO, line.data(), line.size());
  ::_exit(static_cast<int>(Exit::unknown_write));
}

}  // namespace radslag::programs
