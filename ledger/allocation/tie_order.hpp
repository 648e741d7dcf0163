// The one total order that decides between equal projects. Frozen before the count, the same in every round and every run.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/allocation/tie_criterion.hpp"
#include "ledger/result.hpp"

namespace radslag::allocation {

class Profile;

/// `order` comes last and is total: the listing, the ids by their bytes, or an explicit order (a lot that was drawn).
struct TieOrder {
  using By = TieCriterion;
  enum class Last { listing, id, given };
  std::vector<By> criteria;
  Last last = Last::listing;
  std::vector<std::string> order = {};  ///< with `given`: every project's id once

  bool operator==(const TieOrder&) const = default;

  /// "min-cost,max-votes,file-order"; the last word is `file-order` or `id`; without one, `file-order`. Errors: malformed, unsupported.
  [[nodiscard]] static Result<TieOrder> parse(std::string_view text);
  [[nodiscard]] std::string text() const;
};

/// By project: its place in the order, from 0. Errors: mismatch (a given order that does not have every project once).
[[nodiscard]] Result<std::vector<std::uint32_t>> ranks(const TieOrder& order, const Profile& profile);

}  // namespace radslag::allocation
