// The page that shows what is about to be signed, before and after signing in.
#pragma once

#include "server/html/visit.hpp"
#include "server/registrar/web/sign_in_model.hpp"
#include "server/registrar/web/subject.hpp"

namespace radslag::registrar_web {

/// What was typed into the consent form, and what was wrong with it.
struct ConsentInput {
  std::string name, address;
  bool mail = false;
  std::string name_problem, address_problem, problem;
};

/// For "registrar/attest": an obstacle, or what is signed with the way to sign in, or with the way to consent.
[[nodiscard]] html::Page attest_model(const Visit& visit, const Errand& errand, const SignInProblem& sign_in = {},
                                      const ConsentInput& input = {});

}  // namespace radslag::registrar_web
