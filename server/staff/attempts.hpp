// Counting attempts, and making those who fail wait longer and longer.
#pragma once

#include <cstdint>
#include <string_view>

#include "server/staff/settings.hpp"

namespace radslag::storage {
class Transaction;
}

namespace radslag::staff {

/// Counts an attempt before it is made, so that two hundred at once are not two hundred free ones. Gives 0, or for how many seconds none
/// is taken: then it is not counted either, and the wait does not grow.
[[nodiscard]] std::int64_t take_attempt(storage::Transaction& transaction, const Settings& settings, std::string_view what,
                                        std::int64_t now);

/// It went well: start again from none.
void forget_attempts(storage::Transaction& transaction, std::string_view what);

}  // namespace radslag::staff
