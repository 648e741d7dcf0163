// What pages say about witnesses: who has cosigned a log's newest heads, and whether that is enough.
#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <string>

namespace radslag::web {

struct Visit;

/// Adds `has_witnesses` (some have been announced), `is_witnessed` (a head with the quorum covers the first `size` entries of the log) and
/// `witnessed`, with `witnessed_text`: "witnessed by 2 of 3, 4 s ago".
void add_witnessed(const Visit& visit, const std::string& log, std::uint64_t size, boost::json::object& model);

/// A head of the log that covers the first `size` entries, at least one: the first with the quorum that there was, else the newest with it,
/// else the newest.
struct ShownHead {
  std::string note;
  std::uint64_t size = 0;
  bool witnessed = false;
};
[[nodiscard]] ShownHead shown_head(const Visit& visit, const std::string& log, std::uint64_t size);

}  // namespace radslag::web
