// The ceremony and the opening of secret ballots: each condition of FORMAT.md section 4.7, broken.
#include <algorithm>

#include "crypto/group/group.hpp"
#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/election.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/record/secret_round.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::election_board;
using testing::keepers;
using testing::SecretPlan;
using testing::Town;

constexpr const char* log_name = "rounds/r1";

Town begun() {
  Town town;
  town.begin(false);
  town.dialogue();
  town.trustees();
  town.begin_round("r1");
  return town;
}

CeremonyBegun good_beginning(const Town& town) {
  const auto& tree = town.log("town").tree;
  CeremonyBegun begun{town.round("r1").origin, "r1", tree.size(), tree.root(), VotingGroup::ed25519, 2, {}};
  for (std::size_t i = 1; i <= 3; ++i) begun.trustees.push_back({Town::public_key(Town::trustee(i)), "Office of " + Town::trustee(i)});
  return begun;
}

/// A round that was opened honestly, taken apart: its opening and the blobs that it names, in a town that stands just before it.
struct Opening {
  Town town;
  RoundOpened statement;
  testing::Blobs blobs;  // definition, electorate, elections

  explicit Opening(const SecretPlan& plan = {}) : town(begun()) {
    Town opened;
    opened.begin(false);
    opened.dialogue();
    opened.secret_round("r1", plan);
    const auto& piece = opened.log(log_name).pieces.back();
    statement = std::get<RoundOpened>(parse_entry(piece.entry).value().statement);
    blobs = piece.blobs;
    town.ceremony("r1", plan);
  }

  template <class Content>
  void replace(std::size_t which, const Content& content) {
    blobs[which] = town.blob(encode_content(content));
    (which == 0 ? statement.definition : statement.credentials) = blob_digest(blobs[which]);
  }
  void replace_election(const std::string& json) {
    blobs[2] = town.blob(json);
    statement.elections[0].election = blob_digest(blobs[2]);
  }
  [[nodiscard]] RoundDefinition definition() const { return parse_content<RoundDefinition>(*blob_content(blobs[0])).value(); }
  [[nodiscard]] Electorate electorate() const { return parse_content<Electorate>(*blob_content(blobs[1])).value(); }
  void is_refused(Errc code) { refused(town, log_name, statement, election_board, code, blobs); }
};

}  // namespace

TEST_CASE("ceremony: its beginning") {
  auto town = begun();
  const auto good = good_beginning(town);
  const auto refuse_it = [&](const CeremonyBegun& bad, Errc code) { refused(town, log_name, bad, election_board, code); };
  refused(town, log_name, good, {"election-1"}, Errc::not_authorised);
  auto bad = good;
  bad.round = "r2";
  refuse_it(bad, Errc::mismatch);
  bad = good;
  bad.town_root[0] ^= 1;
  refuse_it(bad, Errc::mismatch);
  bad = good;
  bad.trustees.pop_back();
  bad.trustees.pop_back();
  bad.threshold = 0;
  refuse_it(bad, Errc::malformed);  // one alone
  bad = good;
  bad.threshold = 1;
  refuse_it(bad, Errc::malformed);
  bad.threshold = 4;
  refuse_it(bad, Errc::malformed);
  bad = good;
  bad.trustees[1] = bad.trustees[0];
  refuse_it(bad, Errc::duplicate);
  bad = good;
  bad.trustees[1].key = Town::public_key("officer-1");
  refuse_it(bad, Errc::not_authorised);
  bad = good;
  bad.trustees[1].name = "Somebody else";
  refuse_it(bad, Errc::mismatch);
  bad = good;
  bad.town_size = 3;
  bad.town_root = town.log("town").tree.root(3);  // before the trustees and the round
  refuse_it(bad, Errc::out_of_order);
  town.put("town", OfficerEnded{town.origin(), Town::public_key(Town::trustee(3))}, keepers);
  bad = good_beginning(town);
  refuse_it(bad, Errc::not_authorised);
  town.put(log_name, good, election_board);  // as it stood then
  CHECK(town.round("r1").phase == Phase::begun);
  CHECK(town.round("r1").ceremony->needed() == 2);
  refused(town, log_name, good, election_board, Errc::frozen);
}

TEST_CASE("ceremony: its steps, in their order and by whose turn it is") {
  auto town = begun();
  Opening honest;  // its messages
  const auto& messages = honest.town.round("r1").ceremony->messages;
  const auto& origin = town.round("r1").origin;
  const auto step = [&](std::size_t trustee, KeyStep which, const std::string& message) {
    const auto blob = town.blob(message);
    return std::pair(CeremonyStep{origin, trustee, which, blob_digest(blob)}, blob);
  };
  const auto refuse_it = [&](std::size_t trustee, KeyStep which, const std::string& message, Errc code) {
    const auto [statement, blob] = step(trustee, which, message);
    refused(town, log_name, statement, {Town::trustee(trustee)}, code, {blob});
  };
  const auto take = [&](std::size_t trustee, KeyStep which, const std::string& message) {
    const auto [statement, blob] = step(trustee, which, message);
    town.put(log_name, statement, {Town::trustee(trustee)}, {blob});
  };
  const auto certificate = [&](std::size_t trustee) { return messages[0][trustee - 1]; };
  refused(town, log_name, step(1, KeyStep::certificate, certificate(1)).first, {Town::trustee(1)}, Errc::not_open);
  town.put(log_name, good_beginning(town), election_board);
  refuse_it(1, KeyStep::commitment, messages[1][0], Errc::out_of_order);
  refuse_it(1, KeyStep::certificate, certificate(2), Errc::bad_signature);  // of another place
  refuse_it(1, KeyStep::certificate, certificate(1) + " ", Errc::not_canonical);
  refuse_it(1, KeyStep::certificate, "", Errc::malformed);
  {
    const auto [statement, blob] = step(1, KeyStep::certificate, certificate(1));
    refused(town, log_name, statement, {Town::trustee(2)}, Errc::not_authorised, {blob});
    refused(town, log_name, statement, {"election-1"}, Errc::not_authorised, {blob});
    auto nobody = statement;
    nobody.trustee = 4;
    refused(town, log_name, nobody, {Town::trustee(1)}, Errc::not_found, {blob});
  }
  take(1, KeyStep::certificate, certificate(1));
  refuse_it(1, KeyStep::certificate, certificate(1), Errc::duplicate);
  refuse_it(1, KeyStep::commitment, messages[1][0], Errc::out_of_order);
  take(3, KeyStep::certificate, certificate(3));
  take(2, KeyStep::certificate, certificate(2));
  refuse_it(1, KeyStep::commitment, "0123", Errc::not_canonical);
  for (std::size_t i = 1; i <= 3; ++i) take(i, KeyStep::commitment, messages[1][i - 1]);
  refuse_it(2, KeyStep::polynomial, messages[2][0], Errc::bad_signature);  // another trustee's
  for (std::size_t i = 1; i <= 3; ++i) take(i, KeyStep::polynomial, messages[2][i - 1]);
  refuse_it(2, KeyStep::key, messages[3][0], Errc::bad_signature);
  take(1, KeyStep::key, messages[3][0]);
  take(2, KeyStep::key, messages[3][1]);
  CHECK_FALSE(town.round("r1").ceremony->complete());
  take(3, KeyStep::key, messages[3][2]);
  CHECK(town.round("r1").ceremony->complete());
  CHECK(town.round("r1").ceremony->keys->json() == honest.town.round("r1").ceremony->keys->json());
  refuse_it(3, KeyStep::key, messages[3][2], Errc::duplicate);
}

TEST_CASE("ceremony: trustees who are all needed") {
  SecretPlan plan;
  plan.threshold = 0;
  Town town;
  town.secret_round("r1", plan);
  CHECK(town.round("r1").ceremony->needed() == 3);
  CHECK(town.round("r1").phase == Phase::open);
}

TEST_CASE("secret round: its opening") {
  Opening honest;
  honest.town.put(log_name, honest.statement, election_board, honest.blobs);  // in another town of the same steps
  CHECK(honest.town.round("r1").frozen->pages.size() == 1);
  refused(honest.town, log_name, honest.statement, election_board, Errc::frozen, honest.blobs);
}

TEST_CASE("secret round: an opening that is not what definition, ceremony and electorate give") {
  Opening opening;
  const auto good = opening.statement;
  SECTION("roll") {
    ++opening.statement.roll;
    opening.is_refused(Errc::mismatch);
  }
  SECTION("an election less") {
    opening.statement.elections.clear();
    opening.blobs.pop_back();
    opening.is_refused(Errc::mismatch);
  }
  SECTION("another urn's name") {
    opening.statement.elections[0].urn = "north";
    opening.is_refused(Errc::mismatch);
  }
  SECTION("another election") {
    auto json = std::string(*blob_content(opening.blobs[2]));
    json.replace(json.find("\"max\":2"), 7, "\"max\":3");
    opening.replace_election(json);
    opening.is_refused(Errc::mismatch);
  }
  SECTION("an election of another key") {
    auto json = std::string(*blob_content(opening.blobs[2]));
    const auto at = json.find("\"public_key\":\"") + 14;
    json.replace(at, 64, group::ed25519().encode(group::ed25519().generator()));
    opening.replace_election(json);
    opening.is_refused(Errc::mismatch);
  }
  SECTION("a definition with another rule") {
    auto definition = opening.definition();
    definition.choices_max = 3;
    opening.replace(0, definition);
    opening.is_refused(Errc::mismatch);
  }
  SECTION("an electorate of another urn") {
    auto electorate = opening.electorate();
    electorate.urns[0].urn = "north";
    opening.replace(1, electorate);
    opening.is_refused(Errc::mismatch);
  }
  SECTION("a voter that is no member of the group") {
    auto electorate = opening.electorate();
    electorate.urns[0].voters.back() = std::string(64, 'f');
    opening.replace(1, electorate);
    opening.is_refused(Errc::malformed);
  }
  SECTION("a voter whose secret everyone knows") {
    auto electorate = opening.electorate();
    electorate.urns[0].reserve[0] = group::ed25519().encode(group::ed25519().identity());
    opening.replace(1, electorate);
    opening.is_refused(Errc::malformed);
  }
  SECTION("nobody may vote") {
    auto electorate = opening.electorate();
    electorate.urns[0].voters.clear();
    opening.replace(1, electorate);
    opening.statement.roll = 0;
    opening.is_refused(Errc::malformed);
  }
  SECTION("clear ballots after a ceremony") {
    auto definition = opening.definition();
    definition.ballot = "clear/v1";
    definition.urns.clear();
    opening.replace(0, definition);
    opening.is_refused(Errc::out_of_order);
  }
  SECTION("the order of its urns") {
    auto definition = opening.definition();
    definition.urns = {{"north", 500'000, {"north"}}, {"whole", 500'000, {}}};
    opening.replace(0, definition);
    opening.is_refused(Errc::mismatch);
  }
  opening.statement = good;
}

TEST_CASE("secret round: no opening without a key") {
  auto town = begun();
  Opening honest;
  refused(town, log_name, honest.statement, election_board, Errc::out_of_order, honest.blobs);
  town.put(log_name, good_beginning(town), election_board);
  refused(town, log_name, honest.statement, election_board, Errc::out_of_order, honest.blobs);
}

TEST_CASE("secret round: no opening without a registrar") {
  Town town;
  town.begin(false);
  town.dialogue();
  for (std::size_t i = 1; i <= 3; ++i)
    town.put("town",
             OfficerAnnounced{town.origin(), {Town::public_key(Town::trustee(i)), {Role::trustee}, "Office of " + Town::trustee(i)}},
             keepers);
  town.begin_round("r1");
  town.ceremony("r1");
  Opening honest;
  auto statement = honest.statement;
  statement.town_size = town.log("town").tree.size();
  statement.town_root = town.log("town").tree.root();
  refused(town, log_name, statement, election_board, Errc::out_of_order, honest.blobs);
}

TEST_CASE("secret round: a question that cannot be asked") {
  Opening opening;
  const auto& ceremony = *opening.town.round("r1").ceremony;
  auto definition = Town::secret_definition();
  const auto refuse_it = [&](Errc code) {
    const auto json = urn_election(definition, 0, "x.example/log/rounds/r1", ceremony);
    REQUIRE_FALSE(json.has_value());
    INFO(json.error().detail);
    CHECK(errc_name(json.error().code) == errc_name(code));
  };
  REQUIRE(urn_election(definition, 0, "x.example/log/rounds/r1", ceremony).has_value());
  auto project = definition.projects[0];
  definition.projects.clear();
  for (int i = 0; i < 240; ++i) {
    project.id = "P" + std::to_string(i);
    definition.projects.push_back(project);
  }
  CHECK(urn_election(definition, 0, "x.example/log/rounds/r1", ceremony).has_value());
  project.id = "P240";
  definition.projects.push_back(project);  // 31 bytes
  refuse_it(Errc::too_large);
  definition.ballot = std::string(homomorphic_ballot);
  refuse_it(Errc::malformed);  // its ballots would be over 128 KiB
  definition.projects.resize(60);
  CHECK(urn_election(definition, 0, "x.example/log/rounds/r1", ceremony).has_value());
  definition.ballot = "clear/v1";
  refuse_it(Errc::unsupported);
  definition = Town::secret_definition();
  definition.choices_min = 6;
  definition.choices_max = 6;
  refuse_it(Errc::malformed);
}

TEST_CASE("secret round: a mixnet question in a group that cannot hold it") {
  SecretPlan plan;
  plan.group = VotingGroup::belenios_2048;
  Town town;
  CHECK_THROWS_WITH(town.secret_round("r1", plan), Catch::Contains("cannot hold mixnet ballots"));
}

TEST_CASE("secret round: several urns, each of a hundred voters at least") {
  SecretPlan plan;
  plan.definition.urns = {{"north", 400'000, {"north"}}, {"rest", 600'000, {}}};
  plan.voters = 99;
  Town small;
  CHECK_THROWS_WITH(small.secret_round("r1", plan), Catch::Contains("fewer than 100"));
  plan.voters = 100;
  Town town;
  town.secret_round("r1", plan);
  const auto& frozen = *town.round("r1").frozen;
  CHECK(frozen.urns[0].projects == std::vector<std::uint16_t>{0, 3});
  CHECK(frozen.urns[1].projects == std::vector<std::uint16_t>{1, 2, 4});
  CHECK(frozen.roll == 100);  // people, not credentials
  CHECK(frozen.urns[0].election->uuid() != frozen.urns[1].election->uuid());
}

TEST_CASE("secret round: drafts are what the record admits") {
  auto town = begun();
  const auto& tree = town.log("town").tree;
  std::vector<PublicKey> keys;
  for (std::size_t i = 1; i <= 3; ++i) keys.push_back(Town::public_key(Town::trustee(i)));
  const auto draft = draft_ceremony_begun(town.state(), "r1", tree.size(), tree.root(), VotingGroup::ed25519, 2, keys);
  REQUIRE(draft.has_value());
  CHECK(draft->statement == encode_statement(good_beginning(town)));
  keys[0] = Town::public_key("officer-1");
  CHECK(draft_ceremony_begun(town.state(), "r1", tree.size(), tree.root(), VotingGroup::ed25519, 2, keys).error().code ==
        Errc::not_authorised);
  Opening opening;
  const auto opened = draft_secret_round_opened(opening.town.state(), "r1", opening.statement.town_size, opening.statement.town_root,
                                                opening.definition(), opening.electorate(), opening.statement.pages);
  REQUIRE(opened.has_value());
  const auto statement = std::get<RoundOpened>(parse_statement(opened->statement).value());
  opening.town.put(log_name, statement, election_board, opened->blobs);
  const auto envelope = draft_envelope_accepted(opening.town.state(), "r1", {{"whole", opening.town.credential("r1", 0, "voter", 2)}});
  REQUIRE(envelope.has_value());
  opening.town.put(log_name, parse_statement(envelope->statement).value(), testing::roll_officers);
  const auto slip = draft_paper_ballot(opening.town.state(), "r1", opening.town.secret_ballot("r1", 0, "paper", 0, {1}));
  REQUIRE(slip.has_value());
  opening.town.put(log_name, parse_statement(slip->statement).value(), election_board, slip->blobs);
  CHECK(draft_paper_ballot(opening.town.state(), "r1", opening.town.secret_ballot("r1", 0, "voter", 0, {1})).error().code ==
        Errc::unknown_credential);
  CHECK(paper_credential(opening.town.state(), "r1", "whole", 1).value() == opening.town.credential("r1", 0, "paper", 1));
  CHECK(paper_credential(opening.town.state(), "r1", "whole", 2).error().code == Errc::not_found);
}

}  // namespace radslag::record
