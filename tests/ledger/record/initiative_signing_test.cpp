// Each condition of FORMAT.md section 4.4 on signing, withdrawing, setting aside and restoring, broken.
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::committee;
using testing::officer;
using testing::Town;

/// "m1" of the board's rule, raised by person 0.
Town raised(const Board& rule = Town::board_rule()) {
  Town town;
  town.begin();
  town.registrar(40, rule);
  town.raise("m1");
  return town;
}

Town opened(const Board& rule = Town::board_rule()) {
  auto town = raised(rule);
  town.open_initiative("m1");
  return town;
}

/// Handed over with five signatures, of persons 0 to 4.
Town handed_over() {
  auto town = opened();
  for (std::size_t person = 1; person < 5; ++person) town.sign("m1", person);
  return town;
}

std::uint64_t standing(const Town& town) { return town.record().signatures("m1")->count().standing(); }

SetAside aside(Town& town, std::size_t person) { return {town.origin(), "m1", town.pseudonym("m1", person), {}}; }
Restored restored(Town& town, std::size_t person) { return {town.origin(), "m1", town.pseudonym("m1", person), {}}; }
const Reason reason{"Signed for somebody else."};

}  // namespace

TEST_CASE("signing: when") {
  auto town = raised();
  refused(town, town.signature("m1", 1), {}, Errc::not_open);
  town.open_initiative("m1");
  refused(town, town.signature("m1", 1), officer, Errc::not_canonical);
  auto other = town.signature("m1", 1);
  other.matter = "m2";
  refused(town, Town::attested(other), {}, Errc::not_found);
  const auto closes = town.state().initiative("m1")->opening->row.closes;
  town.hour = closes - 1;
  town.sign("m1", 1);
  town.hour = closes;
  refused(town, town.signature("m1", 2), {}, Errc::closed);
  town.withdraw("m1", 1);  // one may always change one's mind
  CHECK(standing(town) == 1);
  town.expire("m1");
  refused(town, town.signature("m1", 2), {}, Errc::closed);
  refused(town, town.withdrawal("m1", 0), {}, Errc::closed);
}

TEST_CASE("signing: before the opening only where the board asks for co-signers") {
  auto rule = Town::board_rule();
  rule.cosigners = 1;
  auto town = raised(rule);
  town.sign("m1", 1);
  CHECK(standing(town) == 2);
  town.withdraw("m1", 1);
  rule.cosigners = 0;
  rule.version = 2;
  town.board(rule);
  refused(town, town.signature("m1", 2), {}, Errc::not_open);
  town.withdraw("m1", 0);
  CHECK(standing(town) == 0);
}

TEST_CASE("signing: after the hand-over until it closes, and not after the decision") {
  auto town = handed_over();
  town.sign("m1", 5);
  CHECK(standing(town) == 6);
  town.hour = town.state().initiative("m1")->opening->row.closes;
  refused(town, town.signature("m1", 6), {}, Errc::closed);
  town.withdraw("m1", 5);
  town.decide_initiative("m1");
  refused(town, town.signature("m1", 6), {}, Errc::closed);
  refused(town, town.withdrawal("m1", 4), {}, Errc::closed);
  refused_with(town, aside(town, 4), reason, officer, Errc::closed);
}

TEST_CASE("signing: a person counts once, by whatever way") {
  auto town = opened();
  refused(town, town.signature("m1", 0), {}, Errc::duplicate);  // who raised it has signed it
  town.sign("m1", 1);
  for (const auto way : {Assurance::code, Assurance::eid, Assurance::paper})
    refused(town, town.signature("m1", 1, way), {}, Errc::duplicate);
  town.sign("m1", 2, Assurance::paper);
  refused(town, town.signature("m1", 2), {}, Errc::duplicate);
  town.sign("m1", 1, Assurance::email);
  refused(town, town.signature("m1", 1, Assurance::email), {}, Errc::duplicate);
  const auto& count = town.record().signatures("m1")->count();
  CHECK((count.code == 2 && count.paper == 1 && count.email == 1 && count.eid == 0));
}

TEST_CASE("signing: this text, this roll") {
  auto town = opened();
  auto other = town.signature("m1", 1);
  other.attested.subject = crypto::sha256("another text");
  refused(town, Town::attested(other), {}, Errc::mismatch);
  other = town.signature("m1", 1);
  ++other.attested.roll.people;
  refused(town, Town::attested(other), {}, Errc::mismatch);
  other = town.signature("m1", 1);
  other.attested.roll.root = crypto::sha256("another root");
  refused(town, Town::attested(other), {}, Errc::mismatch);
  auto taken_back = town.withdrawal("m1", 0);
  taken_back.attested.subject = crypto::sha256("another text");
  refused(town, Town::attested(taken_back), {}, Errc::mismatch);
  taken_back = town.withdrawal("m1", 0);
  taken_back.attested.roll.root = crypto::sha256("another root");
  refused(town, Town::attested(taken_back), {}, Errc::mismatch);
  CHECK(standing(town) == 1);

  // By e-mail no path holds the roll to account: it is still the one that the matter committed to.
  other = town.signature("m1", 1, Assurance::email);
  other.attested.roll.root = crypto::sha256("another root");
  refused(town, Town::attested(other), {}, Errc::mismatch);
  town.sign("m1", 1, Assurance::email);
  taken_back = town.withdrawal("m1", 1, Assurance::email);
  taken_back.attested.roll.root = crypto::sha256("another root");
  refused(town, Town::attested(taken_back), {}, Errc::mismatch);
}

TEST_CASE("signing: by e-mail as long as the board accepts it") {
  auto town = opened();
  town.sign("m1", 1, Assurance::email);
  auto rule = Town::board_rule();
  rule.email = false;
  rule.version = 2;
  town.board(rule);
  refused(town, town.signature("m1", 2, Assurance::email), {}, Errc::not_authorised);
  CHECK(standing(town) == 2);
  town.withdraw("m1", 1, Assurance::email);
  CHECK(standing(town) == 1);
}

TEST_CASE("signing: names by choice") {
  auto town = opened();
  const auto with_name = [&](const std::string& blob) {
    auto signature = town.signature("m1", 1);
    signature.name = blob_digest(blob);
    return Town::attested(signature);
  };
  const auto other = town.blob(encode_content(Reason{"x"}));
  refused(town, with_name(other), {}, Errc::not_canonical, {other});
  refused(town, with_name("short"), {}, Errc::malformed, {"short"});
  const auto name = town.blob(encode_content(SignatureName{"Åsa Öberg"}));
  town.put("town", with_name(name), {}, {name});
  const auto index = town.log("town").pieces.size() - 1;
  town.sign("m1", 2);
  CHECK(town.record().signatures("m1")->named(10) == std::vector<std::uint64_t>{index});
  town.withdraw("m1", 1);
  CHECK(town.record().signatures("m1")->named(10).empty());
  town.sign("m1", 1);  // without a name this time
  CHECK(town.record().signatures("m1")->named(10).empty());
}

TEST_CASE("signing: a name that is not handed out changes nothing else") {
  auto town = opened();
  auto signature = town.signature("m1", 1);
  signature.name = crypto::sha256("withheld");
  REQUIRE(town.attempt("town", Town::attested(signature), {}).has_value());
  CHECK(standing(town) == 2);
}

TEST_CASE("withdrawing: what stands, once, and signing again") {
  auto town = opened();
  refused(town, town.withdrawal("m1", 1), {}, Errc::not_found);
  const auto signed_at_first = town.signature("m1", 1);
  town.put("town", signed_at_first, {});
  const auto taken_back = town.withdrawal("m1", 1);
  refused(town, taken_back, officer, Errc::not_canonical);
  town.put("town", taken_back, {});
  refused(town, taken_back, {}, Errc::duplicate);
  refused(town, town.withdrawal("m1", 1), {}, Errc::not_found);
  CHECK(town.record().signatures("m1")->count().withdrawn == 1);
  refused(town, signed_at_first, {}, Errc::duplicate);  // the attestation of old is public
  town.sign("m1", 1, Assurance::eid);
  CHECK((standing(town) == 2 && town.record().signatures("m1")->count().withdrawn == 0));
  refused(town, taken_back, {}, Errc::duplicate);
  refused(town, signed_at_first, {}, Errc::duplicate);
  town.withdraw("m1", 1);
  CHECK(standing(town) == 1);
}

TEST_CASE("setting aside: a signature that stands, for a reason given once") {
  auto town = opened();
  refused_with(town, aside(town, 1), reason, officer, Errc::not_found);
  town.sign("m1", 1);
  refused_with(town, aside(town, 1), reason, {}, Errc::not_authorised);
  refused_with(town, aside(town, 1), reason, committee, Errc::not_authorised);
  refused_with(town, aside(town, 1), ReportContent{"b", "t"}, officer, Errc::not_canonical);
  refused_with(town, restored(town, 1), reason, officer, Errc::not_found);
  auto elsewhere = aside(town, 1);
  elsewhere.matter = "m2";
  refused_with(town, elsewhere, reason, officer, Errc::not_found);

  const auto act = act_with(town, aside(town, 1), reason);
  town.put("town", act.statement, officer, {act.blob});
  CHECK((standing(town) == 1 && town.record().signatures("m1")->count().set_aside == 1));
  refused_with(town, aside(town, 1), reason, officer, Errc::not_found);
  refused(town, town.signature("m1", 1), {}, Errc::not_authorised);
  refused(town, town.signature("m1", 1, Assurance::paper), {}, Errc::not_authorised);
  refused(town, town.withdrawal("m1", 1), {}, Errc::not_found);

  refused_with(town, restored(town, 1), reason, {}, Errc::not_authorised);
  refused_with(town, restored(town, 1), ReportContent{"b", "t"}, officer, Errc::not_canonical);
  const auto back = act_with(town, restored(town, 1), reason);
  town.put("town", back.statement, officer, {back.blob});
  CHECK((standing(town) == 2 && town.record().signatures("m1")->count().set_aside == 0));
  refused_with(town, restored(town, 1), reason, officer, Errc::not_found);

  // The officer's seals of old are public.
  refused(town, act.statement, officer, Errc::duplicate, {act.blob});
  town.set_aside("m1", town.pseudonym("m1", 1));
  refused(town, back.statement, officer, Errc::duplicate, {back.blob});
  const auto& asides = town.state().initiative("m1")->asides;
  REQUIRE(asides.size() == 3);
  CHECK((!asides[0].restored && asides[1].restored && !asides[2].restored));
  CHECK(asides[0].text == reason.text);
}

TEST_CASE("counts say how and from where people signed") {
  auto town = opened();  // persons 0, 3 … live in the north, 1, 4 … in the south, 2, 5 … where nobody may say
  town.sign("m1", 1, Assurance::eid);
  town.sign("m1", 2, Assurance::paper);
  town.sign("m1", 9, Assurance::email);
  const std::map<std::string, std::uint64_t> areas{{"north", 1}, {"south", 1}, {"", 2}};
  CHECK(town.record().signatures("m1")->count().by_area == areas);
  town.withdraw("m1", 1);
  town.set_aside("m1", town.pseudonym("m1", 0));
  const std::map<std::string, std::uint64_t> fewer{{"", 2}};
  CHECK(town.record().signatures("m1")->count().by_area == fewer);
  CHECK(town.record().signatures("none") == nullptr);
}

}  // namespace radslag::record
