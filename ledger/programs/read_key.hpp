// The town's public key as programs take it: a file with one vkey line.
#pragma once

#include <string>

#include "ledger/log/note.hpp"

namespace radslag::programs {

/// Throws Stop: no_input, data_error.
[[nodiscard]] log::VerifierKey read_key(const std::string& path);

}  // namespace radslag::programs
