#include "crypto/voting/budget_proof.hpp"

#include <cassert>
#include <numeric>
#include <utility>

#include "crypto/voting/disjunction.hpp"
#include "crypto/voting/encryption.hpp"

namespace radslag::voting {

namespace {

constexpr Range digit{0, 3};
constexpr unsigned bits_a_digit = 2;

Budget reduced(const Budget& budget) {
  std::uint64_t divisor = 0;
  for (const std::uint64_t cost : budget.costs) divisor = std::gcd(divisor, cost);
  if (divisor <= 1) return budget;
  Budget out{budget.limit / divisor, budget.costs};
  for (std::uint64_t& cost : out.costs) cost /= divisor;
  return out;
}

std::size_t digits_of_limit(std::uint64_t limit) {
  std::size_t digits = 1;
  while ((limit >>= bits_a_digit) > 0) ++digits;
  return digits;
}

std::string proof_prefix(std::string_view s, std::string_view digits) {
  return std::string("budget|").append(s).append("|").append(digits);
}

Ciphertext inverse(const Group& group, const Ciphertext& ciphertext) {
  return {group.inverse(ciphertext.alpha), group.inverse(ciphertext.beta)};
}

/// To the fourth power: one place up in base 4.
Ciphertext shifted(const Group& group, const Ciphertext& ciphertext) {
  const Ciphertext twice = product(group, ciphertext, ciphertext);
  return product(group, twice, twice);
}

/// The ciphertext of digit 0: what is left over, less the other digits at their places.
Ciphertext lowest_digit(const Group& group, const Budget& budget, std::span<const Ciphertext> projects,
                        std::span<const Ciphertext> digits) {
  Ciphertext spent = trivial(group);
  for (std::size_t i = digits.size(); i-- > 0;) spent = shifted(group, product(group, spent, digits[i]));
  for (std::size_t i = 0; i < projects.size(); ++i) {
    const std::uint64_t cost = budget.costs[i];
    if (cost == 0) continue;
    spent = product(group, spent, {group.small_power(projects[i].alpha, cost), group.small_power(projects[i].beta, cost)});
  }
  const Ciphertext limit{group.identity(), group.small_power(group.generator(), budget.limit)};
  return product(group, limit, inverse(group, spent));
}

}  // namespace

BudgetProof read_budget_proof(const Group& group, json::Reader& in) {
  BudgetProof proof;
  in.expect("{\"digits\":");
  proof.digits = read_ciphertexts(in);
  in.expect(",\"proofs\":");
  for (bool first = true; in.next_item(first);) proof.proofs.push_back(read_proofs(group, in));
  in.expect("}");
  return proof;
}

std::size_t digits_of(const Budget& budget) { return digits_of_limit(reduced(budget).limit); }

Checked<> check_shape(const BudgetProof& proof, const Budget& budget) {
  const std::size_t digits = digits_of(budget);
  bool fits = proof.digits.size() == digits - 1 && proof.proofs.size() == digits;
  for (const auto& proofs : proof.proofs) fits = fits && proofs.size() == digit.size();
  if (!fits) return flaw(FlawKind::bad_shape, "budget_proof");
  return {};
}

Checked<> add_budget_proof(Statements& statements, const Election& election, const Budget& budget, std::string_view s,
                           std::span<const Ciphertext> projects, const BudgetProof& proof, const std::string& where) {
  const Group& group = election.group();
  std::vector<ReadyCiphertext> ready(1);
  std::vector<Ciphertext> digits;
  for (const CiphertextText& text : proof.digits) {
    auto received = receive(group, text, where + ", budget_proof, digit " + std::to_string(ready.size()));
    if (!received) return tl::make_unexpected(received.error());
    digits.push_back(received->ciphertext);
    ready.push_back(std::move(*received));
  }
  ready.front() = made_ready(group, lowest_digit(group, reduced(budget), projects, digits));
  const std::string prefix = proof_prefix(s, join(proof.digits));
  for (std::size_t j = 0; j < ready.size(); ++j) {
    add_in_range(statements, election, prefix, ready[j], proof.proofs[j], digit,
                 {FlawKind::bad_budget_proof, where + ", digit " + std::to_string(j)});
  }
  return {};
}

std::string make_budget_proof(const Election& election, const Budget& budget, std::string_view s, std::span<const std::uint8_t> numbers,
                              std::span<const Scalar> randomness) {
  const Group& group = election.group();
  const Budget small = reduced(budget);
  const std::size_t count = digits_of_limit(small.limit);
  std::uint64_t left = small.limit;
  Scalar lowest;  // randomness of digit 0: minus that of all that is taken off
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    assert(left >= small.costs[i] * numbers[i]);
    left -= small.costs[i] * numbers[i];
    lowest = group.subtract(lowest, group.multiply(Scalar(small.costs[i]), randomness[i]));
  }
  const auto digit_at = [left](std::size_t j) { return left >> (bits_a_digit * j) & 3; };
  std::vector<Scalar> secrets{lowest};
  std::vector<Ciphertext> digits;
  for (std::size_t j = 1; j < count; ++j) {
    secrets.push_back(group.random_scalar());
    secrets[0] = group.subtract(secrets[0], group.multiply(Scalar(std::uint64_t{1} << (bits_a_digit * j)), secrets[j]));
    digits.push_back(encrypt(election, digit_at(j), secrets[j]));
  }
  const std::vector<EncodedCiphertext> texts = encode_all(group, digits);
  const std::string prefix = proof_prefix(s, join(texts));
  std::string out = "{\"digits\":" + write(texts) + ",\"proofs\":[";
  digits.insert(digits.begin(), encrypt(election, digit_at(0), secrets[0]));
  for (std::size_t j = 0; j < count; ++j) {
    if (j > 0) out += ',';
    out += write(group, prove_in_range(election, prefix, digits[j], secrets[j], digit_at(j), digit));
  }
  return out += "]}";
}

}  // namespace radslag::voting
