// What a report says of witnesses, of receipts, and of heads that were seen elsewhere.
#include "ledger/audit/document.hpp"
#include "ledger/audit/instant.hpp"
#include "ledger/audit/report.hpp"
#include "ledger/log/text.hpp"

namespace radslag::audit {
namespace {

std::uint64_t youngest(const WitnessedReport& x) {
  std::uint64_t time = 0;
  for (const auto& cosignature : x.cosignatures) time = std::max(time, cosignature.time);
  return time;
}

void add_log(const WitnessedReport& x, const QuorumReport& quorum, Language language, std::vector<Line>& lines) {
  if (x.final()) {
    lines.push_back(
        Saying(language)
            .add("witness.log", {{"log", x.log}, {"size", x.size}, {"have", x.cosignatures.size()}, {"time", instant_text(youngest(x))}})
            .line(Level::item));
  } else {
    lines.push_back(
        Saying(language)
            .add("witness.log-without", {{"log", x.log}, {"have", x.cosignatures.size()}, {"quorum", std::vector{quorum.sentence()}}})
            .line(Level::item));
  }
  for (const auto& cosignature : x.cosignatures) {
    lines.push_back(Saying(language)
                        .add("witness.by", {{"witness", cosignature.witness}, {"time", instant_text(cosignature.time)}})
                        .line(Level::below));
  }
  if (x.ignored > 0) lines.push_back(Saying(language).add("witness.ignored", {{"lines", x.ignored}, {"log", x.log}}).line(Level::below));
}

Sentence receipt_sentence(const ReceiptReport& x) {
  if (x.invalid) return say("receipt.invalid", {{"why", std::vector{*x.invalid}}});
  if (x.lost_with && x.holds && x.shown_again)
    return say("receipt.of-lost-end-shown", {{"log", x.log}, {"index", std::to_string(x.index)}, {"entry", *x.lost_with}});
  if (x.lost_with && x.holds)
    return say("receipt.of-lost-end", {{"log", x.log}, {"index", std::to_string(x.index)}, {"entry", *x.lost_with}});
  if (!x.holds) return say("receipt.contradicts");
  // An index is spelled as in paths and commands: not grouped.
  return say("receipt.holds", {{"log", x.log}, {"index", std::to_string(x.index)}, {"size", x.size}});
}

Sentence seen_sentence(const SeenReport& x) {
  std::vector<Value> values{{"log", x.log}, {"size", x.size}, {"root", log::hash_text(x.root)}};
  if (x.invalid) return say("seen.invalid", {{"log", x.log}, {"size", x.size}, {"why", std::vector{*x.invalid}}});
  if (x.lost_with) return say("seen.of-lost-end", {{"log", x.log}, {"size", x.size}, {"entry", *x.lost_with}});
  return say(x.holds ? "seen.holds" : "seen.contradicts", std::move(values));
}

}  // namespace

Sentence QuorumReport::sentence() const {
  if (is_none()) return say("witness.quorum-none");
  if (!group.empty()) return say("witness.quorum-named", {{"name", group}, {"known", known}});
  return say("witness.quorum", {{"needed", needed}, {"known", known}});
}

Part witnesses_part(const Report& report, Language language) {
  Part part{text_of(say("heading.witnesses"), language), {}};
  if (!report.town_sound && report.witnessed.empty()) return part;
  const auto& quorum = report.quorum;
  if (quorum.source == QuorumReport::Source::none) {
    part.lines.push_back(Saying(language).add("witness.none").line());
    return part;
  }
  const bool own = quorum.source == QuorumReport::Source::policy;
  part.lines.push_back(
      Saying(language).add(own ? "witness.by-policy" : "witness.by-record", {{"quorum", std::vector{quorum.sentence()}}}).line());
  if (quorum.is_none()) return part;
  for (const auto& log : report.witnessed) add_log(log, quorum, language, part.lines);
  return part;
}

Part seen_part(const Report& report, Language language) {
  Part part{text_of(say("heading.seen"), language), {}};
  for (const auto& receipt : report.receipts)
    part.lines.push_back(Saying(language).add("receipt.named", {{"name", receipt.name}}).add(receipt_sentence(receipt)).line());
  for (const auto& seen : report.seen)
    part.lines.push_back(Saying(language).add("seen.named", {{"name", seen.name}}).add(seen_sentence(seen)).line());
  return part;
}

}  // namespace radslag::audit
