// The one place where sessions are made.
#pragma once

#include <string_view>

#include "server/staff/sessions.hpp"

namespace radslag::storage {
class Transaction;
}

namespace radslag::staff {

/// A new token, whatever the browser brought; the session of `previous_token` ends, `browser` is known from now on. The account has just
/// given a fresh code.
[[nodiscard]] SignedIn begin_session(const Context& context, storage::Transaction& transaction, std::string_view account,
                                     std::string_view previous_token, std::string_view browser);

void end_session(storage::Transaction& transaction, std::string_view token);

/// Gives how many there were.
std::int64_t end_all_sessions(storage::Transaction& transaction, std::string_view account);

}  // namespace radslag::staff
