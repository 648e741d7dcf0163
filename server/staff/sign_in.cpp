#include "server/staff/sign_in.hpp"

#include <stdexcept>

#include "crypto/encoding.hpp"
#include "server/staff/action_log.hpp"
#include "server/staff/attempts.hpp"
#include "server/staff/begin_session.hpp"
#include "server/staff/context.hpp"
#include "server/staff/known_browser.hpp"
#include "server/staff/passphrase.hpp"
#include "server/staff/text.hpp"
#include "server/staff/token.hpp"
#include "server/staff/totp.hpp"

namespace radslag::staff {
namespace {

/// Whom an attempt is aimed at; nobody's secrets where there is no such account.
struct Target {
  std::string account;  ///< empty: no such account, or it cannot sign in
  std::string attempts;
  std::string passphrase;  ///< the hash
  std::string totp;        ///< sealed
  std::int64_t wait_seconds = 0;
};

Target aim(const Context& context, std::string_view mail, std::string_view browser) {
  const std::string address = mail_address(mail).value_or("");
  Target target{.account = {}, .attempts = {}, .passphrase = context.hasher.nobodys(), .totp = {}, .wait_seconds = 0};
  // Addresses without an account share 65,536 counters, so that they wait like others and yet fill no disk.
  const std::string nobody = "sign-in:~" + std::to_string(context.key.bucket(address));
  return context.database().transaction([&](storage::Transaction& transaction) {
    target.attempts = nobody;
    if (const auto row =
            transaction.first("SELECT id, passphrase, totp FROM account WHERE mail = ? AND passphrase IS NOT NULL", {address})) {
      target.account = row->text(0);
      const bool known = is_known_browser(context, transaction, target.account, browser);
      target.attempts = "sign-in:" + target.account + (known ? ":" + crypto::to_hex(token_hash(browser).value()) : "");
      target.passphrase = row->text(1);
      target.totp = row->text(2);
    }
    target.wait_seconds = take_attempt(transaction, context.settings, target.attempts, context.now());
    return target;
  });
}

std::string authenticator_secret(const Context& context, const Target& target) {
  if (target.account.empty()) return std::string(20, 'n');
  const auto secret = context.key.open(target.account, target.totp);
  if (!secret) throw std::runtime_error("an account's authenticator secret does not open with the key of this site");
  return *secret;
}

/// As much written for an unknown account as for a known one.
void note_failure(const Context& context, storage::Transaction& transaction, const Target& target) {
  if (target.account.empty()) {
    transaction.run("UPDATE attempt SET last_at = ? WHERE what = ?", {context.now(), target.attempts});
  } else {
    log_action(context, transaction, target.account, "sign-in", "", Ended::refused);
  }
}

}  // namespace

Outcome<SignedIn> SignIn::operator()(std::string_view mail, const std::string& passphrase, std::string_view code,
                                     std::string_view previous_token, std::string_view browser) {
  const auto place = context_.hasher.enter();
  if (!place) return refused(Refusal::busy, 1);
  const Target target = aim(context_, mail, browser);
  if (target.wait_seconds > 0) return refused(Refusal::wait, target.wait_seconds);

  const bool too_long = passphrase.size() > kLongestPassphraseBytes;
  const bool knows = context_.hasher.verify(*place, target.passphrase, too_long ? std::string() : passphrase) && !too_long;
  const std::string secret = authenticator_secret(context_, target);
  const bool outdated = knows && context_.hasher.is_outdated(target.passphrase);
  const std::string passphrase_hash = outdated ? context_.hasher.hash(*place, passphrase) : target.passphrase;

  return context_.database().transaction([&](storage::Transaction& transaction) -> Outcome<SignedIn> {
    // As it is now: the account may have been ended or invited again while the passphrase was hashed.
    const auto row = transaction.first("SELECT totp_step FROM account WHERE id = ? AND passphrase = ? AND totp = ?",
                                       {target.account, target.passphrase, storage::Blob(target.totp)});
    const auto step = totp_match(secret, code, context_.now(), row ? row->integer(0) : 0);
    if (!row || !knows || !step) {
      note_failure(context_, transaction, target);
      return refused(Refusal::wrong_credentials);
    }
    transaction.run("UPDATE account SET totp_step = ?, passphrase = ? WHERE id = ?", {*step, passphrase_hash, target.account});
    forget_attempts(transaction, target.attempts);
    log_action(context_, transaction, target.account, "sign-in", "", Ended::done);
    return begin_session(context_, transaction, target.account, previous_token, browser);
  });
}

}  // namespace radslag::staff
