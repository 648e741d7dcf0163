// ElGamal ciphertexts, and how Belenios writes them.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "crypto/group/group.hpp"
#include "crypto/voting/flaw.hpp"
#include "crypto/voting/json.hpp"

namespace radslag::voting {

using group::Element;
using group::Group;
using group::Scalar;

/// alpha = g^r; beta = y^r g^m (homomorphic) or y^r embed(m) (mixnet).
struct Ciphertext {
  Element alpha;
  Element beta;
};

/// The same before decoding, as views into the JSON: strings are what hashes are made of.
struct CiphertextText {
  std::string_view alpha;
  std::string_view beta;
};

/// {"alpha":"...","beta":"..."}
[[nodiscard]] CiphertextText read_ciphertext(json::Reader& in);
[[nodiscard]] std::string write(const CiphertextText& text);
[[nodiscard]] std::string write(const Group& group, const Ciphertext& ciphertext);

/// Encoded, and owning its strings.
struct EncodedCiphertext {
  std::string alpha;
  std::string beta;
  operator CiphertextText() const { return {alpha, beta}; }  // NOLINT: the same thing seen
};
/// Much faster a piece than one by one.
[[nodiscard]] std::vector<EncodedCiphertext> encode_all(const Group& group, std::span<const Ciphertext> ciphertexts);
/// A JSON list of them.
[[nodiscard]] std::string write(std::span<const EncodedCiphertext> ciphertexts);
[[nodiscard]] std::vector<CiphertextText> read_ciphertexts(json::Reader& in);

/// alpha1,beta1,alpha2,beta2...: as hashes take a list of ciphertexts.
[[nodiscard]] std::string join(std::span<const CiphertextText> ciphertexts);
[[nodiscard]] std::string join(std::span<const EncodedCiphertext> ciphertexts);

/// Members of the group, by their one encoding; `where` goes into the flaw.
[[nodiscard]] Checked<Ciphertext> decode(const Group& group, const CiphertextText& text, std::string_view where);

/// A ciphertext with its parts made ready for what proofs calculate with them.
struct ReadyCiphertext {
  Ciphertext ciphertext;
  std::shared_ptr<const group::Base> alpha;
  std::shared_ptr<const group::Base> beta;
};
/// `decode`, and made ready.
[[nodiscard]] Checked<ReadyCiphertext> receive(const Group& group, const CiphertextText& text, std::string_view where);
[[nodiscard]] ReadyCiphertext made_ready(const Group& group, const Ciphertext& ciphertext);

/// Component-wise product: encrypts the sum.
[[nodiscard]] Ciphertext product(const Group& group, const Ciphertext& a, const Ciphertext& b);
/// (1, 1): encrypts 0.
[[nodiscard]] Ciphertext trivial(const Group& group);

/// Every proof of Belenios but the shuffle's: the verifier recomputes the commitments from these two.
struct Proof {
  Scalar challenge;
  Scalar response;  ///< w - secret * challenge
};

/// A scalar as a string; one that is not canonical makes the reader fail as `bad_number`.
[[nodiscard]] Scalar read_scalar(const Group& group, json::Reader& in);
/// {"challenge":"...","response":"..."}
[[nodiscard]] Proof read_proof(const Group& group, json::Reader& in);
[[nodiscard]] std::string write(const Group& group, const Proof& proof);
/// A JSON list of them.
[[nodiscard]] std::vector<Proof> read_proofs(const Group& group, json::Reader& in);
[[nodiscard]] std::string write(const Group& group, std::span<const Proof> proofs);

/// Why a reader failed: bad_number or not_canonical, and where.
[[nodiscard]] Flaw flaw_of(const json::Reader& in, std::string_view what);

/// Belenios' short hash: SHA-256 in base64 without padding, 43 characters.
[[nodiscard]] std::string hash64(std::string_view text);

}  // namespace radslag::voting
