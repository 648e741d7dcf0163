#include "crypto/voting/budget_proof.hpp"

#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include <algorithm>

#include "crypto/voting/answers.hpp"
#include "crypto/voting/ballot.hpp"
#include "crypto/voting/ballot_frame.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/schnorr.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

Question priced(Budget budget, bool blank = false) {
  Question question = samples::homomorphic(budget.costs.size(), blank ? 1 : 0, budget.costs.size(), blank);
  question.budget = std::move(budget);
  return question;
}

/// A ballot that says what an honest one cannot: proven as if the budget were another.
struct Cheat {
  Election election;
  group::Scalar secret{4242};
  std::string s0 = statement_of(election, public_credential(election.group(), secret));

  [[nodiscard]] std::string cast(const std::string& answer) const {
    const std::string begin = write_frame(election, public_credential(election.group(), secret)) + "[" + answer + "]";
    const std::string hash = hash64(begin + "}");
    const Proof proof = prove_knowledge(election.group(), secret, "sig|" + hash + "|");
    return begin + ",\"signature\":{\"hash\":\"" + hash + "\",\"proof\":" + write(election.group(), proof) + "}}";
  }

  [[nodiscard]] std::string answer(const Numbers& numbers, const Budget& as_if) const {
    Question question = election.questions().front();
    question.budget = as_if;
    std::vector<Scalar> randomness(numbers.size());
    for (Scalar& scalar : randomness) scalar = election.group().random_scalar();
    return make_homomorphic(election, question, s0, numbers, randomness);
  }

  [[nodiscard]] std::string finding(const std::string& answer) const {
    const auto facts = check_ballot(election, cast(answer));
    return facts ? "accepted" : std::string(name_of(facts.error().kind));
  }
};

std::string proof_of(const std::string& answer) { return answer.substr(answer.find("\"budget_proof\"")); }
std::string with_proof_of(const std::string& answer, const std::string& other) {
  return answer.substr(0, answer.find("\"budget_proof\"")) + proof_of(other);
}

TEST_CASE("digits: the fewest in base 4 that hold the limit, after division by the costs' common divisor") {
  REQUIRE(digits_of({0, {1, 2}}) == 1);
  REQUIRE(digits_of({3, {1, 2}}) == 1);
  REQUIRE(digits_of({4, {1, 2}}) == 2);
  REQUIRE(digits_of({15, {1, 2}}) == 2);
  REQUIRE(digits_of({16, {1, 2}}) == 3);
  REQUIRE(digits_of({1'000'000, {1, 2}}) == 10);
  REQUIRE(digits_of({1'048'575, {7, 2}}) == 10);
  REQUIRE(digits_of({1'048'576, {7, 2}}) == 11);
  REQUIRE(digits_of({399, {100, 200, 0}}) == 1);
  REQUIRE(digits_of({400, {100, 200, 0}}) == 2);
  REQUIRE(digits_of({5, {0, 0}}) == 2);
  REQUIRE(digits_of({(std::uint64_t{1} << 53) - 1, {1}}) == 27);
}

TEST_CASE("within the budget a ballot is accepted, to the last oere; one over is refused") {
  for (const group::Group* group : {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()}) {
    INFO(group->name());
    const Cheat voter{samples::own_election(*group, {priced({1000, {400, 600, 1, 0}})})};
    const Budget budget{1000, {400, 600, 1, 0}};
    REQUIRE(voter.finding(voter.answer({1, 1, 0, 1}, budget)) == "accepted");
    REQUIRE(voter.finding(voter.answer({0, 0, 0, 0}, budget)) == "accepted");
    REQUIRE(voter.finding(voter.answer({1, 1, 1, 0}, {1001, {400, 600, 1, 0}})) == "bad_budget_proof");
    REQUIRE(voter.finding(voter.answer({1, 1, 1, 0}, {1000, {400, 600, 0, 1}})) == "bad_budget_proof");
  }
}

TEST_CASE("costs with a common divisor, and free projects only") {
  for (const Budget& budget :
       {Budget{350'000, {100'000, 200'000, 50'000}}, Budget{10, {0, 0, 0}}, Budget{0, {5, 7, 9}}, Budget{9, {5, 5, 5}}}) {
    const Election election = samples::own_election(group::ed25519(), {priced(budget)});
    Numbers numbers;
    std::uint64_t left = budget.limit;
    for (const std::uint64_t cost : budget.costs) {
      numbers.push_back(cost <= left ? 1 : 0);
      if (cost <= left) left -= cost;
    }
    REQUIRE(check_ballot(election, make_ballot(election, group::Scalar(7), {numbers})).has_value());
  }
}

TEST_CASE("a budget proof of another ballot is refused, even under the same credential and for the same choices") {
  for (const group::Group* group : {&group::ed25519(), &group::belenios_2048()}) {
    INFO(group->name());
    const Budget budget{1000, {400, 600, 1}};
    const Cheat voter{samples::own_election(*group, {priced(budget)})};
    const std::string cheap = voter.answer({1, 0, 0}, budget);
    const std::string dear = voter.answer({1, 1, 1}, {2000, {400, 600, 1}});
    REQUIRE(voter.finding(cheap) == "accepted");
    REQUIRE(voter.finding(with_proof_of(dear, cheap)) == "bad_budget_proof");
    REQUIRE(voter.finding(with_proof_of(cheap, voter.answer({1, 0, 0}, budget))) == "bad_budget_proof");
  }
}

TEST_CASE("a ballot without its budget proof, or with too few digits, is refused") {
  const Budget budget{1000, {400, 600, 1}};
  const Cheat voter{samples::own_election(group::ed25519(), {priced(budget)})};
  const std::string answer = voter.answer({1, 0, 0}, budget);
  const std::string without = answer.substr(0, answer.find(",\"budget_proof\"")) + "}";
  REQUIRE(voter.finding(without) == "not_canonical");
  REQUIRE(voter.finding(voter.answer({1, 0, 0}, {500, {400, 600, 1}})) == "bad_budget_proof");  // 5 digits both
  REQUIRE(voter.finding(voter.answer({1, 0, 0}, {255 * 4, {400, 600, 1}})) == "bad_budget_proof");
  REQUIRE(voter.finding(voter.answer({0, 0, 1}, {200, {400, 600, 1}})) == "bad_shape");
  std::string lost = answer;
  lost.replace(lost.find("\"digits\":[{") + 10, lost.find("},{", lost.find("\"digits\":[{")) + 2 - lost.find("\"digits\":[{") - 10, "");
  REQUIRE(voter.finding(lost) == "bad_shape");
}

TEST_CASE("with a blank choice the costs are those of the projects") {
  const Budget budget{10, {4, 6, 1}};
  const Election election = samples::own_election(group::ed25519(), {priced(budget, true)});
  for (const Numbers& numbers : {Numbers{1, 0, 0, 0}, Numbers{0, 1, 1, 0}}) {
    REQUIRE(check_ballot(election, make_ballot(election, group::Scalar(7), {numbers})).has_value());
  }
}

TEST_CASE("whatever budget and choices: accepted exactly if they fit") {
  rc::prop("budgets", [] {
    const auto costs = *rc::gen::container<std::vector<std::uint64_t>>(3, rc::gen::inRange<std::uint64_t>(0, 5000));
    const Numbers numbers{1, *rc::gen::inRange<std::uint8_t>(0, 2), *rc::gen::inRange<std::uint8_t>(0, 2)};
    std::uint64_t spent = 0;
    for (std::size_t i = 0; i < costs.size(); ++i) spent += costs[i] * numbers[i];
    const std::uint64_t limit = *rc::gen::inRange<std::uint64_t>(spent > 3 ? spent - 3 : 0, spent + 4);
    const Cheat voter{samples::own_election(group::ed25519(), {priced({limit, costs})})};
    // Proven as if there were enough, in as many digits.
    const Budget as_if{std::max(limit, spent), costs};
    RC_PRE(digits_of(as_if) == digits_of({limit, costs}));
    const std::string finding = voter.finding(voter.answer(numbers, as_if));
    RC_CLASSIFY(spent <= limit);
    RC_ASSERT(finding == (spent <= limit ? "accepted" : "bad_budget_proof"));
  });
}

}  // namespace
}  // namespace radslag::voting
