// The body of a request to a witness: c2sp.org/tlog-witness v1, POST <prefix>/add-checkpoint.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "ledger/log/tree.hpp"
#include "ledger/result.hpp"

namespace radslag::log {

struct WitnessRequest {
  std::uint64_t old_size = 0;  ///< of the checkpoint that the witness cosigned last; 0: none
  Path proof;                  ///< of consistency from there; at most 63 hashes
  std::string checkpoint;      ///< the signed note, verbatim; not judged here
};

[[nodiscard]] std::string witness_request_text(const WitnessRequest& request);
/// "old <size>", the proof's lines, a blank line, the checkpoint. 32 KB at most: 63 hashes and a note of 16 KB have room in them.
[[nodiscard]] Result<WitnessRequest> parse_witness_request(std::string_view body, std::size_t max_bytes = 32'768);

}  // namespace radslag::log
