#include "ledger/programs/statement_words.hpp"

#include <vector>

#include "crypto/encoding.hpp"
#include "ledger/audit/sentences.hpp"

namespace radslag::programs {
namespace {

using audit::grouped;

std::string line(const std::string& what, std::string_view value) { return "  " + what + ": " + audit::printable(value) + "\n"; }

template <std::size_t N>
std::string line(const std::string& what, const std::array<std::uint8_t, N>& value) {
  return line(what, crypto::to_hex(value));
}

std::string officer_lines(const record::OfficerLine& officer) {
  std::string roles;
  for (const auto role : officer.roles) roles += (roles.empty() ? "" : ", ") + std::string(record::word(role));
  return line("who", officer.name) + line("may act as", roles) + line("key", officer.key);
}

struct Words {
  std::string operator()(const record::Ballot&) const { return "A ballot. Officers do not seal ballots.\n"; }
  std::string operator()(const record::TownBegun& x) const {
    return "This begins the record of a municipality. It takes no seals.\n" + line("name", x.name);
  }
  std::string operator()(const record::OfficerAnnounced& x) const {
    return "With this seal you give an officer the power to act:\n" + officer_lines(x.officer);
  }
  std::string operator()(const record::OfficerEnded& x) const {
    return "With this seal you end an officer's power to act:\n" + line("key", x.officer);
  }
  std::string operator()(const record::Dialogue& x) const {
    return "With this seal you publish a row of the register of dialogues:\n" + line("dialogue", x.dialogue) +
           line("version", std::to_string(x.version)) + line("status", record::word(x.status)) + line("signal", record::word(x.signal)) +
           line("from", x.begins) + line("to", x.ends) + line("text (digest)", x.content);
  }
  std::string operator()(const record::RoundBegun& x) const {
    return "With this seal you begin a budget round, which gets a log of its own:\n" + line("round", x.round) +
           line("of the dialogue", x.dialogue) + line("log", x.log) + line("key of that log", x.key);
  }
  std::string operator()(const record::RoundEnded& x) const {
    return "With this seal you end a budget round. Its result cannot change after this:\n" + line("round", x.round) +
           line("entries in its log", grouped(x.size)) + line("root of its log", x.root) + line("allocation (digest)", x.allocation);
  }
  std::string operator()(const record::Decision& x) const {
    return "With this seal you sign the board's decision on a budget round:\n" + line("round", x.round) +
           line("projects decided otherwise than the vote", grouped(x.departures)) +
           line("allocation that it rests on (digest)", x.allocation) + line("decision (digest)", x.content);
  }
  std::string operator()(const record::Milestone& x) const {
    return "With this seal you report what came of a project:\n" + line("round", x.round) + line("project", x.project) +
           line("date", x.date) + line("state", record::word(x.state)) + line("text (digest)", x.content);
  }
  std::string operator()(const record::RoundOpened& x) const {
    return "With this seal you open a budget round for voting. Projects, costs, rules and roll cannot change after this:\n" +
           line("round", x.round) + line("voters on the roll", grouped(x.roll)) + line("projects and rules (digest)", x.definition) +
           line("credentials (digest)", x.credentials) + line("entries in the town's log", grouped(x.town_size)) +
           line("root of the town's log", x.town_root);
  }
  std::string operator()(const record::RoundClosed& x) const {
    return "With this seal you close the voting for good and open the urn:\n" + line("log", x.origin) +
           line("ballots so far, at least", grouped(x.ballots));
  }
  std::string operator()(const record::Tally& x) const {
    return "With this seal you confirm the count of the votes:\n" + line("log", x.origin) + line("tally (digest)", x.tally);
  }
  std::string operator()(const record::Allocation& x) const {
    return "With this seal you confirm which projects the rule funds:\n" + line("log", x.origin) +
           line("projects funded", grouped(x.funded)) + line("their cost in minor units", grouped(x.cost)) +
           line("allocation (digest)", x.allocation);
  }
};

}  // namespace

std::string in_words(const record::Statement& statement) {
  const auto origin = record::origin_of(statement);
  return std::visit(Words{}, statement) + (origin.empty() ? std::string() : line("in the record", origin));
}

}  // namespace radslag::programs
