// The conditions of `witnesses-announced` (FORMAT.md section 4.8).
#include <set>

#include "ledger/record/inside.hpp"

namespace radslag::record {
Result<> Record::Inside::town(const WitnessesAnnounced& x, const Context& at) {
  const std::uint64_t next = state.town.witnesses ? state.town.witnesses->row.version + 1 : 1;
  if (x.version != next)
    return refuse(Errc::out_of_order,
                  "the next version of the witnesses is " + std::to_string(next) + ", not " + std::to_string(x.version));
  if (x.witnesses.size() > max_witnesses) return refuse(Errc::too_large, "at most 12 witnesses are announced");
  if (x.quorum > x.witnesses.size()) return refuse(Errc::mismatch, "the quorum is larger than the number of witnesses");
  if (x.quorum == 0 && !x.witnesses.empty()) return refuse(Errc::malformed, "where there are witnesses, at least one must cosign");
  std::set<std::string_view> names;
  for (const auto& witness : x.witnesses) {
    if (!names.insert(witness.name).second) return refuse(Errc::duplicate, "two witnesses have the name " + witness.name);
  }
  state.town.witnesses = WitnessesState{at.index, at.entry.hour, x};
  return {};
}

}  // namespace radslag::record
