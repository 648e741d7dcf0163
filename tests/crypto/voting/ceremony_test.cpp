#include "crypto/voting/ceremony.hpp"

#include <catch2/catch.hpp>

#include "crypto/voting/signed_message.hpp"
#include "tests/crypto/voting/sample_archive.hpp"

namespace radslag::voting {
namespace {

using group::Group;

/// A ceremony of `size` trustees, up to where each has published its polynomial.
struct Ceremony {
  std::vector<std::string> seeds, certificates, polynomials, commitments;
  std::optional<Certificates> all;

  Ceremony(const Group& group, std::uint64_t threshold, std::uint64_t size) {
    for (std::uint64_t index = 1; index <= size; ++index) {
      seeds.push_back(make_seed());
      certificates.push_back(make_certificate(group, {size, threshold, index}, seeds.back()));
      REQUIRE(check_certificate(group, {size, threshold, index}, certificates.back()));
    }
    auto parsed = Certificates::parse(group, threshold, certificates);
    REQUIRE(parsed);
    all = std::move(*parsed);
    for (const std::string& seed : seeds) {
      const auto contribution = make_contribution(*all, seed);
      REQUIRE(contribution);
      polynomials.push_back(contribution->polynomial);
      commitments.push_back(contribution->commitment);
    }
  }

  std::vector<std::string> voutputs() const {
    std::vector<std::string> out;
    for (const std::string& seed : seeds) {
      const auto voutput = make_voutput(*all, seed, polynomials, commitments);
      REQUIRE(voutput);
      out.push_back(*voutput);
      REQUIRE(check_voutput(*all, polynomials, out.size(), out.back()));
    }
    return out;
  }
};

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

TEST_CASE("a ceremony gives a key of which enough trustees hold the parts") {
  for (const Group* group : {&group::ed25519(), &group::belenios_2048()}) {
    const Ceremony ceremony(*group, 2, 3);
    const auto result = combine_ceremony(*ceremony.all, ceremony.polynomials, ceremony.commitments, ceremony.voutputs());
    REQUIRE(result);
    const auto trustees = Trustees::parse(*group, write_trustees({pedersen_item(result->threshold_parameters)}));
    if (!trustees) FAIL(name_of(trustees.error().kind) << ": " << trustees.error().detail);
    CHECK(trustees->is_strengthened());
    CHECK(trustees->needed() == 2);
    std::vector<Scalar> secrets;
    for (std::size_t i = 0; i < 3; ++i) {
      const auto secret = open_decryption_key(*group, ceremony.seeds[i], result->decryption_keys[i], trustees->keys()[i].key);
      REQUIRE(secret);
      secrets.push_back(*secret);
      const std::size_t other = (i + 1) % 3;
      CHECK_FALSE(open_decryption_key(*group, ceremony.seeds[other], result->decryption_keys[i], trustees->keys()[i].key));
      CHECK_FALSE(open_decryption_key(*group, ceremony.seeds[i], result->decryption_keys[i], trustees->keys()[other].key));
    }
    // The line through shares 1 and 3 has (3 s1 - s3) / 2 at 0.
    const Scalar twice = group->subtract(group->multiply(Scalar(3), secrets[0]), secrets[2]);
    const Scalar whole = group->multiply(twice, group->inverse_of(Scalar(2)));
    CHECK(group->equal(group->power_of_generator(whole), trustees->election_key()));
  }
}

TEST_CASE("the sample ceremonies' decryption keys open, in the form with AES-GCM") {
  for (const std::string name : {"G-20-Ed25519-ped2of3", "I-20-B2048-ped2of3-bt33"}) {
    INFO(name);
    const sample::Archive archive = sample::read(name);
    const Group& group = name[0] == 'G' ? group::ed25519() : group::belenios_2048();
    const auto trustees = Trustees::parse(group, archive.trustees);
    REQUIRE(trustees);
    std::size_t opened = 0;
    for (const auto& file : sample::files_of(sample::folder / name, ".dkey")) {
      auto seed_file = file;
      const std::string seed = sample::slurp_line(seed_file.replace_extension(".key"));
      for (const VerificationKey& key : trustees->keys()) {
        opened += open_decryption_key(group, seed, sample::slurp_line(file), key.key).has_value();
      }
    }
    CHECK(opened == 3);
  }
}

TEST_CASE("certificates are good for one place in one ceremony") {
  const Group& group = group::ed25519();
  const Ceremony ceremony(group, 2, 3);
  const auto kind = [&](const std::vector<std::string>& jsons, std::uint64_t threshold) {
    const auto parsed = Certificates::parse(group, threshold, jsons);
    REQUIRE_FALSE(parsed);
    return parsed.error().kind;
  };
  std::vector<std::string> jsons = ceremony.certificates;
  std::swap(jsons[0], jsons[1]);
  CHECK(kind(jsons, 2) == FlawKind::bad_certificate);
  CHECK(kind(ceremony.certificates, 3) == FlawKind::bad_certificate);
  CHECK(kind(ceremony.certificates, 0) == FlawKind::bad_shape);
  CHECK(kind({ceremony.certificates[0]}, 2) == FlawKind::bad_shape);
  CHECK(kind({}, 1) == FlawKind::bad_shape);
  // One trustee at two places: a seed makes both certificates.
  jsons = ceremony.certificates;
  jsons[1] = make_certificate(group, {3, 2, 2}, ceremony.seeds[0]);
  CHECK(kind(jsons, 2) == FlawKind::bad_certificate);
  jsons = ceremony.certificates;
  jsons[2] = with(jsons[2], "\\\"index\\\":3", "\\\"index\\\": 3");
  CHECK(kind(jsons, 2) == FlawKind::not_canonical);
  CHECK(check_certificate(group, {3, 2, 1}, ceremony.certificates[1]).error().kind == FlawKind::bad_certificate);
  CHECK(check_certificate(group::belenios_2048(), {3, 2, 1}, ceremony.certificates[0]).error().kind == FlawKind::not_canonical);
}

TEST_CASE("coefficients cannot be changed after the commitment") {
  const Group& group = group::ed25519();
  const Ceremony ceremony(group, 2, 3);
  const auto second = make_contribution(*ceremony.all, ceremony.seeds[0]);
  REQUIRE(second);
  CHECK(check_polynomial(*ceremony.all, 1, ceremony.polynomials[0], ceremony.commitments[0]));
  CHECK(check_polynomial(*ceremony.all, 1, second->polynomial, ceremony.commitments[0]).error().kind == FlawKind::bad_commitment);
  CHECK(check_polynomial(*ceremony.all, 2, ceremony.polynomials[0], ceremony.commitments[0]).error().kind == FlawKind::bad_certificate);
  CHECK(check_polynomial(*ceremony.all, 4, ceremony.polynomials[0], ceremony.commitments[0]).error().kind == FlawKind::bad_shape);
  std::vector<std::string> polynomials = ceremony.polynomials;
  polynomials[0] = second->polynomial;
  CHECK(make_voutput(*ceremony.all, ceremony.seeds[1], polynomials, ceremony.commitments).error().kind == FlawKind::bad_commitment);
  CHECK(make_voutput(*ceremony.all, make_seed(), ceremony.polynomials, ceremony.commitments).error().kind == FlawKind::bad_certificate);
  polynomials.pop_back();
  CHECK(make_voutput(*ceremony.all, ceremony.seeds[1], polynomials, ceremony.commitments).error().kind == FlawKind::not_enough);
}

TEST_CASE("coefficients of a small order, of none at all, too many or too few are refused though signed") {
  const Group& group = group::ed25519();
  const Ceremony ceremony(group, 2, 3);
  const Scalar signing = group.hash_to_scalar("sk|" + ceremony.seeds[0]);
  const boost::json::value published = boost::json::parse(ceremony.polynomials[0]);
  const std::string honest = boost::json::serialize(published.at("coefexps"));
  const std::string good = "\"" + group.encode(group.generator()) + "\"";
  const std::string order_two = "\"7fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffec\"";
  const std::string identity = "\"" + group.encode(group.identity()) + "\"";
  const auto kind = [&](const std::string& list) {
    const std::string coefexps = write(group, make_signed_message(group, signing, "{\"coefexps\":[" + list + "]}"));
    const std::string polynomial = with(ceremony.polynomials[0], honest, coefexps);
    const auto checked = check_polynomial(*ceremony.all, 1, polynomial, coefexps_commitment(*ceremony.all, 1, coefexps));
    REQUIRE_FALSE(checked);
    return checked.error().kind;
  };
  CHECK(kind(good + "," + order_two) == FlawKind::bad_element);
  CHECK(kind(identity + "," + good) == FlawKind::bad_element);
  CHECK(kind(good) == FlawKind::bad_shape);
  CHECK(kind(good + "," + good + "," + good) == FlawKind::bad_shape);
  CHECK(kind(good + ", " + good) == FlawKind::not_canonical);
  CHECK(kind(good + "," + good) == FlawKind::bad_certificate);  // in shape, but the contribution's signature is of others
}

TEST_CASE("a share that does not fit its sender's coefficients is found, and the sender named") {
  const Group& group = group::ed25519();
  Ceremony ceremony(group, 2, 3);
  // Trustee 3 sends trustee 1 the share that is meant for trustee 2, and trustee 2 somebody else's.
  const auto secrets_of = [](const std::string& polynomial) {
    std::vector<std::string> out;
    const boost::json::value parsed = boost::json::parse(polynomial);
    for (const auto& one : parsed.at("secrets").as_array()) out.emplace_back(one.as_string());
    return out;
  };
  const auto own = secrets_of(ceremony.polynomials[2]);
  const auto others = secrets_of(ceremony.polynomials[0]);
  ceremony.polynomials[2] = with(ceremony.polynomials[2], json::quote(own[0]), json::quote(own[1]));
  const auto first = make_voutput(*ceremony.all, ceremony.seeds[0], ceremony.polynomials, ceremony.commitments);
  REQUIRE_FALSE(first);
  CHECK(first.error().kind == FlawKind::bad_share);
  CHECK(first.error().detail.find("trustee 3") != std::string::npos);
  CHECK(make_voutput(*ceremony.all, ceremony.seeds[2], ceremony.polynomials, ceremony.commitments));

  ceremony.polynomials[2] = with(ceremony.polynomials[2], json::quote(own[2]), json::quote(others[2]));
  CHECK(make_voutput(*ceremony.all, ceremony.seeds[2], ceremony.polynomials, ceremony.commitments).error().kind == FlawKind::bad_share);
}

TEST_CASE("a share of a wrong value, well sealed and signed, is found") {
  const Group& group = group::belenios_2048();
  Ceremony ceremony(group, 2, 2);
  const Scalar signing = group.hash_to_scalar("sk|" + ceremony.seeds[1]);
  const std::string wrong = seal(group, signing, ceremony.all->all()[0].encryption, "{\"secret\":\"12345\"}");
  std::string share(boost::json::parse(ceremony.polynomials[1]).at("secrets").at(0).as_string());
  ceremony.polynomials[1] = with(ceremony.polynomials[1], json::quote(share), json::quote(wrong));
  const auto voutput = make_voutput(*ceremony.all, ceremony.seeds[0], ceremony.polynomials, ceremony.commitments);
  REQUIRE_FALSE(voutput);
  CHECK(voutput.error().kind == FlawKind::bad_share);
}

TEST_CASE("a voutput is its trustee's, and of these polynomials") {
  const Group& group = group::ed25519();
  const Ceremony ceremony(group, 2, 3);
  std::vector<std::string> voutputs = ceremony.voutputs();
  CHECK(check_voutput(*ceremony.all, ceremony.polynomials, 2, voutputs[0]).error().kind == FlawKind::bad_certificate);
  std::swap(voutputs[0], voutputs[1]);
  CHECK_FALSE(combine_ceremony(*ceremony.all, ceremony.polynomials, ceremony.commitments, voutputs));
  voutputs.pop_back();
  CHECK(combine_ceremony(*ceremony.all, ceremony.polynomials, ceremony.commitments, voutputs).error().kind == FlawKind::not_enough);
}

TEST_CASE("a sealed message opens for its recipient, from its sender, unchanged") {
  const Group& group = group::ed25519();
  const Scalar sender = group.random_scalar(), recipient = group.random_scalar(), other = group.random_scalar();
  const Element sender_key = group.power_of_generator(sender);
  const std::string sealed = seal(group, sender, group.power_of_generator(recipient), "a message");
  CHECK(open_sealed(group, recipient, sender_key, sealed) == "a message");
  CHECK_FALSE(open_sealed(group, other, sender_key, sealed));
  CHECK_FALSE(open_sealed(group, recipient, group.power_of_generator(other), sealed));
  const auto data = sealed.find("\"data\":\"") + 8;
  for (const std::size_t at : {data, data + 40, sealed.size() - 3}) {
    std::string changed = sealed;
    changed[at] = changed[at] == 'a' ? 'b' : 'a';
    CHECK_FALSE(open_sealed(group, recipient, sender_key, changed));
  }
  CHECK_FALSE(open_sealed(group, recipient, sender_key, sealed + " "));
}

}  // namespace
}  // namespace radslag::voting
