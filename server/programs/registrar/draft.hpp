// A statement for the town log as a draft file that officers seal on their own devices.
#pragma once

#include <string>

#include "ledger/record/entry.hpp"

namespace radslag::registrar_program {

/// Writes the file and says what to do with it. Throws Stop where there is a file of that name.
void write_draft(const std::string& path, const record::Statement& statement, const std::string& officers);

}  // namespace radslag::registrar_program
