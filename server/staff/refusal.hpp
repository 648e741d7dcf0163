// Why staff was refused something. Richer than ledger/result.hpp, since a page says what to do next, and never richer than safe.
#pragma once

#include <cstdint>
#include <string_view>

#include <tl/expected.hpp>

namespace radslag::staff {

enum class Refusal {
  wrong_credentials,     ///< address, passphrase or code: never said which, nor whether there is such an account
  wait,                  ///< too many attempts: again after Refused::wait_seconds
  busy,                  ///< too many sign-ins at this moment
  unusable_link,         ///< used, expired, replaced, or never made: never said which
  wrong_code,            ///< not the authenticator's code of now, or one that was used
  passphrase_too_short,  ///< under 12 characters
  passphrase_too_long,   ///< over 256 bytes
  passphrase_common,     ///< one that is tried first, or nearly one
  passphrase_own_name,   ///< made of the account's own name or address
  not_signed_in,         ///< no such session, or it has ended
  not_found,             ///< no such account
  account_ended,
  bad_name,       ///< empty, over 200 bytes, or with control characters
  bad_mail,       ///< not an address, or over 254 bytes
  mail_taken,     ///< another account has the address
  bad_grant,      ///< none at all, or a board's id that is none
  bad_key,        ///< not 64 lower-case hex digits
  key_taken,      ///< another account has the key: where two officers are needed, they are two
  last_operator,  ///< nobody would be left to manage accounts
};

/// As in message keys staff_refusal.<name>.
[[nodiscard]] std::string_view refusal_name(Refusal refusal);

struct Refused {
  Refusal why{};
  std::int64_t wait_seconds = 0;  ///< with Refusal::wait and Refusal::busy
};

template <typename T = void>
using Outcome = tl::expected<T, Refused>;

[[nodiscard]] inline tl::unexpected<Refused> refused(Refusal why, std::int64_t wait_seconds = 0) {
  return tl::make_unexpected(Refused{why, wait_seconds});
}

}  // namespace radslag::staff
