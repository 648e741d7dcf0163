#include "ledger/record/withheld.hpp"

namespace radslag::record {

const Withholding* Withheld::find(const crypto::Digest& blob) const {
  const auto found = of.find(blob);
  return found == of.end() ? nullptr : &decisions[found->second];
}

std::string withheld_text(const Withholding& decision) {
  return "withheld by decision " + decision.decision + " (entry " + std::to_string(decision.index) + " of the town log)";
}

}  // namespace radslag::record
