// The report as JSON.
#include <cstdio>
#include <type_traits>

#include "ledger/allocation/names.hpp"
#include "ledger/audit/report.hpp"
#include "ledger/audit/sentences.hpp"
#include "ledger/log/text.hpp"

namespace radslag::audit {
namespace {

std::string quoted(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out.append("\\") += c;
    } else if (static_cast<unsigned char>(c) < 0x20) {
      char escape[8];
      std::snprintf(escape, sizeof escape, "\\u%04x", static_cast<unsigned>(c));
      out += escape;
    } else {
      out += c;
    }
  }
  return out + '"';
}

/// Members of one object in the order in which they are given.
class Object {
 public:
  template <class Value>
  Object& add(std::string_view key, const Value& value) {
    if constexpr (std::is_same_v<Value, bool>) {
      return raw(key, value ? "true" : "false");
    } else if constexpr (std::is_integral_v<Value>) {
      return raw(key, std::to_string(value));
    } else {
      return raw(key, quoted(value));
    }
  }
  Object& raw(std::string_view key, std::string_view json) {
    text_ += (text_.empty() ? "" : ",") + quoted(key) + ":";
    text_ += json;
    return *this;
  }
  [[nodiscard]] std::string text() const { return "{" + text_ + "}"; }

 private:
  std::string text_;
};

template <class Items, class Render>
std::string array(const Items& items, Render render) {
  std::string text;
  for (const auto& item : items) text += (text.empty() ? "" : ",") + render(item);
  return "[" + text + "]";
}

std::string json(const Finding& x) {
  Object object;
  object.add("log", x.log);
  object.raw("entry", x.index ? std::to_string(*x.index) : "null");
  return object.add("place", x.place)
      .add("severity", x.severity == Severity::missing ? "missing" : "broken")
      .add("sentence", x.sentence)
      .text();
}

std::string json(const LogReport& x) {
  return Object()
      .add("name", x.name)
      .add("origin", x.origin)
      .add("size", x.size)
      .add("root", log::hash_text(x.root))
      .add("intact", x.intact)
      .add("replayed", x.replayed)
      .text();
}

std::string json(const Departure& x) {
  return Object().add("project", x.project).add("title", x.title).add("funded", x.funded).add("reason", x.reason).text();
}

std::string json(const DecisionReport& x) {
  return Object()
      .add("board", x.board)
      .add("meeting", x.meeting)
      .add("diary", x.diary)
      .raw("departures", array(x.departures, [](const auto& d) { return json(d); }))
      .text();
}

std::string json(const ProjectReport& x) {
  return Object()
      .add("id", x.id)
      .add("title", x.title)
      .add("cost", x.cost)
      .add("votes", x.votes)
      .raw("outcome", x.outcome ? quoted(allocation::name(*x.outcome)) : "null")
      .text();
}

std::string json(const std::vector<std::uint64_t>& numbers) {
  return array(numbers, [](std::uint64_t number) { return std::to_string(number); });
}

std::string json(const UrnReport& x) {
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
      .raw("shuffles", json(x.shuffles))
      .raw("decryptions", json(x.decryptions))
      .text();
}

std::string json(const SecrecyReport& x) {
  return Object()
      .add("trustees", x.trustees)
      .add("needed", x.needed)
      .add("group", x.group)
      .add("mixnet", x.mixnet)
      .add("halves", x.halves)
      .add("handedOut", x.handed_out)
      .add("pages", x.pages)
      .raw("urns", array(x.urns, [](const auto& urn) { return json(urn); }))
      .text();
}

std::string json(const RoundReport& x) {
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
      .raw("projects", array(x.projects, [](const auto& p) { return json(p); }))
      .raw("decision", x.decision ? json(*x.decision) : "null")
      .add("milestones", x.milestones)
      .add("late", x.late)
      .raw("secrecy", x.secrecy ? json(*x.secrecy) : "null")
      .text();
}

std::string json(const record::SignatureCount& x) {
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

std::string json(const AsideReport& x) {
  return Object().add("entry", x.entry).add("pseudonym", x.pseudonym).add("restored", x.restored).add("reason", x.reason).text();
}

std::string json(const InitiativeReport::Opening& x) {
  return Object().add("entry", x.entry).add("threshold", x.threshold).add("closes", record::hour_text(x.closes)).text();
}

std::string json(const InitiativeReport::HandOver& x) {
  return Object().add("reachedAt", x.reached_at).add("entry", x.entry).add("signatures", x.signatures).text();
}

std::string json(const InitiativeReport::Rejection& x) {
  return Object().add("entry", x.entry).add("reason", record::word(x.reason)).add("into", x.into).add("text", x.text).text();
}

std::string json(const InitiativeReport::Decided& x) {
  return Object()
      .add("entry", x.entry)
      .add("outcome", record::word(x.outcome))
      .add("board", x.board)
      .add("meeting", x.meeting)
      .add("diary", x.diary)
      .text();
}

std::string json(const InitiativeReport& x) {
  return Object()
      .add("id", x.id)
      .add("title", x.title)
      .add("board", x.board)
      .add("phase", record::word(x.phase))
      .add("sealed", x.sealed)
      .add("people", x.people)
      .raw("signatures", json(x.signatures))
      .add("raisedAt", x.raised_at)
      .raw("opening", x.opening ? json(*x.opening) : "null")
      .raw("handOver", x.hand_over ? json(*x.hand_over) : "null")
      .raw("rejection", x.rejection ? json(*x.rejection) : "null")
      .raw("decision", x.decided ? json(*x.decided) : "null")
      .raw("asides", array(x.asides, [](const auto& a) { return json(a); }))
      .add("reports", x.reports)
      .text();
}

std::string json(const CallReport& x) {
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

std::string json(const ReceiptReport& x) {
  return Object()
      .add("name", x.name)
      .add("log", x.log)
      .add("entry", x.index)
      .add("size", x.size)
      .add("holds", x.holds)
      .add("invalid", x.invalid)
      .text();
}

std::string json(const Counts& x) {
  return Object()
      .add("entries", x.entries)
      .add("ballots", x.ballots)
      .add("blobs", x.blobs)
      .add("checkpointSignatures", x.checkpoint_signatures)
      .add("sealSignatures", x.seal_signatures)
      .add("attestationSignatures", x.attestation_signatures)
      .add("ballotSignatures", x.ballot_signatures)
      .text();
}

}  // namespace

std::string render_json(const Report& report) {
  const auto each = [](const auto& items) { return array(items, [](const auto& item) { return json(item); }); };
  return Object()
             .add("holds", report.holds())
             .add("town", report.town)
             .add("origin", report.origin)
             .add("demo", report.demo)
             .add("key", report.vkey)
             .add("keyPinned", report.pinned)
             .raw("counts", json(report.counts))
             .raw("logs", each(report.logs))
             .add("townSound", report.town_sound)
             .raw("initiatives", each(report.initiatives))
             .raw("calls", each(report.calls))
             .raw("rounds", each(report.rounds))
             .raw("receipts", each(report.receipts))
             .raw("findings", each(report.findings))
             .raw("unchecked", array(report.unchecked, [](const std::string& sentence) { return quoted(printable(sentence)); }))
             .text() +
         "\n";
}

}  // namespace radslag::audit
