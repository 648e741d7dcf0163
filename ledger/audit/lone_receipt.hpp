// A receipt by itself, without the record: what it proves, offline, with the log's key or a policy.
#pragma once

#include <optional>
#include <string>

#include "ledger/audit/audit.hpp"
#include "ledger/audit/report.hpp"

namespace radslag::audit {

struct LoneReceipt {
  std::string name;                   ///< as it was given: the file's
  std::string origin;                 ///< of its log
  std::uint64_t index = 0, size = 0;  ///< `size` of the log when its head was signed
  log::Hash root{};
  std::string entry;                ///< its bytes; empty where the receipt is none
  std::optional<Sentence> invalid;  ///< why it proves nothing
  QuorumReport quorum;              ///< source none where no policy was given
  std::uint64_t cosigned = 0;       ///< good cosignatures of the policy's witnesses
  bool final = false;               ///< they are a quorum; true where the policy asks for none

  [[nodiscard]] bool genuine() const { return !invalid; }
};

/// One of `options.key` and `options.policy` at least. The policy's logs count beside the key. Of `options` also `now`.
[[nodiscard]] LoneReceipt judge_alone(const NamedReceipt& receipt, const Options& options);

[[nodiscard]] std::string render_text(const LoneReceipt& receipt, Language language = Language::en);
[[nodiscard]] std::string render_html(const LoneReceipt& receipt, Language language = Language::en);
[[nodiscard]] std::string render_json(const LoneReceipt& receipt, Language language = Language::en);

/// What a policy asks for, to be said.
[[nodiscard]] QuorumReport quorum_of(const log::Policy& policy, QuorumReport::Source source);

}  // namespace radslag::audit
