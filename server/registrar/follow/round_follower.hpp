// Follows one round's log, as the follower does the town's: believes what is signed by the key that the town log names and fits to
// everything seen before. What was seen lies in a file of its own.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "ledger/audit/source.hpp"
#include "ledger/log/note.hpp"
#include "server/registrar/follow/news.hpp"
#include "server/registrar/follow/round_log.hpp"
#include "server/registrar/follow/town.hpp"
#include "server/registrar/follow/town_copy.hpp"

namespace radslag::registrar {

/// One thread, but for `log`.
class RoundFollower {
 public:
  /// Reads the copy. Throws what server/storage throws.
  RoundFollower(const std::filesystem::path& copy, const Round& round);

  /// Reads what is new. `keys`: as far as the town log has been seen. Gives what is wrong with the log; empty: nothing. Throws
  /// audit::Unavailable, storage::NothingWritten.
  [[nodiscard]] std::string look(audit::Source& source, const record::KeyChain& keys);
  [[nodiscard]] const std::shared_ptr<RoundLog>& log() const { return log_; }

 private:
  void fetch_texts(audit::Source& source);
  void apply_copy();
  /// What is new, where the log goes on as another generation; the copy has been cut to what was kept.
  [[nodiscard]] Result<News> go_on(audit::Source& source, const record::KeyChain& keys);

  std::string name_;
  TownCopy copy_;
  log::Frontier seen_;
  std::shared_ptr<RoundLog> log_ = std::make_shared<RoundLog>();
  bool whole_ = false;
  unsigned looks_ = 0;
};

}  // namespace radslag::registrar
