// The town log's key that a running registrar believes.
#pragma once

#include <memory>
#include <string>

#include "ledger/audit/source.hpp"
#include "ledger/log/note.hpp"
#include "server/programs/registrar/settings.hpp"

namespace radslag::registrar_program {

/// How patient a follower is: a town that is away must not hold up a stop for long.
[[nodiscard]] std::unique_ptr<audit::Source> town_source(const std::string& url);

/// The pinned key. In a demonstration the key that the town serves is pinned the first time, for which a voting server that is starting is
/// waited for. Throws programs::Stop: no such key, or one of another log than `origin`.
[[nodiscard]] log::VerifierKey town_key(const Settings& settings, const std::string& url, const std::string& origin);

}  // namespace radslag::registrar_program
