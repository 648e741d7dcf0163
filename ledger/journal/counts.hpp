// How many have signed each initiative, as of the newest commit. The writer says what a commit changed; who reads puts it together, so that
// a signature costs the writer nothing for the initiatives that it does not touch.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "ledger/journal/journal.hpp"

namespace radslag::journal {

class Counts {
 public:
  /// The writer's: what one initiative's signatures are now.
  void set(const std::string& initiative, const record::Signatures& now);
  /// The writer's: begins again, after a replay.
  void reset(const record::Record& record);

  // --- anyone's ---
  [[nodiscard]] std::shared_ptr<const SignatureCounts> all() const;
  [[nodiscard]] std::vector<std::uint64_t> named(const std::string& initiative, std::size_t most) const;

 private:
  mutable std::mutex mutex_;
  mutable std::shared_ptr<const SignatureCounts> all_ = std::make_shared<const SignatureCounts>();
  mutable SignatureCounts changed_;  ///< since `all_` was last asked for
  std::map<std::string, std::vector<std::uint64_t>> named_;
};

}  // namespace radslag::journal
