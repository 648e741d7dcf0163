#include "server/staff/invitations.hpp"

#include <stdexcept>

#include "server/staff/action_log.hpp"
#include "server/staff/begin_session.hpp"
#include "server/staff/context.hpp"
#include "server/staff/passphrase.hpp"
#include "server/staff/token.hpp"
#include "server/staff/totp.hpp"

namespace radslag::staff {
namespace {

struct Open {
  Account account;
  std::string secret;
  std::int64_t expires_at = 0;
};

/// The check of every door.
std::optional<Open> open_invitation(const Context& context, storage::Reading& reading, std::string_view token) {
  const auto hash = token_hash(token);
  if (!hash) return std::nullopt;
  const auto row = reading.first("SELECT account, totp, expires_at FROM invitation WHERE token = ?", {storage::Blob(*hash)});
  if (!row || context.now() >= row->integer(2)) return std::nullopt;
  auto account = account_by_id(reading, row->text(0));
  if (!account || account->state != AccountState::invited) return std::nullopt;
  const auto secret = context.key.open(account->id, row->text(1));
  if (!secret) throw std::runtime_error("an invitation's authenticator secret does not open with the key of this site");
  return Open{std::move(*account), *secret, row->integer(2)};
}

std::optional<Open> open_invitation(const Context& context, std::string_view token) {
  return context.database().read([&](storage::Reading& reading) { return open_invitation(context, reading, token); });
}

}  // namespace

Outcome<Enrolment> Invitations::look(std::string_view token) const {
  const auto open = open_invitation(context_, token);
  if (!open) return refused(Refusal::unusable_link);
  return Enrolment{open->account.id, open->account.name,      open->account.mail,
                   open->expires_at, to_base32(open->secret), otpauth_uri(context_.settings.issuer, open->account.mail, open->secret)};
}

Outcome<SignedIn> Invitations::accept(std::string_view token, const std::string& passphrase, std::string_view code,
                                      std::string_view previous_token, std::string_view browser) {
  const auto before = open_invitation(context_, token);
  if (!before) return refused(Refusal::unusable_link);
  if (const auto right = check_passphrase(passphrase, before->account.name, before->account.mail); !right) {
    return tl::make_unexpected(right.error());
  }
  // What costs much only for who has a link and a code.
  if (!totp_match(before->secret, code, context_.now(), 0)) return refused(Refusal::wrong_code);
  const auto place = context_.hasher.enter();
  if (!place) return refused(Refusal::busy, 1);
  const std::string hash = context_.hasher.hash(*place, passphrase);

  return context_.database().transaction([&](storage::Transaction& transaction) -> Outcome<SignedIn> {
    // Again: meanwhile it may have been used, replaced, or run out.
    const auto open = open_invitation(context_, transaction, token);
    if (!open) return refused(Refusal::unusable_link);
    const auto step = totp_match(open->secret, code, context_.now(), 0);
    if (!step) return refused(Refusal::wrong_code);
    const std::string& account = open->account.id;
    transaction.run("DELETE FROM invitation WHERE account = ?", {account});
    transaction.run("UPDATE account SET passphrase = ?, totp = ?, totp_step = ? WHERE id = ?",
                    {hash, storage::Blob(context_.key.seal(account, open->secret)), *step, account});
    log_action(context_, transaction, account, "accept-invitation", "", Ended::done);
    return begin_session(context_, transaction, account, previous_token, browser);
  });
}

}  // namespace radslag::staff
