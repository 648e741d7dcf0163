// Acts of office from an officer's own device: the record is downloaded and verified here before anything is drafted on it, sealed
// with keys that never leave this machine, and handed in over HTTP.
#pragma once

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/draft_file.hpp"

namespace radslag::programs {

struct OfficeOptions {
  std::string url;                                  ///< of the site
  std::optional<std::filesystem::path> pin;         ///< file with the town log's vkey; without it the site's own word is taken
  std::vector<std::filesystem::path> officer_keys;  ///< to seal with
  std::filesystem::path draft;                      ///< where there are no keys: write the draft to this file
  bool counts = false;                              ///< whether `recount` and `allocation` will be asked for: they may take a while
};

/// A draft with the seals that it has.
struct Act {
  record::DraftFile file;
  std::vector<record::Seal> seals;
};

[[nodiscard]] std::string act_json(const Act& act);
/// Throws Stop naming the file.
[[nodiscard]] record::DraftFile read_draft(const std::filesystem::path& file);
/// "signed <key> <signature>" lines, as radslag-trustee sign writes them. Throws Stop.
[[nodiscard]] std::vector<record::Seal> read_seal_file(const std::filesystem::path& file);

/// Hands an act in and says where it stands. Throws Stop with the server's reason if it is refused.
void submit(const std::string& url, const Act& act);

class Office {
 public:
  /// Downloads and verifies. Throws Stop if the record does not hold or the site does not answer.
  explicit Office(OfficeOptions options);

  [[nodiscard]] const record::State& state() const { return state_; }
  /// Size and root of a log as verified. Throws Stop for a log without entries.
  [[nodiscard]] const log::Checkpoint& checkpoint(const std::string& log) const;
  /// With `counts`. Throws Stop where the round is not at its tally.
  [[nodiscard]] const record::TallyContent& recount(const std::string& round) const;
  /// With `counts`: what the frozen rule gives on a tallied round. Throws Stop where it cannot be applied, and says why.
  [[nodiscard]] const record::AllocationContent& allocation(const std::string& round) const;
  /// The root of a closed round's log just after its closing, as verified. Throws Stop where it is not closed.
  [[nodiscard]] const log::Hash& root_at_closing(const std::string& round) const;
  /// The key that the server will sign the next round's log with.
  [[nodiscard]] crypto::PublicKey next_round_key() const;

  /// The files that voters' browsers will run, as the site names them.
  [[nodiscard]] std::vector<record::RoundOpened::Page> ballot_page() const;

  /// Seals with the keys given and hands in; or writes the draft and says what to do with it. True if handed in.
  bool finish(const Result<record::Draft>& draft) const;

 private:
  OfficeOptions options_;
  record::State state_;
  std::map<std::string, log::Checkpoint> checkpoints_;
  std::map<std::string, record::TallyContent> recounts_;
  std::map<std::string, Result<record::AllocationContent>> allocations_;
  std::map<std::string, log::Hash> closing_roots_;
};

}  // namespace radslag::programs
