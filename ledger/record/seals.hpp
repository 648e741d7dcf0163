// Whose act is it? Seals held against the officers and their roles (FORMAT.md section 5).
#pragma once

#include <map>

#include "ledger/record/state.hpp"

namespace radslag::record {

struct Office {
  Role role{};
  std::size_t seals = 0;  ///< of different keys; at least
};

/// Whose act a kind of statement is; seals 0 for kinds that take none. Of a secret ballot: what one on paper needs; others take none.
[[nodiscard]] Office office_for(const Statement& statement);

/// Every seal is by an officer of `officers` who has the role, and verifies; there are enough. With `verify` false signatures are not
/// computed.
[[nodiscard]] Result<> check_seals(const Entry& entry, const std::map<PublicKey, Officer>& officers, bool verify);

/// Whether an act could be its sealers' at all, before anything costly is done with it. What counts is what `Record` says.
[[nodiscard]] Result<> check_authority(const State& state, std::string_view log, const Entry& entry);

/// The same of an act that is still collecting seals: each of those it has is good; whether they are enough is not asked.
[[nodiscard]] Result<> check_seals_so_far(const State& state, std::string_view log, const Entry& entry);

}  // namespace radslag::record
