// The acts of two registrars about a round's cards, as drafts to seal (ledger/FORMAT.md section 4.7).
#pragma once

#include <string>
#include <vector>

#include "ledger/record/draft_file.hpp"
#include "ledger/record/entry.hpp"
#include "server/registrar/cards/card_rounds.hpp"

namespace radslag::registrar {

/// An entry holds at most 65,535 bytes: of more credentials the first are taken, and the rest go into the next act.
[[nodiscard]] std::vector<record::UrnCredential> that_fit(std::vector<record::UrnCredential> credentials);

/// `active` and `credentials` in any order, not empty. `reason`: a text of the record.
[[nodiscard]] record::DraftFile reserve_act(const CardRound& round, std::vector<record::ReserveActivated::Active> active,
                                            const std::string& reason);
[[nodiscard]] record::DraftFile block_act(const CardRound& round, std::vector<record::UrnCredential> credentials,
                                          const std::string& reason);
[[nodiscard]] record::DraftFile envelope_act(const CardRound& round, std::vector<record::UrnCredential> credentials);

}  // namespace radslag::registrar
