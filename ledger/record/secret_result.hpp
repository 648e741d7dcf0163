// From what the trustees decrypted to votes: which ballots count, and what each project got.
#pragma once

#include "ledger/record/secret_count.hpp"

namespace radslag::record {

/// `decrypted`: the result of the urn's one question; `voters`: credentials with a ballot.
[[nodiscard]] UrnResult read_result(const Frozen& round, std::size_t urn, const voting::QuestionResult& decrypted, std::uint64_t voters);

}  // namespace radslag::record
