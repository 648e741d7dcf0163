#include "server/registrar/sessions.hpp"

#include "server/registrar/tokens.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

// A page shows several pictures: writing each glance down would cost a commit each.
constexpr std::uint64_t write_after_seconds = 60;

}  // namespace

std::string Sessions::begin(const Resident& resident, std::uint64_t now) {
  auto token = new_token();
  const auto stored = stored_token(token);
  database_.transaction([&](storage::Transaction& t) {
    t.run("INSERT INTO session(token, person, assurance, began, seen) VALUES(?, ?, ?, ?, ?)",
          {Blob(stored), Blob(resident.person.tag), static_cast<int>(resident.assurance), now, now});
  });
  return token;
}

std::optional<Resident> Sessions::find(std::string_view token, std::uint64_t now) {
  const auto stored = stored_token(token);
  const auto row = database_.read([&](storage::Reading& reading) {
    return reading.first("SELECT person, assurance, began, seen FROM session WHERE token = ?", {Blob(stored)});
  });
  if (!row) return std::nullopt;
  const auto began = static_cast<std::uint64_t>(row->integer(2)), seen = static_cast<std::uint64_t>(row->integer(3));
  if (now < began || now >= began + absolute_seconds || now >= seen + idle_seconds) return std::nullopt;
  if (now >= seen + write_after_seconds) {
    database_.transaction([&](storage::Transaction& t) { t.run("UPDATE session SET seen = ? WHERE token = ?", {now, Blob(stored)}); });
  }
  return Resident{{row->bytes<32>(0)}, static_cast<record::Assurance>(row->integer(1))};
}

void Sessions::end(std::string_view token) {
  const auto stored = stored_token(token);
  database_.transaction([&](storage::Transaction& t) { t.run("DELETE FROM session WHERE token = ?", {Blob(stored)}); });
}

void Sessions::end_all(const Person& person) {
  database_.transaction([&](storage::Transaction& t) { t.run("DELETE FROM session WHERE person = ?", {Blob(person.tag)}); });
}

void Sessions::prune(std::uint64_t now) {
  const auto before = now < absolute_seconds ? 0 : now - absolute_seconds;
  database_.transaction([&](storage::Transaction& t) { t.run("DELETE FROM session WHERE began <= ?", {before}); });
}

}  // namespace radslag::registrar
