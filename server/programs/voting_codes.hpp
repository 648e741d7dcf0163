// A file of voting codes: one a line, "XXXXX-XXXXX-XXXXX-XXXXX<TAB>note". Made by import-pb --test-roll and by the example.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/result.hpp"

namespace radslag::programs {

struct VotingCode {
  std::string code;  ///< canonical
  std::string note;  ///< the voter's id in a .pb file, or the round's
};

/// Errors name the line.
[[nodiscard]] Result<std::vector<VotingCode>> read_voting_codes(const std::filesystem::path& file);
/// Readable by the owner only. Throws std::runtime_error if the disk fails.
void write_voting_codes(const std::filesystem::path& file, const std::vector<VotingCode>& codes);

}  // namespace radslag::programs
