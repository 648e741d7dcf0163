// What residents bring from the registrar.
#include <catch2/catch.hpp>
#include <filesystem>
#include <future>

#include "crypto/encoding.hpp"
#include "ledger/log/receipt.hpp"
#include "server/service/record_service.hpp"
#include "tests/support/house.hpp"
#include "tests/support/temporary_directory.hpp"

namespace radslag::service {
namespace {

using testing::House;
using testing::MemoryStore;

constexpr std::uint64_t now = 1'778'840'000;

/// A town with an open initiative "benches", raised by person 0, and its service.
struct Benches {
  MemoryStore store;
  House house{store};
  testing::TemporaryDirectory folder;
  std::optional<KeyRing> keys;
  std::optional<RecordService> service;
  std::uint64_t clock = now;

  Benches() {
    house.begin();
    house.registrar(40, 3);
    house.open_initiative("benches");
    KeyRing::create(folder / "keys", House::origin);
    keys.emplace(folder / "keys");
    service.emplace(*house.journal, *keys, std::filesystem::path(), [this] { return clock; });
  }

  [[nodiscard]] Result<Receipt> hand_in(const std::string& carrier) {
    std::promise<Result<Receipt>> answer;
    service->hand_in(carrier, [&](Result<Receipt> receipt) { answer.set_value(std::move(receipt)); });
    return answer.get_future().get();
  }
  [[nodiscard]] std::string signed_by(std::size_t person, const std::string& name = "") const {
    return House::carrier(house.signature("benches", person, name), now + 600);
  }
  [[nodiscard]] std::uint64_t standing() const { return service->signature_counts()->at("benches").standing(); }
};

Errc code_of(const Result<Receipt>& receipt) {
  REQUIRE_FALSE(receipt);
  return receipt.error().code;
}

}  // namespace

TEST_CASE("a signature handed in stands in the record, with a receipt") {
  Benches town;
  const auto what = town.house.signature("benches", 1);
  const auto receipt = town.hand_in(House::carrier(what, now + 600)).value();
  CHECK(receipt.log == "town");
  CHECK(receipt.entry.find(what.statement) != std::string::npos);
  CHECK(receipt.digest == journal::attested_key(what.statement));
  const auto proof = log::parse_receipt(receipt.receipt).value();
  CHECK(log::verify_receipt(proof, receipt.entry, log::VerifierKey::of(House::origin, town.house.town_key.public_key())));
  CHECK(town.standing() == 2);
}

TEST_CASE("an initiative raised at the counter is there, sealed") {
  Benches town;
  const auto what = town.house.raising("trees", 5);
  REQUIRE(town.hand_in(House::carrier(what, now + 600)));
  CHECK(town.service->state()->initiative("trees")->content->title == "More trees");
  const auto digest = record::blob_digest(what.blobs[0]);
  CHECK(town.service->blob("town", digest).error().code == Errc::sealed);
  CHECK(town.service->signature_counts()->at("trees").standing() == 1);
}

TEST_CASE("the same again gives the first one's receipt, also when it has expired meanwhile") {
  Benches town;
  const auto carrier = town.signed_by(1);
  const auto first = town.hand_in(carrier).value();
  const auto again = town.hand_in(carrier).value();
  CHECK(again.index == first.index);
  CHECK(again.entry == first.entry);
  town.clock = now + 3'600;
  CHECK(town.hand_in(carrier)->index == first.index);
  CHECK(town.standing() == 2);
}

TEST_CASE("what is refused leaves nothing behind") {
  Benches town;
  const auto size = town.service->head("town")->size;
  const auto good = town.house.signature("benches", 1);
  SECTION("expired") {
    town.clock = now + 600;
    CHECK(code_of(town.hand_in(House::carrier(good, now + 600))) == Errc::expired);
  }
  SECTION("in another hour of the record") {
    town.house.hour += 2;
    CHECK(code_of(town.hand_in(House::carrier(good, now + 600))) == Errc::expired);
  }
  SECTION("by another registrar") {
    const auto carrier = record::encode_carrier({good.statement, {}, now + 600, {}}, testing::key_of("stranger"));
    CHECK(code_of(town.hand_in(carrier)) == Errc::bad_signature);
  }
  SECTION("with a statement that the registrar did not sign") {
    auto forged = good;
    forged.statement.replace(forged.statement.find("assurance code"), 14, "assurance eid");
    CHECK(code_of(town.hand_in(House::carrier(forged, now + 600))) == Errc::bad_signature);
  }
  SECTION("for somebody who is not on the matter's roll") {
    auto statement = std::get<record::Signature>(record::parse_statement(good.statement).value());
    statement.attested.pseudonym = testing::Roll::pseudonym("benches", "nobody");
    auto invented = good;
    invented.statement = record::attest(statement, testing::key_of(testing::Town::registrar_key));
    CHECK(code_of(town.hand_in(House::carrier(invented, now + 600))) == Errc::mismatch);
  }
  SECTION("with another text") {
    const auto raising = town.house.raising("trees", 2);
    const auto carrier = record::encode_carrier({raising.statement, {record::make_blob("something else")}, now + 600, {}},
                                                testing::key_of(testing::Town::registrar_key));
    CHECK(code_of(town.hand_in(carrier)) == Errc::mismatch);
  }
  SECTION("no carrier at all") { CHECK(code_of(town.hand_in("hello")) == Errc::not_canonical); }
  SECTION("as an act of office") {
    std::optional<Errc> code;
    town.service->act({"town", good.statement, {}, {}, {}}, [&](const Result<Receipt>& receipt) { code = code_of(receipt); });
    CHECK(code == Errc::unsupported);
  }
  CHECK(town.service->head("town")->size == size);
  CHECK(town.standing() == 1);
}

TEST_CASE("no byte of a carrier can be changed") {
  Benches town;
  const auto carrier = town.signed_by(1, "Åsa Öberg");
  std::vector<std::size_t> taken;
  for (std::size_t i = 0; i < carrier.size(); ++i) {
    auto changed = carrier;
    changed[i] = static_cast<char>(static_cast<unsigned char>(changed[i]) ^ 1);
    if (town.hand_in(changed)) taken.push_back(i);
  }
  CHECK(taken == std::vector<std::size_t>{});
  CHECK(town.hand_in(carrier));
}

TEST_CASE("where no registrar has been announced nothing is taken") {
  MemoryStore store;
  House house(store);
  house.begin();
  const testing::TemporaryDirectory folder;
  KeyRing::create(folder / "keys", House::origin);
  KeyRing keys(folder / "keys");
  RecordService service(*house.journal, keys, {});
  std::optional<Errc> code;
  service.hand_in("anything", [&](const Result<Receipt>& receipt) { code = code_of(receipt); });
  CHECK(code == Errc::not_authorised);
}

TEST_CASE("what is not the registrar's costs the writer nothing") {
  Benches town;
  auto forged = town.house.signature("benches", 1);
  forged.statement.replace(forged.statement.find("assurance code"), 14, "assurance eid");
  // While the writer is held in an answer, what needs it gets no answer.
  std::promise<void> held, release;
  town.service->hand_in(town.signed_by(2), [&](const Result<Receipt>& receipt) {
    CHECK(receipt.has_value());
    held.set_value();
    release.get_future().wait();
  });
  held.get_future().wait();
  CHECK(code_of(town.hand_in(House::carrier(forged, now + 600))) == Errc::bad_signature);
  release.set_value();
  CHECK(town.hand_in(town.signed_by(3)));
}

TEST_CASE("names are shown by choice, the newest first, while their signatures stand") {
  Benches town;
  REQUIRE(town.hand_in(town.signed_by(1, "Åsa Öberg")));
  REQUIRE(town.hand_in(town.signed_by(2)));
  REQUIRE(town.hand_in(town.signed_by(3, "Bo Ek")));
  REQUIRE(town.hand_in(town.signed_by(4, "Cai Alm")));
  REQUIRE(town.hand_in(House::carrier(town.house.withdrawal("benches", 3), now + 600)));
  using Names = std::vector<std::string>;
  CHECK(town.service->shown_names("benches", 10) == Names{"Cai Alm", "Åsa Öberg"});
  CHECK(town.service->shown_names("benches", 1) == Names{"Cai Alm"});
  CHECK(town.service->shown_names("trees", 10).empty());
}

}  // namespace radslag::service
