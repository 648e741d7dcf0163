// What a rule sees of the ballots: whole ballots, equal ones counted together.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "ledger/allocation/project.hpp"

namespace radslag::allocation {

/// A project on a ballot.
struct Choice {
  std::uint32_t project = 0;  ///< index in Profile::projects
  std::int64_t points = 1;    ///< 1 on approval ballots; what a voter gave; of a ranking what its place is worth
  bool operator==(const Choice&) const = default;
  auto operator<=>(const Choice&) const = default;
};

/// Ballots of one area with the same choices, and how many there are. Flat, since there may be millions.
class Profile {
 public:
  std::vector<Project> projects;  ///< in their frozen listing order
  std::int64_t envelope = 0;      ///< minor units, 0 .. kMaxAmount
  /// Where each voter's money comes from the area that the voter lives in: what each area has, minor units; else empty.
  std::vector<std::int64_t> area_envelopes;

  /// `choices`: each project at most once; points at least 0. `area`: index in `area_envelopes`; 0 where there are none.
  void add(std::span<const Choice> choices, std::uint64_t ballots = 1, std::uint16_t area = 0);
  /// Counts equal ballots together. Called once, after the last `add`; the order in which ballots were added is gone then.
  void group();

  [[nodiscard]] std::size_t groups() const { return weights_.size(); }
  [[nodiscard]] std::uint64_t weight(std::size_t group) const { return weights_[group]; }
  [[nodiscard]] std::uint16_t area(std::size_t group) const { return areas_[group]; }
  [[nodiscard]] std::span<const Choice> choices(std::size_t group) const;

  [[nodiscard]] std::size_t all_choices() const { return choices_.size(); }  ///< of all groups together

  [[nodiscard]] std::uint64_t voters() const { return voters_; }  ///< all ballots, empty ones too
  /// Ballots that name each project, and the sum of what they give it. Points that are 0 do not name it.
  [[nodiscard]] std::vector<std::uint64_t> votes() const;
  [[nodiscard]] std::vector<std::uint64_t> points() const;

 private:
  std::vector<Choice> choices_;
  std::vector<std::uint64_t> ends_;
  std::vector<std::uint64_t> weights_;
  std::vector<std::uint16_t> areas_;
  std::uint64_t voters_ = 0;
};

}  // namespace radslag::allocation
