// Which initiatives a visitor asked to see, in which order.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/record/signatures.hpp"
#include "ledger/record/state.hpp"

namespace radslag::service {

using SignatureCounts = std::map<std::string, record::SignatureCount>;  ///< by initiative

enum class InitiativeOrder { newest, most_signatures, closing_soon };
[[nodiscard]] std::span<const std::string_view> words(InitiativeOrder);  ///< as in addresses: newest, signatures, closing

struct InitiativeQuery {
  std::string phase = {};  ///< a word of record::InitiativePhase; empty: all that were opened
  std::string board = {};  ///< an id; empty: any
  std::string place = {};  ///< an area's id; empty: any; "-": those about the whole municipality
  std::string words = {};  ///< that the title must have, as typed
  InitiativeOrder order = InitiativeOrder::newest;
};

/// Whether its page shows its text to everyone: it was opened, or refused for another reason than that the law forbids it.
[[nodiscard]] bool is_public(const record::State& state, const record::InitiativeState& initiative);

/// Raised ones are in no list before an officer has looked at them. "closing_soon" puts first what can be signed, by its last hour.
[[nodiscard]] std::vector<const record::InitiativeState*> find_initiatives(const record::State& state, const SignatureCounts& counts,
                                                                           const InitiativeQuery& query);

/// Whether it takes signatures at that hour.
[[nodiscard]] bool takes_signatures(const record::InitiativeState& initiative, std::uint64_t now_hour);

}  // namespace radslag::service
