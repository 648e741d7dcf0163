#include "server/registrar/mail_sign_in.hpp"

#include "server/registrar/keys.hpp"
#include "server/registrar/tokens.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

constexpr std::uint64_t hour = 3'600, day = 24 * hour;

std::uint64_t before(std::uint64_t now, std::uint64_t seconds) { return now < seconds ? 0 : now - seconds; }

}  // namespace

Result<std::string> MailSignIn::begin(const MailAddress& address, std::string_view request, std::uint64_t now) {
  const auto person = person_of(keys_.roll(), address);
  auto token = new_token();
  const auto stored = stored_token(token);
  const auto done = database_.transaction([&](storage::Transaction& t) -> Result<> {
    const auto sent = t.first("SELECT count(*) FILTER (WHERE at > ?), count(*) FROM mail_sent WHERE person = ? AND at > ?",
                              {before(now, hour), Blob(person.tag), before(now, day)})
                          .value();
    if (sent.integer(0) >= limits_.per_hour || sent.integer(1) >= limits_.per_day) {
      return refuse(Errc::busy, "too many mails to one address");
    }
    if (t.first("SELECT count(*) FROM mail_sent WHERE at > ?", {before(now, hour)}).value().integer(0) >= limits_.all_per_hour) {
      return refuse(Errc::busy, "too many mails in this hour");
    }
    t.run("INSERT INTO mail_sent(person, at) VALUES(?, ?)", {Blob(person.tag), now});
    t.run("INSERT INTO mail_token(token, person, request, expires) VALUES(?, ?, ?, ?)",
          {Blob(stored), Blob(person.tag), request, now + limits_.token_seconds});
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return token;
}

bool MailSignIn::is_good(std::string_view token, std::uint64_t now) const {
  const auto stored = stored_token(token);
  return database_.read([&](storage::Reading& reading) {
    return reading.first("SELECT 1 FROM mail_token WHERE token = ? AND expires > ?", {Blob(stored), now}).has_value();
  });
}

std::optional<MailSignIn::Confirmed> MailSignIn::confirm(std::string_view token, std::uint64_t now) {
  const auto stored = stored_token(token);
  return database_.transaction([&](storage::Transaction& t) -> std::optional<Confirmed> {
    // Taken and gone in one step: of two posts at once, one finds it.
    const auto row = t.first("DELETE FROM mail_token WHERE token = ? RETURNING person, request, expires", {Blob(stored)});
    if (!row || static_cast<std::uint64_t>(row->integer(2)) <= now) return std::nullopt;
    return Confirmed{{row->bytes<32>(0)}, row->text(1)};
  });
}

void MailSignIn::prune(std::uint64_t now) {
  database_.transaction([&](storage::Transaction& t) {
    t.run("DELETE FROM mail_token WHERE expires <= ?", {now});
    t.run("DELETE FROM mail_sent WHERE at <= ?", {before(now, day)});
  });
}

}  // namespace radslag::registrar
