#include "crypto/voting/disjunction.hpp"

#include <cassert>

namespace radslag::voting {

namespace {

/// `chosen` where the condition holds, else `other`, without a branch.
Scalar select(bool condition, const Scalar& chosen, const Scalar& other) {
  const std::uint64_t mask = std::uint64_t{0} - static_cast<std::uint64_t>(condition);
  Scalar out = other;
  const auto limbs = out.limbs();
  for (std::size_t i = 0; i < limbs.size(); ++i) limbs[i] ^= mask & (limbs[i] ^ chosen.limbs()[i]);
  return out;
}

std::string range_prefix(const Group& group, std::string_view prefix, const Ciphertext& ciphertext) {
  std::string text = "prove|";
  text.append(prefix).append("|").append(group.encode(ciphertext.alpha)).append(",").append(group.encode(ciphertext.beta)).append("|");
  return text;
}

}  // namespace

// For every branch, true or not, the maker knows r: with a random e = s + r c, the verifier's A = g^s alpha^c is g^e, and
// B = y^s (beta / g^value)^c is y^e g^((held - value) c). So all branches are made in the same way, and only c of the true one is bound.
std::vector<Proof> prove_one_of(const Election& election, std::string_view prefix, std::span<const Branch> branches, std::size_t truth) {
  assert(truth < branches.size());
  const Group& group = election.group();
  std::vector<Proof> proofs(branches.size());
  std::vector<Scalar> exponents(branches.size());
  std::vector<Element> commitments;
  commitments.reserve(2 * branches.size());
  Scalar others;
  const Scalar zero;
  for (std::size_t j = 0; j < branches.size(); ++j) {
    exponents[j] = group.random_scalar();
    proofs[j].challenge = select(j == truth, zero, group.random_scalar());
    others = group.add(others, proofs[j].challenge);
    const Scalar offset = group.subtract(Scalar(branches[j].held), Scalar(branches[j].value));
    commitments.push_back(group.secret_power_of_generator(exponents[j]));
    commitments.push_back(group.product(group.secret_power(election.public_key_base(), exponents[j]),
                                        group.secret_power_of_generator(group.multiply(offset, proofs[j].challenge))));
  }
  const Scalar bound = group.subtract(group.hash(prefix, commitments), others);
  for (std::size_t j = 0; j < branches.size(); ++j) {
    proofs[j].challenge = select(j == truth, bound, proofs[j].challenge);
    proofs[j].response = group.subtract(exponents[j], group.multiply(*branches[j].randomness, proofs[j].challenge));
  }
  return proofs;
}

std::vector<Proof> prove_in_range(const Election& election, std::string_view prefix, const Ciphertext& ciphertext, const Scalar& randomness,
                                  std::uint64_t held, Range range) {
  std::vector<Branch> branches;
  for (std::uint64_t value = range.first; value <= range.last; ++value) branches.push_back({&randomness, held, value});
  return prove_one_of(election, range_prefix(election.group(), prefix, ciphertext), branches, held - range.first);
}

Scalar challenge_of(const Group& group, std::span<const Proof> proofs) {
  Scalar sum;
  for (const Proof& proof : proofs) sum = group.add(sum, proof.challenge);
  return sum;
}

void add_range_commitments(Statements& statements, const Election& election, const ReadyCiphertext& ciphertext,
                           std::span<const Proof> proofs, Range range) {
  assert(proofs.size() == range.size());
  const Group& group = election.group();
  for (std::size_t j = 0; j < proofs.size(); ++j) {
    const Scalar& challenge = proofs[j].challenge;
    statements.add(group.power_product(election.generator_base(), proofs[j].response, *ciphertext.alpha, challenge));
    // (beta / g^value)^c as beta^c g^(-value c): cheaper than a base of its own for every value.
    const Element shifted = group.power_product(election.public_key_base(), proofs[j].response, *ciphertext.beta, challenge);
    const Scalar value(range.first + j);
    statements.add(
        value.is_zero() ? shifted : group.product(shifted, group.power_of_generator(group.subtract({}, group.multiply(value, challenge)))));
  }
}

void add_in_range(Statements& statements, const Election& election, std::string_view prefix, const ReadyCiphertext& ciphertext,
                  std::span<const Proof> proofs, Range range, const Flaw& flaw) {
  std::string text = "prove|";
  text.append(prefix).append("|");
  statements.begin(std::move(text), challenge_of(election.group(), proofs), flaw);
  statements.add_ciphertext(ciphertext.ciphertext);
  add_range_commitments(statements, election, ciphertext, proofs, range);
}

}  // namespace radslag::voting
