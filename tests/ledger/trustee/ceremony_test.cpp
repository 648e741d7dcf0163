// Three trustees make a key, each with a state folder of their own; the record between them is a value.
#include "ledger/trustee/ceremony.hpp"

#include <catch2/catch.hpp>

#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/record/secret_round.hpp"
#include "ledger/trustee/files.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/town.hpp"

namespace radslag::trustee {
namespace {

using record::KeyStep;

constexpr KeyStep steps[] = {KeyStep::certificate, KeyStep::commitment, KeyStep::polynomial, KeyStep::key};

class Ceremony {
 public:
  Ceremony(std::uint64_t threshold, std::size_t trustees) {
    round.id = "parks";
    round.origin = "radslag.example.se/log/rounds/parks";
    ceremony.group = record::VotingGroup::ed25519;
    ceremony.threshold = threshold;
    for (std::size_t i = 0; i < trustees; ++i) {
      const auto name = "trustee-" + std::to_string(i + 1);
      keys.push_back(testing::Town::key_of(name));
      folders.push_back(StateFolder::open(place / name, keys.back()).value());
      ceremony.trustees.push_back({keys.back().public_key(), name});
    }
    for (auto& messages : ceremony.messages) messages.resize(trustees);
    publish();
  }

  Seat seat(std::size_t trustee) { return take_seat(round, keys[trustee]).value(); }
  Result<Made> make(std::size_t trustee, KeyStep step) { return make_step(seat(trustee), step, folders[trustee]); }

  /// What was made stands in the record.
  void hand_in(std::size_t trustee, const Made& made) {
    const auto file = record::parse_draft_file(read_whole(made.file, 1 << 20).value()).value();
    REQUIRE(file.seals.size() == 1);
    CHECK(file.seals[0].officer == keys[trustee].public_key());
    CHECK(file.draft.log == "rounds/parks");
    const auto statement = std::get<record::CeremonyStep>(record::parse_statement(file.draft.statement).value());
    CHECK(statement.trustee == trustee + 1);
    ceremony.messages[static_cast<std::size_t>(statement.step)][trustee] = record::blob_content(file.draft.blobs[0]).value();
    publish();
  }
  void all(KeyStep step) {
    for (std::size_t i = 0; i < keys.size(); ++i) {
      const auto made = make(i, step);
      REQUIRE(made);
      hand_in(i, *made);
    }
  }
  void complete() {
    const auto& group = group::ed25519();
    std::vector<std::string> items;
    if (ceremony.threshold == 0) {
      for (const auto& key : ceremony.messages[3]) items.push_back(voting::single_item(key));
    } else {
      const auto certificates = voting::Certificates::parse(group, ceremony.threshold, ceremony.messages[0]).value();
      items.push_back(
          voting::pedersen_item(voting::combine_ceremony(certificates, ceremony.messages[2], ceremony.messages[1], ceremony.messages[3])
                                    .value()
                                    .threshold_parameters));
    }
    ceremony.keys = std::make_shared<const voting::Trustees>(voting::Trustees::parse(group, voting::write_trustees(items)).value());
    publish();
  }
  void publish() { round.ceremony = std::make_shared<const record::CeremonyState>(ceremony); }

  testing::TemporaryDirectory place;
  std::vector<crypto::SigningKey> keys;
  std::vector<StateFolder> folders;
  record::CeremonyState ceremony;
  record::RoundState round;
};

}  // namespace

TEST_CASE("two of three trustees make a key, step by step, and each has the secret of what it published") {
  Ceremony ceremony(2, 3);
  for (const auto step : steps) ceremony.all(step);
  CHECK(ceremony.make(0, KeyStep::certificate)->again);
  ceremony.complete();
  const auto& group = group::ed25519();
  for (std::size_t i = 0; i < 3; ++i) {
    const auto secret = decryption_secret(ceremony.seat(i), ceremony.folders[i]);
    REQUIRE(secret);
    CHECK(group.equal(group.power_of_generator(*secret), ceremony.ceremony.keys->keys()[i].key));
    CHECK(turn_of(*ceremony.round.ceremony, i + 1) == Turn::complete);
  }
  const auto standing = standing_of(*ceremony.round.ceremony);
  CHECK(standing.certificates.has_value());
  CHECK(standing.key.has_value());
  CHECK(standing.public_key == group.encode(ceremony.ceremony.keys->election_key()));
}

TEST_CASE("where all trustees are needed there is one step, and each has a key of its own") {
  Ceremony ceremony(0, 2);
  CHECK(ceremony.make(0, KeyStep::certificate).error().code == Errc::out_of_order);
  ceremony.all(KeyStep::key);
  ceremony.complete();
  for (std::size_t i = 0; i < 2; ++i) CHECK(decryption_secret(ceremony.seat(i), ceremony.folders[i]));
  CHECK_FALSE(standing_of(*ceremony.round.ceremony).certificates);
}

TEST_CASE("a step made again is the same message, byte for byte, also by a folder opened anew") {
  Ceremony ceremony(2, 2);
  for (const auto step : steps) {
    const auto first = ceremony.make(0, step);
    REQUIRE(first);
    CHECK_FALSE(first->again);
    const auto bytes = read_whole(first->file, 1 << 20);
    { const auto closed = std::move(ceremony.folders[0]); }
    ceremony.folders[0] = StateFolder::open(ceremony.place / "trustee-1", ceremony.keys[0]).value();
    const auto second = ceremony.make(0, step);
    REQUIRE(second);
    CHECK(second->again);
    CHECK(read_whole(second->file, 1 << 20) == bytes);
    ceremony.all(step);
  }
}

TEST_CASE("a commitment that was interrupted before its act was kept stays the same commitment") {
  Ceremony ceremony(2, 2);
  ceremony.all(KeyStep::certificate);
  const auto made = ceremony.make(0, KeyStep::commitment).value();
  const auto act = record::parse_draft_file(read_whole(made.file, 1 << 20).value()).value();
  const std::string before(record::blob_content(act.draft.blobs[0]).value());
  std::filesystem::remove(made.file);
  ceremony.hand_in(0, ceremony.make(0, KeyStep::commitment).value());
  CHECK(ceremony.ceremony.messages[1][0] == before);
}

TEST_CASE("steps out of turn are refused, and say who is waited for") {
  Ceremony ceremony(2, 3);
  ceremony.hand_in(0, ceremony.make(0, KeyStep::certificate).value());
  CHECK(turn_of(*ceremony.round.ceremony, 1) == Turn::wait);
  CHECK(turn_of(*ceremony.round.ceremony, 2) == Turn::act);
  const auto early = ceremony.make(0, KeyStep::commitment);
  CHECK(early.error().code == Errc::out_of_order);
  CHECK(early.error().detail.find("trustee-2 (trustee 2), trustee-3 (trustee 3)") != std::string::npos);
  CHECK(take_seat(ceremony.round, testing::Town::key_of("stranger")).error().code == Errc::not_authorised);
  record::RoundState clear;
  CHECK(take_seat(clear, ceremony.keys[0]).error().code == Errc::out_of_order);
}

TEST_CASE("without the folder that a trustee began with, its part cannot go on") {
  Ceremony ceremony(2, 2);
  ceremony.all(KeyStep::certificate);
  ceremony.folders[0] = StateFolder::open(ceremony.place / "other", ceremony.keys[0]).value();
  CHECK(ceremony.make(0, KeyStep::commitment).error().code == Errc::not_found);
}

TEST_CASE("another trustee's bad message is found before this one goes on, and named") {
  Ceremony ceremony(2, 3);
  SECTION("a certificate that is not signed by its keys") {
    ceremony.all(KeyStep::certificate);
    ceremony.ceremony.messages[0][1] = ceremony.ceremony.messages[0][0];
    ceremony.publish();
    CHECK_FALSE(ceremony.make(0, KeyStep::commitment));
  }
  SECTION("a polynomial other than was committed to") {
    for (const auto step : {KeyStep::certificate, KeyStep::commitment, KeyStep::polynomial}) ceremony.all(step);
    ceremony.ceremony.messages[1][1] = std::string(64, '0');
    ceremony.publish();
    const auto made = ceremony.make(0, KeyStep::key);
    REQUIRE_FALSE(made);
    CHECK(made.error().detail.find('2') != std::string::npos);
  }
}

}  // namespace radslag::trustee
