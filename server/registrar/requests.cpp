#include "server/registrar/requests.hpp"

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

std::size_t bytes_of(const Requests::Fields& fields) {
  std::size_t bytes = 0;
  for (const auto& [name, value] : fields) bytes += name.size() + value.size();
  return bytes;
}

void remove_where_gone(storage::Transaction& t) { t.run("DELETE FROM request_field WHERE request NOT IN (SELECT number FROM request)"); }

}  // namespace

Result<std::string> Requests::put(const Fields& fields, std::uint64_t now) {
  if (bytes_of(fields) > most_bytes) return refuse(Errc::too_large, "a request holds at most " + std::to_string(most_bytes) + " bytes");
  const auto id = crypto::random_bytes<16>();
  database_.transaction([&](storage::Transaction& t) {
    t.run("INSERT INTO request(id, expires) VALUES(?, ?)", {Blob(id), now + keep_seconds});
    const auto number = t.first("SELECT number FROM request WHERE id = ?", {Blob(id)}).value().integer(0);
    for (const auto& [name, value] : fields) {
      t.run("INSERT INTO request_field(request, name, value) VALUES(?, ?, ?)", {number, name, value});
    }
    // Whoever floods this pushes out what is oldest, and so mostly his own.
    if (t.first("SELECT count(*) FROM request").value().integer(0) <= static_cast<std::int64_t>(most_kept)) return;
    const auto oldest = t.first("SELECT min(number) FROM request").value().integer(0);
    t.run("DELETE FROM request_field WHERE request = ?", {oldest});
    t.run("DELETE FROM request WHERE number = ?", {oldest});
  });
  return crypto::to_hex(id);
}

std::optional<Requests::Fields> Requests::find(std::string_view id, std::uint64_t now) const {
  const auto bytes = crypto::array_from_hex<16>(id);
  if (!bytes) return std::nullopt;
  return database_.read([&](storage::Reading& reading) -> std::optional<Fields> {
    const auto row = reading.first("SELECT number FROM request WHERE id = ? AND expires > ?", {Blob(*bytes), now});
    if (!row) return std::nullopt;
    Fields fields;
    reading.each("SELECT name, value FROM request_field WHERE request = ?", {row->integer(0)},
                 [&](const storage::Row& field) { fields.emplace(field.text(0), field.text(1)); });
    return fields;
  });
}

void Requests::remove(std::string_view id) {
  const auto bytes = crypto::array_from_hex<16>(id);
  if (!bytes) return;
  database_.transaction([&](storage::Transaction& t) {
    const auto row = t.first("SELECT number FROM request WHERE id = ?", {Blob(*bytes)});
    if (!row) return;
    t.run("DELETE FROM request_field WHERE request = ?", {row->integer(0)});
    t.run("DELETE FROM request WHERE number = ?", {row->integer(0)});
  });
}

void Requests::prune(std::uint64_t now) {
  database_.transaction([&](storage::Transaction& t) {
    if (t.run("DELETE FROM request WHERE expires <= ?", {now}) > 0) remove_where_gone(t);
  });
}

}  // namespace radslag::registrar
