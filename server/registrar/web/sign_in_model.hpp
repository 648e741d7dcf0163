// The part of a page where a resident signs in: by code, and by e-mail where that is enough.
#pragma once

#include <boost/json/object.hpp>
#include <string>

#include "server/registrar/web/errand.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

/// What went wrong with the last try, and what was typed: shown again beside its field.
struct SignInProblem {
  std::string code_text, mail_text;  ///< what is said; empty: nothing wrong there
  std::string code, address;         ///< as typed
};

/// `sign_in` of frontend/templates/README.md. `errand`: what to go on to; empty: "my participation".
[[nodiscard]] boost::json::object sign_in_model(const Visit& visit, const std::string& errand, bool by_mail, const SignInProblem& problem);

}  // namespace radslag::registrar_web
