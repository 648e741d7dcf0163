// What others have of a town's logs, gathered for `radslag recover`, and which logs end before it.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "ledger/journal/journal.hpp"
#include "ledger/record/draft_succession.hpp"
#include "server/programs/offline_town.hpp"

namespace radslag::programs {

struct KnownHead {
  std::string who;    ///< as it stands in a sentence
  std::string note;   ///< the signed checkpoint
  bool ours = false;  ///< from the head store, which nobody else writes
};

/// A file with a checkpoint, or a receipt (.tlog-proof), which has one in it. Throws Stop.
[[nodiscard]] KnownHead read_head(const std::filesystem::path& file);
/// What a witness has of each of the logs, also of their next generations. `prefix`: its submission address. Throws Stop where it does not
/// answer.
[[nodiscard]] std::vector<KnownHead> ask_witness(const std::string& prefix, const record::State& state);

/// A log of which a later or another head has been signed than the record has.
struct Behind {
  record::LostEnd end;
  std::string origin;  ///< of its checkpoints
  std::string who;     ///< has the head
  bool known = true;   ///< false: even its beginning is lost
};

/// Of each log at most one, the town's first: the largest head counts. `notes` gets a sentence for what is worth knowing beside. Throws
/// Stop for a head that is not of this town's, not signed by a key of the log, of a generation that the record does not know, and for two
/// heads of one size with two roots.
[[nodiscard]] std::vector<Behind> find_behind(const OfflineTown& town, const std::vector<KnownHead>& heads,
                                              std::vector<std::string>& notes);

}  // namespace radslag::programs
