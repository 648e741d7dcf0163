// Shares of a lot that decides ties: each member of the election board keeps one secret from opening to closing.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/record/entry.hpp"

namespace radslag::programs {

/// The digest of a line that `radslag round lot-share` printed ("lot-share <64 digits>"), or of the digits alone. Throws Stop.
[[nodiscard]] record::Digest commitment_of(const std::string& line);

/// 32 random bytes in a new file that only its owner reads. Throws Stop where there is one already, or it cannot be written.
[[nodiscard]] record::Digest make_lot_share(const std::filesystem::path& file);
/// Throws Stop naming the file.
[[nodiscard]] record::Digest read_lot_share(const std::filesystem::path& file);

}  // namespace radslag::programs
