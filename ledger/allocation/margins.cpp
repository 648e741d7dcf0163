#include "ledger/allocation/margins.hpp"

#include "ledger/allocation/margins_of.hpp"

namespace radslag::allocation {

Margins margins(const Profile& profile, const AnyRule& rule, const TieOrder& ties, const Count& counted, const MarginWork& work) {
  auto rank = ranks(ties, profile);
  if (!rank || counted.fates.size() != profile.projects.size()) return {std::vector<Margin>(profile.projects.size())};
  const Input in{profile, profile.votes(), std::move(*rank)};
  struct {
    const Input& in;
    const TieOrder& ties;
    const Count& counted;
    const MarginWork& work;
    Margins operator()(const GreedyRule& x) const { return greedy_margins(in, x, ties, counted); }
    Margins operator()(const PhragmenRule& x) const { return phragmen_margins(in, x, ties, counted, work); }
    Margins operator()(const EqualSharesRule& x) const {
      const bool switched = counted.compared && counted.compared->switched;
      auto found = switched ? greedy_margins(in, {}, ties, counted) : equal_shares_margins(in, x, ties, counted, work);
      found.without_comparison = x.comparison != EqualSharesRule::Comparison::none;
      return found;
    }
  } of_rule{in, ties, counted, work};
  return std::visit(of_rule, rule);
}

}  // namespace radslag::allocation
