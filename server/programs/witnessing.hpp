// The counter's witnesses: what they had cosigned is looked at when it starts, and they are asked in the background while it runs.
#pragma once

#include <memory>

#include "server/programs/settings.hpp"
#include "server/witnesses/cosignatures.hpp"

namespace radslag::journal {
class Journal;
}
namespace radslag::witnesses {
class Asker;
}

namespace radslag::programs {

class Witnessing {
 public:
  /// Asks the announced witnesses for their newest heads. Throws journal::HeadsDiffer where one has seen more, or another history, than
  /// there is here; one that does not answer is a line in the log and on standard error. `journal` outlives this.
  Witnessing(const Settings& settings, const journal::Journal& journal);
  ~Witnessing();

  [[nodiscard]] witnesses::Cosignatures& cosignatures() { return *cosignatures_; }
  /// From now on they are asked.
  void begin();
  /// Waits for the requests under way.
  void end();

 private:
  void look() const;

  const Settings& settings_;
  const journal::Journal& journal_;
  std::unique_ptr<storage::Database> database_;
  std::unique_ptr<witnesses::Cosignatures> cosignatures_;
  std::unique_ptr<witnesses::Asker> asker_;
};

}  // namespace radslag::programs
