// The registrar's house: one data directory, opened as a whole.
//
//   registrar.sqlite   rolls, codes, sessions, contacts, participation, paper lists
//   keys/              see keys.hpp; may lie elsewhere
//   matters/           a tree file for each matter
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "server/registrar/attestations.hpp"
#include "server/registrar/contacts.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/letter_codes.hpp"
#include "server/registrar/mail_sign_in.hpp"
#include "server/registrar/matters.hpp"
#include "server/registrar/paper_batches.hpp"
#include "server/registrar/participation.hpp"
#include "server/registrar/requests.hpp"
#include "server/registrar/roll.hpp"
#include "server/registrar/sessions.hpp"

namespace radslag::registrar {

struct RegistrarDirs {
  std::filesystem::path root, keys;  ///< `keys` empty: root/keys

  [[nodiscard]] std::filesystem::path database() const { return root / "registrar.sqlite"; }
  [[nodiscard]] std::filesystem::path keys_folder() const { return keys.empty() ? root / "keys" : keys; }
  [[nodiscard]] std::filesystem::path matters() const { return root / "matters"; }
};

class Registrar {
 public:
  /// Begins a registrar for the town whose log has this origin, for good: pseudonyms are bound to it. Taken up again where a kill stopped
  /// it. Throws storage::StorageUnusable where there is one for another town, KeyError, std::system_error.
  static void create(const RegistrarDirs& dirs, const std::string& town_origin);

  /// Throws storage::StorageUnusable, storage::StorageInUse, KeyError.
  explicit Registrar(const RegistrarDirs& dirs);
  ~Registrar();

  [[nodiscard]] const std::string& town_origin() const { return origin_; }
  [[nodiscard]] const crypto::PublicKey& public_key() const { return keys_.registrar().public_key(); }
  /// Outdated sessions, tokens, requests and addresses that nobody confirmed go. Call it every few minutes.
  void prune(std::uint64_t now);

  [[nodiscard]] storage::Database& database() { return *database_; }
  [[nodiscard]] Keys& keys() { return keys_; }

 private:
  std::unique_ptr<storage::Database> database_;
  Keys keys_;
  std::string origin_;

 public:
  Rolls rolls;
  LetterCodes codes;
  Sessions sessions;
  MailSignIn mail;
  Contacts contacts;
  Requests requests;
  Matters matters;
  Participation participation;
  Attestations attestations;
  PaperBatches papers;
};

}  // namespace radslag::registrar
