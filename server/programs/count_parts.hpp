// What the two ways of showing a count share. Inside of this room.
#pragma once

#include <optional>

#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/margins.hpp"
#include "ledger/allocation/statistics.hpp"
#include "server/programs/counted_file.hpp"

namespace radslag::programs {

/// Whole units of money, with the hundredths where there are any.
[[nodiscard]] std::string money_text(std::int64_t minor);
/// A share in per cent with one decimal, rounded down: 100.0 only where all is there.
[[nodiscard]] std::string percent_text(const allocation::Exact& share);
/// The rule where its rounds are the ones that count; not where greedy's outcome was taken instead.
[[nodiscard]] const allocation::EqualSharesRule* equal_shares_of(const CountedFile& counted);

struct Explained {
  std::vector<allocation::Explanation> shares;  ///< of each project; of all that are 0 where the rule is not Equal Shares
  allocation::Margins margins;
  allocation::Statistics voters;
};
[[nodiscard]] Explained explain_count(const CountedFile& counted);

}  // namespace radslag::programs
