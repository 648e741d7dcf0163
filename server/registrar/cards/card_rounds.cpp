#include "server/registrar/cards/card_rounds.hpp"

#include <algorithm>

#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;

CardRound round_of(const Row& row) {
  CardRound round;
  round.id = row.text(0);
  round.origin = row.text(1);
  round.edition = row.text(2);
  round.group = row.text(3);
  round.two_halves = row.flag(4);
  round.paper = static_cast<std::uint64_t>(row.integer(5));
  round.electorate = row.bytes<32>(6);
  round.made = static_cast<std::uint64_t>(row.integer(7));
  return round;
}

void read_urns(storage::Reading& reading, CardRound& round) {
  reading.each("SELECT id, envelope, areas, voters, reserve FROM card_urn WHERE round = ? ORDER BY place", {round.id}, [&](const Row& row) {
    auto plan = read_urn_plan("urn " + row.text(0) + ' ' + std::to_string(row.integer(1)) + ' ' + row.text(2));
    round.urns.push_back(
        {std::move(plan.value().front()), static_cast<std::uint64_t>(row.integer(3)), static_cast<std::uint64_t>(row.integer(4))});
  });
}

}  // namespace

const CardUrn* CardRound::urn(const std::string& urn_id) const {
  const auto found = std::find_if(urns.begin(), urns.end(), [&](const auto& urn) { return urn.urn.id == urn_id; });
  return found == urns.end() ? nullptr : &*found;
}

std::vector<std::string> CardRound::urns_of(const std::string& area) const {
  std::vector<std::string> ids;
  for (const auto& urn : urns) {
    const auto& areas = urn.urn.areas;
    if (urn.urn.is_whole() || (!area.empty() && std::find(areas.begin(), areas.end(), area) != areas.end())) ids.push_back(urn.urn.id);
  }
  return ids;
}

std::vector<CardRound> CardRounds::all() const {
  std::vector<CardRound> rounds;
  database_.read([&](storage::Reading& reading) {
    reading.each(
        "SELECT card_round.id, origin, edition.id, in_group, two_halves, paper, electorate, made FROM card_round "
        "JOIN edition ON number = card_round.edition ORDER BY card_round.id",
        {}, [&](const Row& row) { rounds.push_back(round_of(row)); });
    for (auto& round : rounds) read_urns(reading, round);
  });
  return rounds;
}

std::optional<CardRound> CardRounds::find(const std::string& id) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<CardRound> {
    const auto row = reading.first(
        "SELECT card_round.id, origin, edition.id, in_group, two_halves, paper, electorate, made FROM card_round "
        "JOIN edition ON number = card_round.edition WHERE card_round.id = ?",
        {id});
    if (!row) return std::nullopt;
    auto round = round_of(*row);
    read_urns(reading, round);
    return round;
  });
}

bool CardRounds::is_in_use(const std::string& id) const {
  return database_.read(
      [&](storage::Reading& reading) { return reading.first("SELECT 1 FROM hand_out WHERE round = ? LIMIT 1", {id}).has_value(); });
}

void CardRounds::keep(storage::Transaction& t, const CardRound& round) {
  t.run("DELETE FROM card_round WHERE id = ?", {round.id});
  t.run("DELETE FROM card_urn WHERE round = ?", {round.id});
  t.run("DELETE FROM card_credential WHERE round = ?", {round.id});
  t.run("DELETE FROM card_reserve WHERE round = ?", {round.id});
  t.run("DELETE FROM card_stop_credential WHERE stop IN (SELECT number FROM card_stop WHERE round = ?)", {round.id});
  t.run("DELETE FROM card_stop WHERE round = ?", {round.id});
  t.run(
      "INSERT INTO card_round(id, origin, edition, in_group, two_halves, paper, electorate, made) "
      "SELECT ?, ?, number, ?, ?, ?, ?, ? FROM edition WHERE id = ?",
      {round.id, round.origin, round.group, round.two_halves, round.paper, Blob(round.electorate), round.made, round.edition});
  std::int64_t place = 0;
  for (const auto& urn : round.urns) {
    t.run("INSERT INTO card_urn(round, place, id, envelope, areas, voters, reserve) VALUES(?, ?, ?, ?, ?, ?, ?)",
          {round.id, place++, urn.urn.id, urn.urn.envelope, area_list(urn.urn), urn.voters, urn.reserve});
  }
}

}  // namespace radslag::registrar
