// The 58 letters and digits of which uuids and credential codes are made: those that nobody takes for one another.
#pragma once

#include <string>
#include <string_view>

namespace radslag::voting {

[[nodiscard]] bool is_base58(std::string_view text);

/// So many uniform letters.
[[nodiscard]] std::string random_base58(std::size_t length);

}  // namespace radslag::voting
