// Follows one round's log, as the follower does the town's: believes what is signed by the key that the town log names and fits to
// everything seen before. What was seen lies in a file of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/audit/source.hpp"
#include "ledger/log/note.hpp"
#include "server/registrar/follow/round_log.hpp"
#include "server/registrar/follow/town.hpp"
#include "server/registrar/follow/town_copy.hpp"

namespace radslag::registrar {

/// One thread, but for `log`.
class RoundFollower {
 public:
  /// Reads the copy. Throws what server/storage throws.
  RoundFollower(const std::filesystem::path& copy, const Round& round);

  /// Reads what is new. Gives what is wrong with the log; empty: nothing. Throws audit::Unavailable, storage::NothingWritten.
  [[nodiscard]] std::string look(audit::Source& source);
  [[nodiscard]] const std::shared_ptr<RoundLog>& log() const { return log_; }

 private:
  void fetch_texts(audit::Source& source);

  std::string name_;
  log::VerifierKey key_;
  TownCopy copy_;
  log::Frontier seen_;
  std::shared_ptr<RoundLog> log_ = std::make_shared<RoundLog>();
  bool whole_ = false;
  unsigned looks_ = 0;
};

}  // namespace radslag::registrar
