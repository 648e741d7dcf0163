// The record as a trustee takes it: verified whole, under the town key that was pinned, and going on from all that was seen before.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "ledger/audit/audit.hpp"
#include "ledger/record/secret_count.hpp"
#include "ledger/trustee/state_folder.hpp"

namespace radslag::trustee {

struct ReadOptions {
  std::optional<log::VerifierKey> town_key;  ///< needed the first time; must be the remembered one later
  std::string round;
  unsigned threads = 1;
  std::function<void(const audit::Progress&)> progress;
};

struct Reading {
  audit::Report report;
  record::RoundState round;
  std::vector<record::UrnCount> counts;  ///< of a closed round's urns
};

/// Nothing is remembered where the record does not hold. Errors: not_authorised (no town key, or another than was pinned), mismatch (the
/// record does not hold: `why` gets each reason), not_found (no such round). Throws as audit() does.
[[nodiscard]] Result<Reading> read_record(audit::Source& source, const ReadOptions& options, StateFolder& folder,
                                          std::vector<std::string>& why);

/// The round's blobs, where the source is a site: a bundle's are read in order only. For `work_out_ciphertexts`. `source` must outlive it.
[[nodiscard]] record::BlobSource blobs_of(audit::Source& source, const std::string& round);

}  // namespace radslag::trustee
