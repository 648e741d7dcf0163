#include "crypto/voting/trustee.hpp"

#include <catch2/catch.hpp>

#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/election.hpp"
#include "tests/crypto/voting/sample_archive.hpp"

namespace radslag::voting {
namespace {

/// The text with one piece of it replaced, which it must have.
std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

TEST_CASE("the trustees of every sample election hold its key") {
  for (const std::string& name : sample::names) {
    INFO(name);
    const sample::Archive archive = sample::read(name);
    const auto election = Election::parse(archive.election);
    REQUIRE(election);
    const auto trustees = Trustees::parse(election->group(), archive.trustees);
    if (!trustees) FAIL(name_of(trustees.error().kind) << ": " << trustees.error().detail);
    CHECK(election->group().encode(trustees->election_key()) == election->public_key_text());
    CHECK(trustees->is_strengthened());
    const bool pedersen = name.find("ped2of3") != std::string::npos;
    CHECK(trustees->items()[0].pedersen == pedersen);
    CHECK(trustees->needed() == (pedersen ? 2 : trustees->keys().size()));
  }
}

TEST_CASE("private keys of the samples belong to their trustees") {
  for (const std::string name : {"A-20-B2048-1t", "B-20-B2048-3t", "D-20-RFC3526-3t-nh", "F-20-Ed25519-3t-nh"}) {
    INFO(name);
    const sample::Archive archive = sample::read(name);
    const auto election = Election::parse(archive.election);
    const group::Group& group = election->group();
    const auto trustees = Trustees::parse(group, archive.trustees);
    std::size_t found = 0;
    for (const auto& file : sample::files_of(sample::folder / name, ".privkey")) {
      const auto secret = read_private_key(group, sample::slurp_line(file));
      REQUIRE(secret);
      CHECK(write_private_key(group, *secret) == sample::slurp_line(file));
      const std::string key = group.encode(group.secret_power_of_generator(*secret));
      for (const VerificationKey& one : trustees->keys()) found += one.text == key;
    }
    CHECK(found == trustees->keys().size());
  }
}

TEST_CASE("a trustee's key is made and checked") {
  for (const group::Group* group : {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()}) {
    const group::Scalar secret = group->random_scalar();
    const std::string json = make_trustee_key(*group, secret);
    const auto key = check_trustee_key(*group, json);
    REQUIRE(key);
    CHECK(group->equal(key->key, group->power_of_generator(secret)));

    const std::string other = make_trustee_key(*group, group->random_scalar());
    const std::string public_key = json.substr(json.find("\"public_key\""));
    CHECK(check_trustee_key(*group, other.substr(0, other.find("\"public_key\"")) + public_key).error().kind == FlawKind::bad_key_proof);
    CHECK(check_trustee_key(*group, with(json, ":", ": ")).error().kind == FlawKind::not_canonical);
    CHECK(check_trustee_key(*group, json + "\n").error().kind == FlawKind::not_canonical);
    CHECK(check_trustee_key(*group, with(json, key->text, group->encode(group->identity()))).error().kind == FlawKind::bad_element);

    const auto trustees = Trustees::parse(*group, write_trustees({single_item(json), single_item(other)}));
    REQUIRE(trustees);
    CHECK(trustees->keys().size() == 2);
    CHECK(trustees->needed() == 2);
  }
}

TEST_CASE("trustees whose keys cancel each other out have no key") {
  const group::Group& group = group::ed25519();
  const group::Scalar secret = group.random_scalar();
  const std::string one = make_trustee_key(group, secret);
  const std::string other = make_trustee_key(group, group.subtract(group::Scalar{}, secret));
  CHECK(Trustees::parse(group, write_trustees({single_item(one), single_item(other)})).error().kind == FlawKind::bad_element);
  CHECK(Trustees::parse(group, "[]").error().kind == FlawKind::not_enough);
}

const std::filesystem::path ceremonies = "tests/data/belenios-ceremonies";

TEST_CASE("trustees in the form of belenios-tool 2.0 are accepted and told apart") {
  const group::Group& group = group::belenios_2048();
  const std::string json = sample::slurp_line(ceremonies / "2.0-trustees.json");
  const auto trustees = Trustees::parse(group, json);
  if (!trustees) FAIL(name_of(trustees.error().kind) << ": " << trustees.error().detail);
  CHECK_FALSE(trustees->is_strengthened());
  CHECK(trustees->needed() == 2);
  // Nothing signs the keys in this form: one of the trustee's own choosing, well proved, is held against the shares.
  const std::string own = make_trustee_key(group, group.random_scalar());
  const auto keys = json.find("\"verification_keys\":[") + 21;
  std::string changed = json;
  changed.replace(keys, json.find(",{\"pok\"", keys) - keys, own);
  CHECK(Trustees::parse(group, changed).error().kind == FlawKind::bad_share);
}

TEST_CASE("decryption keys that belenios-tool 3.0 sealed by AES-CCM open") {
  const group::Group& group = group::ed25519();
  const auto trustees = Trustees::parse(group, sample::slurp_line(ceremonies / "3.0-trustees.json"));
  REQUIRE(trustees);
  CHECK(trustees->is_strengthened());
  for (const std::string index : {"1", "2", "3"}) {
    const std::string seed = sample::slurp_line(ceremonies / ("3.0-" + index + ".key"));
    const std::string sealed = sample::slurp_line(ceremonies / ("3.0-" + index + ".dkey"));
    const bool opened = open_decryption_key(group, seed, sealed, trustees->keys()[std::stoul(index) - 1].key).has_value();
    CHECK(opened);
  }
}

TEST_CASE("tampered trustees are refused, each for its reason") {
  const sample::Archive archive = sample::read("G-20-Ed25519-ped2of3");
  const group::Group& group = group::ed25519();
  const auto refused = [&](const std::string& json) {
    const auto trustees = Trustees::parse(group, json);
    REQUIRE_FALSE(trustees);
    return trustees.error().kind;
  };
  const std::string& json = archive.trustees;
  CHECK(refused(with(json, "{\"threshold\":2", "{\"threshold\":3")) == FlawKind::bad_certificate);  // the contexts say 2
  CHECK(refused(with(json, "\\\"index\\\":1", "\\\"index\\\":2")) == FlawKind::bad_certificate);    // signed otherwise
  CHECK(refused(with(json, "\"threshold\":2", "\"threshold\":02")) == FlawKind::not_canonical);
  CHECK(refused(with(json, ",\"certs\"", ",\"extra\":1,\"certs\"")) == FlawKind::not_canonical);
  const auto signature = json.find("\"signatures\":[{\"challenge\":\"") + 28;
  std::string changed = json;
  changed[signature] = changed[signature] == '1' ? '2' : '1';
  CHECK(refused(changed) == FlawKind::bad_certificate);
  const auto keys = json.find("\"verification_keys\":[");
  const auto pok = json.find("\"challenge\":\"", keys) + 13;
  changed = json;
  changed[pok] = changed[pok] == '1' ? '2' : '1';
  CHECK(refused(changed) == FlawKind::bad_key_proof);

  // A key of the trustee's own choosing, well proved, is not what the coefexps give.
  const group::Scalar secret = group.random_scalar();
  const std::string own = make_trustee_key(group, secret);
  const auto end = json.find(",\"signature\"", keys);
  changed = json;
  changed.replace(keys + 21, end - keys - 21, own.substr(0, own.size() - 1));
  CHECK(refused(changed) == FlawKind::bad_certificate);
  CHECK(refused(with(json, "\"signatures\":", "\"signature\":")) == FlawKind::not_canonical);
  CHECK(refused(with(json, "\"signatures\":[{\"challenge\":\"", "\"signatures\":[{\"challenge\":\"0")) == FlawKind::bad_number);
}

}  // namespace
}  // namespace radslag::voting
