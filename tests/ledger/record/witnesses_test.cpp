// Who witnesses the record: drafted, admitted, and what is refused.
#include <catch2/catch.hpp>

#include "ledger/log/cosignature.hpp"
#include "ledger/record/draft.hpp"
#include "tests/support/house.hpp"

namespace radslag::record {
namespace {

using testing::House;
using testing::key_of;
using testing::MemoryStore;

WitnessesAnnounced::Witness one(const std::string& name) { return {key_of(name).public_key(), name, "Who runs " + name}; }

WitnessesAnnounced row_of(std::vector<WitnessesAnnounced::Witness> witnesses, std::uint64_t quorum) {
  WitnessesAnnounced row;
  row.witnesses = std::move(witnesses);
  row.quorum = quorum;
  return row;
}

}  // namespace

TEST_CASE("two keepers announce who witnesses the record, and later others") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto put = [&](const WitnessesAnnounced& row, const testing::Signers& signers) {
    const auto draft = draft_witnesses(*house.journal->state(), row).value();
    return house.act(draft, signers, crypto::random_bytes<32>());
  };
  const auto first = row_of({one("c.example"), one("a.example"), one("b.example")}, 2);
  CHECK(put(first, testing::committee).error().code == Errc::not_authorised);
  CHECK(put(first, {"keeper-1"}).error().code == Errc::not_authorised);
  REQUIRE(put(first, testing::keepers));
  auto announced = house.journal->state()->town.witnesses;
  REQUIRE(announced);
  CHECK(announced->row.version == 1);
  CHECK(announced->row.quorum == 2);
  CHECK(announced->row.witnesses.size() == 3);

  REQUIRE(put(row_of({one("d.example")}, 1), testing::keepers));
  CHECK(house.journal->state()->town.witnesses->row.version == 2);
  REQUIRE(put(row_of({}, 0), testing::keepers));
  CHECK(house.journal->state()->town.witnesses->row.witnesses.empty());
  // The same version twice, as when two drafts were sealed at once.
  auto again = row_of({one("e.example")}, 1);
  again.origin = House::origin;
  again.version = 3;
  CHECK(house.act({"town", encode_statement(again), {}}, testing::keepers, crypto::random_bytes<32>()).error().code == Errc::out_of_order);
}

TEST_CASE("witnesses that cannot be are not drafted") {
  MemoryStore store;
  House house(store);
  house.begin();
  const auto code = [&](std::vector<WitnessesAnnounced::Witness> witnesses, std::uint64_t quorum) {
    const auto draft = draft_witnesses(*house.journal->state(), row_of(std::move(witnesses), quorum));
    return draft ? std::nullopt : std::optional(draft.error().code);
  };
  CHECK_FALSE(code({one("a.example")}, 1));
  CHECK(code({one("a.example")}, 0) == Errc::mismatch);
  CHECK(code({one("a.example")}, 2) == Errc::mismatch);
  CHECK(code({}, 1) == Errc::mismatch);
  CHECK(code({one("a.example"), one("a.example")}, 1) == Errc::duplicate);
  auto renamed = one("a.example");
  renamed.name = "b.example";
  CHECK(code({one("a.example"), renamed}, 1) == Errc::duplicate);
  renamed = one("b.example");
  renamed.name = "a.example";
  CHECK(code({one("a.example"), renamed}, 1) == Errc::duplicate);
  renamed.name = "a name";
  CHECK(code({renamed}, 1) == Errc::malformed);
  auto nobody = one("a.example");
  nobody.who = "";
  CHECK(code({nobody}, 1) == Errc::malformed);
  std::vector<WitnessesAnnounced::Witness> many;
  for (int i = 0; i < 13; ++i) many.push_back(one(std::to_string(i) + ".example"));
  CHECK(code(many, 7) == Errc::too_large);
  many.pop_back();
  CHECK_FALSE(code(many, 7));
}

TEST_CASE("a witness is written as its key and who runs it") {
  const auto key = log::CosignerKey::of("a.example", key_of("a").public_key());
  const auto witness = parse_witness(key.text() + " Länsrevisionen i Utby");
  REQUIRE(witness);
  CHECK(witness->key == key.key);
  CHECK(witness->name == "a.example");
  CHECK(witness->who == "Länsrevisionen i Utby");
  const auto log_key = log::VerifierKey::of("a.example", key.key).text();
  for (const auto& line :
       {key.text(), key.text() + " ", key.text() + "  two spaces", log_key + " a log's key", std::string("a.example who"), std::string()})
    CHECK(parse_witness(line).error().code == Errc::malformed);
}

}  // namespace radslag::record
