// The log of a running server: JSON lines on stdout. No client's address, no ballot, no key ever goes into it.
#pragma once

#include <initializer_list>
#include <string_view>
#include <utility>

namespace radslag::programs::server_log {

enum class Level { debug, info, warn, error };

using Field = std::pair<std::string_view, std::string_view>;

/// `level`: a word of the setting log.level. To be called before the first line.
void begin(std::string_view level);

/// {"time":"...","level":"info","event":"started","port":"8080"}. `event`: a stable name. From any thread.
void write(Level level, std::string_view event, std::initializer_list<Field> fields = {});

}  // namespace radslag::programs::server_log
