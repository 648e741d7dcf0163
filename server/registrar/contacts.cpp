#include "server/registrar/contacts.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/tokens.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;
using IdBytes = std::array<std::uint8_t, 16>;

/// A contact without its wishes is nothing.
void remove(Transaction& t, const IdBytes& id) {
  t.run("DELETE FROM wish WHERE contact = ?", {Blob(id)});
  t.run("DELETE FROM contact WHERE id = ?", {Blob(id)});
}

Contact contact_of(const Row& row) { return {crypto::to_hex(row.bytes<16>(0)), row.text(1), row.text(2), row.flag(3)}; }

std::optional<IdBytes> id_of(Transaction& t, const crypto::Digest& owner, bool confirmed) {
  const auto row = t.first("SELECT id FROM contact WHERE owner = ? AND confirmed = ?", {Blob(owner), confirmed});
  if (!row) return std::nullopt;
  return row->bytes<16>(0);
}

/// The waiting address takes the place of the one before, and its wishes.
void make_good(Transaction& t, const crypto::Digest& owner, const IdBytes& waiting) {
  if (const auto old = id_of(t, owner, true)) {
    t.run("INSERT INTO wish(contact, matter) SELECT ?, matter FROM wish WHERE contact = ? ON CONFLICT DO NOTHING",
          {Blob(waiting), Blob(*old)});
    remove(t, *old);
  }
  t.run("UPDATE contact SET confirmed = 1, token = NULL WHERE id = ?", {Blob(waiting)});
}

}  // namespace

crypto::Digest Contacts::owner(const Person& person) const { return keys_.pepper().of({"contact/v1", crypto::view(person.tag)}); }

Contacts::Kept Contacts::keep(const Person& person, const MailAddress& address, std::string_view language, std::uint64_t now) {
  const bool is_proven = person_of(keys_.roll(), address) == person;  // signed in by that very address
  const auto id = crypto::random_bytes<16>();
  const auto whose = owner(person);
  auto token = is_proven ? std::string() : new_token();
  const auto stored = stored_token(token);
  return database_.transaction([&](Transaction& t) -> Kept {
    const auto same = t.first("SELECT id FROM contact WHERE owner = ? AND confirmed = 1 AND address = ?", {Blob(whose), address.typed()});
    if (same) {
      t.run("UPDATE contact SET language = ? WHERE id = ?", {language, Blob(same->bytes<16>(0))});
      return {crypto::to_hex(same->bytes<16>(0)), {}};
    }
    if (const auto waiting = id_of(t, whose, false)) remove(t, *waiting);
    t.run("INSERT INTO contact(id, owner, address, language, confirmed, token, expires) VALUES(?, ?, ?, ?, 0, ?, ?)",
          {Blob(id), Blob(whose), address.typed(), language, is_proven ? storage::Parameter(std::nullopt) : Blob(stored),
           now + token_seconds});
    if (is_proven) make_good(t, whose, id);
    return {crypto::to_hex(id), token};
  });
}

bool Contacts::confirm(std::string_view token, std::uint64_t now) {
  const auto stored = stored_token(token);
  return database_.transaction([&](Transaction& t) {
    const auto row = t.first("SELECT id, owner FROM contact WHERE token = ? AND confirmed = 0 AND expires > ?", {Blob(stored), now});
    if (row) make_good(t, row->bytes<32>(1), row->bytes<16>(0));
    return row.has_value();
  });
}

std::optional<Contact> Contacts::of(const Person& person) const {
  const auto whose = owner(person);
  return database_.read([&](storage::Reading& reading) -> std::optional<Contact> {
    const auto row =
        reading.first("SELECT id, address, language, confirmed FROM contact WHERE owner = ? ORDER BY confirmed DESC", {Blob(whose)});
    if (!row) return std::nullopt;
    return contact_of(*row);
  });
}

bool Contacts::follow(const Person& person, const std::string& matter) {
  const auto whose = owner(person);
  return database_.transaction([&](Transaction& t) {
    // Of one that waits as well: it takes the wishes along when it is confirmed.
    t.run("INSERT INTO wish(contact, matter) SELECT id, ? FROM contact WHERE owner = ? ON CONFLICT DO NOTHING", {matter, Blob(whose)});
    return t.first("SELECT 1 FROM contact WHERE owner = ?", {Blob(whose)}).has_value();
  });
}

std::vector<Contact> Contacts::followers(const std::string& matter) const {
  std::vector<Contact> found;
  database_.read([&](storage::Reading& reading) {
    reading.each(
        "SELECT id, address, language, confirmed FROM wish JOIN contact ON id = contact WHERE matter = ? AND confirmed = 1 ORDER BY id",
        {matter}, [&](const Row& row) { found.push_back(contact_of(row)); });
  });
  return found;
}

void Contacts::forget(const Person& person) {
  const auto whose = owner(person);
  database_.transaction([&](Transaction& t) {
    for (const bool confirmed : {false, true}) {
      if (const auto id = id_of(t, whose, confirmed)) remove(t, *id);
    }
  });
}

std::string Contacts::unsubscribe_token(const ContactId& id) const {
  return id + "." + to_base64url(crypto::view(keys_.pepper().of({"unsubscribe/v1", id})));
}

bool Contacts::is_unsubscribe_token(std::string_view token) const {
  const auto dot = token.find('.');
  if (dot == std::string_view::npos) return false;
  // Equal as hashes, so that the time taken says nothing of the token.
  return crypto::sha256(token) == crypto::sha256(unsubscribe_token(std::string(token.substr(0, dot))));
}

bool Contacts::unsubscribe(std::string_view token) {
  const auto id = crypto::array_from_hex<16>(token.substr(0, token.find('.')));
  if (!id || !is_unsubscribe_token(token)) return false;
  return database_.transaction([&](Transaction& t) {
    t.run("DELETE FROM wish WHERE contact = ?", {Blob(*id)});
    return t.run("DELETE FROM contact WHERE id = ?", {Blob(*id)}) > 0;
  });
}

void Contacts::prune(std::uint64_t now) {
  database_.transaction([&](Transaction& t) {
    t.run("DELETE FROM wish WHERE contact IN (SELECT id FROM contact WHERE confirmed = 0 AND expires <= ?)", {now});
    t.run("DELETE FROM contact WHERE confirmed = 0 AND expires <= ?", {now});
  });
}

}  // namespace radslag::registrar
