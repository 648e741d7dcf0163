// Many public credentials on several threads.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "crypto/group/group.hpp"

namespace radslag::registrar {

/// The public credentials of `count` secrets, in their order. `secret` is called on any of `threads` threads; `progress` on this one, a few
/// times a second, with those done: false stops, and then there is nothing.
[[nodiscard]] std::optional<std::vector<std::string>> many_credentials(const group::Group& group, std::size_t count,
                                                                       const std::function<group::Scalar(std::size_t)>& secret,
                                                                       unsigned threads,
                                                                       const std::function<bool(std::uint64_t done)>& progress);

}  // namespace radslag::registrar
