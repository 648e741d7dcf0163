// The signing keys of the logs, one file each in a folder that only the service can read (0600 in 0700).
//
// town.key, <public key>.key for round logs, and successor-<public key>.key for what a log changes its key to. Each is made before the
// entry that names it. Which key is whose stands in the record, but for the town log's first, which town.vkey names: files may be renamed.
//
// Keys that systemd hands over (LoadCredential=) are taken too, from $CREDENTIALS_DIRECTORY/*.key.
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
  /// Reads all keys of the folder, and of `credentials` where it is not empty. Throws KeyError.
  explicit KeyRing(std::filesystem::path folder, const std::filesystem::path& credentials = credentials_folder());
  /// $CREDENTIALS_DIRECTORY; empty where there is none.
  [[nodiscard]] static std::filesystem::path credentials_folder();

  /// Makes the town log's key and `town.vkey` beside it. Throws KeyError if there is one.
  static void create(const std::filesystem::path& folder, const std::string& town_origin);

  /// The town log's first key, as town.vkey names it: it may have been changed since, and its file may be gone.
  [[nodiscard]] const crypto::PublicKey& town_key() const { return town_key_; }
  [[nodiscard]] std::string town_vkey() const;
  /// nullptr if it is not here. Thread-safe.
  [[nodiscard]] const crypto::SigningKey* held(const crypto::PublicKey& key) const;
  /// A new key for a round that is to begin, on disk before this returns. Thread-safe.
  [[nodiscard]] crypto::PublicKey make_round_key();
  /// A new key for a log that is to change its own, on disk before this returns; never given to a round. Thread-safe.
  [[nodiscard]] crypto::PublicKey make_successor_key();
  /// One that no log uses: made only if there is none, so that asking again and again makes no more. Thread-safe.
  [[nodiscard]] crypto::PublicKey unused_round_key(const std::function<bool(const crypto::PublicKey&)>& is_used);

 private:
  struct Held {
    std::unique_ptr<crypto::SigningKey> key;
    bool for_rounds = false;  ///< by the file's name
  };
  void read_folder(const std::filesystem::path& folder, bool is_credentials);
  [[nodiscard]] crypto::PublicKey make_locked(const std::string& prefix);

  std::filesystem::path folder_;
  crypto::PublicKey town_key_{};
  mutable std::mutex mutex_;
  std::map<crypto::PublicKey, Held> held_;
};

/// One key file. Throws KeyError.
[[nodiscard]] crypto::SigningKey read_log_key(const std::filesystem::path& file);

/// The vkey line that `create` left for tools that may not read the key.
[[nodiscard]] std::string read_town_vkey(const std::filesystem::path& folder);

}  // namespace radslag::service
