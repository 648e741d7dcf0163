// Where a passphrase comes from: the terminal, without showing it; or a file or descriptor, for tests and for programs that keep it.
#pragma once

#include <optional>
#include <string>

#include "ledger/trustee/key_file.hpp"

namespace radslag::programs {

struct PassphraseFrom {
  std::string file;     ///< its first line; empty: not from a file
  int descriptor = -1;  ///< likewise; -1: from the terminal
};

/// Asks once. Throws Stop where there is no terminal, or no such file.
[[nodiscard]] trustee::AskPassphrase ask_passphrase(const PassphraseFrom& from, const std::string& whose);

/// Asks twice on a terminal, until both are the same and long enough.
[[nodiscard]] trustee::Secret choose_passphrase(const PassphraseFrom& from);

}  // namespace radslag::programs
