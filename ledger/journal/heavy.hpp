// What is checked before an act takes the one writer's time.
#pragma once

#include "ledger/journal/journal.hpp"

namespace radslag::journal {

/// A shuffle, a partial decryption or a tally: as far as the text's first line says.
[[nodiscard]] bool may_be_heavy(std::string_view statement);
/// A ballot that officers put in: one on paper.
[[nodiscard]] std::optional<record::SecretBallot> paper_ballot(std::string_view statement);

/// The check of such an act against what is known of its round's urns.
[[nodiscard]] Result<std::shared_ptr<const record::HeavyCheck>> check_heavy(const std::vector<record::UrnCount>& counts,
                                                                            const Submission& submission, const store::Store& store,
                                                                            unsigned threads);

}  // namespace radslag::journal
