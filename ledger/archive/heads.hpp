// How far each log of a store has come: sizes and checkpoints that fit together, though somebody may be writing.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "ledger/store/store.hpp"

namespace radslag::archive {

inline constexpr const char* town_log = "town";

struct LogHead {
  store::LogName log;
  std::uint64_t size = 0;  ///< entries that the checkpoint signs; 0: a log without entries
  std::string checkpoint;
};

/// The town's head first, then each round's in the order of their beginnings. The town's was taken last: it covers what the rounds' logs
/// rest on, and ends no round of which the head was taken before its end.
/// `newest`: a log's newest checkpoint where that is not the store's, which may be ahead of what has been published.
using Newest = std::function<std::optional<std::string>(const store::LogName& log)>;
[[nodiscard]] std::vector<LogHead> heads_of(const store::Store& store, const Newest& newest = {});

/// The size that a checkpoint of our own signs; 0 for what is none.
[[nodiscard]] std::uint64_t signed_size(const std::string& note);

}  // namespace radslag::archive
