// Values of every form that initiatives and projects have in the record, made by rapidcheck.
#pragma once

#include "ledger/record/contents.hpp"
#include "tests/ledger/record/arbitrary.hpp"

namespace radslag::record::arbitrary {

inline rc::Gen<std::string> id_or_none() { return rc::gen::oneOf(rc::gen::just(std::string()), id()); }

inline rc::Gen<std::optional<Digest>> digest_or_none() {
  return rc::gen::map(rc::gen::pair(rc::gen::arbitrary<bool>(), bytes<32>()),
                      [](const auto& x) { return x.first ? std::optional(x.second) : std::nullopt; });
}

inline rc::Gen<std::vector<std::string>> ids(std::size_t most) {
  return rc::gen::map(rc::gen::resize(static_cast<int>(most), rc::gen::container<std::set<std::string>>(id())),
                      [](const std::set<std::string>& set) { return std::vector<std::string>(set.begin(), set.end()); });
}

inline rc::Gen<std::string> site() {
  return rc::gen::element<std::string>("https://a.se", "https://roll.example.se:8443", "http://localhost:8081", "http://127.0.0.1");
}

inline rc::Gen<Threshold> threshold() {
  return rc::gen::map(rc::gen::pair(number(), one_of_words<ThresholdUnit>()), [](const auto& x) { return Threshold{x.first, x.second}; });
}

inline rc::Gen<Attestation> attestation() {
  return rc::gen::exec([] {
    Attestation x;
    x.subject = *bytes<32>();
    x.roll = {*number(), *bytes<32>()};
    x.pseudonym = *bytes<32>();
    x.assurance = *one_of_words<Assurance>();
    x.area = *id_or_none();
    x.hour = *number();
    x.nonce = *bytes<16>();
    x.registrar = *bytes<64>();
    if (x.assurance != Assurance::email) x.membership = Membership{*number(), *keys(5)};
    return x;
  });
}

inline Statement a_registrar_statement(const std::string& from) {
  switch (*rc::gen::inRange(0, 4)) {
    case 0: return RegistrarAnnounced{from, *bytes<32>(), *site()};
    case 1: {
      RollEdition edition{from, *id(), *date(), *number(), *bytes<32>(), {}};
      for (const auto& area : *ids(4)) edition.areas.push_back({area, *number(), *text()});
      return edition;
    }
    case 2: {
      Board board{from, *id(), *number(), *text(), *rc::gen::arbitrary<bool>(), *number(), *number(), *threshold(), {}};
      for (const auto& area : *ids(4)) board.areas.push_back({area, *threshold()});
      return board;
    }
    default: return Feedback{from, *id(), *date(), *bytes<32>()};
  }
}

inline Statement an_initiative_statement(const std::string& from) {
  switch (*rc::gen::inRange(0, 11)) {
    case 0: return InitiativeRaised{from, *id(), *id(), *id_or_none(), *id(), *attestation()};
    case 1: return Signature{from, *id(), *digest_or_none(), *attestation()};
    case 2: return Withdrawal{from, *id(), *attestation()};
    case 3: return InitiativeOpened{from, *id(), *number(), *number(), *one_of_words<Level>(), *bytes<32>()};
    case 4: {
      const auto reason = *one_of_words<RejectReason>();
      return InitiativeRejected{from, *id(), reason, reason == RejectReason::duplicate ? *id() : "", *bytes<32>()};
    }
    case 5: return HandedOver{from, *id(), *id(), *number()};
    case 6: return InitiativeExpired{from, *id(), *number()};
    case 7: return SetAside{from, *id(), *bytes<32>(), *bytes<32>()};
    case 8: return Restored{from, *id(), *bytes<32>(), *bytes<32>()};
    case 9: return InitiativeReport{from, *id(), *date(), *one_of_words<ReportStep>(), *bytes<32>()};
    default: return InitiativeDecided{from, *id(), *one_of_words<InitiativeOutcome>(), *bytes<32>()};
  }
}

inline Statement a_project_statement(const std::string& from) {
  switch (*rc::gen::inRange(0, 3)) {
    case 0: return CallOpened{from, *id(), *id(), *number(), *bytes<32>()};
    case 1: return ProjectProposed{from, *id(), *id(), *id_or_none(), *id(), *attestation()};
    default: {
      const auto outcome = *one_of_words<Assessment>();
      const auto cost = outcome == Assessment::feasible ? *rc::gen::inRange<std::uint64_t>(1, max_number) : 0;
      return ProjectAssessed{from,        *id(), *number(), outcome, cost, outcome == Assessment::merged ? *id() : "", *digest_or_none(),
                             *bytes<32>()};
    }
  }
}

/// Of the kinds of FORMAT.md sections 4.4 and 4.5, and those of 4.1 that they rest on.
inline rc::Gen<Statement> matter_statement() {
  return rc::gen::exec([]() -> Statement {
    const auto from = an_origin();
    switch (*rc::gen::inRange(0, 3)) {
      case 0: return a_registrar_statement(from);
      case 1: return an_initiative_statement(from);
      default: return a_project_statement(from);
    }
  });
}

}  // namespace radslag::record::arbitrary
