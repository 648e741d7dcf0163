// The pseudonyms of a matter as a file, laid out so that a proof takes a few preads and no memory:
//
//   8 bytes    "Rdtree/1"
//   8 bytes    number of pseudonyms, little-endian
//   32 bytes   root
//   n * 32     the pseudonyms, ascending
//   then       the hashes of the tree from the level of 64 leaves up: each level's from left to right; the last of a level without a
//              sibling stands again in the level above
//
// The leaves are `leaf_hash(32 bytes of the pseudonym)`, the tree is RFC 9162's. The levels below 64 leaves are hashed again when asked:
// that is 2 KiB to read and 127 hashes, and the file is hardly longer than its pseudonyms.
#pragma once

#include <filesystem>
#include <optional>
#include <vector>

#include "ledger/record/attestation.hpp"

namespace radslag::registrar {

/// Writes the file at once or not at all: another name, fsync, rename, fsync of the folder. `pseudonyms`: ascending, each once.
/// Throws std::system_error.
[[nodiscard]] record::Commitment write_tree_file(const std::filesystem::path& path, const std::vector<crypto::Digest>& pseudonyms);

/// Thread-safe once open.
class TreeFile {
 public:
  /// Throws std::runtime_error where it is missing or not such a file.
  explicit TreeFile(const std::filesystem::path& path);
  ~TreeFile();
  TreeFile(const TreeFile&) = delete;
  TreeFile& operator=(const TreeFile&) = delete;

  [[nodiscard]] const record::Commitment& commitment() const { return commitment_; }
  /// Where the pseudonym stands; nothing if it is not there. Throws std::runtime_error if the file cannot be read.
  [[nodiscard]] std::optional<record::Membership> find(const crypto::Digest& pseudonym) const;

 private:
  [[nodiscard]] crypto::Digest hash_at(std::uint64_t offset) const;

  std::filesystem::path path_;
  int descriptor_ = -1;
  record::Commitment commitment_;
};

}  // namespace radslag::registrar
