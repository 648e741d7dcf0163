#include "server/registrar/registrar.hpp"

#include <filesystem>

#include "server/registrar/files.hpp"
#include "server/registrar/schema.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

std::optional<std::string> origin_in(storage::Database& database) {
  return database.read([](storage::Reading& reading) -> std::optional<std::string> {
    const auto row = reading.first("SELECT origin FROM house");
    if (!row) return std::nullopt;
    return row->text(0);
  });
}

std::string origin_of(storage::Database& database) {
  auto origin = origin_in(database);
  if (!origin) throw storage::StorageUnusable(database.path().string() + " has not been begun: radslag-registrar init finishes it");
  return *origin;
}

}  // namespace

void Registrar::create(const RegistrarDirs& dirs, const std::string& town_origin) {
  make_private_folder(dirs.root);
  make_private_folder(dirs.matters());
  auto database = storage::Database::open(dirs.database(), registrar_schema, {.create = true});
  if (const auto origin = origin_in(*database)) {
    throw storage::StorageUnusable("there is a registrar in " + dirs.root.string() + " already, for the town log " + *origin);
  }
  // The row comes last: what a kill leaves behind has no roll yet, and the next try goes on with the keys that are there.
  Keys::create(dirs.keys_folder());
  database->transaction([&](storage::Transaction& t) { t.run("INSERT INTO house(one, origin) VALUES(1, ?)", {town_origin}); });
}

Registrar::Registrar(const RegistrarDirs& dirs)
    : database_(storage::Database::open(dirs.database(), registrar_schema)),
      keys_(dirs.keys_folder()),
      origin_(origin_of(*database_)),
      rolls(*database_),
      codes(*database_, keys_),
      sessions(*database_),
      mail(*database_, keys_),
      contacts(*database_, keys_),
      requests(*database_),
      matters(*database_, keys_, dirs.matters(), origin_),
      participation(*database_),
      attestations(keys_, matters, rolls, participation, origin_),
      papers(*database_, keys_, matters, rolls, attestations) {}

Registrar::~Registrar() = default;

void Registrar::prune(std::uint64_t now) {
  sessions.prune(now);
  mail.prune(now);
  requests.prune(now);
  contacts.prune(now);
}

}  // namespace radslag::registrar
