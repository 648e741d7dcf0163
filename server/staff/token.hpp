// Tokens of links and sessions: 256 random bits as hex. The database has only their hashes, so that a copy of it opens nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "crypto/hash.hpp"

namespace radslag::staff {

[[nodiscard]] std::string new_token();

/// What is stored; nothing for what no token of ours looks like.
[[nodiscard]] std::optional<crypto::Digest> token_hash(std::string_view token);

}  // namespace radslag::staff
