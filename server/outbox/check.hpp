// What may be queued.
#pragma once

#include "ledger/result.hpp"
#include "server/outbox/message.hpp"

namespace radslag::outbox {

/// What input can cause: an address that is none or a text that is not UTF-8 (malformed), a text that is too long (too_large). The rest of
/// a message is its program's own; what is wrong there is a std::logic_error.
[[nodiscard]] Result<> check(const Message& message);

}  // namespace radslag::outbox
