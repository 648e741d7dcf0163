// Attestations and their carrier (FORMAT.md section 9): what was attested counts, for what it was attested for, once, in time; nothing
// else.
#include "ledger/record/attestation.hpp"

#include "ledger/record/fields.hpp"
#include "tests/ledger/record/admission.hpp"

namespace radslag::record {
namespace {

using testing::keepers;
using testing::Roll;
using testing::Town;

/// "m1" and "m2" open, each with its raiser's signature alone.
Town opened() {
  Town town;
  town.begin();
  town.registrar();
  for (const auto* matter : {"m1", "m2"}) {
    town.raise(matter);
    town.open_initiative(matter);
  }
  return town;
}

crypto::SigningKey registrar() { return Town::key_of(Town::registrar_key); }

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  for (std::size_t at = 0; at < text.size();) {
    const auto end = text.find('\n', at) + 1;
    lines.push_back(text.substr(at, end - at));
    at = end;
  }
  return lines;
}

/// Every single character of a line's value changed to another that its field may hold, where there is such.
std::vector<std::string> changed_lines(const std::string& line) {
  const auto space = line.find(' ');
  std::vector<std::string> out;
  if (line.starts_with("assurance")) return {"assurance eid\n", "assurance paper\n"};
  for (std::size_t i = space == std::string::npos ? 0 : space + 1; i + 1 < line.size(); i += 7) {
    auto changed = line;
    changed[i] = changed[i] == '1' ? '2' : '1';
    out.push_back(std::move(changed));
  }
  return out;
}

}  // namespace

TEST_CASE("attestations: the message is everything before the registrar's line") {
  auto town = opened();
  const auto statement = encode_statement(town.signature("m1", 1));
  const auto message = attested_message(statement);
  CHECK(message.starts_with("radslag/v1/attestation\nradslag/v1/signature\norigin "));
  const auto rest = message.substr(std::string("radslag/v1/attestation\n").size());
  CHECK(statement.starts_with(rest));
  CHECK(statement.substr(rest.size()).starts_with("registrar "));
}

TEST_CASE("attestations: any line changed is refused") {
  auto town = opened();
  town.dialogue();
  town.call("squares");
  const auto raised = town.blob(encode_content(InitiativeContent{"Trees", "More."}));
  const auto proposed = town.blob(encode_content(ProposalContent{"A pond", "With ducks.", 0}));
  const auto withdrawing = [&] {
    town.sign("m1", 2);
    return town.withdrawal("m1", 2);
  };
  const std::vector<std::pair<Statement, std::string>> all{{town.raising("m3", 1, blob_digest(raised), "north"), raised},
                                                           {town.signature("m1", 1), ""},
                                                           {withdrawing(), ""},
                                                           {town.proposing("squares", "p1", 1, blob_digest(proposed), "north"), proposed}};
  for (const auto& [statement, blob] : all) {
    const auto lines = lines_of(encode_statement(statement));
    std::size_t mutations = 0;
    for (std::size_t i = 1; i < lines.size(); ++i) {
      for (const auto& line : changed_lines(lines[i])) {
        std::string text;
        for (std::size_t k = 0; k < lines.size(); ++k) text += k == i ? line : lines[k];
        const auto mutant = parse_statement(text);
        if (!mutant) continue;  // not even readable
        ++mutations;
        INFO(text << "changed: " << lines[i]);
        const auto* attestation = attestation_of(*mutant);
        REQUIRE(attestation != nullptr);
        const auto checked = check_attestation(*attestation, text, Town::public_key(Town::registrar_key));
        CHECK_FALSE(checked.has_value());
        const auto before = fingerprint(town.record());
        CHECK_FALSE(town.attempt("town", *mutant, {}, blob.empty() ? testing::Blobs{} : testing::Blobs{blob}).has_value());
        CHECK(fingerprint(town.record()) == before);
      }
    }
    CHECK(mutations > 40);
    town.put("town", statement, {}, blob.empty() ? testing::Blobs{} : testing::Blobs{blob});  // unchanged it is good
  }
}

TEST_CASE("attestations: for another matter, kind, log or person") {
  auto town = opened();
  auto signature = town.signature("m1", 1);
  auto other = signature;
  other.matter = "m2";
  other.attested.subject = town.state().initiative("m2")->subject;
  other.attested.roll = town.state().initiative("m2")->roll;
  refused(town, other, {}, Errc::mismatch);  // the pseudonym does not stand on that matter's roll
  other.attested.membership = town.roll("m2").membership(1);
  other.attested.pseudonym = town.pseudonym("m2", 1);
  refused(town, other, {}, Errc::bad_signature);

  // The words of a signature as a withdrawal's, and the other way round.
  refused(town, Withdrawal{town.origin(), "m1", town.signature("m1", 0).attested}, {}, Errc::bad_signature);
  refused(town, Signature{town.origin(), "m1", std::nullopt, town.withdrawal("m1", 1).attested}, {}, Errc::bad_signature);
  // A name that the signer did not choose.
  auto named = signature;
  named.name = crypto::sha256("somebody's name");
  refused(town, named, {}, Errc::bad_signature);
  // Attested for another town.
  auto elsewhere = signature;
  elsewhere.origin = "elsewhere.example/log/town";
  elsewhere = Town::attested(elsewhere);
  refused(town, elsewhere, {}, Errc::mismatch);
  elsewhere.origin = town.origin();
  refused(town, elsewhere, {}, Errc::bad_signature);
  town.put("town", signature, {});
}

TEST_CASE("attestations: a place on the roll that the matter committed to") {
  auto town = opened();
  const auto with = [&](auto change) {
    auto signature = town.signature("m1", 1);
    change(signature.attested);
    return Town::attested(signature);  // the registrar itself signs it
  };
  refused(town, with([](Attestation& a) { a.pseudonym = Roll::pseudonym("m1", "an invented person"); }), {}, Errc::mismatch);
  refused(town, with([&](Attestation& a) { a.pseudonym = town.pseudonym("m1", 2); }), {}, Errc::mismatch);
  refused(town, with([&](Attestation& a) { a.membership = town.roll("m1").membership(2); }), {}, Errc::mismatch);
  refused(town, with([](Attestation& a) { ++a.membership->place; }), {}, Errc::mismatch);
  refused(town, with([](Attestation& a) { a.membership->place = 40; }), {}, Errc::mismatch);
  refused(town, with([](Attestation& a) { a.membership->path.pop_back(); }), {}, Errc::mismatch);
  refused(town, with([](Attestation& a) { a.membership->path.push_back({}); }), {}, Errc::mismatch);
  refused(town, with([](Attestation& a) { a.membership->path.clear(); }), {}, Errc::mismatch);
  // Another roll than the one committed to, with an invented person on it.
  const Roll larger("m1", 41);
  refused(town, with([&](Attestation& a) {
            a.roll = larger.commitment();
            a.pseudonym = larger.pseudonym(40);
            a.membership = larger.membership(40);
          }),
          {}, Errc::mismatch);
  const Roll as_large("another", 40);
  refused(town, with([&](Attestation& a) {
            a.roll = as_large.commitment();
            a.pseudonym = as_large.pseudonym(1);
            a.membership = as_large.membership(1);
          }),
          {}, Errc::mismatch);
  town.put("town", with([](Attestation&) {}), {});
}

TEST_CASE("attestations: the commitment has as many people as the edition") {
  Town town;
  town.begin();
  town.registrar();
  const auto blob = town.blob(encode_content(InitiativeContent{"Trees", "More."}));
  for (const std::size_t people : {39U, 41U}) {
    const Roll roll("m1", people);
    auto raising = town.raising("m1", 1, blob_digest(blob));
    raising.attested.roll = roll.commitment();
    raising.attested.membership = roll.membership(1);
    refused(town, Town::attested(raising), {}, Errc::mismatch, {blob});
  }
}

TEST_CASE("attestations: areas of the roll only, and none by e-mail") {
  auto town = opened();
  auto signature = town.signature("m1", 1);
  signature.attested.area = "west";
  refused(town, Town::attested(signature), {}, Errc::mismatch);
  signature.attested.area = "";
  town.put("town", Town::attested(signature), {});
  auto mailed = town.signature("m1", 1, Assurance::email);
  mailed.attested.area = "north";
  refused(town, Town::attested(mailed), {}, Errc::mismatch);
}

TEST_CASE("attestations: in the hour of issue and the next") {
  auto town = opened();
  const auto now = town.signature("m1", 1), kept = town.signature("m1", 2), late = town.signature("m1", 3);
  auto early = town.signature("m1", 4);
  early.attested.hour = town.hour + 1;
  early = Town::attested(early);
  refused(town, early, {}, Errc::expired);  // of an hour that has not come
  town.put("town", now, {});
  ++town.hour;
  town.put("town", kept, {});
  ++town.hour;
  refused(town, late, {}, Errc::expired);
  town.put("town", early, {});  // its hour has come, and gone by one
}

TEST_CASE("attestations: of the registrar that is announced now") {
  auto town = opened();
  const auto by_stranger = [&](std::size_t person) {
    auto signature = town.signature("m1", person);
    return std::get<Signature>(parse_statement(attest(std::move(signature), Town::key_of("stranger"))).value());
  };
  refused(town, by_stranger(1), {}, Errc::bad_signature);
  const auto of_old = town.signature("m1", 2);
  town.put("town", RegistrarAnnounced{town.origin(), Town::public_key("stranger"), "https://rostlangd.example.se"}, keepers);
  refused(town, of_old, {}, Errc::bad_signature);
  town.put("town", by_stranger(1), {});
}

TEST_CASE("attestations: what a worker has checked is not checked again, but only under the right key") {
  auto town = opened();
  auto forged = town.signature("m1", 1);
  forged.attested.registrar[7] ^= 1;
  const auto entry = encode_entry(town.hour, encode_statement(forged), {});
  Record record({[&](const Digest& digest) -> std::optional<std::string> {
                   for (const auto& piece : town.log("town").pieces) {
                     for (const auto& blob : piece.blobs) {
                       if (blob_digest(blob) == digest) return blob;
                     }
                   }
                   return std::nullopt;
                 },
                 {}});
  for (const auto& piece : town.log("town").pieces) REQUIRE(record.admit("town", piece.entry).has_value());
  const auto other = Town::public_key("stranger"), right = Town::public_key(Town::registrar_key);
  CHECK(record.admit("town", entry, Scrutiny::full).error().code == Errc::bad_signature);
  CHECK(record.admit("town", entry, Scrutiny::full, &other).error().code == Errc::bad_signature);
  CHECK(record.admit("town", entry, Scrutiny::full, &right).has_value());
}

TEST_CASE("attest: signs what stands there") {
  auto town = opened();
  const auto unsigned_one =
      Signature{town.origin(), "m1", std::nullopt, town.attestation("m1", 1, town.state().initiative("m1")->subject, Assurance::eid)};
  const auto text = attest(unsigned_one, registrar());
  const auto read = std::get<Signature>(parse_statement(text).value());
  CHECK(check_attestation(read.attested, text, registrar().public_key()).has_value());
  CHECK(attest(read, registrar()) == text);  // an earlier signature in it makes no difference
  town.put("town", read, {});
}

TEST_CASE("carrier: what the registrar handed out comes back whole, in time") {
  auto town = opened();
  const auto name = town.blob(encode_content(SignatureName{"Åsa Öberg"}));
  auto signature = town.signature("m1", 1);
  signature.name = blob_digest(name);
  const Carrier carrier{encode_statement(Town::attested(signature)), {name}, 1'000, {}};
  const auto text = encode_carrier(carrier, registrar());
  CHECK(text.starts_with("radslag/v1/attested\nstatement radslag/v1/signature\n\torigin "));
  const auto key = registrar().public_key();
  const auto opened_again = open_carrier(text, key, 999);
  REQUIRE(opened_again.has_value());
  CHECK(opened_again->statement == carrier.statement);
  CHECK(opened_again->blobs == carrier.blobs);
  CHECK(opened_again->expires == 1'000);

  CHECK(open_carrier(text, key, 1'000).error().code == Errc::expired);
  CHECK(open_carrier(text, key, 2'000).error().code == Errc::expired);
  CHECK(open_carrier(text, Town::public_key("stranger"), 999).error().code == Errc::bad_signature);
  CHECK(open_carrier(text + "\n", key, 999).error().code == Errc::not_canonical);
  CHECK(open_carrier("", key, 999).error().code == Errc::not_canonical);
  CHECK(open_carrier(std::string(100'000, 'x'), key, 999).error().code == Errc::not_canonical);
  for (std::size_t length = 0; length < text.size(); length += 13)
    CHECK_FALSE(open_carrier(std::string_view(text).substr(0, length), key, 999).has_value());
  for (std::size_t i = 0; i < text.size(); i += 5) {
    auto changed = text;
    changed[i] = changed[i] == '1' ? '2' : '1';
    INFO(i);
    CHECK_FALSE(open_carrier(changed, key, 999).has_value());
  }
  auto later = text;
  later.replace(later.find("expires 1000"), 12, "expires 9000");
  CHECK(open_carrier(later, key, 2'000).error().code == Errc::bad_signature);
}

TEST_CASE("carrier: with the texts that the statement names, and of a kind that is the registrar's") {
  auto town = opened();
  const auto key = registrar().public_key();
  const auto open = [&](Carrier carrier) { return open_carrier(encode_carrier(std::move(carrier), registrar()), key, 0); };
  const auto name = town.blob(encode_content(SignatureName{"Åsa Öberg"}));
  const auto plain = encode_statement(town.signature("m1", 1));
  auto named_signature = town.signature("m1", 1);
  named_signature.name = blob_digest(name);
  const auto named = encode_statement(Town::attested(named_signature));
  CHECK(open({plain, {}, 1, {}}).has_value());
  CHECK(open({plain, {name}, 1, {}}).error().code == Errc::mismatch);
  CHECK(open({named, {}, 1, {}}).error().code == Errc::mismatch);
  CHECK(open({named, {name + "x"}, 1, {}}).error().code == Errc::mismatch);
  CHECK(open({named, {name, name}, 1, {}}).error().code == Errc::mismatch);
  CHECK(open({named, {name}, 1, {}}).has_value());
  CHECK(open({encode_statement(HandedOver{town.origin(), "m1", "b", 1}), {}, 1, {}}).error().code == Errc::unsupported);
  CHECK(open({"not a statement\n", {}, 1, {}}).error().code == Errc::unsupported);
}

}  // namespace radslag::record
