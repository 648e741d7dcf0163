// The one-time link's two doors: looking at it and using it. Both check that it is unused and has not expired.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "server/staff/refusal.hpp"
#include "server/staff/sessions.hpp"

namespace radslag::staff {

/// What the page shows to who was invited.
struct Enrolment {
  std::string account;
  std::string name;
  std::string mail;
  std::int64_t expires_at = 0;  ///< unix time in seconds
  std::string secret;           ///< for typing into an authenticator: base32
  std::string otpauth_uri;      ///< the same, for a QR code or a link
};

class Invitations {
 public:
  explicit Invitations(const Context& context) : context_(context) {}

  /// Changes nothing, so that a mail program that looks into links uses up none. Refusal: unusable_link.
  [[nodiscard]] Outcome<Enrolment> look(std::string_view token) const;

  /// Sets the passphrase and the authenticator, uses up the link, and signs in: `code` is the authenticator's first. A session that
  /// `previous_token` names ends; `browser` as in SignIn. Refusals: unusable_link, the passphrase's, wrong_code, busy.
  [[nodiscard]] Outcome<SignedIn> accept(std::string_view token, const std::string& passphrase, std::string_view code,
                                         std::string_view previous_token = {}, std::string_view browser = {});

 private:
  const Context& context_;
};

}  // namespace radslag::staff
