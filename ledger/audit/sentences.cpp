#include "ledger/audit/sentences.hpp"

#include <algorithm>

#include "ledger/audit/report.hpp"
#include "ledger/log/text.hpp"

namespace radslag::audit {
namespace {

using record::InitiativePhase;
using record::Phase;

constexpr std::size_t most_asides = 20;  ///< in the text; the JSON has all

std::string count(std::uint64_t number, const std::string& one, const std::string& many) { return counted(number, one, many); }
std::string ballots_text(std::uint64_t number) { return count(number, "ballot", "ballots"); }
std::string signatures_text(std::uint64_t number) { return count(number, "signature", "signatures"); }

bool is_hidden(char32_t c) {
  return c < 0x20 || (c >= 0x7f && c <= 0x9f) || (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069) || c == 0x2028 ||
         c == 0x2029 || c == 0xfeff;
}

}  // namespace

std::string counted(std::uint64_t number, const std::string& one, const std::string& many) {
  return grouped(number) + " " + (number == 1 ? one : many);
}

std::string grouped(std::uint64_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3; at -= 3) digits.insert(at - 3, ",");
  return digits;
}

std::string amount(std::uint64_t minor_units, const std::string& currency) {
  for (const char* whole : {"CLP", "ISK", "JPY", "KRW", "PYG", "UGX", "VND", "XAF", "XOF"}) {  // no minor unit in ISO 4217
    if (currency == whole) return grouped(minor_units) + " " + currency;
  }
  const auto cents = std::to_string(minor_units % 100);
  return grouped(minor_units / 100) + "." + std::string(2 - cents.size(), '0') + cents + " " + currency;
}

std::string printable(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    auto rest = text;
    const auto c = log::take_code_point(rest);
    if (!c) rest = text.substr(1);
    if (c == U'\n') {
      out += ' ';
    } else if (!c || is_hidden(*c)) {
      out += '?';
    } else {
      out += text.substr(0, text.size() - rest.size());
    }
    text = rest;
  }
  return out;
}

std::string root_differs(std::uint64_t size) {
  return "the entries do not give the root that the checkpoint signs for " + count(size, "entry", "entries") +
         ": something was changed, removed, added or put in another order";
}
std::string empty_town_log() { return "the checkpoint signs a log without entries: there is nothing to verify"; }
std::string checkpoint_went_back() { return "while the record was read the town log became shorter or another one"; }
std::string changed_while_read() { return "the entry was changed while the record was read"; }
std::string other_origin(const std::string& stated, const std::string& signing) {
  return "the log says that it is " + stated + ", but its checkpoint is signed as " + signing;
}
std::string sealed_though_closed(std::uint64_t ballots) {
  return "the round has been closed, but " + ballots_text(ballots) + ", from this entry on, cannot be opened: the contents are not here";
}
std::string urn_was_open(std::uint64_t ballots) {
  return "the urn was open: the contents of " + ballots_text(ballots) + ", from this entry on, are handed out before the round was closed";
}
std::string ballot_with_seals() { return "a ballot carries no officers' seals"; }
std::string hand_over_missing(const std::string& initiative) {
  return "with this entry initiative " + initiative + " reaches its threshold, but the record ends without its hand-over to the board";
}
std::string text_was_shown() {
  return "the text of this entry is handed out, though it is sealed: no officer has opened it, or the law forbids it";
}
std::string extra_file() { return "this file belongs to no part of the record"; }
std::string more_extra_files(std::size_t files) { return "and " + count(files, "more such file", "more such files"); }

std::string receipt_of_other_log(const std::string& origin) { return "the receipt is of a log that this record does not name: " + origin; }
std::string receipt_without_entry() { return "the receipt does not carry its entry as extra data"; }
std::string receipt_of_unread_log(const std::string& log) {
  return "the receipt cannot be compared: the log " + log + " is not here as far as that";
}
std::string receipt_newer_than_record(std::uint64_t receipt_size, std::uint64_t record_size) {
  return "the receipt proves that the log had " + count(receipt_size, "entry", "entries") + ", but this record has only " +
         grouped(record_size) + ": it is older than the receipt, or its end was cut off";
}
std::string receipt_of_other_history(std::uint64_t size) {
  return "the town signed two histories: the receipt's checkpoint over the first " + count(size, "entry", "entries") +
         " has another root than this record";
}
std::string receipt_of_other_entry(std::uint64_t index) {
  return "the record has another entry at index " + grouped(index) + " than the receipt";
}

std::string shorter_than_seen(std::uint64_t seen_size, std::uint64_t size) {
  return "you have seen this log with " + grouped(seen_size) + " entries, and now it has " + grouped(size) + ": entries were taken away";
}

std::string other_than_seen(std::uint64_t seen_size) {
  return "the first " + grouped(seen_size) + " entries of this log are not those that you have seen: it is another history";
}

std::string seen_log_is_gone(std::uint64_t seen_size) {
  return "you have seen this log with " + grouped(seen_size) + " entries, and now it is not there";
}

std::string key_not_pinned() {
  return "KEY NOT PINNED: the record was verified with the key that came with it. Whether that is the town's key only a comparison with "
         "the key "
         "that the town has published elsewhere can tell: save that in a file and give --key FILE.";
}
std::string nothing_else() { return "Nothing else could be checked: all that follows rests on the town log's checkpoint."; }
std::string replay_stopped(const std::string& log, std::optional<std::uint64_t> at) {
  return "The entries of the log " + log + " were not judged " + (at ? "from entry " + grouped(*at) + " on" : "to its end") +
         ", because of a finding; there may be more.";
}
std::string rests_on_unreplayed(const std::string& log, std::uint64_t town_entry) {
  return "The log " + log + " rests on entries of the town log from " + grouped(town_entry) +
         " on, which were not judged; so neither was it.";
}
std::string round_without_log(const std::string& round) {
  return "The round " + round + " has been begun; of its own log there is nothing here.";
}
std::string sealed_ballots(const std::string& round, std::uint64_t ballots) {
  return "What is in the " + ballots_text(ballots) + " of the round " + round +
         " is sealed until closing: that each is in the record was checked, its signature and choices can only be checked then.";
}
std::string sealed_initiative(const std::string& initiative, bool for_good) {
  return "The text of initiative " + initiative + " is sealed" +
         (for_good ? " for good: it was refused as unlawful." : " until an officer has looked at it.");
}
std::string sealed_proposals(std::uint64_t proposals) {
  return count(proposals, "proposed project's text is", "proposed projects' texts are") +
         " sealed: no officer has looked at it, or the law forbids it.";
}
std::string withheld_names(std::uint64_t names) {
  return count(names, "name that was to stand beside its signature is", "names that were to stand beside their signatures are") +
         " withheld. The signatures count all the same.";
}
std::string withheld_pictures(std::uint64_t pictures) {
  return count(pictures, "picture of a proposed project is", "pictures of proposed projects are") + " withheld.";
}
std::string email_signatures(std::uint64_t signatures) {
  return signatures_text(signatures) + " by confirmed e-mail: nothing proves that " +
         (signatures == 1 ? "the signer is on the roll, or has not signed in another way too."
                          : "the signers are on the roll, are different people, or have not signed in another way too.");
}
std::string pseudonyms_rest_on_registrar() {
  return "That each pseudonym is one person of the roll rests on the registrar. It fixed the pseudonyms of each initiative or call when "
         "that "
         "began and can add none later; there are as many of them as people on that edition of the roll, and two officers sealed that "
         "number.";
}
std::string newest_unknown() {
  return "Whether the town has shown others a newer or a different record: compare the roots above with theirs, or give receipts "
         "with --receipt.";
}

namespace {

std::string finding_place(const Finding& finding) {
  std::string place = finding.log;
  if (finding.index) place += (place.empty() ? "" : ", ") + std::string("entry ") + std::to_string(*finding.index);
  if (!finding.place.empty()) place += (place.empty() ? "" : ", ") + finding.place;
  return place;
}

std::string headline(const Report& report) {
  const std::string name = report.town.empty() ? std::string("The record") : "The record of " + printable(report.town);
  std::string text =
      name + (report.origin.empty() ? "" : " (" + printable(report.origin) + ")") + (report.holds() ? " holds." : " DOES NOT HOLD.");
  const bool secret = std::any_of(report.rounds.begin(), report.rounds.end(), [](const auto& round) { return round.secrecy.has_value(); });
  if (report.demo) text += std::string(" It is a demonstration: it says so itself") + (secret ? "." : ", and its ballots are not secret.");
  return text + "\n";
}

std::string findings_text(const Report& report) {
  if (report.holds()) return {};
  std::string text = "\nFound: " + count(report.findings.size(), "reason", "reasons") + "\n";
  for (const auto& finding : report.findings) text += "  - " + finding_text(finding) + "\n";
  return text;
}

std::string counts_text(const Report& report) {
  const auto& counts = report.counts;
  std::string text = "\nRead: " + count(counts.entries, "entry", "entries") + " in " + count(report.logs.size(), "log", "logs") + ".";
  if (report.holds())
    text += " Each log's entries give the root that its checkpoint signs, and each entry is one that the rules admit where it stands.";
  text += " " + count(counts.signatures(), "signature was", "signatures were") + " verified: " + grouped(counts.checkpoint_signatures) +
          " of checkpoints, " + grouped(counts.seal_signatures) + " of officers, " + grouped(counts.attestation_signatures) +
          " of the registrar, " + grouped(counts.ballot_signatures) + " of voters' credentials. " +
          count(counts.blobs, "text or ballot has", "texts and ballots have") + " the digest that its entry names.\n";
  for (const auto& log : report.logs) {
    text += "  " + log.origin + ": " + count(log.size, "entry", "entries") + ", root " + log::hash_text(log.root) +
            (log.intact ? "" : " (NOT the root of the entries)") + "\n";
  }
  return text;
}

std::string phase_sentence(const InitiativeReport& x) {
  switch (x.phase) {
    case InitiativePhase::raised: return "raised with entry " + grouped(x.raised_at) + "; no officer has opened or refused it yet.";
    case InitiativePhase::open: return "open for signatures until " + record::hour_text(x.opening->closes) + ".";
    case InitiativePhase::handed_over: return "handed over to the board, which has not decided yet.";
    case InitiativePhase::decided: {
      const auto& decided = *x.decided;
      return "decided with entry " + grouped(decided.entry) + ": " + std::string(record::word(decided.outcome)) + ", by " +
             printable(decided.board) + " on " + decided.meeting + " (" + printable(decided.diary) + ").";
    }
    case InitiativePhase::rejected: {
      const auto& rejection = *x.rejection;
      return "refused with entry " + grouped(rejection.entry) + " (" + std::string(record::word(rejection.reason)) +
             (rejection.into.empty() ? "" : " of " + rejection.into) + "). Reason given: " + printable(rejection.text);
    }
    case InitiativePhase::expired: break;
  }
  return "expired without reaching its threshold.";
}

std::string signatures_sentence(const InitiativeReport& x) {
  const auto& now = x.signatures;
  const auto on_roll = now.standing() - now.email;
  std::string text = signatures_text(now.standing()) + (now.standing() == 1 ? " stands: " : " stand: ");
  text += grouped(on_roll) + (on_roll == 1 ? " is" : " are") + " proven to be of the " + count(x.people, "person", "people") +
          " on the roll (" + grouped(now.code) + " by code, " + grouped(now.eid) + " by eID, " + grouped(now.paper) + " on paper)";
  if (now.email > 0) text += ", " + grouped(now.email) + (now.email == 1 ? " is" : " are") + " by confirmed e-mail";
  text += ". No pseudonym stands twice.";
  if (now.withdrawn > 0) text += " " + grouped(now.withdrawn) + " withdrawn.";
  if (now.set_aside > 0) text += " " + grouped(now.set_aside) + " set aside.";
  return text;
}

std::string threshold_sentence(const InitiativeReport& x) {
  if (!x.opening) return {};
  std::string text = "    Its threshold is " + signatures_text(x.opening->threshold) + ", by the board's rule when it was opened (entry " +
                     grouped(x.opening->entry) + "). ";
  if (!x.hand_over) return text + "It has not been reached.\n";
  return text + "It was reached with entry " + grouped(x.hand_over->reached_at) + ", by " + signatures_text(x.hand_over->signatures) +
         ", and the initiative was handed over with the next, entry " + grouped(x.hand_over->entry) + ".\n";
}

std::string asides_text(const InitiativeReport& x) {
  std::string text;
  for (std::size_t i = 0; i < std::min(most_asides, x.asides.size()); ++i) {
    const auto& aside = x.asides[i];
    text += "      entry " + grouped(aside.entry) + ": signature of " + aside.pseudonym.substr(0, 16) +
            (aside.restored ? "… restored. Reason given: " : "… set aside. Reason given: ") + printable(aside.reason) + "\n";
  }
  if (x.asides.size() > most_asides) text += "      and " + grouped(x.asides.size() - most_asides) + " more, in the report as JSON\n";
  return text;
}

std::string initiative_text(const InitiativeReport& x) {
  const std::string name = x.title.empty() ? x.id : printable(x.title) + " (" + x.id + ")";
  std::string text =
      "\nInitiative " + name + ", to " + printable(x.board) + ": " + phase_sentence(x) + "\n    " + signatures_sentence(x) + "\n";
  text += asides_text(x) + threshold_sentence(x);
  if (x.reports > 0) text += "    " + count(x.reports, "report", "reports") + " of the board's.\n";
  return text;
}

std::string initiatives_text(const Report& report) {
  std::string text;
  for (const auto& initiative : report.initiatives) text += initiative_text(initiative);
  for (const auto& call : report.calls) {
    const auto assessed = call.feasible + call.declined + call.merged + call.unlawful;
    text += "\nCall for projects " + printable(call.title) + " (" + call.id + "): " + count(call.proposals, "proposal", "proposals") +
            ", of them " + grouped(call.feasible) + " found feasible, " + grouped(call.declined) + " declined, " + grouped(call.merged) +
            " merged, " + grouped(call.unlawful) + " unlawful, " + grouped(call.proposals - assessed) + " not assessed.\n";
  }
  if (!text.empty() && !report.town_sound)
    text += "    Do not rely on what is said of initiatives and calls: there are findings about the town log.\n";
  return text;
}

std::string ballots_sentence(const RoundReport& round) {
  if (!round.has_log) return "Its own log is not here: whether it has been opened cannot be told.";
  const auto by =
      ballots_text(round.ballots) + " by " + count(round.voters, "voter", "voters") + " of " + grouped(round.roll) + " on the roll";
  switch (round.phase) {
    case Phase::begun: return "It has not been opened.";
    case Phase::open:
      if (!round.sound) return by + " were read before what is wrong.";
      return by + " so far. They are sealed until closing: nobody can count them yet.";
    case Phase::closed: return by + ". The round is closed; the tally is not in the record yet.";
    case Phase::tallied:
    case Phase::allocated: break;
  }
  std::string text = by + " were recounted, the last of each voter; the tally is right to the vote.";
  if (round.blank > 0) text += " " + count(round.blank, "voter", "voters") + " chose nothing.";
  return text;
}

std::string allocation_sentence(const RoundReport& round) {
  if (round.phase != Phase::allocated) return {};
  return " The rule that was fixed at opening was applied again: it funds " + count(round.funded, "project", "projects") + " for " +
         amount(round.cost, round.currency) + " of " + amount(round.envelope, round.currency) + ", as the record says.";
}

std::string decision_text(const RoundReport& round) {
  if (!round.decision) return round.phase == Phase::allocated ? "    It has not been decided yet.\n" : "";
  const auto& decision = *round.decision;
  std::string text = "    " + printable(decision.board) + " decided on " + decision.meeting + " (" + printable(decision.diary) + "), ";
  if (decision.departures.empty()) return text + "following the tally for every project.\n";
  text += "departing from the tally for " + count(decision.departures.size(), "project", "projects") + ":\n";
  for (const auto& departure : decision.departures) {
    text += "      " + departure.project + " " + printable(departure.title) + (departure.funded ? ": funded" : ": not funded") +
            ". Reason given: " + printable(departure.reason) + "\n";
  }
  return text;
}

std::string round_text(const RoundReport& round) {
  const std::string name = round.title.empty() ? round.id : printable(round.title) + " (" + round.id + ")";
  std::string text = "\nRound " + name + ": " + ballots_sentence(round) + allocation_sentence(round) + "\n";
  text += secrecy_text(round) + late_text(round) + decision_text(round);
  if (round.has_log && !round.sound) text += "    Do not rely on this: there are findings about the log of this round.\n";
  if (round.milestones > 0) text += "    " + count(round.milestones, "report", "reports") + " of what came of it.\n";
  return text;
}

std::string receipt_text(const ReceiptReport& receipt) {
  if (!receipt.invalid.empty()) return "NOT VALID: " + receipt.invalid + ". That says nothing about the record.";
  if (!receipt.holds) return "it contradicts the record, see above.";
  return "its entry stands in " + receipt.log + " as entry " + std::to_string(receipt.index) +
         ", and this record continues the one that it was taken of (" + count(receipt.size, "entry", "entries") + ").";
}

std::string receipts_text(const Report& report) {
  std::string text;
  for (const auto& receipt : report.receipts) text += "\nReceipt " + printable(receipt.name) + ": " + receipt_text(receipt) + "\n";
  return text;
}

}  // namespace

std::string finding_text(const Finding& finding) {
  const auto place = finding_place(finding);
  return (place.empty() ? "" : place + ": ") + finding.sentence;
}

std::string render_text(const Report& report) {
  std::string text = headline(report) + findings_text(report) + counts_text(report);
  text += initiatives_text(report);
  for (const auto& round : report.rounds) text += round_text(round);
  text += receipts_text(report);
  if (!report.vkey.empty()) text += "\nKey: " + report.vkey + (report.pinned ? " (the one that you gave)" : " (NOT PINNED)") + "\n";
  text += "\nNot checked:\n";
  for (const auto& sentence : report.unchecked) text += "  - " + printable(sentence) + "\n";
  return text;
}

std::uint64_t Report::rounds_in(Phase phase) const {
  return static_cast<std::uint64_t>(std::count_if(rounds.begin(), rounds.end(), [&](const auto& round) { return round.phase == phase; }));
}

}  // namespace radslag::audit
