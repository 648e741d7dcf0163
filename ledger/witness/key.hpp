// A witness's key and name, in a file that only its owner can read:
//
//   radslag/v1/witness-key
//   name witness.tidningen.example
//   seed <64 hex digits>
#pragma once

#include <filesystem>
#include <string>

#include "crypto/signing.hpp"
#include "ledger/log/cosignature.hpp"
#include "ledger/result.hpp"

namespace radslag::witness {

struct Key {
  std::string name;  ///< in the form of an origin: printable ASCII without space and '+', at most 200
  crypto::SigningKey key;

  [[nodiscard]] log::CosignerKey cosigner() const { return log::CosignerKey::of(name, key.public_key()); }
};

/// A new key, on the disk when this returns, mode 0600. A key is never overwritten: Errc::duplicate. malformed: not a name. Throws
/// WriteFailed.
[[nodiscard]] Result<Key> make_key(const std::filesystem::path& file, const std::string& name);

/// Errors: not_found, malformed, not_authorised (others may read it: the message says what to do).
[[nodiscard]] Result<Key> read_key(const std::filesystem::path& file);

}  // namespace radslag::witness
