// The parts of which trustees' keys are read: for trustee.cpp and the ceremony.
#pragma once

#include <optional>
#include <string>

#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/trustee.hpp"

namespace radslag::voting {

/// A trustee_public_key as it is written.
struct TrusteeKeyText {
  Proof pok;
  std::string public_key;
  std::optional<Proof> signature;  ///< of the public key by its holder's signing key: ceremonies only
  std::string name;
};

[[nodiscard]] TrusteeKeyText read_trustee_key(const Group& group, json::Reader& in);
[[nodiscard]] std::string write(const Group& group, const TrusteeKeyText& key);
/// With its proof of knowledge; without signature and name.
[[nodiscard]] TrusteeKeyText make_trustee_key_text(const Group& group, const Scalar& secret);
/// The element, once the proof of knowledge holds. `where` goes into the flaw.
[[nodiscard]] Checked<Element> check_trustee_key_text(const Group& group, const TrusteeKeyText& key, const std::string& where);

/// A member that is not the identity: a key, or a power of a secret that is not 0.
[[nodiscard]] std::optional<Element> decode_key(const Group& group, std::string_view text);

}  // namespace radslag::voting
