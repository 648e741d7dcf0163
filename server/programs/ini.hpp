// A configuration file: [section] lines, key = value lines, and comment lines that begin with '#' or ';'.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace radslag::programs {

struct IniLine {
  std::string name;   ///< "section.key"
  std::string value;  ///< without the space around it; may be empty
  int line = 0;       ///< from 1
};

/// `what()` begins with "FILE:LINE: ".
struct IniError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// All key lines in order. `file` is only for messages. Throws IniError for a line that is none of the three, a key before the
/// first section, or a key that stands twice.
[[nodiscard]] std::vector<IniLine> parse_ini(std::string_view text, const std::string& file);

}  // namespace radslag::programs
