// What people hand to programs: the town's public key, a policy, receipts, and texts with checkpoints in them.
#pragma once

#include <string>
#include <vector>

#include "ledger/audit/audit.hpp"
#include "ledger/log/note.hpp"
#include "ledger/log/policy.hpp"

namespace radslag::programs {

/// A file with one vkey line. Throws Stop: no_input, data_error.
[[nodiscard]] log::VerifierKey read_key(const std::string& path);

/// A tlog-policy. Throws Stop: no_input, data_error.
[[nodiscard]] log::Policy read_policy(const std::string& path);

/// A tlog-proof. Throws Stop: no_input, data_error.
[[nodiscard]] audit::NamedReceipt read_receipt(const std::string& path);

/// All checkpoints in a text of any kind; at least one. Throws Stop: no_input, data_error.
[[nodiscard]] std::vector<audit::NamedHead> read_seen(const std::string& path);

}  // namespace radslag::programs
