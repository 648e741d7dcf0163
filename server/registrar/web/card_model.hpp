// The page where a resident gets the voting card: "/card?round=parks-2026".
#pragma once

#include <string>
#include <string_view>

#include "server/html/visit.hpp"
#include "server/registrar/web/sign_in_model.hpp"

namespace radslag::registrar_web {

[[nodiscard]] inline std::string card_path(const std::string& round) { return "/card?round=" + round; }
/// What the forms for signing in name to come back to that page: "card.parks-2026".
[[nodiscard]] std::string card_errand(const std::string& round);
/// Empty where it is none.
[[nodiscard]] std::string round_of_card_errand(const std::string& errand);

/// For "registrar/card": an obstacle, the way to sign in, or the question whether to get the card now. `problem`: of the last try.
[[nodiscard]] html::Page card_model(const Visit& visit, const std::string& round, const SignInProblem& sign_in = {},
                                    const std::string& problem = {});

}  // namespace radslag::registrar_web
