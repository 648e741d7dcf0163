// The example municipality: a whole town with dialogues and rounds, made from deploy/example/example.json.
#pragma once

#include <filesystem>
#include <functional>
#include <iosfwd>
#include <string>
#include <vector>

#include "ledger/record/entry.hpp"

namespace radslag::programs {

struct ExampleOptions {
  std::filesystem::path data;      ///< where the town is made: must not hold one
  std::filesystem::path content;   ///< example.json
  std::filesystem::path attested;  ///< what `radslag-registrar example` wrote; empty: a town without initiatives
  std::vector<record::WitnessesAnnounced::Witness> witnesses;  ///< that keepers announce, most of whom must cosign; may be empty
  std::string origin;                                          ///< of the logs, without "/log/...": "localhost:8080"
  std::vector<record::RoundOpened::Page> ballot_page;          ///< what openings name
  std::function<void(double done)> progress;                   ///< 0 to 1; may be empty
};

/// Begins a demonstration town and lives some months of its life: keys, officers, dialogues, rounds, ballots, tallies, a decision,
/// milestones. Leaves officers' keys in `data`/officers and unused voting codes in `data`/voting-codes.txt. All or nothing: if it fails,
/// the folder is as it was. Throws std::runtime_error with what to do.
void make_example(const ExampleOptions& options);

}  // namespace radslag::programs
