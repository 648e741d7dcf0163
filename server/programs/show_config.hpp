// What every program's check-config prints.
#pragma once

#include <string_view>

#include "server/programs/config.hpp"

namespace radslag::programs {

/// Prints every setting, its value and where it comes from; as JSON for programs. Secrets are not shown. `program`: its name. Gives the
/// exit code.
[[nodiscard]] int show_config(const Config& config, bool json, std::string_view program = "radslag");

}  // namespace radslag::programs
