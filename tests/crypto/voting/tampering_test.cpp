// Ballots changed in every way that we know of: each is refused, for the right reason.
#include <rapidcheck/catch.h>
#include <catch2/catch.hpp>

#include "crypto/voting/answers.hpp"
#include "crypto/voting/ballot.hpp"
#include "crypto/voting/ballot_frame.hpp"
#include "crypto/voting/credential.hpp"
#include "crypto/voting/schnorr.hpp"
#include "crypto/voting/sealed_ballot.hpp"
#include "tests/support/sample_elections.hpp"

namespace radslag::voting {
namespace {

const group::Group* const groups[] = {&group::ed25519(), &group::belenios_2048(), &group::rfc_3526_2048()};

std::string kind_of(const Election& election, const std::string& ballot) {
  const auto facts = check_ballot(election, ballot);
  return facts ? "accepted" : std::string(name_of(facts.error().kind));
}

std::string replaced(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

/// The value of the n-th plain string member of a name, from 0.
std::string member(std::string_view json, std::string_view name, std::size_t n = 0) {
  const std::string begin = "\"" + std::string(name) + "\":\"";
  std::size_t at = json.find(begin);
  while (n-- > 0) at = json.find(begin, at + 1);
  REQUIRE(at != std::string_view::npos);
  at += begin.size();
  return std::string(json.substr(at, json.find('"', at) - at));
}

std::string answers_of(const std::string& ballot) {
  const auto from = ballot.find("\"answers\":") + 10;
  return ballot.substr(from, ballot.find(",\"signature\":") - from);
}

/// A ballot whose maker signs whatever stands in it.
std::string signed_ballot(const Election& election, const group::Scalar& secret, const std::string& answers) {
  const std::string begin = write_frame(election, public_credential(election.group(), secret)) + answers;
  const std::string hash = hash64(begin + "}");
  const Proof proof = prove_knowledge(election.group(), secret, "sig|" + hash + "|");
  return begin + ",\"signature\":{\"hash\":\"" + hash + "\",\"proof\":" + write(election.group(), proof) + "}}";
}

struct Voter {
  Election election;
  group::Scalar secret;
  std::string ballot;
  std::string answers;

  Voter(const group::Group& group, const Question& question, const Choices& choices)
      : election(samples::own_election(group, {question})),
        secret(group.random_scalar()),
        ballot(make_ballot(election, secret, {encode_choices(question, choices).value()})),
        answers(answers_of(ballot)) {
    REQUIRE(kind_of(election, ballot) == "accepted");
    REQUIRE(kind_of(election, signed_ballot(election, secret, answers)) == "accepted");
  }

  /// The finding for other answers, signed by the voter.
  [[nodiscard]] std::string finding(const std::string& changed) const {
    REQUIRE(changed != answers);
    return kind_of(election, signed_ballot(election, secret, changed));
  }
  [[nodiscard]] std::string finding(std::string_view from, std::string_view to) const { return finding(replaced(answers, from, to)); }
};

Voter homomorphic_voter(const group::Group& group) { return {group, samples::homomorphic(3, 1, 2), {{0, 2}, {}}}; }
Voter blank_voter(const group::Group& group) { return {group, samples::homomorphic(3, 1, 2, true), {{1}, {}}}; }
Voter mixnet_voter(const group::Group& group) { return {group, samples::mixnet(Encoding::approval, 20, 0, 20), {{4, 19}, {}}}; }

/// The same number plus q, which the equations could not tell from it.
std::string plus_order(const group::Group& group, const std::string& decimal) {
  std::vector<unsigned> digits;                     // decimal, lowest first
  const auto add_byte = [&digits](unsigned byte) {  // digits = digits * 256 + byte
    unsigned carry = byte;
    for (unsigned& digit : digits) {
      carry += digit * 256;
      digit = carry % 10;
      carry /= 10;
    }
    for (; carry > 0; carry /= 10) digits.push_back(carry % 10);
  };
  for (const char byte : group.order()) add_byte(static_cast<unsigned char>(byte));
  unsigned carry = 0;
  std::string sum;
  for (std::size_t i = 0; i < std::max(digits.size(), decimal.size()) || carry > 0; ++i) {
    carry += i < digits.size() ? digits[i] : 0;
    carry += i < decimal.size() ? static_cast<unsigned>(decimal[decimal.size() - 1 - i] - '0') : 0;
    sum.insert(sum.begin(), static_cast<char>('0' + carry % 10));
    carry /= 10;
  }
  return sum;
}

TEST_CASE("a mixnet ballot with any one byte changed is refused") {
  const Voter voter = mixnet_voter(group::ed25519());
  for (std::size_t at = 0; at < voter.ballot.size(); ++at) {
    for (const char other : {'0', '7', 'f', ' ', '"', '\0', '\x80'}) {
      if (voter.ballot[at] == other) continue;
      std::string changed = voter.ballot;
      changed[at] = other;
      INFO(at << ": " << other);
      REQUIRE(kind_of(voter.election, changed) != "accepted");
    }
  }
}

TEST_CASE("ballots that are cut, spliced or changed at random are refused") {
  const Voter voters[] = {mixnet_voter(group::ed25519()), homomorphic_voter(group::ed25519()), blank_voter(group::ed25519())};
  rc::prop("random changes", [&voters] {
    const Voter& voter = voters[*rc::gen::inRange<std::size_t>(0, 3)];
    std::string changed = voter.ballot;
    const auto at = *rc::gen::inRange<std::size_t>(0, changed.size());
    const auto length = *rc::gen::inRange<std::size_t>(0, 6);
    const auto from = *rc::gen::inRange<std::size_t>(0, changed.size());
    switch (*rc::gen::inRange(0, 4)) {
      case 0: changed.erase(at, length); break;
      case 1: changed.insert(at, changed.substr(from, length)); break;
      case 2: changed.replace(at, length, changed.substr(from, length)); break;
      default: changed.resize(at);
    }
    RC_PRE(changed != voter.ballot);
    RC_ASSERT(!check_ballot(voter.election, changed));
  });
}

TEST_CASE("signed by its voter, a ballot that is not in the one form is still refused") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);
    REQUIRE(voter.finding("{\"challenge\"", "{ \"challenge\"") == "not_canonical");
    REQUIRE(voter.finding("],\"overall_proof\"", "],\"extra\":1,\"overall_proof\"") == "not_canonical");
    REQUIRE(voter.finding("[{\"choices\"", "[{\"extra\":\"\",\"choices\"") == "not_canonical");
    REQUIRE(voter.finding(voter.answers.substr(0, voter.answers.size() - 2) + ",\"budget_proof\":{\"digits\":[],\"proofs\":[]}}]") ==
            "not_canonical");
    REQUIRE(voter.finding(voter.answers.substr(0, voter.answers.size() - 2) + ",\"extra\":[1,2]}]") == "not_canonical");
    const std::string alpha = member(voter.answers, "alpha");
    const std::string beta = member(voter.answers, "beta");
    REQUIRE(voter.finding("{\"alpha\":\"" + alpha + "\",\"beta\":\"" + beta + "\"}",
                          "{\"beta\":\"" + beta + "\",\"alpha\":\"" + alpha + "\"}") == "not_canonical");
    const std::string top = replaced(voter.ballot, ",\"signature\"", ",\"extra\":1,\"signature\"");
    REQUIRE(kind_of(voter.election, top) == "not_canonical");
    REQUIRE(kind_of(voter.election, voter.ballot + "\n") == "not_canonical");
    REQUIRE(kind_of(voter.election, " " + voter.ballot) == "not_canonical");
  }
}

TEST_CASE("numbers other than canonical decimals below q are refused, though they mean the same") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);
    for (const char* name : {"challenge", "response"}) {
      const std::string number = member(voter.answers, name);
      const std::string begin = "\"" + std::string(name) + "\":\"";
      for (const std::string& other :
           {"+" + number, "0" + number, "-" + number, number + " ", " " + number, std::string(), plus_order(*group, number)}) {
        INFO(other);
        REQUIRE(voter.finding(begin + number, begin + other) == "bad_number");
      }
      REQUIRE(voter.finding(begin + number + "\"", "\"" + std::string(name) + "\":5") == "not_canonical");
    }
    const std::string response = member(voter.ballot, "response", 8);  // the signature's: 3 x 2 + 2 come before it
    const auto at = voter.ballot.rfind(response);
    REQUIRE(at > voter.ballot.find("\"signature\""));
    REQUIRE(kind_of(voter.election, std::string(voter.ballot).replace(at, response.size(), plus_order(*group, response))) == "bad_number");
  }
}

TEST_CASE("elements outside the group, or not in their one encoding, are refused") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    for (const Voter& voter : {homomorphic_voter(*group), mixnet_voter(group->embedding_bytes() > 0 ? *group : group::ed25519())}) {
      for (const char* name : {"alpha", "beta"}) {
        const std::string element = member(voter.answers, name);
        for (const std::string& other : {std::string("0"), std::string(), "0" + element, element + element, std::string("-1")}) {
          INFO(name << " " << other);
          REQUIRE(voter.finding(element, other) == "bad_element");
        }
      }
    }
  }
  const Voter voter = mixnet_voter(group::ed25519());
  const std::string element = member(voter.answers, "alpha");
  const std::string f(62, 'f');
  const std::string small_orders[] = {
      std::string(64, '0'),                                                // order 4
      "7f" + f.substr(2) + "ec",                                           // (0, -1), order 2
      "05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826",  // order 8
      "7f" + f.substr(2) + "ee",                                           // the identity, y = p + 1
      "80" + std::string(61, '0') + "1",                                   // the identity with a sign
      "7f" + f.substr(2) + "ed",                                           // y = p
  };
  for (const std::string& other : small_orders) {
    INFO(other);
    REQUIRE(other.size() == 64);
    REQUIRE(voter.finding(element, other) == "bad_element");
  }
  std::string upper = element;
  for (char& c : upper) c = static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
  REQUIRE(voter.finding(element, upper) == "bad_element");
}

TEST_CASE("an element outside the subgroup is refused in the field groups") {
  for (const group::Group* group : {&group::belenios_2048(), &group::rfc_3526_2048()}) {
    const Voter voter = homomorphic_voter(*group);
    // 11 is no square modulo the RFC's prime; 2 is not in the small subgroup of the other.
    REQUIRE(voter.finding(member(voter.answers, "alpha"), group == &group::belenios_2048() ? "2" : "11") == "bad_element");
  }
}

TEST_CASE("a credential that is none is refused, the identity too, whose signature anyone can make") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);
    const std::string credential = public_credential(*group, voter.secret);
    REQUIRE(kind_of(voter.election, make_ballot(voter.election, group::Scalar(0), {{1, 0, 1}})) == "bad_credential");
    const std::string other = replaced(voter.ballot, credential, "17");
    const std::string begin = other.substr(0, other.find(",\"signature\""));
    const std::string ballot =
        begin + ",\"signature\":{\"hash\":\"" + hash64(begin + "}") + "\",\"proof\":{\"challenge\":\"1\",\"response\":\"2\"}}}";
    REQUIRE(kind_of(voter.election, ballot) == "bad_credential");
  }
}

TEST_CASE("a signature by another key, or over another ballot, is refused") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);
    const std::string other = make_ballot(voter.election, voter.secret, {{0, 1, 0}});
    const auto signature = [](const std::string& ballot) { return ballot.substr(ballot.find(",\"signature\"")); };
    const std::string begin = voter.ballot.substr(0, voter.ballot.find(",\"signature\""));
    REQUIRE(kind_of(voter.election, begin + signature(other)) == "bad_signature");
    REQUIRE(kind_of(voter.election, begin + replaced(signature(other), member(other, "hash"), member(voter.ballot, "hash"))) ==
            "bad_signature");
    const Proof forged = prove_knowledge(*group, group::Scalar(3), "sig|" + member(voter.ballot, "hash") + "|");
    const std::string ballot =
        begin + ",\"signature\":{\"hash\":\"" + member(voter.ballot, "hash") + "\",\"proof\":" + write(*group, forged) + "}}";
    REQUIRE(kind_of(voter.election, ballot) == "bad_signature");
    REQUIRE(read_ballot(voter.election, begin + signature(other)).error().kind == FlawKind::bad_signature);
  }
}

TEST_CASE("broken proofs are each found") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const auto swapped_last = [](const Voter& voter, const std::string& after) {  // another response in the first proof after a place
      const std::size_t at = voter.answers.find(after);
      REQUIRE(at != std::string::npos);
      const std::string response = member(std::string_view(voter.answers).substr(at), "response");
      return voter.finding(replaced(voter.answers, response, response == "1" ? "2" : "1"));
    };
    REQUIRE(swapped_last(homomorphic_voter(*group), "\"individual_proofs\"") == "bad_choice_proof");
    REQUIRE(swapped_last(homomorphic_voter(*group), "\"overall_proof\"") == "bad_total_proof");
    REQUIRE(swapped_last(blank_voter(*group), "\"overall_proof\"") == "bad_total_proof");
    REQUIRE(swapped_last(blank_voter(*group), "\"blank_proof\"") == "bad_blank_proof");
    if (group->embedding_bytes() > 0) REQUIRE(swapped_last(mixnet_voter(*group), "\"proof\"") == "bad_knowledge_proof");
  }
}

TEST_CASE("answers of another shape are refused") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);
    REQUIRE(voter.finding("[]") == "bad_shape");
    REQUIRE(voter.finding("[" + voter.answers.substr(1, voter.answers.size() - 2) + "," + voter.answers.substr(1)) == "bad_shape");
    const std::string first =
        voter.answers.substr(voter.answers.find("{\"alpha\""), voter.answers.find("},{") + 2 - voter.answers.find("{\"alpha\""));
    REQUIRE(voter.finding(first, "") == "bad_shape");
    REQUIRE(voter.finding(first, first + first) == "bad_shape");
    const auto overall = voter.answers.find("\"overall_proof\":[") + 17;
    const std::string proof = voter.answers.substr(overall, voter.answers.find('}', overall) + 2 - overall);
    REQUIRE(voter.finding("\"overall_proof\":[" + proof, "\"overall_proof\":[") == "bad_shape");
    REQUIRE(voter.finding(answers_of(mixnet_voter(group::ed25519()).ballot)) == "not_canonical");
  }
}

TEST_CASE("answers copied from another voter are refused, signed by whomever") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);
    REQUIRE(kind_of(voter.election, signed_ballot(voter.election, group::Scalar(77), voter.answers)) == "bad_choice_proof");
    if (group->embedding_bytes() == 0) continue;
    const Voter mixed = mixnet_voter(*group);
    REQUIRE(kind_of(mixed.election, signed_ballot(mixed.election, group::Scalar(77), mixed.answers)) == "bad_knowledge_proof");
  }
}

TEST_CASE("too many, too few, and a 2 for a 1: the proofs cannot be made") {
  for (const group::Group* group : groups) {
    INFO(group->name());
    const Voter voter = homomorphic_voter(*group);  // 1 to 2 of 3
    const std::string s0 = statement_of(voter.election, public_credential(*group, voter.secret));
    const std::vector<Scalar> randomness{group->random_scalar(), group->random_scalar(), group->random_scalar()};
    const auto made = [&](const Question& as_if, const Numbers& numbers) {
      return voter.finding("[" + make_homomorphic(voter.election, as_if, s0, numbers, randomness) + "]");
    };
    // As if other bounds were the election's: ranges of the same length, so that the shape is right.
    REQUIRE(made(samples::homomorphic(3, 2, 3), {1, 1, 1}) == "bad_total_proof");
    REQUIRE(made(samples::homomorphic(3, 0, 1), {0, 0, 0}) == "bad_total_proof");
    REQUIRE(made(samples::homomorphic(3, 1, 2), {0, 1, 0}) == "accepted");
    // A proof for 1, over a ciphertext of 2.
    const std::string honest = make_homomorphic(voter.election, samples::homomorphic(3, 1, 2), s0, Numbers{1, 0, 0}, randomness);
    const std::string beta = member(honest, "beta");
    const std::string doubled = group->encode(group->product(*group->decode(beta), group->generator()));
    REQUIRE(voter.finding("[" + replaced(honest, beta, doubled) + "]") == "bad_choice_proof");
  }
}

}  // namespace
}  // namespace radslag::voting
