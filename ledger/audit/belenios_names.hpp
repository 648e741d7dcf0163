// What findings about Belenios archives are called.
#pragma once

#include <string>
#include <string_view>

#include "crypto/voting/flaw.hpp"

namespace radslag::audit {

[[nodiscard]] std::string belenios_finding_name(voting::FlawKind kind);

/// The same for a flaw in this JSON: whether it is in another form, or has members that the format does not declare, is told apart.
[[nodiscard]] std::string belenios_finding_name(voting::FlawKind kind, std::string_view json);

/// Whether some object in it has a member that no object of Belenios' ballots, shuffles, decryptions or results has.
[[nodiscard]] bool has_undeclared_member(std::string_view json);

}  // namespace radslag::audit
