// The kinds of entry that rounds of secret ballots have, made by rapidcheck.
#pragma once

#include <map>

#include "tests/ledger/record/arbitrary.hpp"

namespace radslag::record::arbitrary {

inline rc::Gen<std::string> credential() { return some_of("0123456789abcdef", 700); }

inline std::vector<UrnCredential> some_credentials() {
  std::set<UrnCredential> set;
  const auto many = *rc::gen::inRange(1, 5);
  for (int i = 0; i < many; ++i) set.insert({*id(), *credential()});
  return {set.begin(), set.end()};
}

inline rc::Gen<Statement> secret_statement() {
  return rc::gen::exec([]() -> Statement {
    const auto from = an_origin();
    switch (*rc::gen::inRange(0, 9)) {
      case 0: {
        CeremonyBegun begun{from, *id(), *number(), *bytes<32>(), *one_of_words<VotingGroup>(), *number(), {}};
        const auto many = *rc::gen::inRange(0, 5);
        for (int i = 0; i < many; ++i) begun.trustees.push_back({*bytes<32>(), *text()});
        return begun;
      }
      case 1: return CeremonyStep{from, *number(), *one_of_words<KeyStep>(), *bytes<32>()};
      case 2: return HandedOut{from, *bytes<32>(), *bytes<64>()};
      case 3: {
        std::map<std::string, std::uint64_t> urns{{*id(), *number()}, {*id(), *number()}};
        ReserveActivated activated{from, *bytes<32>(), {}};
        for (const auto& [urn, many] : urns) activated.active.push_back({urn, many});
        return activated;
      }
      case 4: return CredentialBlocked{from, *bytes<32>(), some_credentials()};
      case 5: return EnvelopeAccepted{from, some_credentials()};
      case 6: return SecretBallot{*id(), *credential(), *bytes<32>(), *bytes<32>()};
      case 7: return Shuffle{from, *id(), *number(), *bytes<32>()};
      default: return PartialDecryption{from, *id(), *number(), *bytes<32>()};
    }
  });
}

}  // namespace radslag::record::arbitrary
