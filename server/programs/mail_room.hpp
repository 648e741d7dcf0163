// From mail settings to the outbox's parts.
#pragma once

#include <array>
#include <filesystem>
#include <memory>
#include <string>

#include "server/outbox/message.hpp"
#include "server/outbox/transport.hpp"
#include "server/programs/mail_settings.hpp"

namespace radslag::programs {

/// A mail server, or files in `folder`. Throws Stop naming the setting that cannot be.
[[nodiscard]] std::unique_ptr<outbox::Transport> mail_transport(const MailSettings& mail, const std::filesystem::path& folder);

/// Whom letters come from; `name` is the municipality's.
[[nodiscard]] outbox::From mail_from(const MailSettings& mail, const std::string& name);

/// The secret of an outbox (outbox::Options::secret): made, 0600, where the file is missing. Throws Stop.
[[nodiscard]] std::array<std::uint8_t, 32> outbox_secret(const std::filesystem::path& file);

}  // namespace radslag::programs
