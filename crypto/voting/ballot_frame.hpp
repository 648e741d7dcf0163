// What a ballot begins with, signed or not.
#pragma once

#include <string>
#include <string_view>

#include "crypto/voting/election.hpp"
#include "crypto/voting/json.hpp"

namespace radslag::voting {

/// {"election_uuid":..,"election_hash":..,"credential":..,"answers": and no further. The credential as it stands there, or wrong_election,
/// not_canonical.
[[nodiscard]] Checked<std::string_view> read_frame(const Election& election, json::Reader& in);

/// The same, written.
[[nodiscard]] std::string write_frame(const Election& election, std::string_view credential);

}  // namespace radslag::voting
