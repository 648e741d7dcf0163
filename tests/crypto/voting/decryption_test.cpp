#include "crypto/voting/decryption.hpp"

#include <catch2/catch.hpp>

#include "crypto/voting/ceremony.hpp"
#include "crypto/voting/result.hpp"
#include "tests/crypto/voting/sample_archive.hpp"

namespace radslag::voting {
namespace {

using group::Group;

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

/// A sample election up to what its trustees decrypt.
struct Sample {
  std::string name;
  sample::Archive archive;
  Election election;
  Trustees trustees;
  EncryptedTally tally;  ///< after the last shuffle

  explicit Sample(const std::string& which)
      : name(which),
        archive(sample::read(which)),
        election(Election::parse(archive.election).value()),
        trustees(Trustees::parse(election.group(), archive.trustees).value()),
        tally(read_tally(election, archive.encrypted_tally).value()) {
    for (const sample::Owned& shuffle : archive.shuffles) tally = check_shuffle(election, tally, shuffle.json).value();
  }

  /// The private key of a trustee, from its files; the trustee's number into `owner`.
  std::optional<Scalar> secret_of(std::size_t owner) const {
    const Group& group = election.group();
    const VerificationKey& key = trustees.keys()[owner - 1];
    for (const auto& file : sample::files_of(sample::folder / name, ".privkey")) {
      const auto secret = read_private_key(group, sample::slurp_line(file));
      if (secret && group.equal(group.power_of_generator(*secret), key.key)) return secret;
    }
    for (auto file : sample::files_of(sample::folder / name, ".dkey")) {
      const std::string sealed = sample::slurp_line(file);
      const auto secret = open_decryption_key(group, sample::slurp_line(file.replace_extension(".key")), sealed, key.key);
      if (secret) return secret;
    }
    return std::nullopt;
  }

  std::string result_of(const std::vector<OwnedFactors>& partial) const {
    const auto factors = combine_decryptions(election.group(), trustees, partial);
    REQUIRE(factors);
    const auto result = compute_result(election, tally, *factors, archive.total_weight);
    REQUIRE(result);
    CHECK(check_result(election, *result, archive.result));
    return write_result(election, *result);
  }
};

TEST_CASE("published partial decryptions hold and give the published result") {
  for (const std::string& name : sample::names) {
    INFO(name);
    const Sample one(name);
    std::vector<OwnedFactors> partial;
    for (const sample::Owned& decryption : one.archive.decryptions) {
      auto factors = check_partial_decryption(one.election, one.tally, one.trustees.keys()[decryption.owner - 1], decryption.json);
      if (!factors) FAIL(name_of(factors.error().kind) << ": " << factors.error().detail);
      partial.push_back({decryption.owner, std::move(*factors)});
    }
    CHECK(one.result_of(partial) == one.archive.result);
  }
}

TEST_CASE("the sample keys decrypt the encrypted tallies to the published result") {
  for (const std::string& name : sample::names) {
    INFO(name);
    const Sample one(name);
    std::vector<OwnedFactors> partial;
    for (std::size_t owner = one.trustees.keys().size(); owner >= 1; --owner) {
      const auto secret = one.secret_of(owner);
      REQUIRE(secret);
      const std::string json = make_partial_decryption(one.election, one.tally, *secret, Work{2, {}});
      auto factors = check_partial_decryption(one.election, one.tally, one.trustees.keys()[owner - 1], json, Work{2, {}});
      REQUIRE(factors);
      partial.push_back({owner, std::move(*factors)});
    }
    CHECK(one.result_of(partial) == one.archive.result);
    if (!one.trustees.items()[0].pedersen) continue;
    // Any two of three in any order.
    for (const auto& [a, b] : {std::pair{0, 1}, {1, 0}, {0, 2}, {2, 1}}) {
      CHECK(one.result_of({partial[static_cast<std::size_t>(a)], partial[static_cast<std::size_t>(b)]}) == one.archive.result);
    }
  }
}

TEST_CASE("tampered partial decryptions are refused") {
  const Sample one("B-20-B2048-3t");
  const std::string& json = one.archive.decryptions[0].json;
  const VerificationKey& key = one.trustees.keys()[one.archive.decryptions[0].owner - 1];
  const auto refused = [&](const std::string& text) {
    const auto factors = check_partial_decryption(one.election, one.tally, key, text);
    REQUIRE_FALSE(factors);
    return factors.error().kind;
  };
  const Group& group = one.election.group();
  const boost::json::value parsed = boost::json::parse(json);
  const std::string factor(parsed.at("decryption_factors").at(0).at(0).as_string());
  const std::string second(parsed.at("decryption_factors").at(0).at(1).as_string());
  const std::string challenge(parsed.at("decryption_proofs").at(0).at(0).at("challenge").as_string());
  CHECK(refused(with(json, factor, second)) == FlawKind::bad_decryption);
  CHECK(refused(with(json, factor, group.encode(group.identity()))) == FlawKind::bad_decryption);
  CHECK(refused(with(json, factor, "2")) == FlawKind::bad_element);
  CHECK(refused(with(json, "\"" + factor + "\",", "")) == FlawKind::bad_shape);
  CHECK(refused(with(json, challenge, "1" + challenge.substr(1, 50))) == FlawKind::bad_decryption);
  CHECK(refused(with(json, challenge, "0" + challenge)) == FlawKind::bad_number);
  CHECK(refused(with(json, "],\"", "] ,\"")) == FlawKind::not_canonical);
  CHECK(refused("{\"decryption_factors\":[],\"decryption_proofs\":[]}") == FlawKind::bad_shape);
  // Another trustee's, another tally's, another election's.
  CHECK(refused(one.archive.decryptions[1].json) == FlawKind::bad_decryption);
  EncryptedTally other = one.tally;
  std::swap(other[0][0], other[0][1]);
  CHECK(check_partial_decryption(one.election, other, key, json).error().kind == FlawKind::bad_decryption);
  ElectionDraft draft = one.election.draft();
  draft.uuid = make_uuid();
  const auto elsewhere = Election::parse(write_election(draft).value());
  REQUIRE(elsewhere);
  CHECK(check_partial_decryption(*elsewhere, one.tally, key, json).error().kind == FlawKind::bad_decryption);
}

TEST_CASE("too few trustees, the same one twice and unknown ones give nothing") {
  const Sample single("B-20-B2048-3t"), pedersen("G-20-Ed25519-ped2of3");
  const auto kind = [](const auto& checked) { return checked.error().kind; };
  CHECK(kind(choose_decryptions(single.trustees, {1, 2})) == FlawKind::not_enough);
  CHECK(kind(choose_decryptions(single.trustees, {1, 2, 2})) == FlawKind::bad_shape);
  CHECK(kind(choose_decryptions(single.trustees, {1, 2, 4})) == FlawKind::bad_shape);
  CHECK(kind(choose_decryptions(single.trustees, {0, 1, 2})) == FlawKind::bad_shape);
  CHECK(choose_decryptions(single.trustees, {3, 1, 2}).value().size() == 3);
  CHECK(kind(choose_decryptions(pedersen.trustees, {3})) == FlawKind::not_enough);
  CHECK(kind(choose_decryptions(pedersen.trustees, {})) == FlawKind::not_enough);
  CHECK(choose_decryptions(pedersen.trustees, {3, 1, 2}).value() == std::vector<std::size_t>{0, 1});
}

TEST_CASE("single trustees and a ceremony decrypt together") {
  const Group& group = group::ed25519();
  const Scalar alone = group.random_scalar();
  std::vector<std::string> seeds, certificates, polynomials, commitments, voutputs;
  for (std::uint64_t index = 1; index <= 4; ++index) {
    seeds.push_back(make_seed());
    certificates.push_back(make_certificate(group, {4, 3, index}, seeds.back()));
  }
  const auto all = Certificates::parse(group, 3, certificates);
  REQUIRE(all);
  for (const std::string& seed : seeds) {
    const auto contribution = make_contribution(*all, seed);
    REQUIRE(contribution);
    polynomials.push_back(contribution->polynomial);
    commitments.push_back(contribution->commitment);
  }
  for (const std::string& seed : seeds) voutputs.push_back(make_voutput(*all, seed, polynomials, commitments).value());
  const auto ceremony = combine_ceremony(*all, polynomials, commitments, voutputs);
  REQUIRE(ceremony);
  const auto trustees =
      Trustees::parse(group, write_trustees({single_item(make_trustee_key(group, alone)), pedersen_item(ceremony->threshold_parameters)}));
  REQUIRE(trustees);
  REQUIRE(trustees->needed() == 4);

  ElectionDraft draft;
  draft.group = "Ed25519";
  draft.public_key = group.encode(trustees->election_key());
  draft.uuid = make_uuid();
  Question question;
  question.choices = {"a", "b"};
  question.max = 2;
  draft.questions = {question};
  const auto election = Election::parse(write_election(draft).value());
  REQUIRE(election);
  const Scalar r = group.random_scalar();
  const auto encrypt = [&](std::uint64_t m) {
    return Ciphertext{group.power_of_generator(r),
                      group.product(group.power(election->public_key(), r), group.small_power(group.generator(), m))};
  };
  const EncryptedTally tally = {{encrypt(0), encrypt(41)}};
  std::vector<OwnedFactors> partial;
  const auto decrypt = [&](std::size_t owner, const Scalar& secret) {
    const std::string json = make_partial_decryption(*election, tally, secret);
    partial.push_back({owner, check_partial_decryption(*election, tally, trustees->keys()[owner - 1], json).value()});
  };
  for (const std::size_t owner : {5U, 2U, 4U}) {
    decrypt(owner,
            open_decryption_key(group, seeds[owner - 2], ceremony->decryption_keys[owner - 2], trustees->keys()[owner - 1].key).value());
  }
  CHECK(combine_decryptions(group, *trustees, partial).error().kind == FlawKind::not_enough);
  decrypt(1, alone);
  const auto factors = combine_decryptions(group, *trustees, partial);
  REQUIRE(factors);
  const auto result = compute_result(*election, tally, *factors, 41);
  REQUIRE(result);
  CHECK(write_result(*election, *result) == "{\"result\":[[0,41]]}");
  CHECK(compute_result(*election, tally, *factors, 40).error().kind == FlawKind::bad_result);
}

}  // namespace
}  // namespace radslag::voting
