// A statement in plain words, for the officer who is asked to seal it.
#pragma once

#include <string>
#include <string_view>

#include "ledger/record/entry.hpp"

namespace radslag::programs {

/// One sentence that says what the seal does, then each of the statement's values on a line.
[[nodiscard]] std::string in_words(const record::Statement& statement);

/// A text that a statement names (a blob's content), in full, its fields one below the other and its paragraphs kept; of a list of
/// credentials how many there are, of a picture how large it is. Safe to show on a terminal.
[[nodiscard]] std::string text_in_words(std::string_view content);

}  // namespace radslag::programs
