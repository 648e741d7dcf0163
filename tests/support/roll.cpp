#include "tests/support/roll.hpp"

#include <algorithm>

namespace radslag::testing {

Roll::Roll(const std::string& matter, std::size_t people) {
  for (std::size_t person = 0; person < people; ++person) pseudonyms_.push_back(pseudonym(matter, std::to_string(person)));
  ascending_ = pseudonyms_;
  std::sort(ascending_.begin(), ascending_.end());
  for (const auto& one : ascending_) tree_.append(log::leaf_hash(crypto::view(one)));
}

record::Membership Roll::membership(std::size_t person) const {
  const auto found = std::lower_bound(ascending_.begin(), ascending_.end(), pseudonym(person));
  const auto place = static_cast<std::uint64_t>(found - ascending_.begin());
  return {place, tree_.inclusion(place, tree_.size())};
}

record::Digest Roll::pseudonym(const std::string& matter, const std::string& who) {
  return crypto::sha256("pseudonym of " + who + " in " + matter);
}

}  // namespace radslag::testing
