// The hashes that a ballot's proofs must give. Commitments are collected first and encoded all at once, which is much cheaper a piece.
#pragma once

#include <string>
#include <vector>

#include "crypto/group/group.hpp"
#include "crypto/voting/ciphertext.hpp"
#include "crypto/voting/flaw.hpp"

namespace radslag::voting {

class Statements {
 public:
  explicit Statements(const Group& group) : group_(group) {}

  /// A new statement: Hq(prefix || S(a1) || "," || S(a2) ...) over the elements that follow must be `challenge`; else this flaw.
  void begin(std::string prefix, const Scalar& challenge, Flaw flaw);
  /// Elements of the last statement. A ciphertext put before the commitments is followed by "|".
  void add_ciphertext(const Ciphertext& ciphertext);
  void add(const Element& commitment) { elements_.push_back(commitment); }

  /// The first statement, in the order of `begin`, that does not hold.
  [[nodiscard]] Checked<> check() const;

 private:
  struct Statement {
    std::string prefix;
    Scalar challenge;
    Flaw flaw;
    std::size_t first = 0;
    bool has_ciphertext = false;
  };

  const Group& group_;
  std::vector<Statement> statements_;
  std::vector<Element> elements_;
};

}  // namespace radslag::voting
