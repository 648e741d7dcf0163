// What others have of our logs, held against our trees. Pure but for the trees.
#pragma once

#include <optional>
#include <string>

#include "ledger/journal/journal.hpp"
#include "ledger/log/tree.hpp"

namespace radslag::journal {

/// A log as it stands, for comparing.
struct OwnLog {
  LogName name;
  std::string origin;  ///< of its checkpoints now
  const log::Tree* tree = nullptr;
  std::uint64_t size = 0;  ///< signed, and at most the tree's
};

/// Which of our logs a checkpoint's origin is of, and of which generation; nothing: none.
struct Whose {
  LogName log;
  std::uint64_t generation = 1;
};
[[nodiscard]] std::optional<Whose> whose(const record::State& state, std::string_view origin);

/// Throws HeadsDiffer unless `seen` is on the tree of `own`, whose origin it has.
void require_on_tree(const OwnLog& own, const SeenHead& seen);

/// A head of a generation that has been ended: what it says more than the recovery knew, as a sentence; nothing where it does not. Throws
/// HeadsDiffer where it contradicts the entries that were kept.
[[nodiscard]] std::optional<std::string> judge_ended(const record::State& state, const OwnLog& own, std::uint64_t generation,
                                                     const SeenHead& seen);

/// Somebody has a head of a log that is not in the record.
[[noreturn]] void throw_unknown_log(const SeenHead& seen);

}  // namespace radslag::journal
