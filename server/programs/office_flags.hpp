// The flags that all acts of office share.
#pragma once

#include <memory>

#include "server/programs/office.hpp"

namespace CLI {
class App;
}

namespace radslag::programs {

inline constexpr const char* default_url = "http://localhost:8080";

/// --url, --pin, --key, --draft. `draft_name`: where the draft goes if there are no keys.
[[nodiscard]] std::shared_ptr<OfficeOptions> add_office_flags(CLI::App& command, const std::string& draft_name);

}  // namespace radslag::programs
