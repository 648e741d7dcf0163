// How a program's mail leaves the house, as settings: the same for the counter, which writes to staff, and the registrar, which writes to
// residents.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "server/programs/config.hpp"

namespace radslag::programs {

struct MailSettings {
  std::string transport, host, tls, user, password_file, ca_file, from, from_name, helo;
  std::uint16_t port = 0;
};

/// Rows for a program's table of settings: mail.transport, mail.host ...
[[nodiscard]] std::vector<Setting> mail_rows();
[[nodiscard]] MailSettings mail_settings_of(const Config& config);

}  // namespace radslag::programs
