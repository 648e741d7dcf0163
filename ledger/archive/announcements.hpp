// The policy that follows from the record: which keys the town log is signed with, and whose cosignatures count. Read from the store
// itself, so that it agrees with the checkpoint that is handed out beside it.
#pragma once

#include <cstdint>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "ledger/log/policy.hpp"
#include "ledger/store/store.hpp"

namespace radslag::archive {

/// Thread-safe, as far as the store's reading is.
class Announcements {
 public:
  /// `vkey`: the town log's first public key as text. What is no key gives a policy without logs.
  Announcements(const store::Store& store, const std::string& vkey);

  /// The policy that the first `town_size` entries of the town log give: every key that the town's checkpoints had, oldest first, and the
  /// witnesses that were announced last.
  [[nodiscard]] log::Policy policy(std::uint64_t town_size) const;

  /// Whether those cosignatures of a checkpoint that verify are the quorum of that policy.
  [[nodiscard]] bool has_quorum(const std::string& note, std::uint64_t town_size) const;

 private:
  void read(std::uint64_t index, std::string_view body) const;

  const store::Store& store_;
  mutable std::mutex mutex_;  ///< over the rest: what has been read so far
  mutable std::uint64_t size_ = 0;
  mutable std::vector<std::pair<std::uint64_t, log::VerifierKey>> keys_;  ///< with the entry that announced them
  mutable std::string origin_;                                            ///< of the town log's checkpoints, as far as was read
  /// With the entry that announced them, and how many must have cosigned.
  struct Witnesses {
    std::uint64_t index = 0;
    std::vector<log::Policy::Witness> all;
    std::size_t quorum = 0;
  };
  mutable std::vector<Witnesses> witnesses_;
};

}  // namespace radslag::archive
