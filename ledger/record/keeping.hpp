// The kinds of entry that keep the record itself (FORMAT.md section 4.8): witnesses, keys, recovery, withholding. Part of entry.hpp.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/signing.hpp"

namespace radslag::record {

enum class WithholdingGround { erasure, court, confidential, unlawful };
enum class MatterKind { initiative, call, round };

[[nodiscard]] std::span<const std::string_view> words(WithholdingGround);
[[nodiscard]] std::span<const std::string_view> words(MatterKind);

inline constexpr std::size_t max_witnesses = 12;  ///< a note has at most 16 signatures, and the log's own keys are among them

/// Whose cosignatures count from here on, and how many a head needs to be final.
struct WitnessesAnnounced {
  static constexpr std::string_view kind = "witnesses-announced";
  std::string origin;
  std::uint64_t version = 0;
  std::uint64_t quorum = 0;  ///< 0: no cosignature is needed
  struct Witness {
    crypto::PublicKey key{};
    std::string name;  ///< of the key: what stands on the cosignature's line
    std::string who;   ///< that runs it
  };
  std::vector<Witness> witnesses;  ///< ascending by key, at most 12
};
/// The town log's checkpoints beyond this entry are signed with another key.
struct LogKey {
  static constexpr std::string_view kind = "log-key";
  std::string origin;
  crypto::PublicKey key{};
  crypto::Signature signature{};  ///< by the key so far
};
/// A log whose end was lost goes on under another name and key, so that no key ever signs two histories.
struct LogRecovered {
  static constexpr std::string_view kind = "log-recovered";
  std::string origin;
  std::string log;               ///< "town" or "rounds/<id>"
  std::uint64_t generation = 0;  ///< from 2; its checkpoints' origin ends in "/<generation>"
  crypto::PublicKey key{};       ///< of the checkpoints from here on
  std::uint64_t kept = 0;        ///< entries that are still there; of the town log: this entry's index
  crypto::Digest kept_root{};    ///< of the tree over them
  std::uint64_t lost_size = 0;   ///< of the last head that is known of the generation before
  crypto::Digest lost_root{};
  crypto::Digest content{};
  crypto::Signature signature{};  ///< by the log's key so far
};
/// A receipt of an entry that was lost, handed in again.
struct EntryResubmitted {
  static constexpr std::string_view kind = "entry-resubmitted";
  std::string origin;            ///< of the log that it stood in
  std::uint64_t generation = 0;  ///< that it stood in
  std::uint64_t index = 0;       ///< there
  crypto::Digest receipt{};      ///< of the blob with the tlog-proof
};
/// Blobs that are not handed out any more. Their digests, and every proof, stay.
struct BlobsWithheld {
  static constexpr std::string_view kind = "blobs-withheld";
  std::string origin;
  std::string log;  ///< whose entries name them: "town" or "rounds/<id>"
  WithholdingGround ground{};
  std::string decision;  ///< its diary number or the like
  crypto::Digest content{};
  struct Blob {
    crypto::Digest digest{};
  };
  std::vector<Blob> blobs;  ///< ascending, at least one
};
/// The registrar's key of a matter is no more: its pseudonyms lead to nobody.
struct MatterKeyDestroyed {
  static constexpr std::string_view kind = "matter-key-destroyed";
  std::string origin;
  MatterKind matter_kind{};
  std::string matter;
};

}  // namespace radslag::record
