#include <algorithm>
#include <cassert>

#include "crypto/voting/decryption.hpp"

namespace radslag::voting {

namespace {

constexpr std::size_t few = 256;

/// lambda_j for each of the indices (from 1): sum of lambda_j f(j) is f(0) for every polynomial f of a lower degree than there are indices.
std::vector<Scalar> lagrange_at_zero(const Group& group, const std::vector<std::uint64_t>& indices) {
  std::vector<Scalar> out;
  for (const std::uint64_t j : indices) {
    Scalar above(1), below(1);
    for (const std::uint64_t k : indices) {
      if (k == j) continue;
      above = group.multiply(above, Scalar(k));
      below = group.multiply(below, group.subtract(Scalar(k), Scalar(j)));
    }
    out.push_back(group.multiply(above, group.inverse_of(below)));
  }
  return out;
}

/// One partial decryption's part in the product.
struct Term {
  const Factors* factors = nullptr;
  Scalar exponent{1};
  bool plain = true;  ///< the exponent is 1
};

Element factor_of(const Group& group, const std::vector<Term>& terms, std::size_t question, std::size_t i) {
  Element out = group.identity();
  std::vector<Element> bases;
  std::vector<Scalar> exponents;
  for (const Term& term : terms) {
    const Element& factor = (*term.factors)[question][i];
    if (term.plain) {
      out = group.product(out, factor);
      continue;
    }
    bases.push_back(factor);
    exponents.push_back(term.exponent);
  }
  if (bases.empty()) return out;
  return group.product(out, group.product_of_powers(bases, exponents));
}

}  // namespace

Checked<std::vector<std::size_t>> choose_decryptions(const Trustees& trustees, const std::vector<std::size_t>& owners) {
  for (std::size_t i = 0; i < owners.size(); ++i) {
    const auto before = owners.begin() + static_cast<std::ptrdiff_t>(i);
    const bool known = owners[i] >= 1 && owners[i] <= trustees.keys().size();
    if (!known || std::find(owners.begin(), before, owners[i]) != before) {
      return flaw(FlawKind::bad_shape, "partial decryption " + std::to_string(i + 1) + ", owner " + std::to_string(owners[i]));
    }
  }
  std::vector<std::size_t> out;
  for (const TrusteeItem& item : trustees.items()) {
    std::size_t found = 0;
    for (std::size_t i = 0; i < owners.size() && found < item.threshold; ++i) {
      if (owners[i] <= item.first || owners[i] > item.first + item.count) continue;
      out.push_back(i);
      ++found;
    }
    if (found < item.threshold) {
      std::string who = "trustee " + std::to_string(item.first + 1);
      if (item.count > 1)
        who = std::to_string(item.threshold) + " of the trustees " + std::to_string(item.first + 1) + " to " +
              std::to_string(item.first + item.count);
      return flaw(FlawKind::not_enough, "partial decryptions: needs " + who);
    }
  }
  return out;
}

Checked<Factors> combine_decryptions(const Group& group, const Trustees& trustees, const std::vector<OwnedFactors>& partial,
                                     const Work& work) {
  std::vector<std::size_t> owners;
  for (const OwnedFactors& one : partial) owners.push_back(one.owner);
  const auto chosen = choose_decryptions(trustees, owners);
  if (!chosen) return tl::make_unexpected(chosen.error());

  std::vector<Term> terms;
  auto next = chosen->begin();
  for (const TrusteeItem& item : trustees.items()) {
    std::vector<std::uint64_t> indices;
    for (std::size_t i = 0; i < item.threshold; ++i) indices.push_back(owners[next[static_cast<std::ptrdiff_t>(i)]] - item.first);
    const std::vector<Scalar> exponents = lagrange_at_zero(group, indices);  // 1 for a single trustee
    for (const Scalar& exponent : exponents) terms.push_back({&partial[*next++].factors, exponent, exponent == Scalar(1)});
  }

  Factors out(terms.front().factors->size());
  std::uint64_t total = 0;
  for (std::size_t question = 0; question < out.size(); ++question) {
    out[question].resize((*terms.front().factors)[question].size());
    total += out[question].size();
    for (const Term& term : terms) {
      if (term.factors->size() != out.size() || (*term.factors)[question].size() != out[question].size()) {
        return flaw(FlawKind::bad_shape, "partial decryptions of different tallies");
      }
    }
  }
  Workshop workshop(work, total);
  for (std::size_t question = 0; question < out.size(); ++question) {
    workshop.split(out[question].size(), few, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) out[question][i] = factor_of(group, terms, question, i);
    });
  }
  return out;
}

}  // namespace radslag::voting
