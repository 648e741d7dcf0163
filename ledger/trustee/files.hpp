// Files that are there whole or not at all, readable by their owner only.
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/result.hpp"

namespace radslag::trustee {

/// Written beside its place, brought to the disk, put in its place. Replaces what was there. Throws std::system_error.
void write_whole(const std::filesystem::path& path, std::string_view bytes);

/// The same, but never replaces: false where there is such a file already.
[[nodiscard]] bool write_new(const std::filesystem::path& path, std::string_view bytes);

/// Nothing where there is no such file. Throws std::system_error where it cannot be read, or is longer than `max_bytes`.
[[nodiscard]] std::optional<std::string> read_whole(const std::filesystem::path& path, std::size_t max_bytes);

/// Errors: not_authorised (others than the owner may read or write it: the message says what to do), not_found.
[[nodiscard]] Result<> is_private(const std::filesystem::path& path);

}  // namespace radslag::trustee
