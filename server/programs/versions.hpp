#pragma once

#include <string>

namespace radslag::programs {

/// Ours and those of the libraries that this process runs with, a line each.
[[nodiscard]] std::string versions();

}  // namespace radslag::programs
