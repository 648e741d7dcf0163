#include "ledger/allocation/rules.hpp"

#include <algorithm>
#include <map>
#include <numeric>
#include <string_view>

#include "ledger/allocation/counting.hpp"

namespace radslag::allocation {
namespace {

/// The largest sum of points that a project may have, and of costs: everything fits into 64 bits.
constexpr std::uint64_t kMaxPoints = std::uint64_t{1} << 62;

Result<> check(const Profile& profile) {
  if (profile.projects.size() > kMaxProjects) return refuse(Errc::too_large, "more than 10,000 projects");
  if (profile.envelope < 0) return refuse(Errc::malformed, "the envelope is negative");
  if (profile.envelope > kMaxAmount) return refuse(Errc::too_large, "the envelope is larger than 10^17 minor units");
  for (const auto& project : profile.projects) {
    if (project.cost < 0) return refuse(Errc::malformed, "project " + project.id + " has a negative cost");
    if (project.cost > kMaxAmount) return refuse(Errc::too_large, "project " + project.id + " costs more than 10^17 minor units");
  }
  std::uint64_t points = 0;
  for (std::size_t group = 0; group < profile.groups(); ++group) {
    for (const auto& choice : profile.choices(group)) {
      if (choice.points < 0) return refuse(Errc::malformed, "points are negative");
      std::uint64_t sum = 0;
      if (__builtin_mul_overflow(profile.weight(group), static_cast<std::uint64_t>(choice.points), &sum) ||
          __builtin_add_overflow(points, sum, &points) || points > kMaxPoints)
        return refuse(Errc::too_large, "the points of all ballots together are more than 2^62");
    }
  }
  return {};
}

Result<> check(const Profile& profile, const GreedyRule& rule) {
  std::map<std::string_view, bool> is_grouped;  // by id
  if (!rule.exclusive.empty())
    for (const auto& project : profile.projects) is_grouped.emplace(project.id, false);
  for (const auto& group : rule.exclusive) {
    for (const auto& id : group) {
      const auto found = is_grouped.find(id);
      if (found == is_grouped.end()) return refuse(Errc::malformed, "exclusive project " + id + " is not there");
      if (found->second) return refuse(Errc::malformed, "exclusive project " + id + " stands twice");
      found->second = true;
    }
  }
  return {};
}

/// What naming a project with this choice is worth, in units of the project's scale; 0: it is not named.
std::int64_t worth(Utility utility, const Choice& choice) {
  const bool counts_points = utility == Utility::points || utility == Utility::borda;
  return choice.points <= 0 || counts_points ? choice.points : 1;
}

}  // namespace

std::vector<Supporters> supporters_of(const Profile& profile, Utility utility) {
  std::vector<Supporters> all(profile.projects.size());
  std::vector<std::map<std::int64_t, std::uint32_t>> seen(profile.projects.size());
  for (std::size_t p = 0; p < all.size(); ++p) {
    if (utility == Utility::cost) all[p].scale = std::max<std::int64_t>(1, profile.projects[p].cost);
  }
  for (std::uint32_t group = 0; group < profile.groups(); ++group) {
    for (const auto& choice : profile.choices(group)) {
      const auto value = worth(utility, choice);
      auto& supporters = all[choice.project];
      if (value <= 0) continue;
      const auto [at, is_new] = seen[choice.project].emplace(value, static_cast<std::uint32_t>(supporters.utilities.size()));
      if (is_new) supporters.utilities.push_back(value);
      supporters.parts.push_back({group, at->second, profile.weight(group)});
      supporters.ballots += profile.weight(group);
    }
  }
  const auto by_utility = [](const auto& a, const auto& b) { return a.utility < b.utility; };
  for (auto& supporters : all) {
    if (supporters.utilities.size() > 1) std::stable_sort(supporters.parts.begin(), supporters.parts.end(), by_utility);
  }
  return all;
}

void sort_by_rank(const Input& in, std::vector<std::uint32_t>& projects) {
  std::sort(projects.begin(), projects.end(), [&](auto a, auto b) { return in.rank[a] < in.rank[b]; });
}

Result<Count> count(const Profile& profile, const AnyRule& rule, const TieOrder& ties) {
  if (auto good = check(profile); !good) return tl::make_unexpected(good.error());
  auto rank = ranks(ties, profile);
  if (!rank) return tl::make_unexpected(rank.error());
  const Input in{profile, profile.votes(), std::move(*rank)};
  struct {
    const Input& in;
    Result<Count> operator()(const GreedyRule& x) const {
      if (auto good = check(in.profile, x); !good) return tl::make_unexpected(good.error());
      return count_greedy(in, x);
    }
    Result<Count> operator()(const EqualSharesRule& x) const { return count_equal_shares(in, x); }
    Result<Count> operator()(const PhragmenRule& x) const { return count_phragmen(in, x); }
  } counted{in};
  return std::visit(counted, rule);
}

}  // namespace radslag::allocation
