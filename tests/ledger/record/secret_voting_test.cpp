// Each condition of FORMAT.md section 4.7 between opening and closing, broken.
#include "crypto/voting/election.hpp"
#include "ledger/record/hand_out.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::election_board;
using testing::roll_officers;
using testing::SecretPlan;
using testing::Town;

constexpr const char* log_name = "rounds/r1";

Town open(const SecretPlan& plan = {}) {
  Town town;
  town.secret_round("r1", plan);
  return town;
}

void refused_ballot(Town& town, const std::string& blob, Errc code) {
  refused(town, log_name, town.secret_entry("r1", blob), {}, code, {blob});
}

UrnCredential voter(const Town& town, std::size_t number) { return {"whole", town.credential("r1", 0, "voter", number)}; }

template <class T>
void refused_act(Town& town, T act, Errc code) {
  if constexpr (requires { act.content; }) {
    const auto reason = town.blob(encode_content(Reason{"Moved away."}));
    act.content = blob_digest(reason);
    refused(town, log_name, act, roll_officers, code, {reason});
  } else {
    refused(town, log_name, act, roll_officers, code);
  }
}

template <class T>
void admitted_act(Town& town, T act) {
  if constexpr (requires { act.content; }) {
    const auto reason = town.blob(encode_content(Reason{"Moved in."}));
    act.content = blob_digest(reason);
    town.put(log_name, act, roll_officers, {reason});
  } else {
    town.put(log_name, act, roll_officers);
  }
}

}  // namespace

TEST_CASE("secret ballots: a voter's way") {
  auto town = open();
  const auto& round = town.round("r1");
  REQUIRE(round.phase == Phase::open);
  REQUIRE(round.frozen->is_secret());
  CHECK(round.frozen->roll == 5);
  CHECK(round.frozen->urns[0].election->uuid().size() == 22);
  town.cast_secret("r1", 0, {0, 1});
  town.cast_secret("r1", 1, {1});
  town.cast_secret("r1", 0, {2});  // the last one counts
  CHECK(round.ballots == 3);
  CHECK(round.voters == 2);
  CHECK(round.handed_out == 2);
  CHECK(round.urns[0].voters == 2);
}

TEST_CASE("secret ballots: cards that are handed out") {
  auto town = open();
  const auto& origin = town.round("r1").origin;
  const auto good = town.handing_out("r1", "voter", 0);
  auto bad = good;
  bad.registrar[0] ^= 1;
  refused(town, log_name, bad, {}, Errc::bad_signature);
  bad = hand_out(origin, good.commitment, Town::key_of("another"));
  refused(town, log_name, bad, {}, Errc::bad_signature);
  bad = hand_out(town.origin(), good.commitment, Town::key_of(Town::registrar_key));
  refused(town, log_name, bad, {}, Errc::mismatch);
  refused(town, log_name, good, {"roll-1"}, Errc::not_canonical);
  town.put(log_name, good, {});
  refused(town, log_name, good, {}, Errc::duplicate);
  for (std::size_t i = 1; i < 5; ++i) town.hand_out("r1", i);
  refused(town, log_name, town.handing_out("r1", "reserve", 0), {}, Errc::mismatch);  // as many as the roll
  admitted_act(town, ReserveActivated{origin, {}, {{"whole", 1}}});
  town.put(log_name, town.handing_out("r1", "reserve", 0), {});
  refused(town, log_name, town.handing_out("r1", "reserve", 1), {}, Errc::mismatch);
  town.close("r1");
  refused(town, log_name, town.handing_out("r1", "reserve", 1), {}, Errc::closed);
}

TEST_CASE("secret ballots: who may cast one, and how often") {
  auto town = open();
  const auto first = town.blob(town.secret_ballot("r1", 0, "voter", 0, {0}));
  refused_ballot(town, first, Errc::out_of_order);  // no card has been handed out
  town.hand_out("r1", 0);
  const auto entry = town.secret_entry("r1", first);
  refused(town, log_name, entry, {"election-1", "election-2"}, Errc::not_canonical, {first});
  auto bad = entry;
  bad.urn = "north";
  refused(town, log_name, bad, {}, Errc::mismatch, {first});
  bad = entry;
  bad.credential = town.credential("r1", 0, "voter", 1);
  refused(town, log_name, bad, {}, Errc::mismatch, {first});
  bad = entry;
  bad.credential = std::string(64, 'a');
  refused(town, log_name, bad, {}, Errc::unknown_credential, {first});
  bad = entry;
  bad.tracker[0] ^= 1;
  refused(town, log_name, bad, {}, Errc::mismatch, {first});
  bad = entry;
  bad.ballot[0] ^= 1;  // sealed, as far as anyone can see: but this is not its content
  town.put(log_name, entry, {}, {first});
  refused_ballot(town, first, Errc::duplicate);
  refused_ballot(town, town.blob(first.substr(32)), Errc::duplicate);  // the same ballot under new random bytes
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "voter", 1, {0})), Errc::out_of_order);  // more credentials than cards
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "reserve", 0, {0})), Errc::unknown_credential);
  refused(town, log_name, Town::ballot_entry("voter-0", first), {}, Errc::unsupported, {first});
  for (int i = 1; i < 100; ++i) {
    const auto again = town.blob(town.secret_ballot("r1", 0, "voter", 0, {1}));
    town.put(log_name, town.secret_entry("r1", again), {}, {again});
  }
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "voter", 0, {1})), Errc::too_many_ballots);
  town.close("r1");
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "voter", 0, {1})), Errc::closed);
}

TEST_CASE("secret ballots: what is in one") {
  auto town = open();
  town.hand_out("r1", 0);
  const auto& frozen = *town.round("r1").frozen;
  const auto code = [&](const std::string& json) {
    const auto accepted = accept_ballot(frozen, town.blob(json));
    REQUIRE_FALSE(accepted.has_value());
    return errc_name(accepted.error().code);
  };
  const auto json = town.secret_ballot("r1", 0, "voter", 0, {0});
  REQUIRE(accept_ballot(frozen, town.blob(json)).has_value());
  CHECK(code("") == "mismatch");
  CHECK(code("{}") == "mismatch");
  CHECK(code(json + "\n") == "not-canonical");
  CHECK(code(json.substr(0, json.size() - 1)) == "not-canonical");
  CHECK(code(std::string(200'000, 'x')) == "too-large");
  Town other;
  other.secret_round("r2");
  CHECK(code(other.secret_ballot("r2", 0, "voter", 0, {0})) == "mismatch");  // of another round
  CHECK(accept_ballot(frozen, std::string(31, 'x')).error().code == Errc::malformed);
  // a digit of a response
  auto changed = json;
  const auto at = changed.find("\"response\":\"") + 12;
  changed[at] = changed[at] == '1' ? '2' : '1';
  CHECK((code(changed) == "bad-signature" || code(changed) == "not-canonical" || code(changed) == "mismatch"));
  const auto swapped = town.secret_ballot("r1", 0, "voter", 1, {0});  // somebody else's answers under one's own name
  auto mixed = json;
  const auto answers = [](const std::string& text) { return std::pair(text.find("\"answers\""), text.find(",\"signature\"")); };
  const auto [from, to] = answers(json);
  const auto [other_from, other_to] = answers(swapped);
  mixed.replace(from, to - from, swapped.substr(other_from, other_to - other_from));
  CHECK((code(mixed) == "mismatch" || code(mixed) == "bad-signature"));
}

TEST_CASE("secret ballots: the reserve") {
  auto town = open();
  const auto& origin = town.round("r1").origin;
  refused_act(town, ReserveActivated{origin, {}, {{"north", 1}}}, Errc::not_found);
  refused_act(town, ReserveActivated{origin, {}, {{"whole", 3}}}, Errc::mismatch);
  const auto reason = town.blob(encode_content(Reason{"Added late."}));
  refused(town, log_name, ReserveActivated{origin, blob_digest(reason), {{"whole", 1}}}, {"roll-1"}, Errc::not_authorised, {reason});
  refused(town, log_name, ReserveActivated{origin, blob_digest(reason), {{"whole", 1}}}, election_board, Errc::not_authorised, {reason});
  admitted_act(town, ReserveActivated{origin, {}, {{"whole", 1}}});
  refused_act(town, ReserveActivated{origin, {}, {{"whole", 0}}}, Errc::mismatch);
  town.hand_out("r1", 0);
  const auto ballot = town.blob(town.secret_ballot("r1", 0, "reserve", 0, {0}));
  town.put(log_name, town.secret_entry("r1", ballot), {}, {ballot});
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "reserve", 1, {0})), Errc::unknown_credential);
  town.close("r1");
  refused_act(town, ReserveActivated{origin, {}, {{"whole", 2}}}, Errc::closed);
}

TEST_CASE("secret ballots: blocked credentials") {
  auto town = open();
  const auto& origin = town.round("r1").origin;
  town.cast_secret("r1", 0, {0});
  town.hand_out("r1", 1);
  refused_act(town, CredentialBlocked{origin, {}, {voter(town, 0)}}, Errc::duplicate);  // a ballot stands
  refused_act(town, CredentialBlocked{origin, {}, {{"whole", std::string(64, 'a')}}}, Errc::unknown_credential);
  refused_act(town, CredentialBlocked{origin, {}, {{"north", voter(town, 1).credential}}}, Errc::not_found);
  admitted_act(town, CredentialBlocked{origin, {}, {voter(town, 1)}});
  CHECK(town.round("r1").urns[0].blocked == 1);
  refused_act(town, CredentialBlocked{origin, {}, {voter(town, 1)}}, Errc::duplicate);
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "voter", 1, {0})), Errc::not_authorised);
  town.close("r1");
  refused_act(town, CredentialBlocked{origin, {}, {voter(town, 2)}}, Errc::closed);
}

TEST_CASE("secret ballots: on paper") {
  auto town = open();
  const auto& origin = town.round("r1").origin;
  town.cast_secret("r1", 0, {0});
  town.hand_out("r1", 1);
  const auto slip = town.blob(town.secret_ballot("r1", 0, "paper", 0, {1}));
  refused(town, log_name, town.secret_entry("r1", slip), election_board, Errc::out_of_order, {slip});  // no envelope
  refused_act(town, EnvelopeAccepted{origin, {voter(town, 0)}}, Errc::duplicate);                      // has voted
  refused_act(town, EnvelopeAccepted{origin, {{"whole", town.credential("r1", 0, "paper", 0)}}}, Errc::unknown_credential);
  refused_act(town, EnvelopeAccepted{origin, {{"whole", town.credential("r1", 0, "reserve", 0)}}}, Errc::unknown_credential);
  refused(town, log_name, EnvelopeAccepted{origin, {voter(town, 1)}}, {"roll-1"}, Errc::not_authorised);
  town.accept_envelope("r1", 1);
  refused_act(town, EnvelopeAccepted{origin, {voter(town, 1)}}, Errc::duplicate);
  refused_ballot(town, town.blob(town.secret_ballot("r1", 0, "voter", 1, {0})), Errc::not_authorised);
  refused(town, log_name, town.secret_entry("r1", slip), {}, Errc::not_authorised, {slip});
  refused(town, log_name, town.secret_entry("r1", slip), {"election-1"}, Errc::not_authorised, {slip});
  refused(town, log_name, town.secret_entry("r1", slip), roll_officers, Errc::not_authorised, {slip});
  town.put(log_name, town.secret_entry("r1", slip), election_board, {slip});
  CHECK(town.round("r1").urns[0].paper == 1);
  const auto again = town.blob(town.secret_ballot("r1", 0, "paper", 0, {2}));
  refused(town, log_name, town.secret_entry("r1", again), election_board, Errc::duplicate, {again});
  const auto second = town.blob(town.secret_ballot("r1", 0, "paper", 1, {2}));
  refused(town, log_name, town.secret_entry("r1", second), election_board, Errc::out_of_order, {second});  // one envelope, one ballot
  town.accept_envelope("r1", 2);
  town.close("r1");
  refused_act(town, EnvelopeAccepted{origin, {voter(town, 3)}}, Errc::closed);
  town.put(log_name, town.secret_entry("r1", second), election_board, {second});  // slips may be encrypted after closing
  CHECK(town.round("r1").ballots == 3);
}

TEST_CASE("secret ballots: no paper ballot once counting has begun") {
  auto town = open();
  town.cast_secret("r1", 0, {0});
  town.accept_envelope("r1", 1);
  town.close("r1");
  town.shuffle("r1", 1);
  const auto slip = town.blob(town.secret_ballot("r1", 0, "paper", 0, {1}));
  refused(town, log_name, town.secret_entry("r1", slip), election_board, Errc::closed, {slip});
}

}  // namespace radslag::record
