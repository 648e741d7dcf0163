// Files that a person names on the command line, read within bounds.
#pragma once

#include <filesystem>
#include <string>

#include "ledger/allocation/pabulib.hpp"

namespace radslag::programs {

/// All of a file, or of what comes through a pipe. Throws Stop naming it: not there, not a file, not readable, or of more than `most`
/// bytes.
[[nodiscard]] std::string read_bounded(const std::filesystem::path& path, std::size_t most);

/// A Pabulib file; warnings go to the error output. Throws Stop naming the file, and the line where there is one.
[[nodiscard]] allocation::PbFile read_pb(const std::filesystem::path& path);

}  // namespace radslag::programs
