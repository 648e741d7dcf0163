// The counter's operational data, beside the record: all of it can be lost without anything that counts being lost.
#pragma once

#include <filesystem>
#include <memory>

#include "server/storage/database.hpp"

namespace radslag::service {

/// Acts waiting for seals (desk.hpp), mail to staff (server/outbox), how far the town log has been looked at for mail. Throws
/// storage::StorageUnusable.
[[nodiscard]] std::unique_ptr<storage::Database> open_counter_data(const std::filesystem::path& file);

}  // namespace radslag::service
