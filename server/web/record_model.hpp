// What several pages say about the logs.
#pragma once

#include <cstdint>
#include <string>

namespace radslag::web {

struct Visit;

/// "The municipality's record", or the round's title.
[[nodiscard]] std::string log_title(const Visit& visit, const std::string& log);
/// Whether the log is a round's whose ballots nobody can see yet.
[[nodiscard]] bool is_sealed(const Visit& visit, const std::string& log);
[[nodiscard]] std::string entries_href(const std::string& log);
[[nodiscard]] std::string entry_href(const std::string& log, std::uint64_t index);

}  // namespace radslag::web
