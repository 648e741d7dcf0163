// A trustee's or another officer's key file: under a passphrase (passphrase.hpp; what: officer-key), or without, as for demonstrations
// (record/officer_key.hpp).
#pragma once

#include <filesystem>
#include <functional>
#include <string>

#include "ledger/record/officer_key.hpp"
#include "ledger/trustee/passphrase.hpp"

namespace radslag::trustee {

/// Asks whoever sits there; called only where it is needed.
using AskPassphrase = std::function<Secret()>;

/// Errors: duplicate (never overwrites), malformed (a name that is no text, a passphrase that is too short). Throws std::system_error.
[[nodiscard]] Result<> write_key_file(const std::filesystem::path& path, const std::string& name, const crypto::SigningKey& key,
                                      const Secret& passphrase, const PassphraseCost& cost = {});

/// Either form. Errors: not_found, malformed, not_authorised (others may read the file; another passphrase).
[[nodiscard]] Result<record::OfficerKey> read_key_file(const std::filesystem::path& path, const AskPassphrase& ask);

/// What a passphrase that is being chosen must have. Errors: malformed.
[[nodiscard]] Result<> is_good_passphrase(const Secret& passphrase);

}  // namespace radslag::trustee
