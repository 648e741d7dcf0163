#include "ledger/programs/trustee_words.hpp"

#include <algorithm>

#include "ledger/audit/words.hpp"

namespace radslag::programs {
namespace {

using record::KeyStep;
using trustee::CountStep;

std::string who(const record::CeremonyState& ceremony, const std::vector<std::uint64_t>& trustees) {
  return audit::printable(trustee::names_of(ceremony, trustees));
}

std::string of_trustees(const record::CeremonyState& ceremony) {
  const auto all = std::to_string(ceremony.trustees.size());
  return ceremony.threshold == 0 ? "all " + all + " trustees are needed"
                                 : std::to_string(ceremony.threshold) + " of " + all + " trustees are needed";
}

std::string ceremony_in_words(const record::CeremonyState& ceremony) {
  const auto standing = trustee::standing_of(ceremony);
  std::string out = "  The key (" + std::string(record::word(ceremony.group)) + ", " + of_trustees(ceremony) + " to decrypt) ";
  if (!standing.step) return out + "is complete.\n";
  return out + "is being made.\n  Step '" + std::string(record::word(*standing.step)) + "' waits for " + who(ceremony, standing.missing) +
         ".\n";
}

std::string urn_in_words(const record::CeremonyState& ceremony, const trustee::UrnStanding& urn) {
  std::string out = "  Urn " + urn.urn + ": " + audit::grouped(urn.ballots) + " ballots by " + audit::grouped(urn.voters) + " voters";
  if (urn.ballots == 0) return out + "; nothing to decrypt.\n";
  if (urn.mixnet) out += "; shuffles " + std::to_string(urn.shuffles) + " of " + std::to_string(urn.shuffles_needed);
  out += "; decryptions " + std::to_string(urn.decryptions) + " of " + std::to_string(urn.decryptions_needed) + ".\n";
  if (!urn.step) return out + "    It is decrypted.\n";
  return out + (*urn.step == CountStep::shuffle ? "    To shuffle, one after the other: " : "    To decrypt, in any order: ") +
         who(ceremony, urn.may_take_part) + ".\n";
}

std::string command(const char* name, const std::string& rest, const record::RoundState& round) {
  return "    radslag-trustee " + std::string(name) + " RECORD --round " + round.id + rest + " --key KEY --state FOLDER\n";
}

std::string count_turn(const trustee::Seat& seat) {
  std::string out;
  for (const auto& urn : trustee::standing_of(seat.round)) {
    if (!urn.step) continue;
    const bool mine = std::find(urn.may_take_part.begin(), urn.may_take_part.end(), seat.number) != urn.may_take_part.end();
    if (mine) out += command(*urn.step == CountStep::shuffle ? "shuffle" : "decrypt", " --urn " + urn.urn, seat.round);
  }
  if (!out.empty()) return "It is your turn, with the newest record each time:\n" + out;
  return "There is nothing for you to do now.\n";
}

}  // namespace

std::string aloud(const std::string& hex) {
  std::string out = "    ";
  for (std::size_t i = 0; i < hex.size(); i += 4) {
    if (i > 0) out += i % 32 == 0 ? "\n    " : " ";
    out += hex.substr(i, 4);
  }
  return out + "\n";
}

std::string round_in_words(const record::RoundState& round) {
  std::string out = "Round " + round.id + "\n";
  if (!round.ceremony) return out + "  Its ballots are not secret, or its trustees have not been named.\n";
  out += ceremony_in_words(*round.ceremony);
  switch (round.phase) {
    case record::Phase::begun: return out + (round.ceremony->complete() ? "  Voting has not been opened.\n" : "");
    case record::Phase::open: return out + "  Voting is open. Nothing is shuffled or decrypted before it is closed.\n";
    case record::Phase::closed: break;
    default: return out + "  It has been counted.\n";
  }
  out += "  Voting is closed.\n";
  bool all = true;
  for (const auto& urn : trustee::standing_of(round)) {
    out += urn_in_words(*round.ceremony, urn);
    all &= !urn.step;
  }
  return out + (all ? "  All urns are decrypted: the election board makes the tally.\n" : "");
}

std::string turn_in_words(const trustee::Seat& seat) {
  const auto& ceremony = *seat.round.ceremony;
  const std::string you =
      "You are trustee " + std::to_string(seat.number) + ", " + audit::printable(ceremony.trustees[seat.number - 1].name) + ".\n";
  if (seat.round.phase != record::Phase::begun) return you + count_turn(seat);
  switch (trustee::turn_of(ceremony, seat.number)) {
    case trustee::Turn::act: return you + "It is your turn:\n" + command("ceremony", "", seat.round);
    case trustee::Turn::wait: return you + "You have done this step. Wait for the others, then run the next on the newest record.\n";
    case trustee::Turn::complete: break;
  }
  return you +
         "Your part of the key is made. Keep the state folder and your key file, and a copy of both in a safe, until the round is "
         "counted.\n";
}

std::string step_in_words(KeyStep step) {
  switch (step) {
    case KeyStep::certificate: return "Your certificate: the others will seal your shares of the key with it.";
    case KeyStep::commitment: return "Your commitment: it binds you to your part of the key before anybody has shown theirs.";
    case KeyStep::polynomial: return "Your part of the key, with a share for each trustee that only that trustee can open.";
    case KeyStep::key: break;
  }
  return "Your public key, checked against what all trustees have published.";
}

std::string fingerprints_in_words(const record::CeremonyState& ceremony) {
  const auto standing = trustee::standing_of(ceremony);
  std::string out;
  if (standing.certificates && !standing.key)
    out += "Read this aloud to the other trustees, by telephone or in one room. If theirs differs, stop:\n  all certificates\n" +
           aloud(*standing.certificates);
  if (standing.key)
    out += "Read this aloud to the other trustees, and keep it on paper. If theirs differs, stop:\n  the key of the round\n" +
           aloud(*standing.key);
  return out;
}

}  // namespace radslag::programs
