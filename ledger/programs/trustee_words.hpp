// What radslag-trustee says about a round: where it stands, whose turn it is, what to compare aloud.
#pragma once

#include <string>

#include "ledger/trustee/ceremony.hpp"
#include "ledger/trustee/count.hpp"

namespace radslag::programs {

/// "3fa9 01c2 ..." in lines of eight groups, to be read aloud.
[[nodiscard]] std::string aloud(const std::string& hex);

/// Where the ceremony, the voting or the count stands, and who is waited for.
[[nodiscard]] std::string round_in_words(const record::RoundState& round);

/// What this trustee has to do now, with the command.
[[nodiscard]] std::string turn_in_words(const trustee::Seat& seat);

/// What a step of the ceremony was for, and what to do with it.
[[nodiscard]] std::string step_in_words(record::KeyStep step);

/// Fingerprints to compare, as far as there are any; empty before.
[[nodiscard]] std::string fingerprints_in_words(const record::CeremonyState& ceremony);

}  // namespace radslag::programs
