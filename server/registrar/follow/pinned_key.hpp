// The town log's public key, as the registrar's operator has pinned it.
#pragma once

#include <filesystem>
#include <stdexcept>

#include "ledger/audit/source.hpp"
#include "ledger/log/note.hpp"

namespace radslag::registrar {

/// The file is missing, or holds no such key: says what to do.
struct PinnedKeyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file with one C2SP vkey line. Throws PinnedKeyError.
[[nodiscard]] log::VerifierKey read_pinned_key(const std::filesystem::path& file);

/// Takes the key that the town itself serves and writes it to `file`: for a demonstration, where nobody hands keys over on paper. Throws
/// PinnedKeyError, audit::Unavailable.
[[nodiscard]] log::VerifierKey pin_on_first_use(audit::Source& town, const std::filesystem::path& file);

}  // namespace radslag::registrar
