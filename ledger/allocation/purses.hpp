// What each voter has left under Equal Shares, kept once for all voters who have the same.
//
// Whoever has not paid all that he had has his endowment less the full prices that he paid; so an amount is known exactly by the rounds in
// which it was paid from, and a sum over many voters by how many paid in each round: whole numbers, added quickly. Beside it stands an
// interval of doubles, which is enough for nearly every decision.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/allocation/interval.hpp"
#include "ledger/allocation/profile.hpp"

namespace radslag::allocation {

/// A project's supporters: groups of ballots, by what it is worth to them.
struct Supporters {
  struct Part {
    std::uint32_t group = 0;
    std::uint32_t utility = 0;  ///< index in `utilities`
    std::uint64_t weight = 0;   ///< ballots
  };
  std::vector<Part> parts;  ///< by utility, ascending: so whoever sorts them by kind too needs no table of both
  /// Different values, all greater than 0, in units of `scale`: a utility is the product of both.
  std::vector<std::int64_t> utilities;
  std::int64_t scale = 1;
  std::uint64_t ballots = 0;
};

/// Voters of one kind among the supporters of a project.
struct Share {
  std::uint32_t kind = 0;     ///< who have the same left
  std::uint32_t utility = 0;  ///< index in Supporters::utilities
  std::int64_t ballots = 0;
};

class Purses {
 public:
  static constexpr std::uint32_t empty = 0;  ///< the kind of those who have nothing left

  /// `endowments`: of a voter, by area, minor units.
  Purses(const Profile& profile, const std::vector<Exact>& endowments);

  /// The kinds among these supporters that have something left. Good until the next call.
  [[nodiscard]] std::span<const Share> shares(const Supporters& supporters);

  [[nodiscard]] const Interval& amount(std::uint32_t kind) const { return kinds_[kind].amount; }
  [[nodiscard]] Exact exact_amount(std::uint32_t kind) const;
  /// Of all these voters together.
  [[nodiscard]] Exact exact_sum(std::span<const Share> shares) const;

  /// Those who cannot pay `price` for each unit of their utility pay all that they have.
  void pay(const Supporters& supporters, const Exact& price);

 private:
  struct Kind {
    Interval amount;
    std::uint32_t before = 0;  ///< the kind that they were when they last paid; themselves, where they never did
    std::uint32_t round = 0;   ///< and in which round; or their area
    std::int64_t units = 0;    ///< for so many units
  };
  /// Calls `with` for each part of those who have something left, with its place in `shares_`, which it fills.
  template <class With>
  void sort_into_shares(const Supporters& supporters, With with);

  std::vector<Exact> endowments_, prices_;
  std::vector<Kind> kinds_;
  std::vector<std::uint32_t> kind_of_;  ///< by group
  std::vector<std::uint32_t> seen_;     ///< by kind: where it may stand in `shares_`, which says whether it does
  std::vector<Share> shares_;
};

}  // namespace radslag::allocation
