// Messages of the key ceremony: signed in the open, and sealed for one recipient (specification, 4.6.1 and 4.6.3).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/voting/ciphertext.hpp"

namespace radslag::voting {

struct SignedMessage {
  std::string message;
  Proof signature;
};

[[nodiscard]] Proof sign(const Group& group, const Scalar& signing_key, std::string_view message);
[[nodiscard]] bool check_signature(const Group& group, const Element& verification_key, std::string_view message, const Proof& signature);

[[nodiscard]] SignedMessage make_signed_message(const Group& group, const Scalar& signing_key, std::string message);
/// {"message":s,"signature":{"challenge","response"}}
[[nodiscard]] SignedMessage read_signed_message(const Group& group, json::Reader& in);
[[nodiscard]] std::string write(const Group& group, const SignedMessage& message);

/// Encrypts for whoever holds the logarithm of `recipient`, signed by the sender: ElGamal and AES-256-CCM, the form that belenios-tool
/// reads in all versions. The JSON of an encrypted_msg.
[[nodiscard]] std::string seal(const Group& group, const Scalar& signing_key, const Element& recipient, std::string_view message);

/// The message in an encrypted_msg, in its old (AES-256-CCM) or new ("algorithm":"AES-GCM") form: nothing unless it is sealed for this
/// decryption key, names it as its recipient, and is signed by `sender`. It is a secret: the caller wipes it.
[[nodiscard]] std::optional<std::string> open_sealed(const Group& group, const Scalar& decryption_key, const Element& sender,
                                                     std::string_view sealed);

}  // namespace radslag::voting
