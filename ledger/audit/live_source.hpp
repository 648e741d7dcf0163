// A site that grows while it is read. What it had in part may be fuller now: a file server may give up a partial tile, bundle or pack once
// there is a wider one (c2sp.org/tlog-tiles), of which the partial one is the beginning.
#pragma once

#include <memory>

#include "ledger/audit/source.hpp"

namespace radslag::audit {

/// `site` with that: a partial file that is not there any more is cut from the one that is.
[[nodiscard]] std::unique_ptr<Source> with_wider_files(std::unique_ptr<Source> site);

}  // namespace radslag::audit
