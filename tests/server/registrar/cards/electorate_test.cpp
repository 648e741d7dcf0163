#include "server/registrar/cards/electorate.hpp"

#include <algorithm>
#include <set>

#include "crypto/encoding.hpp"
#include "crypto/voting/credential.hpp"
#include "ledger/record/secret_round.hpp"
#include "tests/server/registrar/cards/card_house.hpp"

namespace radslag::registrar::testing {
namespace {

bool is_in(const std::vector<std::string>& list, const std::string& item) {
  return std::find(list.begin(), list.end(), item) != list.end();
}

TEST_CASE("everybody on the edition has a credential in each of their urns") {
  CardHouse house;
  const auto made = house.make("urn hela 10 -\nurn norr 20 norr\nurn syd 30 syd\n");
  REQUIRE(made.content.urns.size() == 3);
  CHECK(made.content.halves == 1);
  const auto& whole = made.content.urns[0];
  CHECK(whole.voters.size() == 256);
  CHECK(made.content.urns[1].voters.size() == 120);
  CHECK(made.content.urns[2].voters.size() == 130);  // of protected persons no area is kept
  CHECK(whole.reserve.size() == 20);
  CHECK(whole.paper.size() == 3);
  CHECK(made.end.in_no_urn == 0);
  CHECK(made.end.round.electorate == crypto::sha256(made.text));

  const Cards cards(*house.registrar);
  const auto round = cards.rounds.find("parks-2026").value();
  CHECK(round.electorate == made.end.round.electorate);
  CHECK(round.edition == "2026-1");
  std::set<std::string> held;
  for (unsigned i = 0; i < 256; ++i) {
    const auto holdings = cards.holders.of(round, house.who(i));
    REQUIRE(holdings.size() == 1);
    const auto& credentials = holdings[0].credentials;
    REQUIRE(credentials.size() == (i < 250 ? 2 : 1));
    CHECK(is_in(whole.voters, credentials[0].credential));
    if (i < 120) CHECK(is_in(made.content.urns[1].voters, credentials[1].credential));
    if (i >= 120 && i < 250) CHECK(is_in(made.content.urns[2].voters, credentials[1].credential));
    held.insert(credentials[0].credential);
  }
  CHECK(held.size() == 256);
  CHECK(cards.holders.of(round, house.who(300)).empty());
}

TEST_CASE("a card gives its credential as a voter's page computes it") {
  CardHouse house;
  const auto made = house.make("urn hela 10 -\n");
  const Cards cards(*house.registrar);
  const auto holding = cards.holders.of(*cards.rounds.find("parks-2026"), house.who(3)).front();
  const auto& group = group::ed25519();
  const auto uuid = record::urn_uuid(round_origin, "hela");
  CHECK(voting::public_credential(group, voting::credential_secret(group, uuid, holding.card.text())) == holding.credentials[0].credential);
}

TEST_CASE("the same options give the same bytes, after a restart too, and another round's have nothing in common with them") {
  CardHouse house;
  const auto first = house.make("urn hela 10 -\n");
  house.restart();
  auto again = CardHouse::options("urn hela 10 -\n");
  CHECK(house.attempt(again).error().code == Errc::frozen);
  again.replace = true;
  CHECK(house.attempt(again).value().text == first.text);
  auto other = CardHouse::options("urn hela 10 -\n");
  other.round = "streets-2026";
  other.round_origin = "radslag.example.se/log/rounds/streets-2026";
  const auto second = house.attempt(other).value();
  for (const auto& credential : second.content.urns[0].voters) CHECK_FALSE(is_in(first.content.urns[0].voters, credential));
}

TEST_CASE("small areas are joined before credentials are made") {
  CardHouse house;
  auto options = CardHouse::options("urn norr 20 norr\nurn syd 30 syd\nurn ost 7 ost\n");
  const auto made = house.attempt(options).value();
  CHECK(made.end.joined == std::vector<Joined>{{"ost", "norr", 0}});
  REQUIRE(made.content.urns.size() == 2);
  CHECK(made.end.in_no_urn == 6);  // five are protected, one lives nowhere
  options.round = "none";
  options.plan = read_urn_plan("urn ost 7 ost\n").value();
  CHECK(house.attempt(options).error().code == Errc::malformed);
}

TEST_CASE("with two halves neither half alone gives the credential") {
  CardHouse house;
  auto options = CardHouse::options("urn hela 10 -\nurn norr 1 norr\nurn syd 1 syd\n");
  options.two_halves = true;
  const auto made = house.attempt(options).value();
  CHECK(made.content.halves == 2);
  CHECK(made.halves.size() == 256 + 3 * 20);
  const Cards cards(*house.registrar);
  const auto round = cards.rounds.find("parks-2026").value();
  const auto holding = cards.holders.of(round, house.who(3)).front();
  const auto owner = crypto::to_hex(cards.holders.owner(round, house.who(3)));
  const auto half = std::find_if(made.halves.begin(), made.halves.end(), [&](const auto& h) { return h.first == owner; });
  REQUIRE(half != made.halves.end());
  const auto& group = group::ed25519();
  for (const auto& [urn, credential] : holding.credentials) {
    const auto uuid = record::urn_uuid(round_origin, urn);
    const auto mine = voting::credential_secret(group, uuid, holding.card.text());
    const auto letters = voting::credential_secret(group, uuid, half->second);
    CHECK(voting::public_credential(group, group.add(mine, letters)) == credential);
    CHECK(is_in(made.content.urns[urn == "hela" ? 0 : 1].voters, credential));
    CHECK(voting::public_credential(group, mine) != credential);
  }
  // Nothing of the letters' halves stays.
  CHECK(house.all_bytes().find(half->second) == std::string::npos);
  options.replace = true;
  CHECK(house.attempt(options).value().text != made.text);
}

TEST_CASE("what is stopped has never been") {
  CardHouse house;
  ElectorateSinks sinks{[](std::string_view) {}, [](const LetterHalf&) {}, [] {}, [](std::uint64_t, std::uint64_t) { return false; }};
  const auto end = make_electorate(*house.registrar, CardHouse::options("urn hela 10 -\n"), sinks).value();
  CHECK(end.stopped);
  CHECK_FALSE(Cards(*house.registrar).rounds.find("parks-2026"));
}

TEST_CASE("no electorate without a frozen edition, and none in the place of one that is in use") {
  CardHouse house;
  auto options = CardHouse::options("urn hela 10 -\n");
  options.edition = "2027-1";
  CHECK(house.attempt(options).error().code == Errc::not_found);
  (void)house.make("urn hela 10 -\n");
  Cards cards(*house.registrar);
  const auto round = cards.rounds.find("parks-2026").value();
  (void)cards.hand_outs.begin(round, cards.holders.of(round, house.who(1)).front().card, house.who(1), 9);
  options = CardHouse::options("urn hela 10 -\n");
  options.replace = true;
  CHECK(house.attempt(options).error().code == Errc::frozen);
  CHECK(house.registrar->rolls.drop("2026-1").error().code == Errc::frozen);
}

TEST_CASE("the reserve is two of a hundred, at least twenty, unless somebody says") {
  CHECK(default_reserve(0) == 20);
  CHECK(default_reserve(1'000) == 20);
  CHECK(default_reserve(1'001) == 21);
  CHECK(default_reserve(500'000) == 10'000);
  CardHouse house;
  auto options = CardHouse::options("urn hela 10 -\n");
  options.reserve = 2;
  CHECK(house.attempt(options).value().content.urns[0].reserve.size() == 2);
}

}  // namespace
}  // namespace radslag::registrar::testing
