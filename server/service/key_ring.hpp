// The signing keys of the logs, one file each in a folder that only the service can read (0600 in 0700).
//
// town.key, and <public key>.key for round logs. A round's key is made before the round is begun, since round-begun names it.
#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "crypto/signing.hpp"
#include "ledger/log/note.hpp"

namespace radslag::service {

/// A key file that is missing, malformed, or readable by others. Says which and what to do.
struct KeyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class KeyRing {
 public:
  /// Reads all keys of the folder. Throws KeyError.
  explicit KeyRing(std::filesystem::path folder);

  /// Makes the town log's key and `town.vkey` beside it. Throws KeyError if there is one.
  static void create(const std::filesystem::path& folder, const std::string& town_origin);

  [[nodiscard]] const crypto::SigningKey& town() const { return *town_; }
  [[nodiscard]] std::string town_vkey() const;
  /// nullptr if it is not here. Thread-safe.
  [[nodiscard]] const crypto::SigningKey* round(const crypto::PublicKey& key) const;
  /// A new key for a round that is to begin, on disk before this returns. Thread-safe.
  [[nodiscard]] crypto::PublicKey make_round_key();
  /// One that no round uses: made only if there is none, so that asking again and again makes no more. Thread-safe.
  [[nodiscard]] crypto::PublicKey unused_round_key(const std::function<bool(const crypto::PublicKey&)>& is_used);

 private:
  [[nodiscard]] crypto::PublicKey make_locked();

  std::filesystem::path folder_;
  std::unique_ptr<crypto::SigningKey> town_;
  mutable std::mutex mutex_;
  std::map<crypto::PublicKey, std::unique_ptr<crypto::SigningKey>> rounds_;
};

/// The vkey line that `create` left for tools that may not read the key.
[[nodiscard]] std::string read_town_vkey(const std::filesystem::path& folder);

}  // namespace radslag::service
