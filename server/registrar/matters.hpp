// Matters: an initiative, a call for projects. Each has a key of its own, and so pseudonyms of its own: nobody can follow a person from
// one matter to the next. Opening a matter commits to an edition: how many are on it, and the root of the tree of their pseudonyms.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "ledger/record/attestation.hpp"
#include "ledger/result.hpp"
#include "server/registrar/person.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Keys;
class Mac;
class TreeFile;

struct Matter {
  std::string id, edition;
  record::Commitment roll;
};

/// HMAC(K_matter, "voter/v1" newline town origin newline matter id newline || the person's 32 bytes).
[[nodiscard]] crypto::Digest pseudonym_of(const Mac& matter_key, std::string_view town_origin, std::string_view matter,
                                          const Person& person);

/// Thread-safe.
class Matters {
 public:
  /// `folder`: of the tree files.
  Matters(storage::Database& database, Keys& keys, std::filesystem::path folder, std::string town_origin);
  ~Matters();

  /// Makes the matter's key, its tree file and its row, in this order, each only where it is not there yet: what a kill leaves behind is
  /// taken up by the next call. About a second for 500,000 people. A matter that is there is given as it is.
  /// Errors: malformed (not an id), not_found (no frozen edition), mismatch (the matter has another edition).
  [[nodiscard]] Result<Matter> open(const std::string& id, const std::string& edition);
  [[nodiscard]] std::optional<Matter> find(const std::string& id) const;

  /// Errors: not_found.
  [[nodiscard]] Result<crypto::Digest> pseudonym(const std::string& matter, const Person& person) const;
  /// The pseudonym's place in the commitment. Errors: not_found (the matter), unknown_credential (not on its roll).
  [[nodiscard]] Result<record::Membership> membership(const std::string& matter, const crypto::Digest& pseudonym) const;

 private:
  [[nodiscard]] std::filesystem::path tree_path(const std::string& id) const;
  [[nodiscard]] std::shared_ptr<const TreeFile> tree(const std::string& id) const;

  storage::Database& database_;
  Keys& keys_;
  std::filesystem::path folder_;
  std::string origin_;
  std::mutex opening_;  ///< one is made at a time
  mutable std::mutex mutex_;
  mutable std::map<std::string, std::shared_ptr<const TreeFile>> trees_;
};

}  // namespace radslag::registrar
