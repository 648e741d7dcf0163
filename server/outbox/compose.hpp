// A message as the bytes of a letter.
#pragma once

#include <cstdint>
#include <string>

#include "server/outbox/message.hpp"

namespace radslag::outbox {

/// Plain text in quoted-printable with Message-ID, Date, From, To, Subject, Content-Language, Auto-Submitted (RFC 3834) and, where there is
/// a link, List-Unsubscribe (RFC 2369) with List-Unsubscribe-Post (RFC 8058: https only). The same arguments give the same bytes. `message`
/// has passed check(); `hour`: of its queuing, hours since 1970.
[[nodiscard]] Letter compose(const Message& message, const From& from, const std::string& id, std::int64_t hour);

}  // namespace radslag::outbox
