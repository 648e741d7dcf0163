// Taking the bytes of blobs out of the database for good: the one thing that is ever done to a row that is there.
//
// Only with the store closed, by a connection of its own that runs this and nothing else. What is on the disk afterwards is new: an update
// alone would leave old bytes in unused parts of pages, in the write-ahead log, and in pages that SQLite once moved.
#pragma once

#include <cstdint>
#include <filesystem>
#include <vector>

#include "crypto/hash.hpp"

namespace radslag::store {

struct Erased {
  std::uint64_t blobs = 0;   ///< now
  std::uint64_t bytes = 0;   ///< that were in them
  std::uint64_t before = 0;  ///< erased earlier
  std::uint64_t absent = 0;  ///< no such blob here
};

/// Empties those blobs; their rows stay, with their digests. Then the file is written anew and the write-ahead log cut to nothing, so it
/// needs as much free space as the database is large. Repeating it does no harm, also after it was interrupted.
/// Throws StoreInUse while a process has the store open for writing, StoreUnusable for what is no store, StoreFull, StoreFailure.
/// Says nothing of copies, and cannot reach what a disk keeps below its file system (worn blocks of an SSD, snapshots).
[[nodiscard]] Erased erase_blobs(const std::filesystem::path& path, const std::vector<crypto::Digest>& blobs);

}  // namespace radslag::store
