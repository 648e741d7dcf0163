// What several pages say about a call for projects and the proposals to it.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "ledger/record/state.hpp"

namespace radslag::web {

struct Visit;

[[nodiscard]] std::string call_href(std::string_view call);
[[nodiscard]] std::string proposal_href(std::string_view proposal);
[[nodiscard]] std::string picture_href(const record::Digest& digest);

/// The newest; nullptr as long as no officer has looked at it.
[[nodiscard]] const record::ProposalState::Assessed* newest_assessment(const record::ProposalState& proposal);
/// Whether everyone may read it: it has been assessed, and not as what the law forbids.
[[nodiscard]] bool is_public(const record::State& state, const record::ProposalState& proposal);
/// As officers call it, in the visitor's language where there is a translation; else one that names its id.
[[nodiscard]] std::string proposal_title(const Visit& visit, const record::ProposalState& proposal);

/// In a list: names, outcome, cost.
[[nodiscard]] boost::json::object proposal_row(const Visit& visit, const record::ProposalState& proposal);
/// `id`, `href`, `title`, `text`, when it closes, money.
[[nodiscard]] boost::json::object call_row(const Visit& visit, const record::CallState& call);
[[nodiscard]] bool takes_proposals(const Visit& visit, const record::CallState& call);

/// Adds the words that an assessment gives the project: `title`, `summary`, and the language that they are in, `words_lang`.
void add_words(const Visit& visit, const record::AssessmentContent& content, boost::json::object& model);

/// Where a resident proposed a project of a round: `has_proposal`, `proposal_href`, `has_picture`, `picture_href`, `alt`; and, as long as
/// the round's words are those of the assessment, its translation for the visitor (add_words).
void add_origin(const Visit& visit, const std::string& round, const record::Project& project, boost::json::object& model);

}  // namespace radslag::web
