// What has been withheld, and by which decisions (FORMAT.md section 4.8). Part of state.hpp.
#pragma once

#include <cstdint>
#include <string>
#include <unordered_map>
#include <vector>

#include "ledger/record/digest_set.hpp"
#include "ledger/record/keeping.hpp"

namespace radslag::record {

/// After the entry that ends a matter: the three weeks of an appeal, and the notice's time.
inline constexpr std::uint64_t appeal_hours = 720;

/// One decision to withhold contents.
struct Withholding {
  std::uint64_t index = 0, hour = 0;  ///< of the entry in the town log
  std::string log;                    ///< whose entries name the blobs
  WithholdingGround ground{};
  std::string decision;  ///< its diary number or the like
  std::string reason;    ///< empty where that is withheld itself
  crypto::Digest content{};
  std::uint64_t blobs = 0;
  std::uint64_t absent = 0;  ///< of them, those that were not there when their entries were read; ballots not counted
};

/// About 60 bytes a blob. Shared between copies of the state: nobody changes what has been published.
struct Withheld {
  std::vector<Withholding> decisions;                                ///< oldest first
  std::unordered_map<crypto::Digest, std::uint32_t, DigestHash> of;  ///< by blob: place in `decisions`

  /// The decision that withholds this blob; nullptr for none.
  [[nodiscard]] const Withholding* find(const crypto::Digest& blob) const;
};

/// "withheld by decision KS 2026/12 (entry 481 of the town log)": for errors and findings.
[[nodiscard]] std::string withheld_text(const Withholding& decision);

}  // namespace radslag::record
