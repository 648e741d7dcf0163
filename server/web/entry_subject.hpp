// What an entry of the record is about, by the name that people know it under.
#pragma once

#include <string>

#include "ledger/record/entry.hpp"
#include "ledger/record/state.hpp"

namespace radslag::web {

/// The title of the dialogue, initiative, proposal, round or project, or the officer's or board's name, as it is known now; a sealed text's
/// id; empty for entries about their own log.
[[nodiscard]] std::string entry_subject(const record::State& state, const record::Statement& statement);

}  // namespace radslag::web
