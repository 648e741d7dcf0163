#include "crypto/voting/statements.hpp"

#include <utility>

namespace radslag::voting {

void Statements::begin(std::string prefix, const Scalar& challenge, Flaw flaw) {
  statements_.push_back({std::move(prefix), challenge, std::move(flaw), elements_.size(), false});
}

void Statements::add_ciphertext(const Ciphertext& ciphertext) {
  statements_.back().has_ciphertext = true;
  add(ciphertext.alpha);
  add(ciphertext.beta);
}

Checked<> Statements::check() const {
  const std::vector<std::string> texts = group_.encode_all(elements_);
  std::string hashed;
  for (std::size_t s = 0; s < statements_.size(); ++s) {
    const Statement& statement = statements_[s];
    const std::size_t end = s + 1 < statements_.size() ? statements_[s + 1].first : texts.size();
    hashed = statement.prefix;
    for (std::size_t i = statement.first; i < end; ++i) {
      const std::size_t place = i - statement.first;
      if (place > 0) hashed += statement.has_ciphertext && place == 2 ? '|' : ',';
      hashed += texts[i];
    }
    if (!(group_.hash_to_scalar(hashed) == statement.challenge)) return tl::make_unexpected(statement.flaw);
  }
  return {};
}

}  // namespace radslag::voting
