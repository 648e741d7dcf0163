// How many have voted in each round, as of the newest commit: told by the writer, read by anyone.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/journal/journal.hpp"

namespace radslag::journal {

class Turnouts {
 public:
  /// The writer's.
  void set(const record::RoundState& round);
  /// The writer's: begins again, after a replay.
  void reset(const record::State& state);

  /// Anyone's.
  [[nodiscard]] std::optional<Turnout> of(const std::string& round) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::string, Turnout> turnouts_;
};

}  // namespace radslag::journal
