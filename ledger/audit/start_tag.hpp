// HTML start tags, read as browsers read them (HTML Living Standard, 13.2.5: tag open state and what follows it).
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace radslag::audit {

struct StartTag {
  std::string name;                                             ///< in small letters
  std::vector<std::pair<std::string, std::string>> attributes;  ///< names in small letters; values as they stand; a repeated one too

  /// All values of the attribute with this name.
  [[nodiscard]] std::vector<std::string> all(std::string_view attribute) const;
};

/// ASCII letters made small.
[[nodiscard]] std::string lower(std::string_view text);

/// The start tag whose '<' is at `at`, which then is after its '>'. Nothing where there is none, or the text ends within it: `at` is then
/// after what was looked at.
[[nodiscard]] std::optional<StartTag> read_start_tag(std::string_view html, std::size_t& at);

}  // namespace radslag::audit
