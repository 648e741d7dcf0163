#include "crypto/voting/flaw.hpp"

namespace radslag::voting {

std::string_view name_of(FlawKind kind) {
  switch (kind) {
    case FlawKind::not_canonical: return "not_canonical";
    case FlawKind::too_large: return "too_large";
    case FlawKind::unsupported: return "unsupported";
    case FlawKind::bad_question: return "bad_question";
    case FlawKind::bad_shape: return "bad_shape";
    case FlawKind::bad_element: return "bad_element";
    case FlawKind::bad_number: return "bad_number";
    case FlawKind::wrong_election: return "wrong_election";
    case FlawKind::bad_credential: return "bad_credential";
    case FlawKind::bad_choice_proof: return "bad_choice_proof";
    case FlawKind::bad_blank_proof: return "bad_blank_proof";
    case FlawKind::bad_total_proof: return "bad_total_proof";
    case FlawKind::bad_budget_proof: return "bad_budget_proof";
    case FlawKind::bad_knowledge_proof: return "bad_knowledge_proof";
    case FlawKind::bad_signature: return "bad_signature";
    case FlawKind::bad_choices: return "bad_choices";
    case FlawKind::bad_opening: return "bad_opening";
    case FlawKind::bad_key_proof: return "bad_key_proof";
    case FlawKind::bad_certificate: return "bad_certificate";
    case FlawKind::bad_commitment: return "bad_commitment";
    case FlawKind::bad_share: return "bad_share";
    case FlawKind::bad_shuffle: return "bad_shuffle";
    case FlawKind::bad_decryption: return "bad_decryption";
    case FlawKind::bad_tally: return "bad_tally";
    case FlawKind::bad_result: return "bad_result";
    case FlawKind::not_enough: return "not_enough";
  }
  return "unknown";
}

}  // namespace radslag::voting
