// What a command line publishes beside the record's own files: the cosignatures that the counter has kept.
#pragma once

#include "ledger/archive/publication.hpp"
#include "server/programs/data_dir.hpp"

namespace radslag::programs {

/// Reads what is kept now, beside a counter that may run. Throws storage::StorageUnusable.
[[nodiscard]] archive::Beside kept_beside(const DataDir& data);

}  // namespace radslag::programs
