#include "ledger/audit/document.hpp"

#include <algorithm>

#include "ledger/audit/report.hpp"
#include "ledger/log/text.hpp"

namespace radslag::audit {
namespace {

Sentence record_named(const Report& report) {
  if (!report.town.empty()) return say("record.named", {{"town", report.town}, {"origin", report.origin}});
  return report.origin.empty() ? say("record.unnamed") : say("record.origin", {{"origin", report.origin}});
}

std::string verdict_text(const Report& report, Language language) {
  const Value record{"record", std::vector{record_named(report)}};
  const char* const key = report.verdict() == Verdict::broken     ? "verdict.broken"
                          : report.verdict() == Verdict::withheld ? "verdict.withheld"
                                                                  : "verdict.holds";
  bool secret = false;
  for (const auto& round : report.rounds) secret |= round.secrecy.has_value();
  return Saying(language).add(key, {record}).add_if(report.demo, secret ? "verdict.demo" : "verdict.demo-clear").text();
}

Part findings_part(const Report& report, Language language) {
  Part part{text_of(say("heading.findings"), language), {}};
  if (report.holds()) return part;
  part.lines.push_back(Saying(language).add("found", {{"findings", report.findings.size()}}).line());
  for (const auto& finding : report.findings) part.lines.push_back({Level::item, finding_text(finding, language)});
  return part;
}

Part checked_part(const Report& report, Language language) {
  const auto& counts = report.counts;
  Part part{text_of(say("heading.checked"), language), {}};
  Saying saying(language);
  if (report.only == "town") {
    saying.add("checked.only-town");
  } else if (!report.only.empty()) {
    saying.add("checked.only-round", {{"round", report.only}});
  }
  saying.add("checked.read", {{"entries", counts.entries}, {"logs", report.logs.size()}})
      .add_if(report.holds() && report.only.empty(), "checked.all-hold")
      .add("checked.signatures", {{"signatures", counts.signatures()},
                                  {"checkpoints", counts.checkpoint_signatures},
                                  {"seals", counts.seal_signatures},
                                  {"attestations", counts.attestation_signatures},
                                  {"ballots", counts.ballot_signatures}})
      .add_if(counts.cosignatures > 0, "checked.cosignatures", {{"cosignatures", counts.cosignatures}})
      .add("checked.blobs", {{"blobs", counts.blobs}});
  part.lines.push_back(saying.line());
  for (const auto& log : report.logs) {
    const auto key = log.intact ? "checked.log" : "checked.log-broken";
    part.lines.push_back(
        Saying(language).add(key, {{"origin", log.origin}, {"size", log.size}, {"root", log::hash_text(log.root)}}).line(Level::item));
  }
  if (!report.vkey.empty()) {
    const auto key = !report.pinned ? "key.not-pinned" : report.by_policy ? "key.policy" : "key.pinned";
    part.lines.push_back(Saying(language).add(key, {{"key", report.vkey}}).line());
  }
  return part;
}

Part withheld_part(const Report& report, Language language) {
  Part part{text_of(say("heading.withheld"), language), {}};
  for (const auto& sentence : report.withheld) part.lines.push_back({Level::item, text_of(sentence, language)});
  return part;
}

Part unchecked_part(const Report& report, Language language) {
  Part part{text_of(say("heading.unchecked"), language), {}};
  for (const auto& sentence : report.unchecked) part.lines.push_back({Level::item, text_of(sentence, language)});
  return part;
}

Part meaning_part(const Report& report, Language language) {
  const char* const key = report.verdict() == Verdict::broken     ? "meaning.broken"
                          : report.verdict() == Verdict::withheld ? "meaning.withheld"
                                                                  : "meaning.holds";
  return {text_of(say("heading.meaning"), language),
          {Saying(language)
               .add(key)
               .add_if(!report.pinned && report.holds(), "meaning.not-pinned")
               .add_if(!report.holds(), "meaning.details")
               .line()}};
}

}  // namespace

Saying& Saying::add(const Sentence& sentence) {
  text_ += (text_.empty() ? "" : " ") + text_of(sentence, language_);
  return *this;
}

Saying& Saying::add_if(bool condition, std::string key, std::vector<Value> values) {
  return condition ? add(std::move(key), std::move(values)) : *this;
}

Document document_of(const Report& report, Language language) {
  Document document{language, text_of(say("title"), language), verdict_text(report, language), report.holds(), {}};
  for (auto part :
       {findings_part(report, language), checked_part(report, language), withheld_part(report, language), witnesses_part(report, language),
        succession_part(report, language), initiatives_part(report, language), rounds_part(report, language), seen_part(report, language),
        unchecked_part(report, language), meaning_part(report, language)}) {
    if (!part.lines.empty()) document.parts.push_back(std::move(part));
  }
  return document;
}

Verdict Report::verdict() const {
  if (!findings.empty()) return Verdict::broken;
  return withheld.empty() ? Verdict::holds : Verdict::withheld;
}

std::uint64_t Report::rounds_in(record::Phase phase) const {
  return static_cast<std::uint64_t>(std::count_if(rounds.begin(), rounds.end(), [&](const auto& round) { return round.phase == phase; }));
}

std::string finding_place(const Finding& finding, Language language) {
  std::string place = printable(finding.log);
  const auto add = [&](const std::string& more) { place += (place.empty() ? "" : ", ") + more; };
  // As it is spelled in paths and commands: not grouped.
  if (finding.index) add(text_of(say("place.entry", {{"index", std::to_string(*finding.index)}}), language));
  if (!finding.place.empty()) add(printable(finding.place));
  return place;
}

std::string finding_text(const Finding& finding, Language language) {
  const auto place = finding_place(finding, language);
  return (place.empty() ? "" : place + ": ") + text_of(finding.sentence, language);
}

std::string render_text(const Report& report, Language language) { return text_of(document_of(report, language)); }
std::string render_html(const Report& report, Language language) { return html_of(document_of(report, language)); }

}  // namespace radslag::audit
