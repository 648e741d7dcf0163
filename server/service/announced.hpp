// Who may send a large blob: the trustee whose shuffle or partial decryption it is, when it is their turn.
#pragma once

#include "ledger/record/announced_act.hpp"
#include "ledger/record/state.hpp"

namespace radslag::service {

/// Seals are public once they are in the record, so a seal alone is not enough: the act must not stand there yet. Errors: unsupported
/// (another kind of act), out_of_order (not closed, or done already), not_found (no such round or urn), mismatch (not the log's, or
/// not that trustee's), and those of check_authority.
[[nodiscard]] Result<> may_send(const record::State& state, const record::AnnouncedAct& act);

}  // namespace radslag::service
