// The parts of radslag-verify that judge a record, and a receipt by itself.
#pragma once

#include <string>
#include <vector>

#include "ledger/audit/words.hpp"

namespace radslag::programs {

struct VerifyArguments {
  std::string place;                      ///< bundle, folder, site or Belenios archive
  std::string key, policy, report, only;  ///< empty: not given
  std::string keep;                       ///< folder to mirror a site into; empty: none
  std::vector<std::string> receipts, seen;
  unsigned threads = 1;
  bool json = false, quiet = false;
  audit::Language language = audit::Language::en;
};

/// Verifies the record at `place` and says what was found, on standard output and in the file `report`. Gives an exit code; throws Stop.
[[nodiscard]] int verify_record(const VerifyArguments& arguments);

/// The receipt in `file` alone, offline. Gives an exit code; throws Stop.
[[nodiscard]] int verify_receipt_alone(const std::string& file, const VerifyArguments& arguments);

}  // namespace radslag::programs
