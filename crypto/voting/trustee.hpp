// Who holds the keys of an election: the published keys of its trustees, checked whole, and the election's key made of them.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/group/group.hpp"
#include "crypto/voting/flaw.hpp"

namespace radslag::voting {

/// A published key with which a trustee's partial decryptions are checked; whoever published it has proved that the secret is known.
struct VerificationKey {
  group::Element key;
  std::string text;  ///< as it is written, and goes into hashes
  std::string name;  ///< may be empty
};

/// The private key of a trustee who is needed, as a .privkey file holds it: the decimal number in quotes. A secret: the caller wipes it.
[[nodiscard]] std::string write_private_key(const group::Group& group, const group::Scalar& secret);
[[nodiscard]] std::optional<group::Scalar> read_private_key(const group::Group& group, std::string_view json);

/// {"pok":{"challenge","response"},"public_key":X}: what belongs to a private key, as a .pubkey file holds it.
[[nodiscard]] std::string make_trustee_key(const group::Group& group, const group::Scalar& secret);
/// bad_key_proof, bad_element (the identity too), not_canonical.
[[nodiscard]] Checked<VerificationKey> check_trustee_key(const group::Group& group, std::string_view json);

/// A trustee who is always needed, or some of whom `threshold` are enough.
struct TrusteeItem {
  std::size_t first = 0;  ///< index into `keys` of the first of them
  std::size_t count = 1;
  std::size_t threshold = 1;
  bool pedersen = false;  ///< the keys come from a ceremony; else the one key is the whole secret
};

/// One item of the trustees' list: of a published key, or of a ceremony's threshold parameters.
[[nodiscard]] std::string single_item(std::string_view trustee_key);
[[nodiscard]] std::string pedersen_item(std::string_view threshold_parameters);
/// The trustees' list itself.
[[nodiscard]] std::string write_trustees(const std::vector<std::string>& items);

/// The `trustees` of an election. Immutable.
class Trustees {
 public:
  /// Reads strictly and checks all proofs, signatures, memberships and sums. Pedersen items may also be in the older form of
  /// belenios-tool 2.0, without contexts and the signatures over them (`is_strengthened`).
  [[nodiscard]] static Checked<Trustees> parse(const group::Group& group, std::string json);

  [[nodiscard]] const std::string& json() const { return json_; }
  /// The election's public key: the product of the items' keys.
  [[nodiscard]] const group::Element& election_key() const { return election_key_; }
  /// The trustee with the number `owner` of a shuffle or partial decryption has keys()[owner - 1].
  [[nodiscard]] const std::vector<VerificationKey>& keys() const { return keys_; }
  [[nodiscard]] const std::vector<TrusteeItem>& items() const { return items_; }
  /// How many trustees must decrypt: the sum of the items' thresholds.
  [[nodiscard]] std::size_t needed() const;
  /// Whether every ceremony's messages are bound to their ceremony (all of ours are).
  [[nodiscard]] bool is_strengthened() const { return strengthened_; }

 private:
  std::string json_;
  group::Element election_key_;
  std::vector<VerificationKey> keys_;
  std::vector<TrusteeItem> items_;
  bool strengthened_ = true;
};

}  // namespace radslag::voting
