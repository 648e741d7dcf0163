// The parts of radslag-verify that are for a voter who does not trust the page: an opened ballot, and the page itself.
#pragma once

#include <string>

#include "ledger/audit/words.hpp"

namespace radslag::programs {

/// `radslag-verify ballot FILE ELECTION`: says what an opened ballot holds, by its check code. `election`: a file or the address of an
/// election.json. Gives an exit code; throws Stop.
[[nodiscard]] int verify_ballot(const std::string& file, const std::string& election, audit::Language language);

/// `radslag-verify RECORD --page URL`: `url` is a voting page, .../rounds/<id>/vote; `record` a bundle, folder or site, verified first.
[[nodiscard]] int verify_page(const std::string& record, const std::string& key, const std::string& url, unsigned threads, bool quiet,
                              audit::Language language);

}  // namespace radslag::programs
