#include "server/registrar/cards/holders.hpp"

#include "crypto/voting/credential.hpp"
#include "ledger/record/secret_round.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/roll.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

}  // namespace

std::optional<CardHolders::Member> CardHolders::member(const CardRound& round, const Person& person) const {
  const auto on_roll = rolls_.on_roll(round.edition, person);
  const auto found = on_roll ? rolls_.member(round.edition, *on_roll) : std::nullopt;
  if (!found) return std::nullopt;
  return Member{*on_roll, found->area};
}

crypto::Digest CardHolders::owner(const CardRound& round, const Person& person) const {
  const auto its = member(round, person);
  return card_owner(*keys_.existing_round(round.id), its ? its->person : person);
}

std::string CardHolders::credential(const CardRound& round, const std::string& urn, const Card& card, const crypto::Digest& owner) const {
  if (round.two_halves) {
    return database_.read([&](storage::Reading& reading) {
      return reading.first("SELECT credential FROM card_credential WHERE round = ? AND owner = ? AND urn = ?", {round.id, Blob(owner), urn})
          .value()
          .text(0);
    });
  }
  const auto& group = *group::group_named(round.group);
  return voting::public_credential(group, voting::credential_secret(group, record::urn_uuid(round.origin, urn), card.text()));
}

std::vector<Holding> CardHolders::of(const CardRound& round, const Person& person) const {
  const auto key = keys_.existing_round(round.id);
  const auto its = member(round, person);
  const auto name = card_owner(*key, its ? its->person : person);
  std::vector<Holding> holdings;
  const auto urns = its ? round.urns_of(its->area) : std::vector<std::string>();
  if (!urns.empty()) {
    Holding holding{voter_card(*key, its->person), {}, 0};
    for (const auto& urn : urns) holding.credentials.push_back({urn, credential(round, urn, holding.card, name)});
    holdings.push_back(std::move(holding));
  }
  struct Late {
    std::string urn;
    std::uint64_t number = 0;
  };
  std::vector<Late> late;
  database_.read([&](storage::Reading& reading) {
    reading.each(
        "SELECT card_reserve.urn, number FROM card_reserve JOIN card_urn ON card_urn.round = card_reserve.round AND "
        "card_urn.id = card_reserve.urn WHERE card_reserve.round = ? AND owner = ? ORDER BY place",
        {round.id, Blob(name)}, [&](const storage::Row& row) {
          late.push_back({row.text(0), static_cast<std::uint64_t>(row.integer(1))});
        });
  });
  for (const auto& [urn, number] : late) {
    Holding holding{reserve_card(*key, urn, number), {}, number};
    holding.credentials.push_back({urn, credential(round, urn, holding.card, reserve_card_owner(*key, urn, number))});
    holdings.push_back(std::move(holding));
  }
  return holdings;
}

Result<> CardHolders::add_late(const CardRound& round, const Person& person, const std::string& area, const std::string& officer,
                               std::uint64_t hour) {
  if (!of(round, person).empty()) return refuse(Errc::duplicate, "there is a card for this person already");
  const auto urns = round.urns_of(area);
  if (urns.empty()) return refuse(Errc::not_found, "nobody of that area votes");
  const auto name = owner(round, person);
  return database_.transaction([&](storage::Transaction& t) -> Result<> {
    for (const auto& urn : urns) {
      const auto used = t.first("SELECT count(*) FROM card_reserve WHERE round = ? AND urn = ?", {round.id, urn}).value().integer(0);
      if (static_cast<std::uint64_t>(used) >= round.urn(urn)->reserve) {
        t.undo();
        return refuse(Errc::frozen, "the reserve of the urn " + urn + " is used up");
      }
      t.run("INSERT INTO card_reserve(round, urn, number, owner, officer, hour) VALUES(?, ?, ?, ?, ?, ?)",
            {round.id, urn, used + 1, Blob(name), officer, hour});
    }
    return {};
  });
}

std::uint64_t CardHolders::late(const std::string& round, const std::string& urn) const {
  return database_.read([&](storage::Reading& reading) {
    return static_cast<std::uint64_t>(
        reading.first("SELECT count(*) FROM card_reserve WHERE round = ? AND urn = ?", {round, urn}).value().integer(0));
  });
}

}  // namespace radslag::registrar
