// Times as a report says them.
#pragma once

#include <cstdint>
#include <string>

namespace radslag::audit {

/// "2026-05-04 13:05:09 UTC" of seconds since 1970.
[[nodiscard]] std::string instant_text(std::uint64_t seconds);

}  // namespace radslag::audit
