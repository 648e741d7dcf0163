// What a report says of rounds: ballots, what is secret about them, the rule, the decision, and whether the result is final.
#include "ledger/audit/document.hpp"
#include "ledger/audit/report.hpp"

namespace radslag::audit {
namespace {

using record::Phase;

std::vector<Sentence> listed(const std::vector<std::uint64_t>& numbers) {
  std::vector<Sentence> list;
  for (std::size_t i = 0; i < numbers.size(); ++i) {
    const char* const key = i == 0 ? "list.number" : i + 1 == numbers.size() ? "list.last-number" : "list.and-number";
    list.push_back(say(key, {{"number", numbers[i]}}));
  }
  return list;
}

void add_ballots(const RoundReport& round, Saying& saying) {
  if (!round.has_log) return void(saying.add("round.no-log"));
  const Value by{"by", std::vector{say("round.ballots-by", {{"ballots", round.ballots}, {"voters", round.voters}, {"roll", round.roll}})}};
  switch (round.phase) {
    case Phase::begun: saying.add("round.begun"); return;
    case Phase::open: saying.add(round.sound ? "round.open" : "round.open-unsound", {by}); return;
    case Phase::closed: saying.add("round.closed", {by}); return;
    case Phase::tallied:
    case Phase::allocated: break;
  }
  saying.add(round.left_out || round.uncounted > 0 ? "round.stated" : "round.recounted", {by});
  saying.add_if(round.blank > 0, "round.blank", {{"voters", round.blank}});
  saying.add_if(
      round.phase == Phase::allocated, round.allocation_is_stated ? "round.allocated-stated" : "round.allocated",
      {{"funded", round.funded}, {"cost", Money{round.cost, round.currency}}, {"envelope", Money{round.envelope, round.currency}}});
}

std::string turnout_text(const UrnReport& urn, bool mixnet, Language language) {
  std::vector<Sentence> paper;
  if (urn.envelopes > 0 || urn.paper > 0) paper.push_back(say("urn.paper", {{"paper", urn.paper}, {"envelopes", urn.envelopes}}));
  const bool counted = !urn.decryptions.empty() || !urn.shuffles.empty();
  return Saying(language)
      .add("urn.turnout", {{"urn", urn.id}, {"roll", urn.roll}, {"voters", urn.voters}, {"ballots", urn.ballots}, {"paper", paper}})
      .add_if(urn.active_reserve > 0, "urn.reserve", {{"credentials", urn.active_reserve}})
      .add_if(urn.blocked > 0, "urn.blocked", {{"credentials", urn.blocked}})
      .add_if(counted && mixnet, "urn.shuffled", {{"trustees", listed(urn.shuffles)}})
      .add_if(!urn.decryptions.empty(), "urn.decrypted", {{"trustees", listed(urn.decryptions)}})
      .add_if(counted && urn.invalid > 0, "urn.invalid", {{"ballots", urn.invalid}})
      .text();
}

void add_secrecy(const RoundReport& round, Language language, std::vector<Line>& lines) {
  if (!round.secrecy) return;
  const auto& secrecy = *round.secrecy;
  lines.push_back(Saying(language)
                      .add("secret.ballots", {{"group", secrecy.group},
                                              {"kind", std::vector{say(secrecy.mixnet ? "secret.mixnet" : "secret.homomorphic")}},
                                              {"needed", secrecy.needed},
                                              {"trustees", secrecy.trustees},
                                              {"cards", secrecy.handed_out}})
                      .line(Level::under));
  for (const auto& urn : secrecy.urns) lines.push_back({Level::under, turnout_text(urn, secrecy.mixnet, language)});
}

void add_lot(const RoundReport& round, Language language, std::vector<Line>& lines) {
  if (!round.lot || round.phase < Phase::closed) return;
  const char* const key = !round.lot->settled ? "round.lot-awaited" : round.lot->drawn ? "round.lot" : "round.lot-none";
  std::vector<Value> values;
  if (round.lot->settled) values.push_back({"committed", round.lot->committed});
  lines.push_back(Saying(language).add(key, values).line(Level::under));
}

void add_decision(const RoundReport& round, Language language, std::vector<Line>& lines) {
  if (!round.decision) {
    if (round.phase == Phase::allocated) lines.push_back(Saying(language).add("round.not-decided").line(Level::under));
    return;
  }
  const auto& decision = *round.decision;
  std::vector<Value> values{{"board", decision.board}, {"meeting", decision.meeting}, {"diary", decision.diary}};
  if (decision.departures.empty()) return lines.push_back(Saying(language).add("round.followed", values).line(Level::under));
  values.push_back({"departures", decision.departures.size()});
  lines.push_back(Saying(language).add("round.departed", values).line(Level::under));
  for (const auto& departure : decision.departures) {
    lines.push_back(Saying(language)
                        .add(departure.funded ? "round.departure-funded" : "round.departure-not",
                             {{"project", departure.project}, {"title", departure.title}, {"reason", departure.reason}})
                        .line(Level::below));
  }
}

void add_finality(const RoundReport& round, const Report& report, Language language, std::vector<Line>& lines) {
  if (round.phase != Phase::allocated || !round.sound) return;
  Saying saying(language);
  if (!round.ended) {
    saying.add("round.not-ended");
  } else if (report.quorum.is_none()) {
    saying.add("round.final-none");
  } else {
    saying.add(round.final ? "round.final" : "round.not-final",
               {{"have", round.cosigned}, {"quorum", std::vector{report.quorum.sentence()}}});
  }
  lines.push_back(saying.line(Level::under));
}

void add_round(const RoundReport& round, const Report& report, Language language, std::vector<Line>& lines) {
  Saying saying(language);
  if (round.title.empty()) {
    saying.add("round.unnamed", {{"id", round.id}});
  } else {
    saying.add("round.named", {{"title", round.title}, {"id", round.id}});
  }
  saying.add_if(round.left_out, "round.left-out");
  add_ballots(round, saying);
  lines.push_back(saying.line());
  add_finality(round, report, language, lines);
  add_secrecy(round, language, lines);
  add_lot(round, language, lines);
  if (round.late > 0) {
    lines.push_back(
        Saying(language)
            .add("round.late",
                 {{"ballots", round.late}, {"closing", record::hour_text(round.announced_closing)}, {"entry", round.first_late}})
            .line(Level::under));
  }
  add_decision(round, language, lines);
  if (round.has_log && !round.sound) lines.push_back(Saying(language).add("round.do-not-rely").line(Level::under));
  if (round.milestones > 0)
    lines.push_back(Saying(language).add("round.milestones", {{"milestones", round.milestones}}).line(Level::under));
}

}  // namespace

Part rounds_part(const Report& report, Language language) {
  Part part{text_of(say("heading.rounds"), language), {}};
  for (const auto& round : report.rounds) add_round(round, report, language, part.lines);
  return part;
}

}  // namespace radslag::audit
