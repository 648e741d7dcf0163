// What the registrar attests, and what the record says to it.
#include "server/registrar/attestations.hpp"

#include <atomic>
#include <catch2/catch.hpp>
#include <thread>

#include "server/storage/database.hpp"
#include "tests/server/registrar/house.hpp"
#include "tests/support/town.hpp"

namespace radslag::registrar {
namespace {

using radslag::testing::Town;
using record::Assurance;
using testing::House;
using testing::now;
using testing::number;

constexpr unsigned big = 110;   // people in Centrum: named in attestations
constexpr unsigned small = 20;  // in Torp: not

/// A registrar and a town that has announced it and its edition.
struct Fixture : House {
  Fixture() {
    std::string csv = testing::header;
    for (unsigned i = 0; i < big; ++i) csv += testing::row(number(i), "Centrum");
    for (unsigned i = big; i < big + small; ++i) csv += testing::row(number(i), "Torp");
    for (unsigned i = big + small; i < big + small + 12; ++i) csv += testing::row(number(i), "Centrum", "ja");
    if (!import("2026", csv)) throw std::logic_error("the import was refused");
    town.hour = now / 3'600;
    town.begin();
    town.put("town", record::RegistrarAnnounced{town.origin(), registrar->public_key(), "https://rostlangd.example.se"},
             radslag::testing::keepers);
    announced = announcement_of(*registrar->rolls.find("2026"), testing::origin).value();
    town.put("town", announced, radslag::testing::roll_officers);
    auto rule = Town::board_rule();
    rule.threshold.number = 50;
    rule.areas.clear();
    town.board(rule);
  }

  Resident by_code(unsigned i) { return {person(number(i)), Assurance::code}; }
  Resident by_mail(const std::string& address) {
    return {person_of(registrar->keys().roll(), MailAddress::parse(address).value()), Assurance::email};
  }
  /// As the counter does with what the browser brings.
  Result<> hand_in(const Result<std::string>& carrier, std::uint64_t at = now) {
    REQUIRE(carrier);
    const auto opened = record::open_carrier(*carrier, registrar->public_key(), at);
    if (!opened) return tl::make_unexpected(opened.error());
    return town.attempt("town", record::parse_statement(opened->statement).value(), {}, opened->blobs);
  }
  NewInitiative initiative(const std::string& id) {
    return {id, Town::board_rule().board, "",
            town.blob(record::encode_content(record::InitiativeContent{"Benches " + id, "In the park."}))};
  }
  RecordedMatter matter(const std::string& id) {
    const auto* state = town.state().initiative(id);
    return {id, state->subject, state->roll};
  }
  const record::SignatureCount& count(const std::string& id) { return town.record().signatures(id)->count(); }

  Town town;
  record::RollEdition announced;
};

std::string refusal(const Result<std::string>& carrier) { return carrier ? "none" : std::string(errc_name(carrier.error().code)); }
std::string refusal(const Result<>& admitted) { return admitted ? "none" : std::string(errc_name(admitted.error().code)); }

TEST_CASE("an initiative is raised and signed, and the record admits all of it") {
  Fixture house;
  REQUIRE(house.hand_in(house->attestations.raise(house.by_code(0), house.announced, house.initiative("benches"), now)));
  house.town.open_initiative("benches");
  const auto matter = house.matter("benches");
  CHECK(matter.roll == house->matters.find("benches")->roll);
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(1), matter, std::nullopt, now))) == "none");
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(big), matter, std::nullopt, now))) == "none");
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(big + small), matter, std::nullopt, now))) == "none");
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_mail("anna@example.se"), matter, std::nullopt, now))) == "none");
  const auto name = house.town.blob(record::encode_content(record::SignatureName{"Anna Lind"}));
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(2), matter, name, now))) == "none");
  CHECK(house.count("benches").code == 5);
  CHECK(house.count("benches").email == 1);
  // Only the large area is named, and never a protected person's.
  CHECK(house.count("benches").by_area == std::map<std::string, std::uint64_t>{{"centrum", 3}, {"", 3}});

  CHECK(refusal(house.hand_in(house->attestations.withdraw(house.by_code(1), matter, now))) == "none");
  CHECK(house.count("benches").standing() == 5);
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(1), matter, std::nullopt, now))) == "none");
  CHECK(house.count("benches").standing() == 6);
}

TEST_CASE("a person signs once over all channels, whatever the edition calls them") {
  Fixture house;
  REQUIRE(house.hand_in(house->attestations.raise(house.by_mail("anna@example.se"), house.announced, house.initiative("benches"), now)));
  house.town.open_initiative("benches");
  const auto matter = house.matter("benches");
  REQUIRE(house.hand_in(house->attestations.sign(house.by_code(1), matter, std::nullopt, now)));
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(1), matter, std::nullopt, now))) == "duplicate");
  const auto id = house->papers.enter("benches", "eva", number(1) + "\n" + number(3), now)->id;
  REQUIRE(house->papers.confirm(id, "omar", now));
  int admitted = 0;
  const auto carriers = house->papers.carriers(id, matter, now).value();
  for (int round = 0; round < 2; ++round) {
    for (const auto& carrier : carriers) admitted += house.hand_in(carrier) ? 1 : 0;
  }
  CHECK(admitted == 1);
  CHECK(house.count("benches").paper == 1);
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_mail("ANNA+2@example.se"), matter, std::nullopt, now))) == "duplicate");
  CHECK(refusal(house.hand_in(house->attestations.sign(house.by_code(3), matter, std::nullopt, now))) == "duplicate");
}

TEST_CASE("who is not on the roll of a matter signs by no code") {
  Fixture house;
  REQUIRE(house.hand_in(house->attestations.raise(house.by_code(0), house.announced, house.initiative("benches"), now)));
  house.town.open_initiative("benches");
  CHECK(refusal(house->attestations.sign(house.by_code(500), house.matter("benches"), std::nullopt, now)) == "unknown-credential");
  CHECK(refusal(house->attestations.raise(house.by_code(500), house.announced, house.initiative("other"), now)) == "unknown-credential");
  CHECK_FALSE(house->matters.find("other"));
}

TEST_CASE("where record and registrar disagree, nothing is attested") {
  Fixture house;
  REQUIRE(house.hand_in(house->attestations.raise(house.by_code(0), house.announced, house.initiative("benches"), now)));
  auto matter = house.matter("benches");
  matter.roll.root[0] ^= 1;
  CHECK(refusal(house->attestations.sign(house.by_code(1), matter, std::nullopt, now)) == "mismatch");
  matter.id = "absent";
  CHECK(refusal(house->attestations.sign(house.by_code(1), matter, std::nullopt, now)) == "not-found");
  CHECK(refusal(house->attestations.withdraw(house.by_code(1), matter, now)) == "not-found");
  auto other = house.announced;
  other.digest[0] ^= 1;
  CHECK(refusal(house->attestations.raise(house.by_code(1), other, house.initiative("a"), now)) == "mismatch");
  other = house.announced;
  other.people += 1;
  CHECK(refusal(house->attestations.raise(house.by_code(1), other, house.initiative("a"), now)) == "mismatch");
  other = house.announced;
  other.edition = "2027";
  CHECK(refusal(house->attestations.raise(house.by_code(1), other, house.initiative("a"), now)) == "mismatch");
}

TEST_CASE("a carrier is good for ten minutes and for what it says, an attestation for its hour and the next") {
  Fixture house;
  REQUIRE(house.hand_in(house->attestations.raise(house.by_code(0), house.announced, house.initiative("benches"), now)));
  house.town.open_initiative("benches");
  const auto carrier = house->attestations.sign(house.by_code(1), house.matter("benches"), std::nullopt, now).value();
  CHECK(record::open_carrier(carrier, house->public_key(), now + 599));
  CHECK(record::open_carrier(carrier, house->public_key(), now + 601).error().code == Errc::expired);
  for (const auto* part : {"matter benches", "assurance code", "area centrum", "pseudonym "}) {
    auto changed = carrier;
    changed[changed.find(part) + std::string_view(part).size() - 1] ^= 1;
    CHECK_FALSE(record::open_carrier(changed, house->public_key(), now));
  }
  CHECK(refusal(house.hand_in(carrier)) == "none");
  CHECK(refusal(house.hand_in(carrier)) == "duplicate");
  const auto late = house->attestations.sign(house.by_code(2), house.matter("benches"), std::nullopt, now).value();
  house.town.hour += 2;
  CHECK(refusal(house.hand_in(late)) != "none");
}

TEST_CASE("one person begins five matters a day") {
  Fixture house;
  for (int i = 0; i < 5; ++i) {
    CHECK(refusal(house->attestations.raise(house.by_code(0), house.announced, house.initiative("m" + std::to_string(i)), now)) == "none");
  }
  const auto sixth = house.initiative("m5");
  CHECK(refusal(house->attestations.raise(house.by_code(0), house.announced, sixth, now)) == "busy");
  CHECK_FALSE(house->matters.find("m5"));
  // What was begun can be asked for again: the post of a reload costs nothing.
  CHECK(refusal(house->attestations.raise(house.by_code(0), house.announced, house.initiative("m4"), now)) == "none");
  CHECK(refusal(house->attestations.raise(house.by_code(1), house.announced, sixth, now)) == "none");
  CHECK(refusal(house->attestations.raise(house.by_code(0), house.announced, house.initiative("m6"), now + 25 * 3'600)) == "none");
}

TEST_CASE("of many matters that one person begins at once, five are begun") {
  Fixture house;
  std::vector<NewInitiative> initiatives;
  for (int i = 0; i < 12; ++i) initiatives.push_back(house.initiative("m" + std::to_string(i)));
  std::atomic<int> begun = 0;
  std::vector<std::thread> threads;
  const auto anna = house.by_code(0);
  for (const auto& initiative : initiatives) {
    threads.emplace_back([&] { begun += house->attestations.raise(anna, house.announced, initiative, now) ? 1 : 0; });
  }
  for (auto& thread : threads) thread.join();
  CHECK(begun == 5);
}

TEST_CASE("a code of an older edition, and of an older number, is the same signer") {
  Fixture house;
  const std::string coordination = "197010632391", head = "personnummer;område;tidigare samordningsnummer\n";
  REQUIRE(house.import("old", head + coordination + ";Torp;\n"));
  REQUIRE(house.import("new", head + number(200) + ";Torp;" + coordination + "\n" + number(201) + ";Torp;\n"));
  const auto announced = announcement_of(*house->rolls.find("new"), testing::origin).value();
  house.town.put("town", announced, radslag::testing::roll_officers);
  const auto old_code = house->codes.issue("old", house.person(coordination)).value();
  const Resident before{house->codes.person_of(old_code, now).value(), Assurance::code}, after = house.by_code(200);
  REQUIRE(house.hand_in(house->attestations.raise(house.by_code(201), announced, house.initiative("benches"), now)));
  house.town.open_initiative("benches");
  CHECK(refusal(house.hand_in(house->attestations.sign(before, house.matter("benches"), std::nullopt, now))) == "none");
  CHECK(refusal(house.hand_in(house->attestations.sign(after, house.matter("benches"), std::nullopt, now))) == "duplicate");
}

TEST_CASE("projects are proposed under the call's first commitment, though a newer edition has come") {
  Fixture house;
  house.town.dialogue();
  house.town.call("squares");
  const auto proposal = [&](const std::string& id) {
    return NewProposal{"squares", id, "",
                       house.town.blob(record::encode_content(record::ProposalContent{"A bench " + id, "To sit on.", 0}))};
  };
  const auto roll = [&] { return house.town.state().town.calls.at("squares").roll; };
  REQUIRE(house.hand_in(house->attestations.propose(house.by_code(0), house.announced, roll(), proposal("p1"), now)));
  house.roll("2027", 90);
  const auto newer = announcement_of(*house->rolls.find("2027"), testing::origin).value();
  house.town.put("town", newer, radslag::testing::roll_officers);
  CHECK(refusal(house.hand_in(house->attestations.propose(house.by_code(100), newer, roll(), proposal("p2"), now))) == "none");
  CHECK(roll()->people == big + small + 12);
}

TEST_CASE("a proposal that comes between two editions takes the call's first one") {
  Fixture house;
  house.town.dialogue();
  house.town.call("squares");
  const auto proposal = [&](const std::string& id) {
    return NewProposal{"squares", id, "",
                       house.town.blob(record::encode_content(record::ProposalContent{"A bench " + id, "To sit on.", 0}))};
  };
  // Attested, and still on its way in the browser.
  const auto first = house->attestations.propose(house.by_code(0), house.announced, std::nullopt, proposal("p1"), now);
  house.roll("2027", 90);
  const auto newer = announcement_of(*house->rolls.find("2027"), testing::origin).value();
  house.town.put("town", newer, radslag::testing::roll_officers);
  CHECK(refusal(house.hand_in(house->attestations.propose(house.by_code(1), newer, std::nullopt, proposal("p2"), now))) == "none");
  CHECK(refusal(house.hand_in(first)) == "none");
}

TEST_CASE("a person sees what they took part in, and nobody else's") {
  Fixture house;
  REQUIRE(house.hand_in(house->attestations.raise(house.by_code(0), house.announced, house.initiative("benches"), now)));
  house.town.open_initiative("benches");
  REQUIRE(house->attestations.sign(house.by_code(1), house.matter("benches"), std::nullopt, now));
  REQUIRE(house->attestations.withdraw(house.by_code(1), house.matter("benches"), now + 3'600));
  const auto parts = house->participation.of(house.person(number(1)));
  REQUIRE(parts.size() == 2);
  CHECK(parts[0].matter == "benches");
  CHECK(parts[0].purpose == Purpose::withdraw);
  CHECK(parts[0].hour == now / 3'600 + 1);
  CHECK(word(parts[1].purpose) == "sign");
  CHECK(house->participation.of(house.person(number(0))).size() == 1);
  CHECK(house->participation.of(house.person(number(2))).empty());
}

}  // namespace
}  // namespace radslag::registrar
