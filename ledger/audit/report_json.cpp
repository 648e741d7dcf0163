// The report as JSON.
#include "ledger/allocation/names.hpp"
#include "ledger/audit/json_object.hpp"
#include "ledger/audit/report.hpp"
#include "ledger/log/text.hpp"

namespace radslag::audit {
namespace {

using json::array;
using json::Object;
using json::quoted;

/// The key stays; the text is for people.
std::string as_json(const Sentence& x, Language language) { return Object().add("key", x.key).add("text", text_of(x, language)).text(); }

std::string as_json(const Finding& x, Language language) {
  Object object;
  object.add("log", x.log);
  object.raw("entry", x.index ? std::to_string(*x.index) : "null");
  return object.add("place", printable(x.place))
      .add("severity", x.severity == Severity::missing ? "missing" : "broken")
      .add("key", x.sentence.key)
      .add("sentence", text_of(x.sentence, language))
      .text();
}

std::string as_json(const LogReport& x) {
  return Object()
      .add("name", x.name)
      .add("origin", x.origin)
      .add("size", x.size)
      .add("root", log::hash_text(x.root))
      .add("intact", x.intact)
      .add("replayed", x.replayed)
      .text();
}

std::string as_json(const Departure& x) {
  return Object().add("project", x.project).add("title", x.title).add("funded", x.funded).add("reason", x.reason).text();
}

std::string as_json(const DecisionReport& x) {
  return Object()
      .add("board", x.board)
      .add("meeting", x.meeting)
      .add("diary", x.diary)
      .raw("departures", array(x.departures, [](const auto& d) { return as_json(d); }))
      .text();
}

std::string as_json(const ProjectReport& x) {
  return Object()
      .add("id", x.id)
      .add("title", x.title)
      .add("cost", x.cost)
      .add("votes", x.votes)
      .raw("outcome", x.outcome ? quoted(allocation::name(*x.outcome)) : "null")
      .text();
}

std::string as_json(const std::vector<std::uint64_t>& numbers) {
  return array(numbers, [](std::uint64_t number) { return std::to_string(number); });
}

std::string as_json(const UrnReport& x) {
  return Object()
      .add("id", x.id)
      .add("roll", x.roll)
      .add("ballots", x.ballots)
      .add("voters", x.voters)
      .add("paper", x.paper)
      .add("envelopes", x.envelopes)
      .add("blocked", x.blocked)
      .add("activeReserve", x.active_reserve)
      .add("blank", x.blank)
      .add("invalid", x.invalid)
      .raw("shuffles", as_json(x.shuffles))
      .raw("decryptions", as_json(x.decryptions))
      .text();
}

std::string as_json(const SecrecyReport& x) {
  return Object()
      .add("trustees", x.trustees)
      .add("needed", x.needed)
      .add("group", x.group)
      .add("mixnet", x.mixnet)
      .add("halves", x.halves)
      .add("handedOut", x.handed_out)
      .add("pages", x.pages)
      .raw("urns", array(x.urns, [](const auto& urn) { return as_json(urn); }))
      .text();
}

std::string as_json(const RoundReport& x) {
  return Object()
      .add("id", x.id)
      .add("title", x.title)
      .add("phase", record::word(x.phase))
      .add("sound", x.sound)
      .add("sealed", x.sealed)
      .add("roll", x.roll)
      .add("ballots", x.ballots)
      .add("ballotsChecked", x.checked_ballots)
      .add("voters", x.voters)
      .add("blank", x.blank)
      .add("currency", x.currency)
      .add("envelope", x.envelope)
      .add("cost", x.cost)
      .add("funded", x.funded)
      .raw("projects", array(x.projects, [](const auto& p) { return as_json(p); }))
      .raw("lot",
           x.lot ? Object().add("committed", x.lot->committed).add("settled", x.lot->settled).add("drawn", x.lot->drawn).text() : "null")
      .raw("decision", x.decision ? as_json(*x.decision) : "null")
      .add("milestones", x.milestones)
      .add("late", x.late)
      .add("leftOut", x.left_out)
      .add("ended", x.ended)
      .add("cosigned", x.cosigned)
      .add("final", x.final)
      .raw("secrecy", x.secrecy ? as_json(*x.secrecy) : "null")
      .text();
}

std::string as_json(const record::SignatureCount& x) {
  Object areas;
  for (const auto& [area, standing] : x.by_area) areas.add(area, standing);
  return Object()
      .add("standing", x.standing())
      .add("code", x.code)
      .add("eid", x.eid)
      .add("paper", x.paper)
      .add("email", x.email)
      .add("withdrawn", x.withdrawn)
      .add("setAside", x.set_aside)
      .raw("byArea", areas.text())
      .text();
}

std::string as_json(const AsideReport& x) {
  return Object().add("entry", x.entry).add("pseudonym", x.pseudonym).add("restored", x.restored).add("reason", x.reason).text();
}

std::string as_json(const InitiativeReport::Opening& x) {
  return Object().add("entry", x.entry).add("threshold", x.threshold).add("closes", record::hour_text(x.closes)).text();
}

std::string as_json(const InitiativeReport::HandOver& x) {
  return Object().add("reachedAt", x.reached_at).add("entry", x.entry).add("signatures", x.signatures).text();
}

std::string as_json(const InitiativeReport::Rejection& x) {
  return Object().add("entry", x.entry).add("reason", record::word(x.reason)).add("into", x.into).add("text", x.text).text();
}

std::string as_json(const InitiativeReport::Decided& x) {
  return Object()
      .add("entry", x.entry)
      .add("outcome", record::word(x.outcome))
      .add("board", x.board)
      .add("meeting", x.meeting)
      .add("diary", x.diary)
      .text();
}

std::string as_json(const InitiativeReport& x) {
  return Object()
      .add("id", x.id)
      .add("title", x.title)
      .add("board", x.board)
      .add("phase", record::word(x.phase))
      .add("sealed", x.sealed)
      .add("people", x.people)
      .raw("signatures", as_json(x.signatures))
      .add("raisedAt", x.raised_at)
      .raw("opening", x.opening ? as_json(*x.opening) : "null")
      .raw("handOver", x.hand_over ? as_json(*x.hand_over) : "null")
      .raw("rejection", x.rejection ? as_json(*x.rejection) : "null")
      .raw("decision", x.decided ? as_json(*x.decided) : "null")
      .raw("asides", array(x.asides, [](const auto& a) { return as_json(a); }))
      .add("reports", x.reports)
      .text();
}

std::string as_json(const CallReport& x) {
  return Object()
      .add("id", x.id)
      .add("title", x.title)
      .add("proposals", x.proposals)
      .add("feasible", x.feasible)
      .add("declined", x.declined)
      .add("merged", x.merged)
      .add("unlawful", x.unlawful)
      .text();
}

std::string optional_number(const std::optional<std::uint64_t>& number) { return number ? std::to_string(*number) : "null"; }
std::string optional_text(const std::optional<Sentence>& sentence, Language language) {
  return quoted(sentence ? text_of(*sentence, language) : "");
}

std::string as_json(const ReceiptReport& x, Language language) {
  return Object()
      .add("name", x.name)
      .add("log", x.log)
      .add("entry", x.index)
      .add("size", x.size)
      .add("holds", x.holds)
      .raw("invalid", optional_text(x.invalid, language))
      .raw("lostWith", optional_number(x.lost_with))
      .text();
}

std::string as_json(const SeenReport& x, Language language) {
  return Object()
      .add("name", x.name)
      .add("log", x.log)
      .add("size", x.size)
      .add("root", log::hash_text(x.root))
      .add("holds", x.holds)
      .raw("invalid", optional_text(x.invalid, language))
      .raw("lostWith", optional_number(x.lost_with))
      .text();
}

std::string as_json(const QuorumReport& x) {
  const char* const source = x.source == QuorumReport::Source::policy   ? "policy"
                             : x.source == QuorumReport::Source::record ? "record"
                                                                        : "none";
  return Object().add("source", source).add("needed", x.needed).add("known", x.known).add("group", x.group).text();
}

std::string as_json(const WitnessedReport::Cosignature& x) { return Object().add("witness", x.witness).add("time", x.time).text(); }

std::string as_json(const WitnessedReport& x) {
  return Object()
      .add("log", x.log)
      .add("final", x.final())
      .add("size", x.size)
      .add("newestSize", x.newest_size)
      .raw("cosignatures", array(x.cosignatures, [](const auto& c) { return as_json(c); }))
      .add("ignored", x.ignored)
      .text();
}

std::string as_json(const KeyChange& x) { return Object().add("entry", x.entry).add("key", x.key).text(); }

std::string as_json(const RecoveryReport& x) {
  return Object()
      .add("log", x.log)
      .add("generation", x.generation)
      .add("entry", x.entry)
      .add("hour", record::hour_text(x.hour))
      .add("kept", x.kept)
      .add("lostSize", x.lost_size)
      .add("shown", x.shown)
      .add("counted", x.counted)
      .add("reason", x.reason)
      .text();
}

std::string_view name_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::holds: return "holds";
    case Verdict::withheld: return "withheld";
    case Verdict::broken: break;
  }
  return "broken";
}

std::string as_json(const Counts& x) {
  return Object()
      .add("entries", x.entries)
      .add("ballots", x.ballots)
      .add("blobs", x.blobs)
      .add("checkpointSignatures", x.checkpoint_signatures)
      .add("sealSignatures", x.seal_signatures)
      .add("attestationSignatures", x.attestation_signatures)
      .add("ballotSignatures", x.ballot_signatures)
      .add("cosignatures", x.cosignatures)
      .text();
}

}  // namespace

std::string render_json(const Report& report, Language language) {
  const auto each = [](const auto& items) { return array(items, [](const auto& item) { return as_json(item); }); };
  const auto each_said = [&](const auto& items) { return array(items, [&](const auto& item) { return as_json(item, language); }); };
  return Object()
             .add("holds", report.holds())
             .add("verdict", name_of(report.verdict()))
             .add("language", language_tag(language))
             .add("only", report.only)
             .add("town", report.town)
             .add("origin", report.origin)
             .add("demo", report.demo)
             .add("key", report.vkey)
             .add("keyPinned", report.pinned)
             .raw("counts", as_json(report.counts))
             .raw("logs", each(report.logs))
             .add("townSound", report.town_sound)
             .raw("initiatives", each(report.initiatives))
             .raw("calls", each(report.calls))
             .raw("rounds", each(report.rounds))
             .raw("quorum", as_json(report.quorum))
             .raw("witnessed", each(report.witnessed))
             .raw("keyChanges", each(report.key_changes))
             .raw("recoveries", each(report.recoveries))
             .raw("receipts", each_said(report.receipts))
             .raw("seen", each_said(report.seen))
             .raw("withheld", each_said(report.withheld))
             .raw("findings", each_said(report.findings))
             .raw("unchecked", each_said(report.unchecked))
             .text() +
         "\n";
}

}  // namespace radslag::audit
