#include "crypto/voting/election.hpp"

#include <catch2/catch.hpp>

#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

ElectionDraft draft_with(const group::Group& group, Question question) {
  ElectionDraft draft;
  draft.name =
      "R\xc3\xa5"
      "dslag \"2026\"";
  draft.description = "Rad ett\nrad tv\xc3\xa5";
  draft.group = group.name();
  draft.public_key = group.encode(group.power_of_generator(group::Scalar(7)));
  draft.questions = {std::move(question)};
  draft.uuid = "rxZvLVUpG6RB9e";
  return draft;
}

FlawKind refusal(const group::Group& group, const Question& question) { return write_election(draft_with(group, question)).error().kind; }

Question with_budget(Question question, std::uint64_t limit, std::uint64_t cost) {
  question.budget = Budget{limit, std::vector<std::uint64_t>(question.choices.size(), cost)};
  return question;
}

TEST_CASE("every sample election is understood, and would be written in the same bytes") {
  for (const char* name : samples::names) {
    INFO(name);
    const std::string json = samples::file(name, "election.json");
    const auto election = Election::parse(json);
    REQUIRE(election.has_value());
    REQUIRE(election->is_canonical());
    REQUIRE_FALSE(election->has_undeclared_members());
    REQUIRE(election->json() == json);
    REQUIRE(election->fingerprint().size() == 43);
    REQUIRE(samples::payloads(name, "Ballot").front().find("\"election_hash\":\"" + election->fingerprint() + "\"") != std::string::npos);
  }
}

TEST_CASE("an election of every kind is written and read back") {
  const auto& group = group::ed25519();
  for (const Question& question :
       {samples::homomorphic(30, 0, 30), samples::homomorphic(5, 1, 3, true), with_budget(samples::homomorphic(5, 1, 3, true), 1000, 300),
        samples::mixnet(Encoding::approval, 240, 0, 240), with_budget(samples::mixnet(Encoding::approval, 9, 1, 9), 5, 2),
        samples::mixnet(Encoding::ranking, 255, 0, 30), samples::mixnet(Encoding::points, 255, 1, 15)}) {
    const auto json = write_election(draft_with(group, question));
    REQUIRE(json.has_value());
    const auto election = Election::parse(*json);
    REQUIRE(election.has_value());
    REQUIRE(election->is_canonical());
    REQUIRE(election->questions() == std::vector<Question>{question});
    REQUIRE(election->name() ==
            "R\xc3\xa5"
            "dslag \"2026\"");
  }
}

TEST_CASE("a homomorphic question is written as belenios-tool writes it, the budget after it") {
  const std::string json = write_election(draft_with(group::ed25519(), with_budget(samples::homomorphic(2, 1, 2, true), 9, 4))).value();
  REQUIRE(
      json.find(
          R"("questions":[{"answers":["P1","P2"],"blank":true,"min":1,"max":2,"question":"Vad vill du ha?","budget":{"limit":9,"costs":[4,4]}}])") !=
      std::string::npos);
}

TEST_CASE("a mixnet question names the numbers of a ballot, and what is chosen from beside them") {
  const std::string json = write_election(draft_with(group::ed25519(), samples::mixnet(Encoding::points, 3, 0, 2))).value();
  REQUIRE(json.find(R"("questions":[{"type":"NonHomomorphic","value":{"answers":["1","2","3","4"],"question":"Vad vill du ha?"},)"
                    R"("extra":{"encoding":"points","choices":["P1","P2","P3"],"min":0,"max":2,"points":10}}])") != std::string::npos);
}

TEST_CASE("questions that cannot be asked are refused") {
  const auto& ed25519 = group::ed25519();
  REQUIRE(refusal(ed25519, samples::homomorphic(0, 0, 0)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::homomorphic(5, 3, 2)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::homomorphic(5, 0, 6)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::mixnet(Encoding::approval, 241, 0, 241)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::mixnet(Encoding::ranking, 40, 0, 31)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::mixnet(Encoding::ranking, 256, 0, 5)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::mixnet(Encoding::points, 20, 0, 16)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, samples::mixnet(Encoding::none, 5, 0, 5)) == FlawKind::bad_question);
  REQUIRE(refusal(group::belenios_2048(), samples::mixnet(Encoding::approval, 5, 0, 5)) == FlawKind::bad_question);
  REQUIRE(write_election(draft_with(group::rfc_3526_2048(), samples::mixnet(Encoding::approval, 254 * 8, 0, 5))).has_value());
  REQUIRE(refusal(group::rfc_3526_2048(), samples::mixnet(Encoding::approval, 254 * 8 + 1, 0, 5)) == FlawKind::bad_question);
  REQUIRE(refusal(ed25519, with_budget(samples::homomorphic(5, 0, 5), std::uint64_t{1} << 53, 1)) == FlawKind::bad_question);
  Question lopsided = samples::homomorphic(5, 0, 5);
  lopsided.budget = Budget{10, {1, 2}};
  REQUIRE(refusal(ed25519, lopsided) == FlawKind::bad_question);
  // Thirty projects in RFC-3526 make ballots of 154 KB.
  REQUIRE(refusal(group::rfc_3526_2048(), samples::homomorphic(30, 0, 30)) == FlawKind::bad_question);
  REQUIRE(write_election(draft_with(group::rfc_3526_2048(), samples::homomorphic(20, 0, 20))).has_value());
}

TEST_CASE("other groups, keys and uuids are refused") {
  ElectionDraft draft = draft_with(group::ed25519(), samples::homomorphic(3, 0, 3));
  draft.group = "Ed448";
  REQUIRE(write_election(draft).error().kind == FlawKind::unsupported);
  draft.group = "Ed25519";
  draft.public_key[5] = 'A';
  REQUIRE(write_election(draft).error().kind == FlawKind::bad_element);
  draft = draft_with(group::ed25519(), samples::homomorphic(3, 0, 3));
  draft.public_key = group::ed25519().encode(group::ed25519().identity());
  REQUIRE(write_election(draft).error().kind == FlawKind::bad_element);
  draft = draft_with(group::ed25519(), samples::homomorphic(3, 0, 3));
  draft.uuid = "rxZvLVUpG6RB9";
  REQUIRE(write_election(draft).error().kind == FlawKind::bad_question);
  draft.uuid = "rxZvLVUpG6RB90";
  REQUIRE(write_election(draft).error().kind == FlawKind::bad_question);
}

TEST_CASE("members that nobody declared are passed over, and seen") {
  std::string json = samples::file("E-20-Ed25519-3t-bt33", "election.json");
  json.insert(json.size() - 1, ",\"stranger\":{\"a\":[1,2.5,null]}");
  const auto election = Election::parse(json);
  REQUIRE(election.has_value());
  REQUIRE(election->has_undeclared_members());
  REQUIRE_FALSE(election->is_canonical());
  REQUIRE(election->questions() == samples::election("E-20-Ed25519-3t-bt33").questions());
}

TEST_CASE("another protocol version, another kind of question and broken JSON are refused") {
  const std::string json = samples::file("F-20-Ed25519-3t-nh", "election.json");
  std::string changed = json;
  changed.replace(changed.find("\"version\":1"), 11, "\"version\":2");
  REQUIRE(Election::parse(changed).error().kind == FlawKind::unsupported);
  changed = json;
  changed.replace(changed.find("NonHomomorphic"), 14, "Lists");
  REQUIRE(Election::parse(changed).error().kind == FlawKind::unsupported);
  REQUIRE(Election::parse(json + " ").error().kind == FlawKind::not_canonical);
  REQUIRE(Election::parse(json.substr(0, json.size() - 1)).error().kind == FlawKind::not_canonical);
  REQUIRE(Election::parse("").error().kind == FlawKind::not_canonical);
  REQUIRE(Election::parse(std::string(largest_election + 1, ' ')).error().kind == FlawKind::too_large);
}

TEST_CASE("a mixnet question of ours must say how many numbers a ballot carries") {
  std::string json = write_election(draft_with(group::ed25519(), samples::mixnet(Encoding::approval, 20, 0, 20))).value();
  json.replace(json.find("[\"1\",\"2\",\"3\"]"), 13, "[\"1\",\"2\"]");
  REQUIRE(Election::parse(json).error().kind == FlawKind::bad_question);
}

}  // namespace
}  // namespace radslag::voting
