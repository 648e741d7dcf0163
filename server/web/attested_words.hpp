// What is said to who brings an attestation that is not taken.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "ledger/record/entry.hpp"
#include "ledger/record/state.hpp"
#include "ledger/result.hpp"

namespace radslag::web {

/// The base64url of RFC 4648 section 5, with or without padding; nothing for anything else.
[[nodiscard]] std::optional<std::string> from_base64url(std::string_view text);

/// The statement in a carrier, also in one that has expired; nothing where the announced registrar has not made it.
[[nodiscard]] std::optional<record::Statement> carried_statement(const record::State& state, std::string_view carrier);

/// "raise", "sign", "withdraw", "propose"; empty for other statements.
[[nodiscard]] std::string_view purpose_of(const record::Statement& statement);

/// The messages attested.<name> and attested.<name>_todo. `statement`: what was handed in, if that could be read.
[[nodiscard]] std::string refusal_name(const record::State& state, const std::optional<record::Statement>& statement, Errc code);

}  // namespace radslag::web
