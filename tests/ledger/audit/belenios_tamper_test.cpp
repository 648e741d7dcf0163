// Every forgery of ballots that the verifier must see, in every group: made from elections of belenios-tool, signed anew with the voters'
// own keys where that is what makes it a real attack.
#include "tests/ledger/audit/belenios_tampering.hpp"

namespace radslag::audit::tests {
namespace {

std::string upper(std::string text) {
  for (char& c : text) c = c >= 'a' && c <= 'f' ? static_cast<char>(c - 32) : c;
  return text;
}

}  // namespace

TEST_CASE("the samples hold with three of their ballots") {
  in_all({}, [](const Sample& s) { return s.steps; });
  for (const char letter : kLetters) CHECK(sample(letter).keys.voter_secrets.size() == 20);
}

TEST_CASE("a choice that is not proved to be 0 or 1") {
  for (const char* part : {"challenge", "response"}) {
    ballot_in_all({"bad-individual-proof"}, [&](const Sample& s, const std::string& ballot) {
      return changed(ballot, "\"individual_proofs\"", "\"" + std::string(part) + "\":\"", other_number(s.group()));
    });
  }
}

TEST_CASE("proofs of another choice") {
  ballot_in_all({"bad-individual-proof"}, [](const Sample&, std::string ballot) {
    // The first two choices change places; their proofs do not.
    const std::size_t first = ballot.find("{\"alpha\"");
    const std::size_t second = ballot.find("{\"alpha\"", first + 1);
    const std::size_t end = ballot.find('}', second) + 1;
    const std::string a = ballot.substr(first, second - 1 - first);
    const std::string b = ballot.substr(second, end - second);
    return ballot.replace(first, end - first, b + "," + a);
  });
}

TEST_CASE("a number of choices that is not proved to be allowed") {
  ballot_in_all({"over-vote"}, [](const Sample& s, const std::string& ballot) {
    return changed(ballot, "\"overall_proof\"", "\"response\":\"", other_number(s.group()));
  });
}

TEST_CASE("a mixnet ballot whose maker may not know it") {
  for (const char letter : {'D', 'F'}) {
    const Sample& s = sample(letter);
    const std::string ballot = changed(s.ballots[0], "\"proof\":{\"challenge\"", "\"response\":\"", other_number(s.group()));
    CHECK(names_in(audit_steps(s.with_ballot(0, s.signed_again(ballot)))) == Names{"bad-knowledge-proof"});
  }
}

TEST_CASE("signatures") {
  in_all({"bad-signature"}, [](const Sample& s) {
    return s.with_ballot(0, changed(s.ballots[0], "\"signature\"", "\"response\":\"", other_number(s.group())));
  });
  in_all({"bad-signature"}, [](const Sample& s) {  // another ballot's answers under the same signature
    const auto part = [&](std::size_t which, const char* from, const char* to) {
      const std::string& ballot = s.ballots[which];
      return ballot.substr(ballot.find(from), ballot.find(to) - ballot.find(from));
    };
    std::string ballot = part(0, "{", "\"answers\"") + part(1, "\"answers\"", ",\"signature\"");
    ballot += s.ballots[0].substr(s.ballots[0].find(",\"signature\""));
    return s.with_ballot(0, ballot);
  });
  in_all({"bad-signature"}, [](const Sample& s) {  // signed by somebody else
    return s.with_ballot(0, sign(s.group(), s.secret_of(s.ballots[1]), unsigned_part(s.ballots[0])));
  });
}

TEST_CASE("a credential that is not on the list") {
  in_all({"unknown-credential"}, [](const Sample& s) {
    const group::Scalar secret = s.group().random_scalar();
    std::vector<voting::Numbers> numbers;
    for (const auto& question : s.keys.election.questions()) {
      const bool mixnet = question.kind == voting::QuestionKind::mixnet;
      numbers.emplace_back(mixnet ? question.numbers() : question.ciphertexts());
    }
    Steps steps = s.steps;
    steps.insert(steps.begin() + 1, step(BeleniosEvent::ballot, voting::make_ballot(s.keys.election, secret, numbers)));
    return steps;
  });
}

TEST_CASE("a ballot copied from another voter") {
  // With the other's answers under one's own name: the proofs name the other.
  for (const char letter : kLetters) {
    const Sample& s = sample(letter);
    const Place own = string_after(s.ballots[0], "\"credential\":\"");
    const std::string ballot = changed(s.ballots[1], "{", "\"credential\":\"", to(s.ballots[0].substr(own.at, own.size)));
    const Names names = names_in(audit_steps(s.with_ballot(0, s.signed_again(ballot))));
    CHECK(names == Names{"bad-individual-proof"});
  }
}

TEST_CASE("a ballot for another election") {
  ballot_in_all({"wrong-election"}, [](const Sample&, const std::string& ballot) {
    return changed(ballot, "{", "\"election_hash\":\"", [](std::string hash) {
      hash[0] = hash[0] == 'A' ? 'B' : 'A';
      return hash;
    });
  });
  ballot_in_all({"wrong-election"}, [](const Sample&, const std::string& ballot) {
    return changed(ballot, "{", "\"election_uuid\":\"", to("11111111111111"));
  });
}

TEST_CASE("ballots after the end, twice, dropped") {
  in_all({"late-ballot"}, [](const Sample& s) {
    Steps steps = s.steps;
    std::swap(steps[3], steps[4]);  // the last ballot and the end of voting
    return steps;
  });
  in_all({"late-ballot"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps.insert(steps.end() - 1, steps[1]);
    return steps;
  });
  in_all({"duplicate-ballot"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps.insert(steps.begin() + 3, steps[1]);
    return steps;
  });
  in_all({"wrong-encrypted-tally"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps.erase(steps.begin() + 1);
    steps[s.find(BeleniosEvent::encrypted_tally) - 1].num_tallied = 2;
    steps[s.find(BeleniosEvent::encrypted_tally) - 1].total_weight = 2;
    return steps;
  });
  in_all({"wrong-encrypted-tally", "wrong-count"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps.erase(steps.begin() + 1);
    return steps;
  });
}

TEST_CASE("the last ballot of a voter counts, and only that") {
  for (const char letter : {'A', 'E', 'F'}) {
    const Sample& s = sample(letter);
    const group::Scalar secret = s.secret_of(s.ballots[0]);
    std::vector<voting::Numbers> numbers;
    for (const auto& question : s.keys.election.questions()) {
      const bool mixnet = question.kind == voting::QuestionKind::mixnet;
      numbers.emplace_back(mixnet ? question.numbers() : question.ciphertexts());
    }
    const std::string second = voting::make_ballot(s.keys.election, secret, numbers);
    std::vector<std::string> ballots = s.ballots;
    ballots.push_back(second);
    const auto facts = [&](const std::string& ballot) { return voting::check_ballot(s.keys.election, ballot).value().ciphertexts; };
    const BeleniosReport good = audit_steps(hold_counted(s.keys, ballots, {facts(ballots[1]), facts(ballots[2]), facts(second)}));
    CAPTURE(render_text(good));
    CHECK(good.holds());
    CHECK(good.ballots == 4);
    CHECK(good.voters == 3);
    CHECK(names_in(audit_steps(hold_counted(s.keys, ballots, {facts(ballots[0]), facts(ballots[1]), facts(ballots[2])}))) ==
          Names{"wrong-encrypted-tally"});
    CHECK(names_in(audit_steps(hold_counted(s.keys, ballots, {facts(ballots[0]), facts(ballots[1]), facts(ballots[2]), facts(second)}))) ==
          Names{"wrong-encrypted-tally", "wrong-count"});
  }
}

TEST_CASE("members that nobody declared") {
  ballot_in_all({"undeclared-member"},
                [](const Sample&, std::string ballot) { return ballot.insert(ballot.find("\"answers\""), "\"note\":\"x\","); });
  ballot_in_all({"undeclared-member"},
                [](const Sample&, std::string ballot) { return ballot.insert(ballot.find("\"choices\""), "\"note\":1,"); });
  ballot_in_all({"undeclared-member"},
                [](const Sample&, std::string ballot) { return ballot.insert(ballot.find("}]"), ",\"note\":[{}]"); });
  in_all({"undeclared-member"}, [](const Sample& s) {
    std::string ballot = s.ballots[0];
    return s.with_ballot(0, ballot.insert(ballot.size() - 1, ",\"note\":null"));
  });
  for (const char letter : kLetters) {  // a whole election with a member more, all ballots and proofs made for it
    Keys keys = sample(letter).keys;
    std::string json = keys.election.json();
    keys.election = voting::Election::parse(json.insert(1, "\"note\":1,")).value();
    std::vector<voting::Numbers> numbers;
    for (const auto& question : keys.election.questions()) {
      const bool mixnet = question.kind == voting::QuestionKind::mixnet;
      numbers.emplace_back(mixnet ? question.numbers() : question.ciphertexts());
    }
    const auto ballot = voting::make_ballot(keys.election, keys.voter_secrets.begin()->second, numbers);
    CHECK(names_in(audit_steps(hold(keys, {ballot}))) == Names{"undeclared-member"});
  }
}

TEST_CASE("another form of the same ballot") {
  const auto insert_before = [](const std::string& what, const std::string& text) {
    return [=](const Sample&, std::string ballot) { return ballot.insert(ballot.find(what), text); };
  };
  ballot_in_all({"not-canonical"}, insert_before("\"answers\"", " "));
  ballot_in_all({"not-canonical"}, insert_before("{\"alpha\"", "\n"));
  ballot_in_all({"not-canonical"}, [](const Sample&, std::string ballot) {  // members change places
    const std::size_t at = ballot.find("\"election_uuid\"");
    const std::size_t next = ballot.find("\"election_hash\"");
    const std::size_t end = ballot.find("\"credential\"");
    const std::string uuid = ballot.substr(at, next - at);
    const std::string hash = ballot.substr(next, end - next);
    return ballot.replace(at, end - at, hash + uuid);
  });
  ballot_in_all({"not-canonical"}, [](const Sample&, std::string ballot) {  // inside an answer
    const std::size_t at = ballot.find("{\"challenge\"");
    const std::size_t end = ballot.find('}', at);
    const std::size_t comma = ballot.find(',', at);
    return ballot.replace(at, end - at, "{" + ballot.substr(comma + 1, end - comma - 1) + "," + ballot.substr(at + 1, comma - at - 1));
  });
  for (const char* prefix : {"+", "0", "00", " "}) {
    ballot_in_all({"not-canonical"}, [&](const Sample&, const std::string& ballot) {
      return changed(ballot, "\"individual_proofs\"", "\"response\":\"", [&](const std::string& number) { return prefix + number; });
    });
  }
  for (const char* part : {"challenge", "response"}) {  // over q: what proves nothing else
    ballot_in_all({"not-canonical"}, [&](const Sample& s, const std::string& ballot) {
      return changed(ballot, "\"individual_proofs\"", "\"" + std::string(part) + "\":\"",
                     [&](const std::string& number) { return sum(number, order_of(s.group())); });
    });
  }
  in_all({"not-canonical"}, [](const Sample& s) { return s.with_ballot(0, s.ballots[0] + "\n"); });
}

TEST_CASE("elements that are not members of the group, in a form that is not theirs, or of small order") {
  for (const char letter : kLetters) {
    const Sample& s = sample(letter);
    const Place place = string_after(s.ballots[0], "\"alpha\":\"");
    const std::string member = s.ballots[0].substr(place.at, place.size);
    auto wrong = outsiders(s.group(), member);
    if (s.group().name() == "Ed25519" && upper(member) != member) wrong.push_back(upper(member));
    for (const std::string& element : wrong) {
      for (const char* part : {"\"alpha\":\"", "\"beta\":\""}) {
        const std::string ballot = s.signed_again(changed(s.ballots[0], "\"choices\"", part, to(element)));
        CAPTURE(letter, element, part);
        CHECK(names_in(audit_steps(s.with_ballot(0, ballot))) == Names{"not-in-group"});
      }
    }
  }
}

TEST_CASE("too few or too many answers, choices, proofs") {
  ballot_in_all({"bad-shape"}, [](const Sample&, std::string ballot) {  // one choice less, as many proofs
    const std::size_t first = ballot.find("{\"alpha\"");
    return ballot.erase(first, ballot.find("{\"alpha\"", first + 1) - first);
  });
  ballot_in_all({"bad-shape"}, [](const Sample&, std::string ballot) {
    const std::size_t from = ballot.find("\"overall_proof\":[") + 17;
    return ballot.erase(from, ballot.find("{", from + 1) - from);
  });
}

}  // namespace radslag::audit::tests
