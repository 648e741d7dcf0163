// What is wrong with something that arrived: one list of reasons for elections, ballots, keys, shuffles, decryptions and results.
#pragma once

#include <string>
#include <string_view>
#include <tl/expected.hpp>

namespace radslag::voting {

enum class FlawKind {
  not_canonical,        ///< not the one JSON text that it should be: spaces, order, numbers, members that the format does not declare
  too_large,            ///< over a limit of size
  unsupported,          ///< version, group or kind of question that this code does not know
  bad_question,         ///< a question that cannot be asked: ranges, budget, more numbers than one ciphertext carries
  bad_shape,            ///< another number of answers, choices, proofs, ciphertexts or factors than the election has
  bad_element,          ///< not the one encoding of a member of the group
  bad_number,           ///< not a canonical decimal below q
  wrong_election,       ///< made for another election: uuid or fingerprint
  bad_credential,       ///< not a credential, or not one of this election
  bad_choice_proof,     ///< a choice may be something else than 0 or 1
  bad_blank_proof,      ///< a ballot may be blank and not blank
  bad_total_proof,      ///< too many or too few choices
  bad_budget_proof,     ///< the choices may cost more than the budget
  bad_knowledge_proof,  ///< whoever made a mixnet ballot may not know what is in it
  bad_signature,        ///< not signed by the key that it names
  bad_choices,          ///< choices that the question does not allow: over budget, twice, too many, undefined bits
  bad_opening,          ///< an opened ballot that does not hold what it is said to hold
  bad_key_proof,        ///< a trustee may not hold the key that it publishes
  bad_certificate,      ///< a message of the key ceremony not signed by its sender, or for another ceremony
  bad_commitment,       ///< coefficients of the key ceremony other than those committed to
  bad_share,            ///< a share of the key ceremony that does not fit the coefficients
  bad_shuffle,          ///< a shuffle may have changed ballots
  bad_decryption,       ///< a partial decryption by another key, or of something else
  bad_tally,            ///< an encrypted tally other than the ballots give
  bad_result,           ///< a result other than the decryptions give
  not_enough,           ///< fewer trustees, shuffles or decryptions than needed
};

/// The list's own name of a kind ("bad_signature"): for reports and for message catalogues.
[[nodiscard]] std::string_view name_of(FlawKind kind);

struct Flaw {
  FlawKind kind;
  std::string detail;  ///< where: "answer 2, choice 7"; English, for logs and experts; never a secret
};

template <typename T = void>
using Checked = tl::expected<T, Flaw>;

[[nodiscard]] inline tl::unexpected<Flaw> flaw(FlawKind kind, std::string detail = {}) {
  return tl::make_unexpected(Flaw{kind, std::move(detail)});
}

}  // namespace radslag::voting
