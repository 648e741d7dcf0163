// The kinds of entry and the blobs of FORMAT.md section 4.7, byte for byte.
#include <catch2/catch.hpp>

#include "crypto/encoding.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/record/hand_out.hpp"
#include "ledger/record/seals.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::record {
namespace {

template <std::size_t N = 32>
std::array<std::uint8_t, N> filled(std::uint8_t byte) {
  std::array<std::uint8_t, N> bytes;
  bytes.fill(byte);
  return bytes;
}
std::string hex(std::uint8_t byte, std::size_t bytes = 32) { return crypto::to_hex(std::string(bytes, static_cast<char>(byte))); }

const std::string origin = "x.example/log/rounds/r1";

struct Written {
  Statement statement;
  std::string text;  ///< without the first line
};

std::vector<Written> all() {
  RoundOpened opened{origin, "r1", 9, filled(1), filled(2), filled(3), 5, {{"whole", filled(4)}}, {{filled(5), "ballot/page.js"}}};
  const auto line = "origin " + origin + "\n";
  return {
      {opened, line + "round r1\ntown-size 9\ntown-root " + hex(1) + "\ndefinition " + hex(2) + "\ncredentials " + hex(3) +
                   "\nroll 5\nelection whole " + hex(4) + "\npage " + hex(5) + " ballot/page.js\n"},
      {CeremonyBegun{origin, "r1", 9, filled(1), VotingGroup::belenios_2048, 2, {{filled(6), "Ada"}, {filled(5), "Bo B"}}},
       line + "round r1\ntown-size 9\ntown-root " + hex(1) + "\ngroup BELENIOS-2048\nthreshold 2\ntrustee " + hex(6) + " Ada\ntrustee " +
           hex(5) + " Bo B\n"},
      {CeremonyStep{origin, 1, KeyStep::polynomial, filled(7)}, line + "trustee 1\nstep polynomial\ncontent " + hex(7) + "\n"},
      {HandedOut{origin, filled(1), filled<64>(2)}, line + "commitment " + hex(1) + "\nregistrar " + hex(2, 64) + "\n"},
      {ReserveActivated{origin, filled(1), {{"north", 3}, {"whole", 0}}},
       line + "content " + hex(1) + "\nactive north 3\nactive whole 0\n"},
      {CredentialBlocked{origin, filled(1), {{"north", "12"}, {"whole", "0f"}}},
       line + "content " + hex(1) + "\ncredential north 12\ncredential whole 0f\n"},
      {EnvelopeAccepted{origin, {{"north", "12"}}}, line + "credential north 12\n"},
      {SecretBallot{"whole", "0f", filled(1), filled(2)}, "urn whole\ncredential 0f\ntracker " + hex(1) + "\nballot " + hex(2) + "\n"},
      {Shuffle{origin, "whole", 2, filled(1)}, line + "urn whole\ntrustee 2\nshuffle " + hex(1) + "\n"},
      {PartialDecryption{origin, "whole", 2, filled(1)}, line + "urn whole\ntrustee 2\ndecryption " + hex(1) + "\n"},
  };
}

bool reads(const Statement& like, const std::string& from, const std::string& to) {
  auto text = encode_statement(like);
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return parse_statement(text.replace(at, from.size(), to)).has_value();
}

}  // namespace

TEST_CASE("secret ballots: each kind as it is written") {
  for (const auto& [statement, text] : all()) {
    const auto whole = "radslag/v1/" + std::string(kind_of(statement)) + "\n" + text;
    CHECK(encode_statement(statement) == whole);
    const auto again = parse_statement(whole);
    REQUIRE(again.has_value());
    CHECK(again->index() == statement.index());
    CHECK(encode_statement(*again) == whole);
  }
}

TEST_CASE("secret ballots: what has another spelling is refused") {
  const auto kinds = all();
  CHECK_FALSE(reads(kinds[0].statement, " ballot/page.js", " ballot page.js"));
  CHECK_FALSE(reads(kinds[0].statement, "page ", "page"));
  CHECK_FALSE(reads(kinds[1].statement, "BELENIOS-2048", "belenios-2048"));
  CHECK_FALSE(reads(kinds[2].statement, "polynomial", "shares"));
  CHECK_FALSE(reads(kinds[4].statement, "active north 3\nactive whole 0\n", ""));
  CHECK_FALSE(reads(kinds[4].statement, "active north 3\nactive whole 0", "active whole 0\nactive north 3"));
  CHECK_FALSE(reads(kinds[5].statement, "credential whole 0f\n", "credential north 12\n"));
  CHECK_FALSE(reads(kinds[5].statement, "north 12", "north 1G"));
  CHECK_FALSE(reads(kinds[6].statement, "credential north 12\n", ""));
  CHECK_FALSE(reads(kinds[7].statement, "credential 0f", "credential 0F"));
}

TEST_CASE("secret ballots: the blobs that an entry names") {
  const auto kinds = all();
  CHECK(blobs_of(kinds[0].statement) == std::vector<Digest>{filled(2), filled(3), filled(4)});
  CHECK(blobs_of(kinds[1].statement).empty());
  CHECK(blobs_of(kinds[2].statement) == std::vector<Digest>{filled(7)});
  CHECK(blobs_of(kinds[3].statement).empty());
  CHECK(blobs_of(kinds[5].statement) == std::vector<Digest>{filled(1)});
  CHECK(blobs_of(kinds[6].statement).empty());
  CHECK(blobs_of(kinds[7].statement) == std::vector<Digest>{filled(2)});
  CHECK(blobs_of(kinds[8].statement) == std::vector<Digest>{filled(1)});
  CHECK(origin_of(kinds[7].statement).empty());
  CHECK(office_for(kinds[8].statement).role == Role::trustee);
}

TEST_CASE("a hand-out is signed for its own log and card") {
  const auto key = crypto::SigningKey::from_seed(filled(9));
  const auto good = hand_out(origin, card_commitment(origin, "11111-222222-33333-444444"), key);
  CHECK(check_handed_out(good, key.public_key()).has_value());
  auto bad = good;
  bad.origin = "x.example/log/rounds/r2";
  CHECK(check_handed_out(bad, key.public_key()).error().code == Errc::bad_signature);
  bad = good;
  bad.commitment[0] ^= 1;
  CHECK_FALSE(check_handed_out(bad, key.public_key()).has_value());
  CHECK(card_commitment(origin, "11111-222222-33333-444444") != card_commitment(bad.origin + "x", "11111-222222-33333-444444"));
  CHECK(key.public_key() != crypto::SigningKey::from_seed(filled(8)).public_key());
}

TEST_CASE("the electorate as it is written") {
  const Electorate electorate{2, {{"north", {"01", "02"}, {"0f"}, {}}, {"whole", {"03"}, {}, {"0c", "0b"}}}};
  const std::string text =
      "radslag/v1/electorate\nhalves 2\nurn north 2 1 0\ncredential 01\ncredential 02\ncredential 0f\n"
      "urn whole 1 0 2\ncredential 03\ncredential 0c\ncredential 0b\n";
  CHECK(encode_content(electorate) == text);
  const auto read = parse_content<Electorate>(text);
  REQUIRE(read.has_value());
  CHECK(encode_content(*read) == text);
  const auto refused = [&](const std::string& from, const std::string& to) {
    auto changed = text;
    changed.replace(changed.find(from), from.size(), to);
    return !parse_content<Electorate>(changed).has_value();
  };
  CHECK(refused("halves 2", "halves 3"));
  CHECK(refused("urn north 2", "urn north 3"));
  CHECK(refused("urn north 2", "urn north 100000000000000000"));
  CHECK(refused("credential 01\ncredential 02", "credential 02\ncredential 01"));
  CHECK(refused("credential 0f", "credential 02"));
}

TEST_CASE("urns share the money out, and every project has one") {
  RoundDefinition definition;
  definition.title = definition.summary = "x";
  definition.currency = "SEK";
  definition.envelope = 100;
  definition.ballot = std::string(mixnet_ballot);
  definition.choices_max = 1;
  definition.opens = 1;
  definition.closes = 2;
  definition.areas = {{"a", "A"}, {"b", "B"}};
  definition.projects = {{"P1", 5, "a", "", false, "x", "x"}, {"P2", 5, "", "", false, "x", "x"}};
  definition.urns = {{"a", 40, {"a"}}, {"whole", 60, {}}};
  const auto reads_it = [](const RoundDefinition& x) { return parse_content<RoundDefinition>(encode_content(x)).has_value(); };
  REQUIRE(reads_it(definition));
  CHECK(encode_content(definition).find("urn a 40 a\nurn whole 60 -\nproject P1") != std::string::npos);
  const auto broken = [&](auto change) {
    auto bad = definition;
    change(bad);
    return !reads_it(bad);
  };
  CHECK(broken([](auto& x) { x.urns[0].envelope = 39; }));
  CHECK(broken([](auto& x) { x.urns[0].envelope = 41; }));
  CHECK(broken([](auto& x) { x.urns[1].id = "a"; }));
  CHECK(broken([](auto& x) { x.urns[1].areas = {"a"}; }));
  CHECK(broken([](auto& x) { x.urns[1].areas = {"c"}; }));
  CHECK(broken([](auto& x) { x.urns[0].areas = {}; }));
  CHECK(broken([](auto& x) { x.urns[0].areas = {"b"}; }));         // without a project
  CHECK(broken([](auto& x) { x.projects[0].withdrawn = true; }));  // likewise
  CHECK(broken([](auto& x) { x.urns = {{"a", 100, {"a"}}}; }));    // P2 has no urn
}

TEST_CASE("an urn's uuid follows from the round and its name") {
  CHECK(urn_uuid(origin, "whole").size() == 22);
  CHECK(urn_uuid(origin, "whole") != urn_uuid(origin, "north"));
  CHECK(urn_uuid(origin, "whole") != urn_uuid("x.example/log/rounds/r2", "whole"));
}

}  // namespace radslag::record
