// Whether a site serves the ballot page that the round's opening names (FORMAT.md section 4.7, `page`): what a voter's browser runs.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "ledger/audit/source.hpp"
#include "ledger/audit/words.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::audit {

struct PageReport {
  std::vector<Sentence> findings;  ///< none: the page is the published one
  std::size_t files = 0;           ///< compared
};

/// `site`: of the page, by paths without a leading slash; `page`: its path there; `named`: of the opening. What the page's HTML loads must
/// be named, all that is named must be as it was, and the HTML must carry no script of its own. Throws Unavailable.
[[nodiscard]] PageReport compare_ballot_page(Source& site, const std::string& page, const std::vector<record::RoundOpened::Page>& named);

/// A site's files by their path below its front page, as open_url for its log. Throws NoInput.
[[nodiscard]] std::unique_ptr<Source> open_site(const std::string& url, const UrlLimits& limits = {});

}  // namespace radslag::audit
