// Browsers in which somebody has signed in before. Such a browser's attempts are counted apart from everybody else's: a stranger who keeps
// guessing makes strangers wait, and not the account's owner.
#pragma once

#include <string>
#include <string_view>

namespace radslag::storage {
class Reading;
class Transaction;
}  // namespace radslag::storage

namespace radslag::staff {

struct Context;

/// True if the account has signed in with a browser that was given this token.
[[nodiscard]] bool is_known_browser(const Context& context, storage::Reading& reading, std::string_view account, std::string_view token);

/// After a sign-in: the token for the browser to keep, the one it has or a new one.
[[nodiscard]] std::string keep_browser(const Context& context, storage::Transaction& transaction, std::string_view account,
                                       std::string_view token);

void forget_browsers(storage::Transaction& transaction, std::string_view account);

}  // namespace radslag::staff
