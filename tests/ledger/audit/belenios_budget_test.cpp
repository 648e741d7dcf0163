// Elections with a budget: nothing of belenios-tool's looks at that, so they are made here, in every group.
#include <catch2/catch.hpp>

#include "crypto/voting/answers.hpp"
#include "tests/ledger/audit/belenios_count.hpp"

namespace radslag::audit::tests {
namespace {

using Names = std::set<std::string>;

constexpr std::uint64_t kLimit = 100'000'00;  // öre

voting::Question question() {
  voting::Question question;
  question.text = "Vad vill du ha?";
  question.choices = {"A", "B", "C", "D"};
  question.min = 1;
  question.max = 3;
  question.blank = true;
  question.budget = voting::Budget{kLimit, {kLimit / 2, kLimit / 2, 1, 30'000'00}};
  return question;
}

voting::Question mixnet_question() {
  voting::Question question = tests::question();
  question.kind = voting::QuestionKind::mixnet;
  question.encoding = voting::Encoding::approval;
  question.blank = false;
  question.min = 0;
  return question;
}

Keys make_keys(const group::Group& group, std::vector<voting::Question> questions) {
  const group::Scalar secret = group.random_scalar();
  voting::ElectionDraft draft;
  draft.name = "Medborgarbudget";
  draft.group = group.name();
  draft.public_key = group.encode(group.power_of_generator(secret));
  draft.questions = std::move(questions);
  draft.uuid = voting::make_uuid();
  Keys keys{voting::Election::parse(voting::write_election(draft).value()).value(),
            voting::write_trustees({voting::single_item(voting::make_trustee_key(group, secret))}),
            {secret},
            {},
            {}};
  std::vector<std::string> list;
  for (int i = 0; i < 3; ++i) {
    const group::Scalar voter = group.random_scalar();
    list.push_back(voting::public_credential(group, voter));
    keys.voter_secrets.emplace(list.back(), voter);
  }
  keys.credentials = voting::write_credentials(list);
  return keys;
}

/// A ballot whose one answer was made for another question, signed.
std::string ballot_for(const Keys& keys, const voting::Question& claimed, const std::string& credential, const voting::Numbers& numbers) {
  const group::Group& group = keys.election.group();
  std::vector<group::Scalar> randomness;
  for (std::size_t i = 0; i < numbers.size(); ++i) randomness.push_back(group.random_scalar());
  const std::string answer =
      voting::make_homomorphic(keys.election, claimed, voting::statement_of(keys.election, credential), numbers, randomness);
  return sign(group, keys.voter_secrets.at(credential),
              R"({"election_uuid":")" + keys.election.uuid() + R"(","election_hash":")" + keys.election.fingerprint() +
                  R"(","credential":")" + credential + R"(","answers":[)" + answer + "]}");
}

/// All events until the end of voting.
Steps voted(const Keys& keys, const std::vector<std::string>& ballots) {
  Steps steps{step(BeleniosEvent::setup, keys.election.json())};
  steps[0].trustees = keys.trustees;
  steps[0].credentials = keys.credentials;
  for (const std::string& ballot : ballots) steps.push_back(step(BeleniosEvent::ballot, ballot));
  steps.push_back(step(BeleniosEvent::end_ballots));
  return steps;
}

std::string budget_part(const std::string& ballot) {
  const std::size_t from = ballot.find(",\"budget_proof\":");
  return ballot.substr(from, ballot.find("}],\"signature\"") - from);
}

const group::Group* const kGroups[] = {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()};

}  // namespace

TEST_CASE("an election with a budget holds, up to its last öre") {
  for (const group::Group* group : kGroups) {
    const Keys keys = make_keys(*group, {question()});
    std::vector<std::string> ballots;
    const voting::Numbers choices[] = {{0, 1, 1, 0, 0}, {0, 0, 1, 1, 1}, {1, 0, 0, 0, 0}};  // all of the budget; a part of it; blank
    auto voter = keys.voter_secrets.begin();
    for (const auto& numbers : choices) ballots.push_back(voting::make_ballot(keys.election, (voter++)->second, {numbers}));
    const BeleniosReport report = audit_steps(hold(keys, ballots));
    CAPTURE(group->name(), render_text(report));
    CHECK(report.holds());
    CHECK(report.result->front().totals == std::vector<std::uint64_t>{1, 1, 2, 1, 1});
  }
}

TEST_CASE("over the budget by one öre") {
  for (const group::Group* group : kGroups) {
    const Keys keys = make_keys(*group, {question()});
    const std::string& credential = keys.voter_secrets.begin()->first;
    voting::Question richer = question();
    richer.budget->limit += 1;
    const voting::Numbers numbers = {0, 1, 1, 1, 0};
    CHECK(names_in(audit_steps(voted(keys, {ballot_for(keys, richer, credential, numbers)}))) == Names{"bad-budget-proof"});
    voting::Question cheaper = question();
    cheaper.budget->costs[0] -= 1;  // a proof of other costs
    CHECK(names_in(audit_steps(voted(keys, {ballot_for(keys, cheaper, credential, numbers)}))) == Names{"bad-budget-proof"});
  }
}

TEST_CASE("a budget proof of another ballot, changed, or left out") {
  for (const group::Group* group : kGroups) {
    const Keys keys = make_keys(*group, {question()});
    const auto& [credential, secret] = *keys.voter_secrets.begin();
    voting::Question richer = question();
    richer.budget->limit *= 2;
    const std::string over = ballot_for(keys, richer, credential, {0, 1, 1, 1, 0});
    const std::string good = voting::make_ballot(keys.election, secret, {{0, 0, 0, 1, 0}});
    const std::string part = budget_part(over);
    {
      std::string ballot = unsigned_part(over);
      ballot.replace(ballot.find(part), part.size(), budget_part(good));
      CHECK(names_in(audit_steps(voted(keys, {sign(*group, secret, ballot)}))) == Names{"bad-budget-proof"});
    }
    {
      std::string ballot = unsigned_part(good);
      const Place place = string_after(ballot, "\"response\":\"", ballot.find("\"budget_proof\""));
      const group::Scalar response = group->scalar_from_decimal(ballot.substr(place.at, place.size)).value();
      ballot.replace(place.at, place.size, group->to_decimal(group->add(response, group::Scalar(1))));
      CHECK(names_in(audit_steps(voted(keys, {sign(*group, secret, ballot)}))) == Names{"bad-budget-proof"});
    }
    {
      std::string ballot = unsigned_part(good);
      ballot.erase(ballot.find(",\"budget_proof\""), budget_part(good).size());
      CHECK(names_in(audit_steps(voted(keys, {sign(*group, secret, ballot)}))) == Names{"not-canonical"});
    }
  }
}

TEST_CASE("more choices than the ballot rule allows, each of them proved") {
  for (const group::Group* group : kGroups) {
    voting::Question strict = question();
    strict.budget.reset();
    const Keys keys = make_keys(*group, {strict});
    voting::Question loose = strict;
    loose.max = 4;
    std::string ballot = unsigned_part(ballot_for(keys, loose, keys.voter_secrets.begin()->first, {0, 1, 1, 1, 1}));
    const std::size_t overall = ballot.find("\"overall_proof\":[") + 17;
    ballot.erase(overall, ballot.find('{', overall + 1) - overall);  // as many proofs as there must be
    const BeleniosReport report = audit_steps(voted(keys, {sign(*group, keys.voter_secrets.begin()->second, ballot)}));
    CAPTURE(group->name(), render_text(report));
    CHECK(names_in(report) == Names{"over-vote"});
  }
}

TEST_CASE("anonymous ballots that the question does not allow are outside the count, and no fault") {
  for (const group::Group* group : {&group::ed25519(), &group::rfc_3526_2048()}) {
    const Keys keys = make_keys(*group, {mixnet_question()});
    std::vector<std::string> ballots;
    const voting::Numbers choices[] = {{0b0011}, {0b0111}, {0b10001}};  // allowed; over the budget by one öre; a bit of no project
    auto voter = keys.voter_secrets.begin();
    for (const auto& numbers : choices) ballots.push_back(voting::make_ballot(keys.election, (voter++)->second, {numbers}));
    const BeleniosReport report = audit_steps(hold(keys, ballots));
    CAPTURE(group->name(), render_text(report));
    CHECK(report.holds());
    REQUIRE(report.result);
    CHECK(report.result->front().rows.size() == 3);
    CHECK(report.invalid.size() == 2);
    for (const auto& invalid : report.invalid) {
      const std::uint8_t row = report.result->front().rows[invalid.row].front();
      CHECK((row == 0b0111 || row == 0b10001));
      CHECK_FALSE(invalid.reason.empty());
    }
  }
}

}  // namespace radslag::audit::tests
