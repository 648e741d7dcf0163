// "Did you mean ...?"
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace radslag::programs {

/// How many letters must be changed, put in or taken out to make one word of the other (Levenshtein).
[[nodiscard]] std::size_t edit_distance(std::string_view a, std::string_view b);

/// The known word that was probably meant; empty if none is near. A word with a known word's last part ("port" for "server.port")
/// counts as that word misplaced.
[[nodiscard]] std::string nearest(std::string_view word, std::span<const std::string> known);

/// " Did you mean X?", or nothing.
[[nodiscard]] std::string did_you_mean(std::string_view word, std::span<const std::string> known);

}  // namespace radslag::programs
