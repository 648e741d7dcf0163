// What an audit says of secret ballots.
#include "ledger/audit/report.hpp"
#include "ledger/audit/sentences.hpp"

namespace radslag::audit {
namespace {

std::string list(const std::vector<std::uint64_t>& trustees) {
  std::string text;
  for (std::size_t i = 0; i < trustees.size(); ++i)
    text += (i == 0 ? "" : i + 1 == trustees.size() ? " and " : ", ") + std::to_string(trustees[i]);
  return text;
}

std::string turnout_sentence(const UrnReport& urn) {
  std::string text = "of " + counted(urn.roll, "person", "people") + " on the roll " + grouped(urn.voters) +
                     (urn.voters == 1 ? " has" : " have") + " voted";
  text += " (" + counted(urn.ballots, "ballot", "ballots") + " with those that were replaced)";
  if (urn.envelopes > 0 || urn.paper > 0) {
    text += ", " + grouped(urn.paper) + " on paper, for " + counted(urn.envelopes, "accepted envelope", "accepted envelopes");
  }
  text += ".";
  if (urn.active_reserve > 0)
    text += " " + counted(urn.active_reserve, "credential of the reserve was", "credentials of the reserve were") + " activated.";
  if (urn.blocked > 0) text += " " + counted(urn.blocked, "credential was", "credentials were") + " blocked.";
  return text;
}

std::string counting_sentence(const UrnReport& urn, bool mixnet) {
  if (urn.decryptions.empty() && urn.shuffles.empty()) return {};
  std::string text;
  if (mixnet) text += " Shuffled by the trustees " + list(urn.shuffles) + ", each with a proof that nothing was changed.";
  if (!urn.decryptions.empty()) text += " Decrypted by the trustees " + list(urn.decryptions) + ", each with a proof.";
  if (urn.invalid > 0) text += " " + counted(urn.invalid, "ballot does", "ballots do") + " not keep the rules, and so not count.";
  return text;
}

}  // namespace

std::string secrecy_text(const RoundReport& round) {
  if (!round.secrecy) return {};
  const auto& secrecy = *round.secrecy;
  std::string text = "    Ballots are secret (Belenios, " + printable(secrecy.group) + ", " +
                     (secrecy.mixnet ? "shuffled before they are opened" : "only their sums are opened") + "): " + grouped(secrecy.needed) +
                     " of " + counted(secrecy.trustees, "trustee opens", "trustees open") + " the urn together. " +
                     counted(secrecy.handed_out, "voting card has", "voting cards have") + " been handed out.\n";
  for (const auto& urn : secrecy.urns)
    text += "    Urn " + urn.id + ": " + turnout_sentence(urn) + counting_sentence(urn, secrecy.mixnet) + "\n";
  return text;
}

std::string late_text(const RoundReport& round) {
  if (round.late == 0) return {};
  return "    NOTE: " + counted(round.late, "ballot came", "ballots came") + " at or after the announced closing hour, " +
         record::hour_text(round.announced_closing) + ", from entry " + grouped(round.first_late) +
         " on. They count, since the round had not been closed.\n";
}

std::string eligibility_rests_on_registrar(const std::string& round) {
  return "Eligibility rests on the registrar in round " + round +
         ": it made the voting credentials alone, so it could vote for people who stay away, as far as it also hands out cards for them.";
}

std::string secrecy_rests_on_trustees(const std::string& round, std::uint64_t needed, std::uint64_t trustees) {
  return "That nobody reads a single ballot of round " + round + " rests on its trustees: " + grouped(needed) + " of the " +
         grouped(trustees) + " together could, and so could a voter's own device.";
}

}  // namespace radslag::audit
