// What the counts of all rules share: checked input, eligibility, supporters by project. Inside of this room.
#pragma once

#include <cstdint>
#include <vector>

#include "ledger/allocation/purses.hpp"
#include "ledger/allocation/rules.hpp"

namespace radslag::allocation {

struct Input {
  const Profile& profile;
  std::vector<std::uint64_t> votes;
  std::vector<std::uint32_t> rank;  ///< by project: place in the tie order
};

[[nodiscard]] Count count_greedy(const Input& in, const GreedyRule& rule);
[[nodiscard]] Result<Count> count_equal_shares(const Input& in, const EqualSharesRule& rule);
[[nodiscard]] Count count_phragmen(const Input& in, const PhragmenRule& rule);

/// Equal Shares: whether so many votes are enough for the rule's filters, and what each of so many voters has at first.
[[nodiscard]] bool has_votes(const EqualSharesRule& rule, std::int64_t envelope, std::int64_t cost, std::uint64_t votes,
                             std::uint64_t voters);
[[nodiscard]] Exact voter_endowment(const EqualSharesRule& rule, std::int64_t envelope, std::uint64_t voters);

/// Each project's supporters, with what it is worth to them.
[[nodiscard]] std::vector<Supporters> supporters_of(const Profile& profile, Utility utility);

/// More than 0 where the first has the better score, less where the second has. By cost, what costs nothing comes before all others.
[[nodiscard]] int by_score(GreedyRule::Order order, std::uint64_t score, std::int64_t cost, std::uint64_t other, std::int64_t other_cost);

/// Projects in the tie order.
void sort_by_rank(const Input& in, std::vector<std::uint32_t>& projects);

}  // namespace radslag::allocation
