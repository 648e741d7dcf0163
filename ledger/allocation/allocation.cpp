#include "ledger/allocation/allocation.hpp"

#include <algorithm>
#include <array>

#include "ledger/allocation/greedy.hpp"

namespace radslag::allocation {
namespace {

struct RuleEntry {
  RuleKind kind;
  RuleFunction apply;
};

/// Every rule there is.
constexpr std::array kRules{
    RuleEntry{RuleKind::greedy, &greedy},
};

Result<> check_tally(const Tally& tally) {
  if (tally.votes.size() != tally.projects.size())
    return refuse(Errc::mismatch, std::to_string(tally.projects.size()) + " projects, but votes for " + std::to_string(tally.votes.size()));
  if (tally.projects.size() > kMaxProjects) return refuse(Errc::too_large, "more than " + std::to_string(kMaxProjects) + " projects");
  if (tally.envelope < 0) return refuse(Errc::malformed, "a negative envelope");
  if (tally.envelope > kMaxAmount) return refuse(Errc::too_large, "an envelope over " + std::to_string(kMaxAmount) + " minor units");
  for (const Project& project : tally.projects) {
    if (project.cost <= 0) return refuse(Errc::malformed, "project " + project.id + ": its cost is not positive");
    if (project.cost > kMaxAmount) return refuse(Errc::too_large, "project " + project.id + ": a cost over " + std::to_string(kMaxAmount));
  }
  return {};
}

Result<> check_ties(const std::vector<TieCriterion>& ties) {
  const auto times = [&](TieCriterion c) { return std::count(ties.begin(), ties.end(), c); };
  if (times(TieCriterion::listing_order) != 0)
    return refuse(Errc::malformed, "tie criteria: listing order is always last and is not among them");
  // The two are opposites: after one has left two projects equal, the other can never separate them.
  if (times(TieCriterion::min_cost) + times(TieCriterion::max_cost) > 1)
    return refuse(Errc::malformed, "tie criteria: more than one of them is about cost");
  return {};
}

}  // namespace

Result<Allocation> allocate(const Tally& tally, const Rule& rule) {
  if (auto ok = check_tally(tally); !ok) return tl::make_unexpected(ok.error());
  if (auto ok = check_ties(rule.ties); !ok) return tl::make_unexpected(ok.error());
  const auto* entry = std::find_if(kRules.begin(), kRules.end(), [&](const RuleEntry& e) { return e.kind == rule.kind; });
  if (entry == kRules.end()) return refuse(Errc::unsupported, "an allocation rule that is not known here");
  return entry->apply(tally, rule);
}

}  // namespace radslag::allocation
