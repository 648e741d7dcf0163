#include "ledger/programs/statement_words.hpp"

#include <algorithm>
#include <vector>

#include "crypto/encoding.hpp"
#include "ledger/audit/words.hpp"

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

std::string line_until(const std::string& what, std::uint64_t hour) { return line(what, record::hour_text(hour) + " (UTC)"); }

std::string threshold_words(const record::Threshold& threshold) {
  if (threshold.number == 0) return "none: handed over when it is opened";
  const bool share = threshold.unit == record::ThresholdUnit::per_mille;
  return grouped(threshold.number) + (share ? " per mille of the people on the roll" : " signatures");
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
  std::string operator()(const record::RegistrarAnnounced& x) const {
    return "With this seal you say whose word counts on who is on the roll. Attestations under an earlier key count no more:\n" +
           line("residents sign in at", x.site) + line("key", x.registrar);
  }
  std::string operator()(const record::RollEdition& x) const {
    std::string areas;
    for (const auto& area : x.areas) areas += line("area " + area.id, area.name + ", " + grouped(area.people) + " people");
    return "With this seal you confirm an edition of the roll. From it comes who may sign and propose:\n" + line("edition", x.edition) +
           line("as of", x.drawn) + line("people", grouped(x.people)) + line("listing (digest)", x.digest) + areas;
  }
  std::string operator()(const record::Board& x) const {
    std::string areas;
    for (const auto& area : x.areas) areas += line("threshold in area " + area.area, threshold_words(area.threshold));
    return "With this seal you set a board's rule for initiatives:\n" + line("board", x.name + " (" + x.board + ")") +
           line("version", std::to_string(x.version)) + line("threshold", threshold_words(x.threshold)) + areas +
           line("others who must have signed before it is looked at", grouped(x.cosigners)) +
           line("days that it stays open", grouped(x.days)) + line("signatures by confirmed e-mail count", x.email ? "yes" : "no");
  }
  std::string operator()(const record::WitnessesAnnounced& x) const {
    std::string witnesses;
    for (const auto& witness : x.witnesses) witnesses += line(witness.name, witness.who) + line("  key", witness.key);
    return "With this seal you say who witnesses the record, and how many of them must have cosigned a head for it to be final:\n" +
           line("version", std::to_string(x.version)) + line("needed", std::to_string(x.quorum)) + witnesses;
  }
  std::string operator()(const record::LogKey& x) const {
    return "With this seal you change the key that the town log's checkpoints are signed with:\n" + line("new key", x.key);
  }
  std::string operator()(const record::LogRecovered& x) const {
    return "With this seal you say that a log has lost its end, and that it goes on under a new key and name:\n" + line("log", x.log) +
           line("generation", std::to_string(x.generation)) + line("new key", x.key) + line("entries that are there", grouped(x.kept)) +
           line("root over them", x.kept_root) + line("entries of the last known head", grouped(x.lost_size)) +
           line("its root", x.lost_root) + line("reason (digest)", x.content);
  }
  std::string operator()(const record::EntryResubmitted&) const {
    return "A receipt of an entry that was lost. Officers do not seal it.\n";
  }
  std::string operator()(const record::BlobsWithheld& x) const {
    std::string blobs;
    for (const auto& blob : x.blobs) blobs += line("content (digest)", blob.digest);
    return "With this seal you withhold contents of the record for good. Their digests and all proofs stay:\n" + line("log", x.log) +
           line("ground", record::word(x.ground)) + line("decision", x.decision) + line("reason (digest)", x.content) + blobs;
  }
  std::string operator()(const record::MatterKeyDestroyed& x) const {
    return "With this seal you say that the registrar's keys of a matter are destroyed: nobody can lead its pseudonyms back to people:\n" +
           line("matter", std::string(record::word(x.matter_kind)) + " " + x.matter);
  }
  std::string operator()(const record::Feedback& x) const {
    return "With this seal you give feedback to those who took part in a dialogue:\n" + line("dialogue", x.dialogue) +
           line("date", x.date) + line("text (digest)", x.content);
  }
  std::string operator()(const record::InitiativeRaised&) const { return attested("An initiative that a resident raises."); }
  std::string operator()(const record::Signature&) const { return attested("A resident's signature."); }
  std::string operator()(const record::Withdrawal&) const { return attested("A resident takes a signature back."); }
  std::string operator()(const record::ProjectProposed&) const { return attested("A project that a resident proposes."); }
  std::string operator()(const record::HandedOver&) const { return by_itself("An initiative is handed over to its board."); }
  std::string operator()(const record::InitiativeExpired&) const { return by_itself("An initiative's time is up."); }
  std::string operator()(const record::InitiativeOpened& x) const {
    return "With this seal you open an initiative for signatures. Its text becomes public; threshold and time cannot change after this:\n" +
           line("initiative", x.matter) + line_until("signatures are taken until", x.closes) +
           line("threshold", threshold_words({x.threshold, record::ThresholdUnit::signatures})) +
           line("level of participation", record::word(x.level)) + line("the four questions (digest)", x.content);
  }
  std::string operator()(const record::InitiativeRejected& x) const {
    const bool sealed = x.reason == record::RejectReason::unlawful;
    return std::string("With this seal you turn an initiative down for good. Its text ") +
           (sealed ? "stays sealed, since the law forbids it" : "becomes public") + ":\n" + line("initiative", x.matter) +
           line("reason", record::word(x.reason)) + (x.into.empty() ? "" : line("says the same as initiative", x.into)) +
           line("explanation (digest)", x.content);
  }
  std::string operator()(const record::SetAside& x) const {
    return "With this seal you set a resident's signature aside. It counts no more, and everyone sees why:\n" +
           line("initiative", x.matter) + line("pseudonym", x.pseudonym) + line("reason (digest)", x.content);
  }
  std::string operator()(const record::Restored& x) const {
    return "With this seal you let a signature count again that had been set aside:\n" + line("initiative", x.matter) +
           line("pseudonym", x.pseudonym) + line("reason (digest)", x.content);
  }
  std::string operator()(const record::InitiativeReport& x) const {
    return "With this seal you report on an initiative:\n" + line("initiative", x.matter) + line("step", record::word(x.step)) +
           line("date", x.date) + line("text (digest)", x.content);
  }
  std::string operator()(const record::InitiativeDecided& x) const {
    return "With this seal you sign the board's decision on an initiative:\n" + line("initiative", x.matter) +
           line("outcome", record::word(x.outcome)) + line("decision (digest)", x.content);
  }
  std::string operator()(const record::CallOpened& x) const {
    return "With this seal you ask residents for projects for a budget round to come:\n" + line("call", x.call) +
           line("of the dialogue", x.dialogue) + line_until("proposals are taken until", x.closes) + line("text (digest)", x.content);
  }
  std::string operator()(const record::ProjectAssessed& x) const {
    return "With this seal you say what becomes of a proposed project:\n" + line("proposal", x.proposal) +
           line("assessment number", std::to_string(x.version)) + line("outcome", record::word(x.outcome)) +
           (x.cost == 0 ? "" : line("cost in minor units", grouped(x.cost))) +
           (x.into.empty() ? "" : line("merged into proposal", x.into)) + (x.picture ? line("picture (digest)", *x.picture) : "") +
           line("words and reasons (digest)", x.content);
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
           line("root of the town's log", x.town_root) + secrecy_lines(x);
  }
  std::string operator()(const record::RoundClosed& x) const {
    return "With this seal you close the voting for good and open the urn:\n" + line("log", x.origin) +
           line("ballots so far, at least", grouped(x.ballots));
  }
  std::string operator()(const record::Tally& x) const {
    return "With this seal you confirm the count of the votes:\n" + line("log", x.origin) + line("tally (digest)", x.tally);
  }
  std::string operator()(const record::LotDrawn& x) const {
    return "With this seal you draw the lot that decides between projects that are equal:\n" + line("log", x.origin) +
           line("shares revealed", grouped(x.shares.size())) + line("seed", x.seed);
  }
  std::string operator()(const record::Allocation& x) const {
    return "With this seal you confirm which projects the rule funds:\n" + line("log", x.origin) +
           line("projects funded", grouped(x.funded)) + line("their cost in minor units", grouped(x.cost)) +
           line("allocation (digest)", x.allocation);
  }
  std::string operator()(const record::SecretBallot& x) const {
    return "With this seal you put a ballot into the urn that you two encrypted from a slip of paper:\n" + line("urn", x.urn) +
           line("credential of the paper block", x.credential) + line("tracker", x.tracker) + line("ballot (digest)", x.ballot);
  }
  std::string operator()(const record::HandedOut&) const {
    return "A voting card is handed out. The registrar signs it; officers do not seal it.\n";
  }
  std::string operator()(const record::CeremonyBegun& x) const {
    std::string trustees;
    for (std::size_t i = 0; i < x.trustees.size(); ++i) {
      const auto number = std::to_string(i + 1);
      trustees += line("trustee " + number, x.trustees[i].name) + line("key of trustee " + number, x.trustees[i].key);
    }
    const auto needed = x.threshold == 0 ? "all" : grouped(x.threshold);
    return "With this seal you say who makes and holds the key to the ballots of a round:\n" + line("round", x.round) +
           line("group", record::word(x.group)) + line("trustees that are needed to count", needed) + trustees +
           line("entries in the town's log", grouped(x.town_size)) + line("root of the town's log", x.town_root);
  }
  std::string operator()(const record::CeremonyStep& x) const {
    return "With this seal you publish your part of a step in making the key:\n" + line("step", record::word(x.step)) +
           line("you are trustee", grouped(x.trustee)) + line("message (digest)", x.content);
  }
  std::string operator()(const record::ReserveActivated& x) const {
    std::string active;
    for (const auto& urn : x.active) active += line("in urn " + urn.urn + ", so many altogether", grouped(urn.number));
    return "With this seal you let credentials of the reserve vote, for people who were added to the roll late:\n" + active +
           line("reason (digest)", x.content);
  }
  std::string operator()(const record::CredentialBlocked& x) const {
    return "With this seal you block voting credentials for good. No ballot stands under them, and none will:\n" +
           credential_lines(x.credentials) + line("reason (digest)", x.content);
  }
  std::string operator()(const record::EnvelopeAccepted& x) const {
    return "With this seal you accept envelopes with votes on paper. Under these credentials nobody can vote any more:\n" +
           credential_lines(x.credentials);
  }
  std::string operator()(const record::Shuffle& x) const {
    return "With this seal you publish your shuffle of an urn's ballots:\n" + line("urn", x.urn) +
           line("you are trustee", grouped(x.trustee)) + line("shuffle (digest)", x.shuffle);
  }
  std::string operator()(const record::PartialDecryption& x) const {
    return "With this seal you publish your part of opening an urn:\n" + line("urn", x.urn) + line("you are trustee", grouped(x.trustee)) +
           line("partial decryption (digest)", x.decryption);
  }

 private:
  static std::string secrecy_lines(const record::RoundOpened& x) {
    std::string lines;
    for (const auto& urn : x.elections) lines += line("secret ballots in urn " + urn.urn + ", election (digest)", urn.election);
    if (!x.pages.empty()) lines += line("files of the ballot page", grouped(x.pages.size()));
    return lines;
  }
  static std::string credential_lines(const std::vector<record::UrnCredential>& credentials) {
    std::string lines;
    for (const auto& x : credentials) lines += line("urn " + x.urn + ", credential", x.credential);
    return lines;
  }
  static std::string attested(const std::string& what) { return what + " The registrar attests it; officers do not seal it.\n"; }
  static std::string by_itself(const std::string& what) { return what + " It follows from the entries before; officers do not seal it.\n"; }
};

constexpr std::string_view credentials_begin = "radslag/v1/credentials\n";
constexpr std::string_view electorate_begin = "radslag/v1/electorate\n";
constexpr std::string_view one_credential = "credential ";
constexpr std::string_view contents_begin = "radslag/v1/";

/// A field's line, or a further line of its value, which begins with a tab.
std::string text_line(std::string_view text) {
  if (text.starts_with('\t')) return "    " + audit::printable(text.substr(1)) + "\n";
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return "  " + audit::printable(text) + "\n";
  std::string key(text.substr(0, space));
  std::replace(key.begin(), key.end(), '-', ' ');
  return line(audit::printable(key), text.substr(space + 1));
}

}  // namespace

std::string text_in_words(std::string_view content) {
  if (!content.starts_with(contents_begin)) return "  a picture or other file of " + grouped(content.size()) + " bytes\n";
  const bool credentials = content.starts_with(credentials_begin) || content.starts_with(electorate_begin);
  std::string out;
  while (!content.empty()) {
    const auto end = std::min(content.find('\n'), content.size());
    const auto text = content.substr(0, end);
    content.remove_prefix(std::min(end + 1, content.size()));
    if (!credentials || !text.starts_with(one_credential)) out += text_line(text);
  }
  return out;
}

std::string in_words(const record::Statement& statement) {
  const auto origin = record::origin_of(statement);
  return std::visit(Words{}, statement) + (origin.empty() ? std::string() : line("in the record", origin));
}

}  // namespace radslag::programs
