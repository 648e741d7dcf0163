// What the witnesses have cosigned last, asked once when the counter starts: a record that has lost its end must not be signed further.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "ledger/log/checkpoint.hpp"
#include "server/witnesses/client.hpp"
#include "server/witnesses/cosignatures.hpp"

namespace radslag::witnesses {

/// A log as its newest checkpoints may be signed.
struct OwnLog {
  std::string name, origin;  ///< short name; of its checkpoints
  std::vector<log::VerifierKey> keys;
};

struct StartLook {
  struct Seen {
    std::string witness;
    log::Checkpoint checkpoint;  ///< signed by the log's key and by the witness's
  };
  std::vector<Seen> seen;
  std::vector<std::string> warnings;  ///< plain English: witnesses that did not answer, or not as they should
};

/// All witnesses at once, each within the client's times for one log after the other; one that is silent is asked once.
[[nodiscard]] StartLook ask_for_newest(const std::map<std::string, std::string>& urls, const Announced& announced,
                                       const std::vector<OwnLog>& logs, const ClientTimes& times = {});

}  // namespace radslag::witnesses
