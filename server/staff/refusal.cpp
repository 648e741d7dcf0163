#include "server/staff/refusal.hpp"

namespace radslag::staff {

std::string_view refusal_name(Refusal refusal) {
  switch (refusal) {
    case Refusal::wrong_credentials: return "wrong-credentials";
    case Refusal::wait: return "wait";
    case Refusal::busy: return "busy";
    case Refusal::unusable_link: return "unusable-link";
    case Refusal::wrong_code: return "wrong-code";
    case Refusal::passphrase_too_short: return "passphrase-too-short";
    case Refusal::passphrase_too_long: return "passphrase-too-long";
    case Refusal::passphrase_common: return "passphrase-common";
    case Refusal::passphrase_own_name: return "passphrase-own-name";
    case Refusal::not_signed_in: return "not-signed-in";
    case Refusal::not_found: return "not-found";
    case Refusal::account_ended: return "account-ended";
    case Refusal::bad_name: return "bad-name";
    case Refusal::bad_mail: return "bad-mail";
    case Refusal::mail_taken: return "mail-taken";
    case Refusal::bad_grant: return "bad-grant";
    case Refusal::bad_key: return "bad-key";
    case Refusal::key_taken: return "key-taken";
    case Refusal::last_operator: return "last-operator";
  }
  return {};
}

}  // namespace radslag::staff
