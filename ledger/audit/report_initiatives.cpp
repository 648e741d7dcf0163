// What a report says of initiatives and calls for projects.
#include <algorithm>

#include "ledger/audit/document.hpp"
#include "ledger/audit/report.hpp"

namespace radslag::audit {
namespace {

using record::InitiativePhase;

constexpr std::size_t most_asides = 20;  ///< in the text; the JSON has all
constexpr std::size_t shown_of_pseudonym = 16;

Value in_words(std::string name, const std::string& kind, std::string_view word) {
  return {std::move(name), std::vector{say(kind + "." + std::string(word))}};
}

Sentence phase_sentence(const InitiativeReport& x) {
  switch (x.phase) {
    case InitiativePhase::raised: return say("initiative.raised", {{"entry", x.raised_at}});
    case InitiativePhase::open: return say("initiative.open", {{"closes", record::hour_text(x.opening->closes)}});
    case InitiativePhase::handed_over: return say("initiative.handed-over");
    case InitiativePhase::decided: {
      const auto& decided = *x.decided;
      return say("initiative.decided", {{"entry", decided.entry},
                                        in_words("outcome", "outcome", record::word(decided.outcome)),
                                        {"board", decided.board},
                                        {"meeting", decided.meeting},
                                        {"diary", decided.diary}});
    }
    case InitiativePhase::rejected: {
      const auto& rejection = *x.rejection;
      std::vector<Value> values{
          {"entry", rejection.entry}, in_words("reason", "reject", record::word(rejection.reason)), {"text", rejection.text}};
      if (rejection.into.empty()) return say("initiative.rejected", std::move(values));
      values.push_back({"into", rejection.into});
      return say("initiative.duplicate", std::move(values));
    }
    case InitiativePhase::expired: break;
  }
  return say("initiative.expired");
}

std::string signatures_text(const InitiativeReport& x, Language language) {
  const auto& now = x.signatures;
  std::vector<Sentence> by_email;
  if (now.email > 0) by_email.push_back(say("initiative.by-email", {{"email", now.email}}));
  return Saying(language)
      .add("initiative.signatures", {{"standing", now.standing()},
                                     {"onroll", now.standing() - now.email},
                                     {"people", x.people},
                                     {"code", now.code},
                                     {"eid", now.eid},
                                     {"paper", now.paper},
                                     {"email", by_email}})
      .add_if(now.withdrawn > 0, "initiative.withdrawn", {{"withdrawn", now.withdrawn}})
      .add_if(now.set_aside > 0, "initiative.set-aside", {{"aside", now.set_aside}})
      .text();
}

void add_threshold(const InitiativeReport& x, Language language, std::vector<Line>& lines) {
  if (!x.opening) return;
  Saying saying(language);
  saying.add("initiative.threshold", {{"threshold", x.opening->threshold}, {"entry", x.opening->entry}});
  if (x.hand_over) {
    saying.add("initiative.reached",
               {{"reached", x.hand_over->reached_at}, {"signatures", x.hand_over->signatures}, {"entry", x.hand_over->entry}});
  } else {
    saying.add("initiative.not-reached");
  }
  lines.push_back(saying.line(Level::under));
}

void add_asides(const InitiativeReport& x, Language language, std::vector<Line>& lines) {
  for (std::size_t i = 0; i < std::min(most_asides, x.asides.size()); ++i) {
    const auto& aside = x.asides[i];
    lines.push_back(
        Saying(language)
            .add(aside.restored ? "initiative.restored" : "initiative.aside",
                 {{"entry", aside.entry}, {"pseudonym", aside.pseudonym.substr(0, shown_of_pseudonym)}, {"reason", aside.reason}})
            .line(Level::below));
  }
  if (x.asides.size() > most_asides)
    lines.push_back(Saying(language).add("initiative.more-asides", {{"more", x.asides.size() - most_asides}}).line(Level::below));
}

void add_initiative(const InitiativeReport& x, Language language, std::vector<Line>& lines) {
  Saying saying(language);
  if (x.title.empty()) {
    saying.add("initiative.unnamed", {{"id", x.id}, {"board", x.board}});
  } else {
    saying.add("initiative.named", {{"title", x.title}, {"id", x.id}, {"board", x.board}});
  }
  lines.push_back(saying.add(phase_sentence(x)).line());
  lines.push_back({Level::under, signatures_text(x, language)});
  add_asides(x, language, lines);
  add_threshold(x, language, lines);
  if (x.reports > 0) lines.push_back(Saying(language).add("initiative.reports", {{"reports", x.reports}}).line(Level::under));
}

Sentence call_sentence(const CallReport& call) {
  const auto assessed = call.feasible + call.declined + call.merged + call.unlawful;
  return say("call", {{"title", call.title},
                      {"id", call.id},
                      {"proposals", call.proposals},
                      {"feasible", call.feasible},
                      {"declined", call.declined},
                      {"merged", call.merged},
                      {"unlawful", call.unlawful},
                      {"rest", call.proposals - assessed}});
}

}  // namespace

Part initiatives_part(const Report& report, Language language) {
  Part part{text_of(say("heading.initiatives"), language), {}};
  for (const auto& initiative : report.initiatives) add_initiative(initiative, language, part.lines);
  for (const auto& call : report.calls) part.lines.push_back(Saying(language).add(call_sentence(call)).line());
  if (!part.lines.empty() && !report.town_sound) part.lines.push_back(Saying(language).add("initiatives.do-not-rely").line(Level::under));
  return part;
}

}  // namespace radslag::audit
