// Drafts of section 4.8: a log's new key, a log's recovery, a lost entry's receipt.
#pragma once

#include <string>
#include <string_view>

#include "crypto/signing.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/record/draft.hpp"

namespace radslag::record {

/// The town log's next key. `so_far`: that of identity_of; mismatch if it is another. `next`: no log's yet (duplicate).
[[nodiscard]] Result<Draft> draft_log_key(const State& state, const crypto::SigningKey& so_far, const PublicKey& next);

struct LostEnd {
  std::string log;
  std::uint64_t kept = 0;  ///< of the town log: how many entries it will have when the statement is handed in
  log::Hash kept_root{};
  std::uint64_t lost_size = 0;  ///< of the last head that is known of the log's generation
  log::Hash lost_root{};
};
/// `so_far` as above; of a round whose beginning was lost, the town log's. `reason`: what people are told.
[[nodiscard]] Result<Draft> draft_log_recovered(const State& state, const LostEnd& end, const crypto::SigningKey& so_far,
                                                const PublicKey& next, const std::string& reason);

/// What a receipt of a lost entry is handed in with. Refused: what `open_receipt` refuses, an entry that was not lost (duplicate) or has
/// been shown already (duplicate), and one of a round that is allocated (closed).
[[nodiscard]] Result<Draft> draft_entry_resubmitted(const State& state, std::string_view receipt);

}  // namespace radslag::record
