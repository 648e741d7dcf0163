// A round of secret ballots from ceremony to recount: each trustee reads the record as a bundle, with a state folder of its own.
#include <catch2/catch.hpp>
#include <set>

#include "crypto/voting/credential.hpp"
#include "crypto/voting/encodings.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "ledger/audit/source.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/hand_out.hpp"
#include "ledger/record/secret_round.hpp"
#include "ledger/trustee/ceremony.hpp"
#include "ledger/trustee/count.hpp"
#include "ledger/trustee/files.hpp"
#include "ledger/trustee/reading.hpp"
#include "tests/support/temporary_directory.hpp"
#include "tests/support/town.hpp"

namespace radslag::trustee {
namespace {

using record::KeyStep;
using testing::Town;

constexpr const char* round_id = "parks";
const std::string log_name = "rounds/parks";
const voting::Work one_thread;

class Round {
 public:
  explicit Round(const std::string& ballot) : kind_(ballot) {
    town.begin();
    town.registrar();
    town.dialogue();
    for (int i = 1; i <= 3; ++i) {
      const auto name = "trustee-" + std::to_string(i);
      town.put("town", record::OfficerAnnounced{town.origin(), {Town::public_key(name), {record::Role::trustee}, "Office of " + name}},
               testing::keepers);
      keys.push_back(Town::key_of(name));
      folders.push_back(StateFolder::open(place / name, keys.back()).value());
    }
    town.begin_round(round_id);
    std::vector<record::PublicKey> trustees;
    for (const auto& key : keys) trustees.push_back(key.public_key());
    const auto& tree = town.log("town").tree;
    put(record::draft_ceremony_begun(town.state(), round_id, tree.size(), tree.root(), record::VotingGroup::ed25519, 2, trustees).value());
  }

  void put(const record::Draft& draft) {
    town.put(draft.log, record::parse_statement(draft.statement).value(), testing::election_board, draft.blobs);
  }

  Result<Reading> read(std::size_t trustee) { return read(trustee, town.files()); }
  Result<Reading> read(std::size_t trustee, const testing::Files& files) {
    const auto source = audit::open_files(files);
    ReadOptions options;
    options.town_key = town.vkey();
    options.round = round_id;
    std::vector<std::string> why;
    auto reading = read_record(*source, options, folders[trustee], why);
    for (const auto& reason : why) UNSCOPED_INFO(reason);
    return reading;
  }

  void hand_in(std::size_t trustee, const Made& made) {
    const auto act = record::parse_draft_file(read_whole(made.file, 1 << 24).value()).value();
    town.put(act.draft.log, record::parse_statement(act.draft.statement).value(), {"trustee-" + std::to_string(trustee + 1)},
             act.draft.blobs);
  }

  void make_key() {
    for (const auto step : {KeyStep::certificate, KeyStep::commitment, KeyStep::polynomial, KeyStep::key}) {
      for (std::size_t i = 0; i < 3; ++i) {
        const auto reading = read(i);
        REQUIRE(reading);
        const auto made = make_step(take_seat(reading->round, keys[i]).value(), step, folders[i]);
        REQUIRE(made);
        hand_in(i, *made);
      }
    }
  }

  void open(std::size_t voters) {
    auto definition = Town::definition();
    definition.ballot = kind_;
    definition.urns = {{"all", definition.envelope, {}}};
    const auto& group = group::ed25519();
    const auto origin = town.round(round_id).origin;
    record::Electorate electorate;
    electorate.urns.push_back({"all", {}, {}, {}});
    for (std::size_t i = 0; i < voters; ++i) {
      const auto card = voting::make_credential_code();
      secrets.push_back(voting::credential_secret(group, record::urn_uuid(origin, "all"), card));
      electorate.urns[0].voters.push_back(group.encode(group.power_of_generator(secrets.back())));
      cards.push_back(card);
    }
    std::sort(electorate.urns[0].voters.begin(), electorate.urns[0].voters.end());
    const auto& tree = town.log("town").tree;
    put(record::draft_secret_round_opened(town.state(), round_id, tree.size(), tree.root(), definition, electorate, {}).value());
  }

  void vote(std::size_t voter, const std::vector<std::uint16_t>& projects) {
    const auto& round = town.round(round_id);
    const auto& election = *round.frozen->urns[0].election;
    if (handed_out.insert(voter).second) {
      const auto commitment = record::card_commitment(round.origin, cards[voter]);
      town.put(log_name, record::hand_out(round.origin, commitment, Town::key_of(Town::registrar_key)), {});
    }
    const auto numbers = voting::encode_choices(election.questions()[0], {projects, {}}).value();
    const auto json = voting::make_ballot(election, secrets[voter], {numbers});
    const auto blob = town.blob(json);
    const auto& group = group::ed25519();
    const auto credential = group.encode(group.power_of_generator(secrets[voter]));
    town.put(log_name, record::SecretBallot{"all", credential, crypto::sha256(json), record::blob_digest(blob)}, {}, {blob});
  }

  Result<Made> count(std::size_t trustee, CountStep step) {
    const auto reading = read(trustee);
    if (!reading) return tl::make_unexpected(reading.error());
    const auto seat = take_seat(reading->round, keys[trustee]).value();
    const record::BlobSource none = [](const record::Digest&) { return std::nullopt; };
    return step == CountStep::shuffle ? make_shuffle(seat, reading->counts.at(0), none, folders[trustee], one_thread)
                                      : make_decryption(seat, reading->counts.at(0), none, folders[trustee], one_thread);
  }
  void count_and_hand_in(std::size_t trustee, CountStep step) {
    const auto made = count(trustee, step);
    REQUIRE(made);
    hand_in(trustee, *made);
  }

  void vote_and_close() {
    make_key();
    open(4);
    vote(0, {0, 3});
    vote(1, {0});
    vote(2, {2, 3});
    vote(0, {1, 3});
    town.close(round_id);
  }

  testing::TemporaryDirectory place;
  Town town;
  std::vector<crypto::SigningKey> keys;
  std::vector<StateFolder> folders;
  std::vector<std::string> cards;
  std::vector<group::Scalar> secrets;
  std::set<std::size_t> handed_out;

 private:
  std::string kind_;
};

std::vector<std::uint64_t> votes(const record::TallyContent& tally) {
  std::vector<std::uint64_t> out;
  for (const auto& row : tally.votes) out.push_back(row.votes);
  return out;
}

}  // namespace

TEST_CASE("two of three trustees shuffle and decrypt a round of secret ballots, and it is counted right") {
  Round round(std::string(record::mixnet_ballot));
  round.vote_and_close();
  CHECK(round.count(0, CountStep::decrypt).error().code == Errc::out_of_order);
  round.count_and_hand_in(0, CountStep::shuffle);
  CHECK(round.count(0, CountStep::shuffle).error().code == Errc::out_of_order);
  CHECK(round.count(0, CountStep::decrypt).error().code == Errc::out_of_order);
  round.count_and_hand_in(2, CountStep::shuffle);
  round.count_and_hand_in(1, CountStep::decrypt);
  CHECK(round.count(2, CountStep::shuffle).error().code == Errc::out_of_order);
  const auto standing = standing_of(round.read(0)->round);
  REQUIRE(standing.size() == 1);
  CHECK(standing[0].step == CountStep::decrypt);
  CHECK(standing[0].may_take_part == std::vector<std::uint64_t>{1, 3});
  round.count_and_hand_in(0, CountStep::decrypt);
  CHECK_FALSE(standing_of(round.read(0)->round)[0].step);
  CHECK(votes(round.town.record().recount(round_id).value()) == std::vector<std::uint64_t>{1, 1, 1, 2, 0});
}

TEST_CASE("totals alone are decrypted without a shuffle") {
  Round round(std::string(record::homomorphic_ballot));
  round.vote_and_close();
  CHECK(round.count(0, CountStep::shuffle).error().code == Errc::out_of_order);
  round.count_and_hand_in(2, CountStep::decrypt);
  round.count_and_hand_in(0, CountStep::decrypt);
  CHECK(votes(round.town.record().recount(round_id).value()) == std::vector<std::uint64_t>{1, 1, 1, 2, 0});
}

TEST_CASE("a shuffle made twice is the same file; one that came too late is made anew on the newest record") {
  Round round(std::string(record::mixnet_ballot));
  round.vote_and_close();
  const auto first = round.count(0, CountStep::shuffle).value();
  const auto again = round.count(0, CountStep::shuffle).value();
  CHECK(again.again);
  CHECK(again.file == first.file);
  round.count_and_hand_in(1, CountStep::shuffle);
  const auto anew = round.count(0, CountStep::shuffle).value();
  CHECK(anew.file != first.file);
  round.hand_in(0, anew);
}

TEST_CASE("a trustee makes nothing of a record that does not hold, or does not go on from what it saw") {
  Round round(std::string(record::mixnet_ballot));
  const auto before = round.town.files();
  round.make_key();
  CHECK(round.read(0));
  CHECK(round.read(0, before).error().code == Errc::mismatch);
  auto changed = round.town.files();
  for (auto& [path, bytes] : changed) {
    if (path.starts_with(log_name + "/tile/entries")) bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  }
  CHECK(round.read(1, changed).error().code == Errc::mismatch);

  const auto source = audit::open_files(round.town.files());
  std::vector<std::string> why;
  auto fresh = StateFolder::open(round.place / "fresh", round.keys[0]).value();
  CHECK(read_record(*source, {}, fresh, why).error().code == Errc::not_authorised);
  ReadOptions other;
  other.town_key = Town("other.example").vkey();
  CHECK(read_record(*source, other, round.folders[0], why).error().code == Errc::not_authorised);
}

}  // namespace radslag::trustee
