// What a try at SMTP came to.
#pragma once

#include <string_view>

#include "server/outbox/transport.hpp"

namespace radslag::outbox {

/// How far the dialogue came: the last command that was sent.
enum class Stage { greeting, sender, recipient, data, body };

/// The stage that `command`, as sent, begins; `now` for commands that begin none.
[[nodiscard]] Stage stage_after(std::string_view command, Stage now);

/// What went wrong, as the library says it.
enum class Trouble { none, unreachable, tls, login, timeout, stopped, other };

/// `code`: the mail server's last answer, 0 for none. Only 2xx to the body is a delivery.
[[nodiscard]] Attempt judge(Trouble trouble, Stage stage, long code);

}  // namespace radslag::outbox
