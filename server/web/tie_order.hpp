// The frozen order between equal projects, and how the count is repeated with it outside.
#pragma once

#include <string>
#include <string_view>

#include "ledger/record/ballot.hpp"
#include "ledger/record/state.hpp"

namespace radslag::web {

/// Every project of an urn once, a line each, the first before all others: what `radslag allocate --ties FILE` reads. `urn`: 0 where there
/// are none. The round has been tallied, and its lot drawn. `ballots`: those that count; looked at where needs_ballots_for_ties() says so,
/// else nullptr will do. Errors: mismatch (the ballots are not of these projects).
[[nodiscard]] Result<std::string> tie_order_text(const record::RoundState& round, std::size_t urn, const record::CountedBallots* ballots);

/// The order goes by votes as the rule sees them: by places, the last on a ballot gives none.
[[nodiscard]] bool needs_ballots_for_ties(const record::RoundDefinition& definition);

/// The rule as `radslag allocate --rule` reads it: {"rule":"equal-shares","utility":"cost", …} with every parameter.
[[nodiscard]] std::string rule_argument(const allocation::AnyRule& rule);

/// What `--ties` takes where criteria say all: "min-cost,max-votes,file-order"; empty where a file is needed.
[[nodiscard]] std::string tie_argument(const record::RoundDefinition& definition);

/// A word of a shell's command line, quoted: whatever the text holds, it stays one word.
[[nodiscard]] std::string shell_word(std::string_view text);

}  // namespace radslag::web
