#include "ledger/record/secret_round.hpp"

#include <algorithm>

#include "crypto/group/group.hpp"
#include "crypto/voting/election.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/record/round_count.hpp"

namespace radslag::record {
namespace {

constexpr std::size_t uuid_letters = 22;
constexpr std::string_view base58_letters = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/// A digest as a big-endian number to the base 58.
std::string base58(Digest number) {
  std::string digits;
  while (std::any_of(number.begin(), number.end(), [](std::uint8_t byte) { return byte != 0; })) {
    unsigned rest = 0;
    for (auto& byte : number) {
      rest = rest << 8 | byte;
      byte = static_cast<std::uint8_t>(rest / 58);
      rest %= 58;
    }
    digits += base58_letters[rest];
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

Errc errc_of(voting::FlawKind kind) {
  using voting::FlawKind;
  switch (kind) {
    case FlawKind::not_canonical:
    case FlawKind::bad_number:
    case FlawKind::bad_element: return Errc::not_canonical;
    case FlawKind::too_large: return Errc::too_large;
    case FlawKind::unsupported: return Errc::unsupported;
    case FlawKind::bad_question:
    case FlawKind::bad_shape:
    case FlawKind::bad_choices: return Errc::malformed;
    case FlawKind::bad_credential: return Errc::unknown_credential;
    case FlawKind::wrong_election:
    case FlawKind::bad_commitment:
    case FlawKind::bad_opening:
    case FlawKind::bad_tally:
    case FlawKind::bad_result: return Errc::mismatch;
    case FlawKind::bad_total_proof: return Errc::too_many_choices;
    case FlawKind::bad_budget_proof: return Errc::over_budget;
    case FlawKind::not_enough: return Errc::out_of_order;
    case FlawKind::bad_choice_proof:
    case FlawKind::bad_blank_proof:
    case FlawKind::bad_knowledge_proof:
    case FlawKind::bad_signature:
    case FlawKind::bad_key_proof:
    case FlawKind::bad_certificate:
    case FlawKind::bad_share:
    case FlawKind::bad_shuffle:
    case FlawKind::bad_decryption: break;
  }
  return Errc::bad_signature;
}

voting::Encoding encoding_of(BallotRule rule) {
  switch (rule) {
    case BallotRule::approval: break;
    case BallotRule::ranking: return voting::Encoding::ranking;
    case BallotRule::points: return voting::Encoding::points;
  }
  return voting::Encoding::approval;
}

voting::Question question_of(const RoundDefinition& definition, std::size_t urn) {
  voting::Question question;
  question.text = definition.urns[urn].id;
  voting::Budget budget{definition.budget_max, {}};
  for (const auto place : projects_of_urn(definition, urn)) {
    question.choices.push_back(definition.projects[place].id);
    budget.costs.push_back(definition.projects[place].cost);
  }
  question.min = definition.choices_min;
  question.max = std::min<std::uint64_t>(definition.choices_max, question.choices.size());
  if (definition.budget_max != 0) question.budget = std::move(budget);
  if (definition.ballot == mixnet_ballot) {
    question.kind = voting::QuestionKind::mixnet;
    question.encoding = encoding_of(definition.ballot_rule);
    question.points = definition.points_max;
  } else if (question.min == 0) {
    question.blank = true;  // Belenios' way of choosing nothing
    question.min = 1;
  }
  return question;
}

}  // namespace

bool is_secret_ballot(std::string_view kind) { return kind == mixnet_ballot || kind == homomorphic_ballot; }

const group::Group& group_of(VotingGroup group) { return *group::group_named(word(group)); }

std::string urn_uuid(std::string_view round_origin, std::string_view urn) {
  const auto digest = crypto::sha256(std::string("radslag/v1/uuid\n").append(round_origin).append("\n").append(urn));
  return base58(digest).substr(0, uuid_letters);
}

std::vector<std::uint16_t> projects_of_urn(const RoundDefinition& definition, std::size_t urn) {
  std::vector<std::uint16_t> places;
  for (std::size_t i = 0; i < definition.projects.size(); ++i) {
    if (definition.urn_of(definition.projects[i]) == urn) places.push_back(static_cast<std::uint16_t>(i));
  }
  return places;
}

Result<std::string> urn_election(const RoundDefinition& definition, std::size_t urn, std::string_view round_origin,
                                 const CeremonyState& ceremony) {
  if (!is_secret_ballot(definition.ballot)) return refuse(Errc::unsupported, definition.ballot + " is no kind of secret ballot");
  if (definition.ballot == homomorphic_ballot && needs_ballots(definition.rule))
    return refuse(Errc::unsupported, "the allocation rule needs whole ballots, but homomorphic ballots give totals only");
  if (definition.ballot == homomorphic_ballot && definition.ballot_rule != BallotRule::approval)
    return refuse(Errc::unsupported, "homomorphic ballots can only be approvals");
  const auto& group = group_of(ceremony.group);
  voting::ElectionDraft draft{definition.title,
                              definition.summary,
                              std::string(group.name()),
                              group.encode(ceremony.keys->election_key()),
                              {question_of(definition, urn)},
                              urn_uuid(round_origin, definition.urns[urn].id),
                              {},
                              {}};
  const auto& question = draft.questions.front();
  if (question.kind == voting::QuestionKind::mixnet) {
    if (group.embedding_bytes() == 0) return refuse(Errc::unsupported, std::string(group.name()) + " cannot hold mixnet ballots");
    if (question.numbers() > group.embedding_bytes()) {
      return refuse(Errc::too_large, "a ballot of " + std::to_string(question.choices.size()) + " projects takes " +
                                         std::to_string(question.numbers()) + " bytes; one ciphertext of " + std::string(group.name()) +
                                         " holds " + std::to_string(group.embedding_bytes()));
    }
  }
  auto json = voting::write_election(draft);
  if (!json) return refuse(json.error());
  return std::move(*json);
}

tl::unexpected<Error> refuse(const voting::Flaw& flaw) {
  return tl::make_unexpected(
      Error{errc_of(flaw.kind), std::string(voting::name_of(flaw.kind)) + (flaw.detail.empty() ? "" : ": ") + flaw.detail});
}

}  // namespace radslag::record
