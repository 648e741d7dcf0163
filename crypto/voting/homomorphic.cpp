#include "crypto/voting/homomorphic.hpp"

#include <cassert>
#include <utility>

#include "crypto/voting/disjunction.hpp"
#include "crypto/voting/encryption.hpp"

namespace radslag::voting {

namespace {

constexpr Range bit{0, 1};

Range total_range(const Question& question) { return {question.min, question.max}; }

/// S: s0, and all ciphertexts.
template <typename Ciphertexts>
std::string statement_prefix(std::string_view s0, const Ciphertexts& choices) {
  return std::string(s0) + "|" + join(choices);
}

Ciphertext sum_of(const Group& group, std::span<const Ciphertext> ciphertexts) {
  Ciphertext sum = ciphertexts.front();
  for (const Ciphertext& ciphertext : ciphertexts.subspan(1)) sum = product(group, sum, ciphertext);
  return sum;
}

void add_blank_statements(Statements& statements, const Election& election, const Question& question, const std::string& s,
                          const ReadyCiphertext& blank, std::span<const Ciphertext> projects, const HomomorphicAnswer& answer,
                          const std::string& where) {
  const Group& group = election.group();
  const ReadyCiphertext sum = made_ready(group, sum_of(group, projects));
  const std::span<const Proof> blank_proof = answer.blank_proof;
  statements.begin("bproof0|" + s + "|", challenge_of(group, blank_proof), {FlawKind::bad_blank_proof, where});
  add_range_commitments(statements, election, blank, blank_proof.first(1), {0, 0});
  add_range_commitments(statements, election, sum, blank_proof.subspan(1), {0, 0});
  const std::span<const Proof> overall = answer.overall_proof;
  statements.begin("bproof1|" + s + "|", challenge_of(group, overall), {FlawKind::bad_total_proof, where});
  add_range_commitments(statements, election, blank, overall.first(1), {1, 1});
  add_range_commitments(statements, election, sum, overall.subspan(1), total_range(question));
}

struct Total {
  std::uint64_t held = 0;
  Scalar randomness;
};

Total total_of(const Group& group, std::span<const std::uint8_t> numbers, std::span<const Scalar> randomness) {
  Total total;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    total.held += numbers[i];
    total.randomness = group.add(total.randomness, randomness[i]);
  }
  return total;
}

std::string blank_members(const Election& election, const Question& question, const std::string& s, std::span<const std::uint8_t> numbers,
                          std::span<const Scalar> randomness) {
  const Group& group = election.group();
  const std::uint64_t is_blank = numbers.front();
  const Total total = total_of(group, numbers.subspan(1), randomness.subspan(1));
  std::vector<Branch> overall{{&randomness.front(), is_blank, 1}};
  for (std::uint64_t value = question.min; value <= question.max; ++value) overall.push_back({&total.randomness, total.held, value});
  const std::vector<Branch> either{{&randomness.front(), is_blank, 0}, {&total.randomness, total.held, 0}};
  const std::size_t truth = (1 - is_blank) * (1 + total.held - question.min);
  return write(group, prove_one_of(election, "bproof1|" + s + "|", overall, truth)) +
         ",\"blank_proof\":" + write(group, prove_one_of(election, "bproof0|" + s + "|", either, is_blank));
}

std::string overall_member(const Election& election, const Question& question, const std::string& s, std::span<const Ciphertext> choices,
                           std::span<const std::uint8_t> numbers, std::span<const Scalar> randomness) {
  const Total total = total_of(election.group(), numbers, randomness);
  return write(election.group(),
               prove_in_range(election, s, sum_of(election.group(), choices), total.randomness, total.held, total_range(question)));
}

}  // namespace

HomomorphicAnswer read_homomorphic(const Group& group, const Question& question, json::Reader& in) {
  HomomorphicAnswer answer;
  in.expect("{\"choices\":");
  answer.choices = read_ciphertexts(in);
  in.expect(",\"individual_proofs\":");
  for (bool first = true; in.next_item(first);) answer.individual_proofs.push_back(read_proofs(group, in));
  in.expect(",\"overall_proof\":");
  answer.overall_proof = read_proofs(group, in);
  if (question.blank) {
    in.expect(",\"blank_proof\":");
    answer.blank_proof = read_proofs(group, in);
  }
  if (question.budget) {
    in.expect(",\"budget_proof\":");
    answer.budget_proof = read_budget_proof(group, in);
  }
  in.expect("}");
  return answer;
}

Checked<> check_shape(const HomomorphicAnswer& answer, const Question& question) {
  if (answer.choices.size() != question.ciphertexts()) return flaw(FlawKind::bad_shape, "choices");
  if (answer.individual_proofs.size() != answer.choices.size()) return flaw(FlawKind::bad_shape, "individual_proofs");
  for (const auto& proofs : answer.individual_proofs) {
    if (proofs.size() != bit.size()) return flaw(FlawKind::bad_shape, "individual_proofs");
  }
  if (answer.overall_proof.size() != total_range(question).size() + (question.blank ? 1 : 0))
    return flaw(FlawKind::bad_shape, "overall_proof");
  if (answer.blank_proof.size() != (question.blank ? 2 : 0)) return flaw(FlawKind::bad_shape, "blank_proof");
  if (question.budget) return check_shape(*answer.budget_proof, *question.budget);
  return {};
}

Checked<std::vector<Ciphertext>> add_homomorphic(Statements& statements, const Election& election, const Question& question,
                                                 std::string_view s0, const HomomorphicAnswer& answer, const std::string& where) {
  const Group& group = election.group();
  std::vector<Ciphertext> choices;
  std::optional<ReadyCiphertext> blank;
  for (std::size_t i = 0; i < answer.choices.size(); ++i) {
    const std::string here = where + ", choice " + std::to_string(i + 1);
    auto choice = receive(group, answer.choices[i], here);
    if (!choice) return tl::make_unexpected(choice.error());
    choices.push_back(choice->ciphertext);
    add_in_range(statements, election, s0, *choice, answer.individual_proofs[i], bit, {FlawKind::bad_choice_proof, here});
    if (i == 0 && question.blank) blank = std::move(*choice);
  }
  const std::string s = statement_prefix(s0, answer.choices);
  const auto projects = std::span<const Ciphertext>(choices).subspan(blank ? 1 : 0);
  if (blank) {
    add_blank_statements(statements, election, question, s, *blank, projects, answer, where);
  } else {
    const ReadyCiphertext sum = made_ready(group, sum_of(group, projects));
    add_in_range(statements, election, s, sum, answer.overall_proof, total_range(question), {FlawKind::bad_total_proof, where});
  }
  if (question.budget) {
    auto added = add_budget_proof(statements, election, *question.budget, s, projects, *answer.budget_proof, where);
    if (!added) return tl::make_unexpected(added.error());
  }
  return choices;
}

std::string make_homomorphic(const Election& election, const Question& question, std::string_view s0, std::span<const std::uint8_t> numbers,
                             std::span<const Scalar> randomness) {
  assert(numbers.size() == question.ciphertexts() && randomness.size() == numbers.size());
  const Group& group = election.group();
  std::vector<Ciphertext> choices;
  std::string proofs;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    choices.push_back(encrypt(election, numbers[i], randomness[i]));
    if (i > 0) proofs += ',';
    proofs += write(group, prove_in_range(election, s0, choices.back(), randomness[i], numbers[i], bit));
  }
  const std::vector<EncodedCiphertext> texts = encode_all(group, choices);
  const std::string s = statement_prefix(s0, texts);
  std::string out = "{\"choices\":" + write(texts) + ",\"individual_proofs\":[" + proofs + "],\"overall_proof\":";
  out += question.blank ? blank_members(election, question, s, numbers, randomness)
                        : overall_member(election, question, s, choices, numbers, randomness);
  if (question.budget) {
    const std::size_t first = question.blank ? 1 : 0;
    out += ",\"budget_proof\":" + make_budget_proof(election, *question.budget, s, numbers.subspan(first), randomness.subspan(first));
  }
  return out += '}';
}

}  // namespace radslag::voting
