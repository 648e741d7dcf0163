#include "ledger/audit/belenios_names.hpp"

#include <algorithm>
#include <array>

#include "crypto/voting/json.hpp"

namespace radslag::audit {

namespace {

using voting::FlawKind;
using voting::json::Reader;

constexpr int kDeepest = 16;

constexpr std::array<std::string_view, 21> kMembers = {"election_uuid",
                                                       "election_hash",
                                                       "credential",
                                                       "answers",
                                                       "signature",
                                                       "hash",
                                                       "proof",
                                                       "challenge",
                                                       "response",
                                                       "choices",
                                                       "alpha",
                                                       "beta",
                                                       "individual_proofs",
                                                       "overall_proof",
                                                       "blank_proof",
                                                       "budget_proof",
                                                       "digits",
                                                       "proofs",
                                                       "ciphertexts",
                                                       "decryption_factors",
                                                       "decryption_proofs"};

void skip_spaces(Reader& in) {
  while (in.take(" ") || in.take("\n") || in.take("\t") || in.take("\r")) {
  }
}

/// Looks through JSON of any spacing for undeclared members. Gives up where it is no JSON that it knows.
class Search {
 public:
  explicit Search(std::string_view json) : in_(json) {}

  bool found() {
    value(0);
    return found_;
  }

 private:
  void value(int depth) {
    skip_spaces(in_);
    if (depth == kDeepest) return in_.fail();
    if (in_.take("{")) {
      members(depth, "}", true);
    } else if (in_.take("[")) {
      members(depth, "]", false);
    } else {
      in_.skip_value();
    }
    skip_spaces(in_);
  }

  void members(int depth, std::string_view end, bool named) {
    skip_spaces(in_);
    if (in_.take(end)) return;
    while (!in_.failed()) {
      skip_spaces(in_);
      if (named) {
        const std::string name = in_.text();
        if (in_.failed()) return;
        if (std::ranges::find(kMembers, name) == kMembers.end()) found_ = true;
        skip_spaces(in_);
        in_.expect(":");
      }
      value(depth + 1);
      if (in_.take(end)) return;
      in_.expect(",");
    }
  }

  Reader in_;
  bool found_ = false;
};

}  // namespace

bool has_undeclared_member(std::string_view json) { return Search(json).found(); }

std::string belenios_finding_name(FlawKind kind) {
  switch (kind) {
    case FlawKind::not_canonical:
    case FlawKind::bad_number: return "not-canonical";
    case FlawKind::too_large: return "too-large";
    case FlawKind::unsupported: return "unsupported";
    case FlawKind::bad_question: return "bad-question";
    case FlawKind::bad_shape: return "bad-shape";
    case FlawKind::bad_element: return "not-in-group";
    case FlawKind::wrong_election: return "wrong-election";
    case FlawKind::bad_credential: return "unknown-credential";
    case FlawKind::bad_choice_proof: return "bad-individual-proof";
    case FlawKind::bad_blank_proof: return "bad-blank-proof";
    case FlawKind::bad_total_proof: return "over-vote";
    case FlawKind::bad_budget_proof: return "bad-budget-proof";
    case FlawKind::bad_knowledge_proof: return "bad-knowledge-proof";
    case FlawKind::bad_signature: return "bad-signature";
    case FlawKind::bad_choices: return "bad-choices";
    case FlawKind::bad_opening: return "bad-opening";
    case FlawKind::bad_key_proof:
    case FlawKind::bad_certificate:
    case FlawKind::bad_commitment:
    case FlawKind::bad_share: return "bad-trustee-key";
    case FlawKind::bad_shuffle: return "bad-shuffle";
    case FlawKind::bad_decryption: return "bad-partial-decryption";
    case FlawKind::bad_tally: return "wrong-encrypted-tally";
    case FlawKind::bad_result: return "bad-result";
    case FlawKind::not_enough: return "not-enough";
  }
  return "not-canonical";
}

std::string belenios_finding_name(FlawKind kind, std::string_view json) {
  if (kind == FlawKind::not_canonical && has_undeclared_member(json)) return "undeclared-member";
  return belenios_finding_name(kind);
}

}  // namespace radslag::audit
