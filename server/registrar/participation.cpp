#include "server/registrar/participation.hpp"

#include <array>

#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

constexpr std::array<std::string_view, 4> purposes{"raise", "sign", "withdraw", "propose"};

void write(storage::Transaction& t, const Person& person, const std::string& matter, Purpose purpose, std::uint64_t hour) {
  t.run("INSERT INTO participation(person, matter, purpose, hour) VALUES(?, ?, ?, ?) ON CONFLICT DO UPDATE SET hour = excluded.hour",
        {Blob(person.tag), matter, static_cast<int>(purpose), hour});
}

}  // namespace

std::span<const std::string_view> words(Purpose) { return purposes; }
std::string_view word(Purpose purpose) { return purposes[static_cast<std::size_t>(purpose)]; }

void Participation::note(const Person& person, const std::string& matter, Purpose purpose, std::uint64_t hour) {
  database_.transaction([&](storage::Transaction& t) { write(t, person, matter, purpose, hour); });
}

bool Participation::note_beginning(const Person& person, const std::string& matter, Purpose purpose, std::uint64_t hour,
                                   std::uint64_t since, std::uint64_t most) {
  return database_.transaction([&](storage::Transaction& t) {
    const auto others = t.first("SELECT count(*) FROM participation WHERE person = ? AND purpose IN (?, ?) AND hour >= ? AND matter <> ?",
                                {Blob(person.tag), static_cast<int>(Purpose::raise), static_cast<int>(Purpose::propose), since, matter});
    if (static_cast<std::uint64_t>(others.value().integer(0)) >= most) return false;
    write(t, person, matter, purpose, hour);
    return true;
  });
}

std::vector<Part> Participation::of(const Person& person) const {
  std::vector<Part> parts;
  database_.read([&](storage::Reading& reading) {
    reading.each("SELECT matter, purpose, hour FROM participation WHERE person = ? ORDER BY hour DESC, matter, purpose", {Blob(person.tag)},
                 [&](const storage::Row& row) {
                   parts.push_back({row.text(0), static_cast<Purpose>(row.integer(1)), static_cast<std::uint64_t>(row.integer(2))});
                 });
  });
  return parts;
}

}  // namespace radslag::registrar
