// What an outcome means for the voters: whom it left with nothing, how many of their projects others got, where the money went.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "ledger/allocation/exact.hpp"
#include "ledger/allocation/profile.hpp"

namespace radslag::allocation {

/// Of all ballots, blank ones too. Those of several areas are added up with `+=`.
struct Statistics {
  std::uint64_t voters = 0;
  std::uint64_t blank = 0;               ///< name no project
  std::vector<std::uint64_t> by_number;  ///< [k]: ballots of whose projects k are funded; at least [0]
  std::uint64_t named = 0;               ///< projects named on all ballots together
  std::uint64_t named_funded = 0;        ///< and how many of these are funded

  [[nodiscard]] std::uint64_t without() const { return by_number.empty() ? 0 : by_number.front(); }  ///< none of their projects is funded
  [[nodiscard]] Exact share_without() const;   ///< of the voters, 0 to 1; 0 where there are none
  [[nodiscard]] Exact average_funded() const;  ///< of a ballot's projects; 0 where there are no voters
  Statistics& operator+=(const Statistics& other);
};

/// `funded`: indices in Profile::projects.
[[nodiscard]] Statistics statistics(const Profile& profile, std::span<const std::uint32_t> funded);

/// What a category (an area, a theme) got beside what was voted for it.
struct CategoryFigures {
  std::size_t projects = 0, funded = 0;
  std::int64_t cost = 0, spent = 0;           ///< of its projects, and of those funded; minor units
  std::uint64_t votes = 0, funded_votes = 0;  ///< of its projects together, and of those funded

  bool operator==(const CategoryFigures&) const = default;
};

/// Projects without a category, in `category`.
inline constexpr std::size_t kNoCategory = static_cast<std::size_t>(-1);

/// By category, from 0. `category`: of each project, less than `categories` or kNoCategory. Withdrawn projects do not count.
[[nodiscard]] std::vector<CategoryFigures> by_category(const Profile& profile, std::span<const std::uint32_t> funded,
                                                       std::span<const std::size_t> category, std::size_t categories);

/// Two outcomes of the same ballots.
struct OutcomeComparison {
  std::uint64_t prefer_first = 0, prefer_second = 0, equal = 0;  ///< voters, by how many of their projects each funds
  std::vector<std::uint32_t> both, only_first, only_second;      ///< projects, in the order of the outcome
};

[[nodiscard]] OutcomeComparison compare_outcomes(const Profile& profile, std::span<const std::uint32_t> first,
                                                 std::span<const std::uint32_t> second);

}  // namespace radslag::allocation
