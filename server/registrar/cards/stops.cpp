#include "server/registrar/cards/stops.hpp"

#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;

Stop stop_of(const Row& row) {
  Stop stop;
  stop.number = static_cast<std::uint64_t>(row.integer(0));
  stop.why = static_cast<Stop::Why>(row.integer(1));
  stop.officer = row.text(2);
  stop.hour = static_cast<std::uint64_t>(row.integer(3));
  return stop;
}

void read_credentials(storage::Reading& reading, Stop& stop) {
  reading.each("SELECT urn, credential FROM card_stop_credential WHERE stop = ? ORDER BY urn", {stop.number}, [&](const Row& row) {
    stop.credentials.push_back({row.text(0), row.text(1)});
  });
}

}  // namespace

Result<Stop> CardStops::prepare(const std::string& round, const crypto::Digest& owner, Stop::Why why,
                                const std::vector<record::UrnCredential>& credentials, const std::string& officer, std::uint64_t hour) {
  return database_.transaction([&](storage::Transaction& t) -> Result<Stop> {
    const auto row =
        t.first("INSERT INTO card_stop(round, owner, why, officer, hour) VALUES(?, ?, ?, ?, ?) ON CONFLICT DO NOTHING RETURNING number",
                {round, Blob(owner), static_cast<int>(why), officer, hour});
    if (!row) return refuse(Errc::duplicate, "there is a stop for this person already");
    const auto number = row->integer(0);
    for (const auto& one : credentials)
      t.run("INSERT INTO card_stop_credential(stop, urn, credential) VALUES(?, ?, ?)", {number, one.urn, one.credential});
    return Stop{static_cast<std::uint64_t>(number), why, credentials, officer, hour};
  });
}

std::optional<Stop> CardStops::find(const std::string& round, const crypto::Digest& owner) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<Stop> {
    const auto row = reading.first("SELECT number, why, officer, hour FROM card_stop WHERE round = ? AND owner = ?", {round, Blob(owner)});
    if (!row) return std::nullopt;
    auto stop = stop_of(*row);
    read_credentials(reading, stop);
    return stop;
  });
}

std::vector<Stop> CardStops::all(const std::string& round) const {
  std::vector<Stop> stops;
  database_.read([&](storage::Reading& reading) {
    reading.each("SELECT number, why, officer, hour FROM card_stop WHERE round = ? ORDER BY number", {round},
                 [&](const Row& row) { stops.push_back(stop_of(row)); });
    for (auto& stop : stops) read_credentials(reading, stop);
  });
  return stops;
}

Result<> CardStops::take_back(const std::string& round, std::uint64_t number) {
  return database_.transaction([&](storage::Transaction& t) -> Result<> {
    if (t.run("DELETE FROM card_stop WHERE round = ? AND number = ?", {round, number}) == 0)
      return refuse(Errc::not_found, "there is no such stop");
    t.run("DELETE FROM card_stop_credential WHERE stop = ?", {number});
    return {};
  });
}

}  // namespace radslag::registrar
