// Hand-outs, late corrections, stops, and the acts that two registrars seal.
#include "ledger/record/hand_out.hpp"
#include "server/registrar/cards/acts.hpp"
#include "server/registrar/keys.hpp"
#include "tests/server/registrar/cards/card_house.hpp"

namespace radslag::registrar::testing {
namespace {

struct Round : CardHouse {
  Round()
      : made(make("urn hela 10 -\nurn norr 20 norr\nurn syd 30 syd\n")),
        cards(*registrar),
        round(cards.rounds.find("parks-2026").value()) {}
  Made made;
  Cards cards;
  CardRound round;
};

TEST_CASE("a resident has one commitment for ever, and a line for each time") {
  Round t;
  const auto card = t.cards.holders.of(t.round, t.who(5)).front().card;
  const auto first = t.cards.hand_outs.begin(t.round, card, t.who(5), 100);
  CHECK_FALSE(first.taken);
  t.cards.hand_outs.set_taken("parks-2026", first.commitment);
  const auto second = t.cards.hand_outs.begin(t.round, card, t.who(5), 101);
  CHECK(second.taken);
  CHECK(second.commitment == first.commitment);
  CHECK(second.commitment == record::card_commitment(round_origin, card.text()));
  CHECK(second.statement == first.statement);
  const auto statement = record::parse_statement(second.statement).value();
  const auto& handed = std::get<record::HandedOut>(statement);
  CHECK(record::check_handed_out(handed, t.registrar->public_key()));
  CHECK(handed.origin == round_origin);
  CHECK(t.cards.hand_outs.count("parks-2026").begun == 1);
  CHECK(t.cards.hand_outs.count("parks-2026").taken == 1);
  const auto fetches = t.cards.hand_outs.fetches(t.who(5));
  REQUIRE(fetches.size() == 2);
  CHECK(fetches[0].hour == 101);
  CHECK(t.cards.hand_outs.fetches(t.who(6)).empty());
  // Neither the card nor whose it is stands beside the commitment.
  CHECK(t.all_bytes().find(card.text()) == std::string::npos);
}

TEST_CASE("who is added late gets the next card of each urn's reserve") {
  Round t;
  CHECK(t.cards.holders.of(t.round, t.who(300)).empty());
  REQUIRE(t.cards.holders.add_late(t.round, t.who(300), "syd", "eva", 7));
  REQUIRE(t.cards.holders.add_late(t.round, t.who(301), "norr", "eva", 7));
  const auto first = t.cards.holders.of(t.round, t.who(300)), second = t.cards.holders.of(t.round, t.who(301));
  REQUIRE(first.size() == 2);
  REQUIRE(second.size() == 2);
  CHECK(first[0].credentials == std::vector<record::UrnCredential>{{"hela", t.made.content.urns[0].reserve[0]}});
  CHECK(first[1].credentials == std::vector<record::UrnCredential>{{"syd", t.made.content.urns[2].reserve[0]}});
  CHECK(second[0].credentials == std::vector<record::UrnCredential>{{"hela", t.made.content.urns[0].reserve[1]}});
  CHECK(second[1].credentials == std::vector<record::UrnCredential>{{"norr", t.made.content.urns[1].reserve[0]}});
  CHECK(second[0].reserve == 2);
  CHECK(t.cards.holders.late("parks-2026", "hela") == 2);

  CHECK(t.cards.holders.add_late(t.round, t.who(300), "syd", "eva", 8).error().code == Errc::duplicate);
  CHECK(t.cards.holders.add_late(t.round, t.who(1), "norr", "eva", 8).error().code == Errc::duplicate);
  for (unsigned i = 302; i < 320; ++i) REQUIRE(t.cards.holders.add_late(t.round, t.who(i), "", "eva", 8));
  CHECK(t.cards.holders.add_late(t.round, t.who(330), "norr", "eva", 8).error().code == Errc::frozen);
  CHECK(t.cards.holders.late("parks-2026", "norr") == 1);
}

TEST_CASE("with two halves reserve cards need the printed half too") {
  CardHouse house;
  auto options = CardHouse::options("urn hela 10 -\n");
  options.two_halves = true;
  const auto made = house.attempt(options).value();
  Cards cards(*house.registrar);
  const auto round = cards.rounds.find("parks-2026").value();
  REQUIRE(cards.holders.add_late(round, house.who(300), "", "eva", 7));
  CHECK(cards.holders.of(round, house.who(300)).front().credentials.front().credential == made.content.urns[0].reserve[0]);
}

TEST_CASE("a stop is prepared once, and can be taken back") {
  Round t;
  const auto owner = t.cards.holders.owner(t.round, t.who(5));
  const auto credentials = t.cards.holders.of(t.round, t.who(5)).front().credentials;
  const auto stop = t.cards.stops.prepare("parks-2026", owner, Stop::Why::envelope, credentials, "eva", 9).value();
  CHECK(t.cards.stops.prepare("parks-2026", owner, Stop::Why::blocked, credentials, "eva", 9).error().code == Errc::duplicate);
  CHECK(t.cards.stops.find("parks-2026", owner)->credentials == credentials);
  CHECK(t.cards.stops.all("parks-2026").size() == 1);
  CHECK_FALSE(t.cards.stops.take_back("other", stop.number));
  REQUIRE(t.cards.stops.take_back("parks-2026", stop.number));
  CHECK(t.cards.stops.all("parks-2026").empty());
  CHECK(t.cards.stops.prepare("parks-2026", owner, Stop::Why::blocked, credentials, "eva", 9));
}

TEST_CASE("acts are drafts of entries that can be read") {
  Round t;
  const auto a = t.cards.holders.of(t.round, t.who(5)).front().credentials, b = t.cards.holders.of(t.round, t.who(130)).front().credentials;
  std::vector<record::UrnCredential> both = b;
  both.insert(both.end(), a.begin(), a.end());
  const auto good = [](const record::DraftFile& file) {
    const auto read = record::parse_draft_file(record::encode_draft_file(file));
    INFO((read ? "" : read.error().detail));
    CHECK(read);
    CHECK(file.draft.log == "rounds/parks-2026");
    return record::parse_statement(file.draft.statement);
  };
  CHECK(std::get<record::CredentialBlocked>(good(block_act(t.round, both, "A double registration.")).value()).credentials.size() == 4);
  CHECK(std::get<record::EnvelopeAccepted>(good(envelope_act(t.round, both)).value()).credentials.size() == 4);
  const auto reserve = good(reserve_act(t.round, {{"syd", 1}, {"hela", 2}}, "Two who moved here.")).value();
  CHECK(std::get<record::ReserveActivated>(reserve).active.front().urn == "hela");
}

TEST_CASE("an act takes as many credentials as an entry holds") {
  std::vector<record::UrnCredential> many(2'000, {"hela", std::string(64, 'a')});
  const auto some = that_fit(many);
  CHECK(some.size() > 500);
  CHECK(some.size() * (sizeof "credential hela " + 64) < 65'535);
  many.resize(3);
  CHECK(that_fit(many).size() == 3);
}

}  // namespace
}  // namespace radslag::registrar::testing
