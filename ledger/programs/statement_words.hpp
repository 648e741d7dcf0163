// A statement in plain words, for the officer who is asked to seal it.
#pragma once

#include <string>

#include "ledger/record/entry.hpp"

namespace radslag::programs {

/// One sentence that says what the seal does, then each of the statement's values on a line.
[[nodiscard]] std::string in_words(const record::Statement& statement);

}  // namespace radslag::programs
