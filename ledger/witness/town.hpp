// What a witness knows of one town: its pinned key, and what the town log's own entries say about which logs there are and whose keys
// sign them.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/note.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/result.hpp"

namespace radslag::witness {

/// A log that the witness cosigns.
struct KnownLog {
  std::string name;    ///< "town", "rounds/parks-2026"
  std::string origin;  ///< of its checkpoints: of its newest generation that is trusted
  struct Signer {
    crypto::PublicKey key{};
    std::uint64_t from = 0;  ///< checkpoints of this size or more must have its signature
  };
  std::vector<Signer> signers;  ///< ascending by `from`, never empty
  bool ended = false;           ///< a round that `round-ended` has closed for good

  /// All keys, under the log's origin.
  [[nodiscard]] std::vector<log::VerifierKey> keys() const;
  /// The key whose signature a checkpoint of that size must have.
  [[nodiscard]] log::VerifierKey key_at(std::uint64_t size) const;
};

/// A `log-recovered` entry: a log that goes on as another generation, since its end was lost. The witness follows only when its operator
/// says so.
struct Recovery {
  std::uint64_t entry = 0;  ///< index in the town log
  std::string log;          ///< short name
  std::uint64_t generation = 0;
  crypto::PublicKey key{};
  std::uint64_t kept = 0;
  log::Hash kept_root{};
  std::uint64_t lost_size = 0;
  log::Hash lost_root{};
  log::Hash reason{};  ///< digest of the blob with the reason
  bool trusted = false;
};

struct Town {
  std::string key;             ///< the pinned vkey line; its name is the town log's founding origin
  std::string url;             ///< of the site where its log is read
  log::Frontier seen;          ///< of the entries read, all of which were under a signed checkpoint
  std::vector<KnownLog> logs;  ///< the town log first, then its rounds as they begin
  std::vector<Recovery> recoveries;

  [[nodiscard]] static Town begin(const log::VerifierKey& key, std::string url);
  /// nullptr: none of that name.
  [[nodiscard]] const KnownLog* log(std::string_view name) const;
  [[nodiscard]] KnownLog* log(std::string_view name);
};

/// The town's file in the witness's folder: one possible encoding. Errors: not_canonical, malformed.
[[nodiscard]] std::string town_text(const Town& town);
[[nodiscard]] Result<Town> parse_town(std::string_view text);

}  // namespace radslag::witness
