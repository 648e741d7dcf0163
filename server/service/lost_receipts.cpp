#include "server/service/lost_receipts.hpp"

#include <array>

namespace radslag::service {

std::string_view outcome_name(ShownReceipt::Outcome outcome) {
  constexpr std::array<std::string_view, 4> names{"counts-again", "evidence", "not-lost", "contradicted"};
  return names.at(static_cast<std::size_t>(outcome));
}

std::optional<ShownReceipt> known_already(
    const record::ShownEntry& shown,
    const std::function<std::optional<std::string>(const std::string& log, std::uint64_t index)>& entry_at) {
  using Outcome = ShownReceipt::Outcome;
  if (!shown.is_lost()) {
    const auto here = entry_at(shown.log, shown.index);
    const bool same = here && *here == shown.entry;
    return ShownReceipt{same ? Outcome::not_lost : Outcome::contradicted, false, shown.log, shown.index, shown.index};
  }
  const auto before = shown.recovery->shown.find(shown.index);
  if (before == shown.recovery->shown.end()) return std::nullopt;
  const auto outcome = before->second.counts ? Outcome::counts_again : Outcome::evidence;
  return ShownReceipt{outcome, true, shown.log, shown.index, before->second.at};
}

}  // namespace radslag::service
