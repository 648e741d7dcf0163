// The same of trustees' keys, of the count, and of the archive itself.
#include "tests/ledger/audit/belenios_tampering.hpp"

namespace radslag::audit::tests {

// --- setup ---

TEST_CASE("trustees' keys") {
  for (const char letter : {'A', 'D', 'E', 'F', 'G', 'I'}) {
    const bool pedersen = letter == 'G' || letter == 'I';
    Steps steps = pedersen ? sample_steps(letter) : sample(letter).steps;
    const group::Group& group = *group::group_named(voting::Election::parse(steps[0].json)->draft().group);
    const std::string good = steps[0].trustees;
    for (const char* part : {"challenge", "response"}) {
      steps[0].trustees = changed(good, "\"pok\"", "\"" + std::string(part) + "\":\"", other_number(group));
      const BeleniosReport report = audit_steps(steps);
      CAPTURE(letter, part, render_text(report));
      CHECK(names_in(report) == Names{"bad-trustee-key"});
    }
    if (pedersen) {
      steps[0].trustees = changed(good, "\"certs\"", "\"challenge\":\"", other_number(group));
      CHECK(names_in(audit_steps(steps)) == Names{"bad-trustee-key"});
      steps[0].trustees = changed(good, "\"coefexps\":[{", "\"response\":\"", other_number(group));
      CHECK(names_in(audit_steps(steps)) == Names{"bad-trustee-key"});
    }
  }
}

TEST_CASE("the identity as a trustee's key or a credential, and an element of small order") {
  in_all({"bad-trustee-key"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps[0].trustees = changed(steps[0].trustees, "\"pok\"", "\"public_key\":\"", to(s.group().encode(s.group().identity())));
    return steps;
  });
  in_all({"bad-credentials"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps[0].credentials = "[\"" + s.group().encode(s.group().identity()) + "\"]";
    return steps;
  });
  in_all({"bad-credentials"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps[0].credentials = "[\"" + outsiders(s.group(), s.group().encode(s.group().generator()))[1] + "\"]";
    return steps;
  });
  in_all({"bad-credentials"}, [](const Sample& s) {  // a voter twice on the list
    Steps steps = s.steps;
    const std::string& list = steps[0].credentials;
    steps[0].credentials = "[" + list.substr(1, list.find(',')) + list.substr(1);
    return steps;
  });
}

TEST_CASE("an election's key that is not its trustees'") {
  in_all({"wrong-election-key", "bad-partial-decryption"}, [](const Sample& s) {
    // Another trustee with a good key of its own.
    Steps steps = s.steps;
    const group::Scalar secret = s.group().random_scalar();
    const std::string& old = s.keys.trustees;
    const std::size_t item_end = old.find("}]");
    steps[0].trustees = "[" + voting::single_item(voting::make_trustee_key(s.group(), secret)) + old.substr(item_end + 2);
    return steps;
  });
}

// --- count ---

TEST_CASE("another encrypted tally") {
  in_all({"wrong-encrypted-tally"}, [](const Sample& s) {
    // One more vote for the first project, and a result with it: the decryptions fit both.
    Steps steps = s.steps;
    const std::size_t at = s.find(BeleniosEvent::encrypted_tally);
    steps[at].json = changed(steps[at].json, "[", "\"beta\":\"", [&](const std::string& beta) {
      return s.group().encode(s.group().product(s.group().decode(beta).value(), s.group().generator()));
    });
    std::string& result = steps.back().json;
    ++result[result.find_first_of("0123456789")];
    return steps;
  });
}

TEST_CASE("wrong counts") {
  in_all({"wrong-count"}, [](const Sample& s) {
    Steps steps = s.steps;
    ++steps[s.find(BeleniosEvent::encrypted_tally)].num_tallied;
    return steps;
  });
  in_all({"wrong-count"}, [](const Sample& s) {
    Steps steps = s.steps;
    --steps[s.find(BeleniosEvent::encrypted_tally)].total_weight;
    return steps;
  });
}

TEST_CASE("partial decryptions") {
  for (const char* part : {"challenge", "response"}) {
    in_all({"bad-partial-decryption"}, [&](const Sample& s) {
      Steps steps = s.steps;
      auto& json = steps[s.find(BeleniosEvent::partial_decryption)].json;
      json = changed(json, "\"decryption_proofs\"", "\"" + std::string(part) + "\":\"", other_number(s.group()));
      return steps;
    });
  }
  in_all({"bad-partial-decryption"}, [](const Sample& s) {  // a factor that moves a vote, without a proof
    Steps steps = s.steps;
    auto& json = steps[s.find(BeleniosEvent::partial_decryption)].json;
    json = changed(json, "{", "\"decryption_factors\":[[\"", [&](const std::string& factor) {
      return s.group().encode(s.group().product(s.group().decode(factor).value(), s.group().generator()));
    });
    return steps;
  });
  in_all({"bad-partial-decryption"}, [](const Sample& s) {  // of another trustee
    Steps steps = s.steps;
    steps[s.find(BeleniosEvent::partial_decryption)].owner = 9;
    return steps;
  });
  in_all({"not-in-group"}, [](const Sample& s) {
    Steps steps = s.steps;
    auto& json = steps[s.find(BeleniosEvent::partial_decryption)].json;
    json = changed(json, "{", "\"decryption_factors\":[[\"", to(outsiders(s.group(), s.group().encode(s.group().generator()))[0]));
    return steps;
  });
  for (const char letter : {'D', 'E', 'F'}) {  // one of three is not there
    const Sample& s = sample(letter);
    Steps steps = s.steps;
    steps.erase(steps.begin() + static_cast<std::ptrdiff_t>(s.find(BeleniosEvent::partial_decryption)));
    CHECK(names_in(audit_steps(steps)) == Names{"not-enough"});
  }
}

TEST_CASE("results") {
  in_all({"bad-result"}, [](const Sample& s) {
    Steps steps = s.steps;
    std::string& json = steps.back().json;
    const std::size_t at = json.find_first_of("0123456789");
    json[at] = json[at] == '3' ? '2' : '3';
    return steps;
  });
  in_all({"bad-result"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps.back().json.insert(steps.back().json.find('['), " ");
    return steps;
  });
}

TEST_CASE("shuffles") {
  for (const char letter : {'D', 'F'}) {
    const Sample& s = sample(letter);
    const std::size_t at = s.find(BeleniosEvent::shuffle);
    {
      Steps steps = s.steps;  // two ballots of the last shuffle change places, after it was proved
      std::string& json = steps[at + 2].json;
      const std::size_t first = json.find("{\"alpha\"");
      const std::size_t second = json.find("{\"alpha\"", first + 1);
      const std::size_t end = json.find('}', second) + 1;
      json.replace(first, end - first, json.substr(second, end - second) + "," + json.substr(first, second - 1 - first));
      CHECK(names_in(audit_steps(steps)) == Names{"bad-shuffle"});
    }
    {
      Steps steps = s.steps;  // a ballot is replaced
      steps[at].json = changed(steps[at].json, "{", "\"beta\":\"", to(s.group().encode(s.group().generator())));
      CHECK(names_in(audit_steps(steps)) == Names{"bad-shuffle"});
    }
    {
      Steps steps = s.steps;  // an element that is none
      const std::string member = s.group().encode(s.group().generator());
      steps[at].json = changed(steps[at].json, "{", "\"alpha\":\"", to(outsiders(s.group(), member)[0]));
      CHECK(names_in(audit_steps(steps)) == Names{"not-in-group"});
    }
    {
      Steps steps = s.steps;  // the same trustee twice
      steps[at + 1].owner = 1;
      CHECK(names_in(audit_steps(steps)) == Names{"bad-shuffle", "missing-shuffle"});
    }
    for (const std::size_t shuffles : {0, 1, 2}) {
      const BeleniosReport report = audit_steps(hold(s.keys, s.ballots, shuffles));
      CAPTURE(letter, shuffles, render_text(report));
      CHECK(names_in(report) == Names{"missing-shuffle"});
    }
  }
}

// --- archive ---

TEST_CASE("records and events that do not belong there") {
  for (const char letter : kLetters) {
    const Sample& s = sample(letter);
    archive::BeleniosForger foreign;
    foreign.step(s.steps[0]);
    foreign.data("{\"note\":1}");
    for (std::size_t i = 1; i < s.steps.size(); ++i) foreign.step(s.steps[i]);
    CHECK(names_in(audit_archive(foreign.archive)) == Names{"foreign-record"});
  }
  in_all({"out-of-order"}, [](const Sample& s) {
    Steps steps = s.steps;
    steps.insert(steps.end() - 1, step(BeleniosEvent::end_ballots));
    return steps;
  });
  in_all({"unfinished"}, [](const Sample& s) { return Steps(s.steps.begin(), s.steps.end() - 1); });
  for (const char letter : {'A', 'E'}) {
    Steps steps = sample(letter).steps;
    steps.insert(steps.end() - 2, step(BeleniosEvent::end_shuffles));
    CHECK(names_in(audit_steps(steps)) == Names{"out-of-order"});
  }
}

}  // namespace radslag::audit::tests
