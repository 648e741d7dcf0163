// Calls for projects, and what becomes of the proposals to them.
#include <algorithm>
#include <boost/json.hpp>

#include "ledger/record/values.hpp"
#include "server/desk/forms.hpp"
#include "server/html/query.hpp"
#include "server/pictures/picture.hpp"

namespace radslag::desk {
namespace {

using record::Assessment;
using record::AssessmentContent;
using record::ProposalAssessment;
using record::ProposalState;

constexpr std::size_t call_text = 8'000, long_text = 4'000, summary_text = 600;
constexpr std::uint64_t minor_units = 100;

// --- calls ---

Result<Subject> dialogue_asked(const Visit& visit) {
  const auto found = visit.state->town.dialogues.find(visit.args[0]);
  if (found == visit.state->town.dialogues.end()) return refuse(Errc::not_found, "no such dialogue");
  Subject subject{board_of_dialogue(*visit.state, visit.args[0]), visit.args[0], found->second.content.title,
                  "/dialogues/" + visit.args[0]};
  std::string areas;
  if (const auto edition = visit.state->town.editions.find(visit.state->town.newest_edition); edition != visit.state->town.editions.end()) {
    for (const auto& area : edition->second.row.areas) areas += (areas.empty() ? "" : ", ") + area.id + " (" + area.name + ")";
  }
  if (!areas.empty()) subject.facts.push_back(fact(visit, "desk_fact.areas", areas));
  return subject;
}

/// Lines "area amount", in whole units; areas are those of the newest edition of the roll.
Result<std::vector<record::CallContent::AreaEnvelope>> area_money(const Visit& visit, const std::string& text) {
  std::vector<record::CallContent::AreaEnvelope> areas;
  const auto edition = visit.state->town.editions.find(visit.state->town.newest_edition);
  for (std::size_t begin = 0; begin < text.size();) {
    const auto end = std::min(text.find('\n', begin), text.size());
    const auto line = text.substr(begin, end - begin);
    begin = end + 1;
    if (line.empty()) continue;
    const auto space = line.find(' ');
    auto digits = space == std::string::npos ? std::string() : line.substr(space);
    std::erase(digits, ' ');
    const auto amount = html::whole_number(digits);
    const auto id = line.substr(0, space);
    const auto* area = edition == visit.state->town.editions.end() ? nullptr : edition->second.area(id);
    if (!area) return refuse(Errc::not_found, "the roll has no area " + id);
    if (!amount || *amount == 0 || *amount > most_money)
      return refuse(Errc::malformed, "write the area's id, a space and a whole amount, at least 1: " + line);
    areas.push_back({id, *amount * minor_units, area->name});
  }
  std::sort(areas.begin(), areas.end(), [](const auto& a, const auto& b) { return a.area < b.area; });
  return areas;
}

Result<record::Draft> open_call(const Visit& visit, const Values& values) {
  const auto& id = values.text("call_id");
  if (!record::is_id(id)) return refuse(Errc::malformed, "the id is made of small letters a to z, digits and hyphens");
  auto areas = area_money(visit, values.text("area_money"));
  if (!areas) return tl::make_unexpected(areas.error());
  const auto envelope = values.number("envelope");
  std::uint64_t sum = 0;
  for (const auto& area : *areas) sum += area.amount;
  if (sum > envelope) return refuse(Errc::over_budget, "the areas together have more than the whole envelope");
  const auto closes = first_hour(visit, values.text("proposals_until"), 1);
  if (closes <= record::current_hour()) return refuse(Errc::malformed, "the last day for proposals is over already");
  return record::draft_call_opened(
      *visit.state, id, visit.args[0], closes,
      {values.text("title"), values.text("call_text"), visit.state->town.currency, envelope, std::move(*areas)});
}

// --- proposals ---

const ProposalState& proposal(const Visit& visit) { return *visit.state->proposal(visit.args[0]); }

const ProposalState::Assessed* newest(const Visit& visit) {
  const auto& assessments = proposal(visit).assessments;
  return assessments.empty() ? nullptr : &assessments.back();
}

/// Unlawful texts are repeated nowhere.
std::string title_of(const ProposalState& proposal) {
  const bool unlawful = !proposal.assessments.empty() && proposal.assessments.back().row.outcome == Assessment::unlawful;
  if (!unlawful && !proposal.assessments.empty()) return proposal.assessments.back().content->title;
  return !unlawful && proposal.content ? proposal.content->title : proposal.id;
}

Result<Subject> proposal_asked(const Visit& visit) {
  const auto* found = visit.state->proposal(visit.args[0]);
  if (!found) return refuse(Errc::not_found, "no such proposal");
  Subject subject{board_of_call(*visit.state, found->call), found->id, title_of(*found), "/staff/proposals/" + found->id};
  if (const auto* round = visit.state->round(found->call); round && round->phase != record::Phase::begun)
    return refuse(Errc::frozen, "round " + round->id + " has been opened: its projects and their costs were frozen then");
  if (found->content) subject.facts.push_back(fact(visit, "desk_fact.text", found->content->title + "\n\n" + found->content->text));
  return subject;
}

Result<Subject> assessed_one(const Visit& visit) {
  auto subject = proposal_asked(visit);
  if (!subject) return subject;
  const auto* last = newest(visit);
  if (!last || last->row.outcome == Assessment::unlawful)
    return refuse(Errc::out_of_order, "words and pictures come after the proposal has been assessed");
  return subject;
}

std::string title_now(const Visit& visit) { return title_of(proposal(visit)); }
std::string summary_now(const Visit& visit) {
  const auto* last = newest(visit);
  return last && last->row.outcome != Assessment::unlawful ? last->content->summary : std::string();
}
std::string alt_now(const Visit& visit) { return newest(visit) && newest(visit)->content->has_alt ? newest(visit)->content->alt : ""; }
std::string cost_now(const Visit& visit) {
  const auto* last = newest(visit);
  const auto cost = last && last->row.cost > 0 ? last->row.cost : proposal(visit).content ? proposal(visit).content->estimate : 0;
  return cost > 0 ? std::to_string(cost / minor_units) : std::string();
}

/// Proposals that this one can be merged into.
std::vector<Option> others(const Visit& visit) {
  std::vector<Option> options;
  const auto& own = proposal(visit);
  for (const auto& id : visit.state->town.calls.at(own.call).proposals) {
    const auto& other = visit.state->town.proposals.at(id);
    const auto outcome = other.assessments.empty() ? Assessment::feasible : other.assessments.back().row.outcome;
    if (id != own.id && outcome != Assessment::merged && outcome != Assessment::unlawful) options.push_back({id, title_of(other)});
  }
  return options;
}

/// The next assessment, with the picture and the translations of the last one.
ProposalAssessment next(const Visit& visit) {
  ProposalAssessment x;
  x.proposal = proposal(visit).id;
  const auto* last = newest(visit);
  if (!last || last->row.outcome == Assessment::unlawful) return x;
  x.content = *last->content;
  const auto blob = last->row.picture ? visit.service.blob("town", *last->row.picture) : refuse(Errc::not_found, "");
  if (blob) x.picture = std::string(record::blob_content(*blob).value_or(""));
  return x;
}

template <Assessment Outcome>
Result<record::Draft> assess(const Visit& visit, const Values& values) {
  auto x = next(visit);
  x.outcome = Outcome;
  x.content.title = values.text("title");
  x.content.summary = values.text("summary");
  x.content.reasons = values.text("reasons");
  x.into = values.text("merge_into");
  x.cost = values.number("cost");
  if (Outcome == Assessment::feasible && x.cost == 0) return refuse(Errc::malformed, "what can be carried out costs at least 1");
  return record::draft_project_assessed(*visit.state, std::move(x));
}

/// Nothing of the proposal goes into the record again.
Result<record::Draft> unlawful(const Visit& visit, const Values& values) {
  ProposalAssessment x{proposal(visit).id, Assessment::unlawful, 0, {}, std::nullopt, {}};
  x.content.title = x.proposal;
  x.content.summary = x.content.reasons = values.text("reasons");
  return record::draft_project_assessed(*visit.state, std::move(x));
}

Result<> set_picture(ProposalAssessment& x, const Values& values) {
  if (values.has("no_picture")) x.picture.reset();
  if (values.has("picture")) {
    auto picture = pictures::take_in(values.text("picture"));
    if (!picture) return tl::make_unexpected(picture.error());
    x.picture = std::move(picture->jpeg);
  }
  if (x.picture && !values.has("alt")) return refuse(Errc::needs_reason, "say what the picture shows, for those who do not see it");
  x.content.alt = x.picture ? values.text("alt") : std::string();
  return {};
}

Result<> set_translation(AssessmentContent& content, const Visit& visit, const Values& values) {
  const AssessmentContent::Translation given{values.text("translation_language"), values.text("translated_title"),
                                             values.text("translated_summary")};
  if (given.language.empty() && given.title.empty() && given.summary.empty()) return {};
  if (given.language.empty() || given.title.empty() || given.summary.empty())
    return refuse(Errc::malformed, "a translation has a language, a title and a summary");
  if (given.language == visit.config.content_lang) return refuse(Errc::malformed, "a translation is into another language");
  auto& all = content.translations;
  const auto place = std::lower_bound(all.begin(), all.end(), given, [](const auto& a, const auto& b) { return a.language < b.language; });
  if (place != all.end() && place->language == given.language) {
    *place = given;
  } else {
    all.insert(place, given);
  }
  return {};
}

/// The words, the picture and the translations of what has been assessed; the assessment itself stays as it is.
Result<record::Draft> words(const Visit& visit, const Values& values) {
  auto x = next(visit);
  const auto& last = newest(visit)->row;
  x.outcome = last.outcome;
  x.cost = last.cost;
  x.into = last.into;
  x.content.title = values.text("title");
  x.content.summary = values.text("summary");
  if (auto set = set_picture(x, values); !set) return tl::make_unexpected(set.error());
  if (auto set = set_translation(x.content, visit, values); !set) return tl::make_unexpected(set.error());
  return record::draft_project_assessed(*visit.state, std::move(x));
}

}  // namespace

void add_project_forms(std::vector<ActForm>& forms) {
  using staff::Action;
  const FormField title{"title", Input::line, 160, true, nullptr, title_now};
  const FormField summary{"summary", Input::lines, summary_text, true, nullptr, summary_now};
  const FormField reasons{"reasons", Input::lines, long_text};

  forms.push_back({"call",
                   "/staff/dialogues/{dialogue}/call",
                   Action::manage_calls,
                   dialogue_asked,
                   {{"call_id", Input::line, 64},
                    {"title", Input::line, 160},
                    {"call_text", Input::lines, call_text},
                    {"envelope", Input::money, 20},
                    {"area_money", Input::lines, long_text, false},
                    {"proposals_until", Input::date, 10}},
                   open_call});
  forms.push_back({"feasible",
                   "/staff/proposals/{proposal}/feasible",
                   Action::assess_proposal,
                   proposal_asked,
                   {{"cost", Input::money, 20, true, nullptr, cost_now}, title, summary, reasons},
                   assess<Assessment::feasible>});
  forms.push_back({"decline",
                   "/staff/proposals/{proposal}/decline",
                   Action::assess_proposal,
                   proposal_asked,
                   {title, summary, reasons},
                   assess<Assessment::declined>});
  forms.push_back({"merge",
                   "/staff/proposals/{proposal}/merge",
                   Action::edit_proposal,
                   proposal_asked,
                   {{"merge_into", Input::choice, 64, true, others}, title, summary, reasons},
                   assess<Assessment::merged>});
  forms.push_back({"unlawful", "/staff/proposals/{proposal}/unlawful", Action::assess_proposal, proposal_asked, {reasons}, unlawful});
  forms.push_back({"words",
                   "/staff/proposals/{proposal}/words",
                   Action::edit_proposal,
                   assessed_one,
                   {title,
                    summary,
                    {"picture", Input::file, pictures::Limits{}.bytes, false},
                    {"alt", Input::line, 400, false, nullptr, alt_now},
                    {"no_picture", Input::tick, 10, false},
                    {"translation_language", Input::line, 3, false},
                    {"translated_title", Input::line, 160, false},
                    {"translated_summary", Input::lines, summary_text, false}},
                   words});
}

}  // namespace radslag::desk
