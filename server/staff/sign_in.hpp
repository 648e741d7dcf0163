// Passphrase and code in one step. Answer and work are the same whether the account exists or not.
#pragma once

#include <string>
#include <string_view>

#include "server/staff/refusal.hpp"
#include "server/staff/sessions.hpp"

namespace radslag::staff {

class SignIn {
 public:
  explicit SignIn(const Context& context) : context_(context) {}

  /// Always a new session; one that `previous_token` names ends. `browser` is SignedIn::browser of an earlier sign-in: a browser that the
  /// account has used waits only for its own failures, and not for those of strangers. Refusals: wrong_credentials, wait, busy.
  [[nodiscard]] Outcome<SignedIn> operator()(std::string_view mail, const std::string& passphrase, std::string_view code,
                                             std::string_view previous_token = {}, std::string_view browser = {});

 private:
  const Context& context_;
};

}  // namespace radslag::staff
