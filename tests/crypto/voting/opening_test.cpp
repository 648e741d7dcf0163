// A challenged ballot: opened before it is signed, to see whether it holds what was chosen.
#include <catch2/catch.hpp>

#include "crypto/voting/ballot.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

std::string kind_of(const Checked<OpenedBallot>& opened) { return opened ? "accepted" : std::string(name_of(opened.error().kind)); }

std::vector<Question> questions_for(const group::Group& group) {
  Question priced = samples::homomorphic(3, 1, 3, true);
  priced.budget = Budget{10, {4, 6, 1}};
  std::vector<Question> questions{priced};
  if (group.embedding_bytes() > 0) questions.push_back(samples::mixnet(Encoding::ranking, 9, 0, 3));
  return questions;
}

std::vector<Numbers> numbers_for(const group::Group& group) {
  std::vector<Numbers> numbers{{0, 1, 1, 0}};
  if (group.embedding_bytes() > 0) numbers.push_back({7, 2, 0});
  return numbers;
}

TEST_CASE("an opened ballot tells its choices, and its hash is that of the ballot that would have been cast") {
  for (const group::Group* group : {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()}) {
    INFO(group->name());
    const Election election = samples::own_election(*group, questions_for(*group));
    const group::Scalar secret(31);
    const SealedBallot sealed(election, public_credential(*group, secret), numbers_for(*group));
    const auto opened = check_opening(election, sealed.open());
    REQUIRE(kind_of(opened) == "accepted");
    REQUIRE(opened->hash == sealed.hash());
    REQUIRE(opened->credential == public_credential(*group, secret));
    REQUIRE(opened->numbers == numbers_for(*group));
    REQUIRE(opened->choices[0] == Choices{{0, 1}, {}});
    if (group->embedding_bytes() > 0) REQUIRE(opened->choices[1] == Choices{{6, 1}, {}});
    const auto cast = check_ballot(election, sealed.sign(secret));
    REQUIRE(cast.has_value());
    REQUIRE(cast->identity.hash == sealed.hash());
  }
}

TEST_CASE("a ballot that holds something else than it is said to hold is found out") {
  const auto& group = group::ed25519();
  const Election election = samples::own_election(group, questions_for(group));
  const std::string opening = SealedBallot(election, public_credential(group, group::Scalar(31)), numbers_for(group)).open();
  const auto changed = [&](std::string_view from, std::string_view to) {
    std::string text = opening;
    REQUIRE(text.rfind(from) != std::string::npos);
    return kind_of(check_opening(election, text.replace(text.rfind(from), from.size(), to)));
  };
  REQUIRE(changed("[0,1,1,0]", "[0,1,0,1]") == "bad_opening");
  REQUIRE(changed("[7,2,0]", "[2,7,0]") == "bad_opening");
  REQUIRE(changed("[7,2,0]", "[7,2,256]") == "not_canonical");
  REQUIRE(changed("[7,2,0]", "[7,2,00]") == "not_canonical");
  REQUIRE(changed("[7,2,0]", "[7,2]") == "bad_shape");
  REQUIRE(changed(",[7,2,0]", "") == "bad_shape");
  REQUIRE(changed("\"numbers\"", "\"number\"") == "not_canonical");
  REQUIRE(changed("]]}", "]],\"extra\":1}") == "not_canonical");
  const auto randomness = opening.find("\"randomness\":[[\"") + 16;
  std::string other = opening;
  other.replace(randomness, other.find('"', randomness) - randomness, "5");
  REQUIRE(kind_of(check_opening(election, other)) == "bad_opening");
  other.replace(randomness, 1, "+5");
  REQUIRE(kind_of(check_opening(election, other)) == "bad_number");
}

TEST_CASE("an opened ballot with a broken proof, or with choices that are not allowed, is no good ballot") {
  const auto& group = group::ed25519();
  const Election election = samples::own_election(group, {samples::mixnet(Encoding::ranking, 9, 0, 3)});
  REQUIRE(kind_of(check_opening(election, SealedBallot(election, public_credential(group, group::Scalar(31)), {{7, 7, 0}}).open())) ==
          "bad_choices");
  std::string opening = SealedBallot(election, public_credential(group, group::Scalar(31)), {{7, 1, 0}}).open();
  const auto response = opening.find("\"response\":\"") + 12;
  opening.replace(response, opening.find('"', response) - response, "5");
  REQUIRE(kind_of(check_opening(election, opening)) == "bad_knowledge_proof");
  REQUIRE(kind_of(check_opening(samples::election("F-20-Ed25519-3t-nh"), opening)) == "wrong_election");
  REQUIRE(kind_of(check_opening(election, std::string(2 * largest_ballot + 1, ' '))) == "too_large");
}

}  // namespace
}  // namespace radslag::voting
