// Which key a log's checkpoints are signed with, and under which origin: from the first key on, as `log-key` and `log-recovered` changed
// it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/note.hpp"
#include "ledger/record/state.hpp"

namespace radslag::record {

/// The identity that a log's next checkpoint is signed with. `log`: "town" or "rounds/<id>", begun. Of the town log before any change the
/// key is the one that whoever reads the record was told (Sources::town_key); all zero where nobody told it.
[[nodiscard]] LogIdentity identity_of(const State& state, std::string_view log);

/// All that a log has had, oldest first; the last is `identity_of`. Several of one generation where only the key changed. Empty for a log
/// that has not been begun.
[[nodiscard]] std::vector<LogIdentity> identities_of(const State& state, std::string_view log);

/// The identity whose signature a checkpoint of that generation and size must have; nullptr where there was none such. A checkpoint may
/// have those of the same generation before it, too.
[[nodiscard]] const LogIdentity* identity_at(const std::vector<LogIdentity>& identities, std::uint64_t generation, std::uint64_t size);

/// "<origin>", or from the second generation on "<origin>/<generation>".
[[nodiscard]] std::string generation_origin(std::string_view origin, std::uint64_t generation);
/// The origin of a log's next checkpoint. Statements keep the founding one.
[[nodiscard]] std::string checkpoint_origin(const State& state, std::string_view log);
/// That statements name. Of any round, also one whose beginning was lost.
[[nodiscard]] std::string founding_origin(const State& state, std::string_view log);

/// What the log's next checkpoint is verified with: `checkpoint_origin` and the key.
[[nodiscard]] log::VerifierKey verifier_key(const State& state, std::string_view log);
/// The same of one identity.
[[nodiscard]] log::VerifierKey verifier_key(const State& state, std::string_view log, const LogIdentity& identity);

/// Whether the key is or was any log's.
[[nodiscard]] bool is_log_key(const State& state, const PublicKey& key);

}  // namespace radslag::record
