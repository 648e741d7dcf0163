#include "crypto/voting/ballot.hpp"

#include <catch2/catch.hpp>

#include <thread>

#include "crypto/voting/credential.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "crypto/voting/tally.hpp"
#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

const group::Group* const groups[] = {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()};

std::vector<Question> questions_for(const group::Group& group) {
  Question priced = samples::homomorphic(4, 1, 3, true);
  priced.budget = Budget{1000, {300, 400, 250, 900}};
  std::vector<Question> questions{samples::homomorphic(3, 1, 2), priced};
  if (group.embedding_bytes() > 0) questions.push_back(samples::mixnet(Encoding::approval, 20, 0, 20));
  return questions;
}

std::vector<Numbers> numbers_for(const Election& election, const std::vector<Choices>& choices) {
  std::vector<Numbers> numbers;
  for (std::size_t i = 0; i < election.questions().size(); ++i)
    numbers.push_back(encode_choices(election.questions()[i], choices[i]).value());
  return numbers;
}

TEST_CASE("every ballot of every sample election is accepted, and their tally is the sample's") {
  for (const char* name : samples::names) {
    INFO(name);
    const Election election = samples::election(name);
    TallyBuilder tally(election);
    for (const std::string& ballot : samples::payloads(name, "Ballot")) {
      const auto facts = check_ballot(election, ballot);
      REQUIRE(facts.has_value());
      REQUIRE(facts->identity.tracker == hash64(ballot));
      const auto read = read_ballot(election, ballot);
      REQUIRE(read.has_value());
      REQUIRE(read->hash == facts->identity.hash);
      REQUIRE(read->credential == facts->identity.credential);
      REQUIRE(tally.add(facts->ciphertexts).has_value());
    }
    REQUIRE(tally.ballots() == 20);
    const std::string json = write_tally(election, tally.finish());
    REQUIRE(samples::payloads(name, "EncryptedTally") == std::vector<std::string>{write_sized_tally(20, 20, json)});
    REQUIRE(write_tally(election, read_tally(election, json).value()) == json);
  }
}

TEST_CASE("our ballots are accepted, blank and full, in every group and kind of question") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Election election = samples::own_election(*group, questions_for(*group));
    const auto secret = group->random_scalar();
    for (const std::vector<Choices>& choices :
         {std::vector<Choices>{{{0}, {}}, {}, {}}, {{{1, 2}, {}}, {{0, 1, 2}, {}}, {{0, 7, 19}, {}}}}) {
      const std::string ballot = make_ballot(election, secret, numbers_for(election, choices));
      const auto facts = check_ballot(election, ballot);
      REQUIRE(facts.has_value());
      REQUIRE(facts->identity.credential == public_credential(*group, secret));
      REQUIRE(facts->ciphertexts.size() == election.questions().size());
    }
  }
}

TEST_CASE("a ballot holds what was chosen") {
  const auto& group = group::ed25519();
  const group::Scalar key(4711);
  const Election election = samples::own_election(group, questions_for(group), key);
  const auto facts =
      check_ballot(election, make_ballot(election, group.random_scalar(), numbers_for(election, {{{1}, {}}, {{0, 2}, {}}, {{3, 12}, {}}})));
  const auto opened = [&](const Ciphertext& ciphertext) {
    return group.product(ciphertext.beta, group.inverse(group.power(ciphertext.alpha, key)));
  };
  const Numbers bits{0, 1, 0, 1, 0};  // the second question: blank, then the projects
  for (std::size_t i = 0; i < bits.size(); ++i) {
    REQUIRE(group.equal(opened(facts->ciphertexts[1][i]), group.power_of_generator(group::Scalar(i == 1 || i == 3 ? 1 : 0))));
  }
  REQUIRE(group.extract(opened(facts->ciphertexts[2][0]), 3) == Numbers{8, 16, 0});
}

TEST_CASE("a ballot for another election is refused, and one copied under another credential") {
  const auto& group = group::ed25519();
  const std::vector<Question> questions{samples::mixnet(Encoding::approval, 20, 0, 20)};
  const Election here = samples::own_election(group, questions);
  const Election there = samples::own_election(group, questions);
  const group::Scalar secret(99);
  const std::string ballot = make_ballot(here, secret, {{1, 2, 3}});
  REQUIRE(check_ballot(here, ballot).has_value());
  REQUIRE(check_ballot(there, ballot).error().kind == FlawKind::wrong_election);
  REQUIRE(read_ballot(there, ballot).error().kind == FlawKind::wrong_election);
  std::string copied = ballot;
  const std::string mine = public_credential(group, secret);
  copied.replace(copied.find(mine), mine.size(), public_credential(group, group::Scalar(98)));
  REQUIRE(check_ballot(here, copied).error().kind == FlawKind::bad_signature);
}

TEST_CASE("ballots over 128 KB are refused before anything is read") {
  const Election election = samples::election("E-20-Ed25519-3t-bt33");
  REQUIRE(check_ballot(election, std::string(largest_ballot + 1, '{')).error().kind == FlawKind::too_large);
  REQUIRE(check_ballot(election, std::string(largest_ballot, '{')).error().kind == FlawKind::not_canonical);
  REQUIRE(check_ballot(election, "").error().kind == FlawKind::not_canonical);
}

TEST_CASE("threads check ballots of one election at the same time") {
  const Election election = samples::election("F-20-Ed25519-3t-nh");
  const auto ballots = samples::payloads("F-20-Ed25519-3t-nh", "Ballot");
  std::vector<std::thread> threads;
  std::vector<std::size_t> accepted(3);
  for (std::size_t& count : accepted) {
    threads.emplace_back([&] {
      for (const std::string& ballot : ballots) count += check_ballot(election, ballot) ? 1 : 0;
    });
  }
  for (auto& thread : threads) thread.join();
  REQUIRE(accepted == std::vector<std::size_t>(3, ballots.size()));
}

TEST_CASE("weights multiply, tallies add up in any order, and an empty urn has one too") {
  const auto& group = group::ed25519();
  const Election election = samples::own_election(group, {samples::homomorphic(2, 0, 2)});
  const auto one = check_ballot(election, make_ballot(election, group::Scalar(1), {{1, 0}}))->ciphertexts;
  const auto two = check_ballot(election, make_ballot(election, group::Scalar(2), {{1, 1}}))->ciphertexts;
  TallyBuilder thrice(election), added(election), other(election);
  REQUIRE(thrice.add(one, 3).has_value());
  REQUIRE(thrice.add(two).has_value());
  for (int i = 0; i < 3; ++i) REQUIRE(added.add(one).has_value());
  REQUIRE(other.add(two).has_value());
  added.add(other);
  REQUIRE(thrice.ballots() == 2);
  REQUIRE(thrice.weight() == 4);
  REQUIRE(added.ballots() == 4);
  REQUIRE(write_tally(election, thrice.finish()) == write_tally(election, added.finish()));

  const std::string nothing = write_tally(election, TallyBuilder(election).finish());
  const std::string identity = group.encode(group.identity());
  const std::string ciphertext = R"({"alpha":")" + identity + R"(","beta":")" + identity + "\"}";
  REQUIRE(nothing == "[[" + ciphertext + "," + ciphertext + "]]");
  REQUIRE(write_sized_tally(1, std::uint64_t{1} << 30, "x").find(R"("total_weight":"1073741824")") != std::string::npos);

  const Election mixed = samples::own_election(group, {samples::mixnet(Encoding::approval, 2, 0, 2)});
  TallyBuilder unweighted(mixed);
  const auto ballot = check_ballot(mixed, make_ballot(mixed, group::Scalar(1), {{1}}))->ciphertexts;
  REQUIRE(unweighted.add(ballot, 2).error().kind == FlawKind::bad_tally);
  REQUIRE(unweighted.ballots() == 0);
}

TEST_CASE("tallies of another shape, with points outside the group or with spaces are refused") {
  const Election election = samples::own_election(group::ed25519(), {samples::homomorphic(1, 0, 1)});
  const std::string json = write_tally(election, TallyBuilder(election).finish());
  REQUIRE(read_tally(election, json).has_value());
  REQUIRE(read_tally(election, "[]").error().kind == FlawKind::bad_shape);
  REQUIRE(read_tally(election, "[[]]").error().kind == FlawKind::bad_shape);
  REQUIRE(read_tally(election, json + " ").error().kind == FlawKind::not_canonical);
  std::string small_order = json;  // (0, -1), of order 2
  small_order.replace(small_order.find("000001"), 6, "000000");
  REQUIRE(read_tally(election, small_order).error().kind == FlawKind::bad_element);
}

}  // namespace
}  // namespace radslag::voting
