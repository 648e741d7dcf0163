// An officer's key file, on the officer's own device:
//
//   radslag/v1/officer-key
//   name Anna Lind, chair of the election board
//   seed <64 hex digits>
#pragma once

#include <filesystem>
#include <string>

#include "crypto/signing.hpp"
#include "ledger/result.hpp"

namespace radslag::record {

struct OfficerKey {
  std::string name;
  crypto::SigningKey key;
};

/// Makes the file, readable by its owner only. Refuses to overwrite (Errc::duplicate); throws std::runtime_error if the disk fails.
[[nodiscard]] Result<> write_officer_key(const std::filesystem::path& path, const std::string& name, const crypto::SigningKey& key);

/// Errors: not_found, malformed, not_authorised (others may read it: the message says what to do).
[[nodiscard]] Result<OfficerKey> read_officer_key(const std::filesystem::path& path);

}  // namespace radslag::record
