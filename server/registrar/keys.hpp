// The registrar's secrets, one file each in a folder outside the database (0600 or 0400 in 0700): who has the database alone can tell
// nobody's name from it, sign in as nobody and attest nothing.
//
//   roll.key              K_roll: persons from numbers
//   letter-codes.key      the pepper of letter codes, unsubscribe links and owners of addresses
//   registrar.key         Ed25519: attestations
//   matters/<id>.key      K_matter: pseudonyms in one matter
//   rounds/<id>.key       K_cards: voting cards of one round
//   *.destroyed           in the place of a matter's or round's key that was destroyed (key_destruction.hpp)
//
// Each file: "radslag/v1/registrar-key", newline, "seed ", 64 hex digits, newline. Nothing of them is ever printed or logged.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <stdexcept>
#include <string>

#include "crypto/signing.hpp"
#include "server/registrar/mac.hpp"

namespace radslag::registrar {

/// A key file that is missing, malformed, another user's, or open to others. Says which and what to do.
struct KeyError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Keys {
 public:
  /// Makes those of the three keys of the beginning that are not there; a key is never overwritten. Throws KeyError.
  static void create(const std::filesystem::path& folder);

  /// Reads them. Throws KeyError.
  explicit Keys(std::filesystem::path folder);

  [[nodiscard]] const Mac& roll() const { return roll_; }
  [[nodiscard]] const Mac& pepper() const { return pepper_; }
  [[nodiscard]] const crypto::SigningKey& registrar() const { return registrar_; }

  /// The key of a matter, made and on the disk before this returns if there was none. `id`: an id of FORMAT.md section 2. Thread-safe.
  [[nodiscard]] std::shared_ptr<const Mac> make_matter(const std::string& id);
  /// nullptr if there is none. Thread-safe. Throws KeyError for a file that is not as it should be.
  [[nodiscard]] std::shared_ptr<const Mac> matter(const std::string& id);
  /// The same for a round's voting cards.
  [[nodiscard]] std::shared_ptr<const Mac> make_round(const std::string& id);
  [[nodiscard]] std::shared_ptr<const Mac> round(const std::string& id);
  /// The key that cards have been made with. Throws KeyError where it is gone: another would make other cards.
  [[nodiscard]] std::shared_ptr<const Mac> existing_round(const std::string& id);

 private:
  /// `name`: of the file below the folder, without ".key".
  [[nodiscard]] std::shared_ptr<const Mac> find(const std::string& name, const std::string& id);
  [[nodiscard]] std::shared_ptr<const Mac> find_locked(const std::string& name);
  [[nodiscard]] std::shared_ptr<const Mac> make(const std::string& name, const std::string& id);

  std::filesystem::path folder_;
  Mac roll_, pepper_;
  crypto::SigningKey registrar_;
  std::mutex mutex_;
  std::map<std::string, std::shared_ptr<const Mac>> known_;  ///< by name
};

}  // namespace radslag::registrar
