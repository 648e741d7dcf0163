// radslag-trustee's commands for a round of secret ballots: each verifies the record, does one step, and says what comes next.
#pragma once

#include <string>
#include <vector>

#include "ledger/programs/passphrase_prompt.hpp"

namespace radslag::programs {

struct TrusteeArguments {
  std::string key;                ///< the officer's key file
  PassphraseFrom passphrase;      ///< of that
  std::string state = "trustee";  ///< the state folder
  std::string pin;                ///< file with the town's vkey; needed the first time
  std::string record, round, urn;
  std::string step;  ///< of the ceremony; empty: whichever is next
  bool hand_in = false;
  unsigned threads = 1;
  bool quiet = false;
};

// Each returns the program's exit code.
[[nodiscard]] int ceremony(const TrusteeArguments& arguments);
[[nodiscard]] int shuffle(const TrusteeArguments& arguments);
[[nodiscard]] int decrypt(const TrusteeArguments& arguments);
[[nodiscard]] int status(const TrusteeArguments& arguments);
[[nodiscard]] int inspect(const TrusteeArguments& arguments);
[[nodiscard]] int hand_in(const std::string& file, const std::string& url, bool quiet);

}  // namespace radslag::programs
