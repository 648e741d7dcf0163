// What officers and boards do with an initiative.
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace {

using record::InitiativePhase;
using record::InitiativeState;
using record::Level;
using record::RejectReason;
using record::ReportStep;

constexpr Level levels[] = {Level::information, Level::consultation, Level::dialogue, Level::participation, Level::co_decision};
constexpr RejectReason reasons[] = {RejectReason::not_municipal,   RejectReason::personal,    RejectReason::offensive,
                                    RejectReason::unlawful,        RejectReason::advertising, RejectReason::unclear,
                                    RejectReason::decided_already, RejectReason::duplicate};
constexpr record::InitiativeOutcome outcomes[] = {record::InitiativeOutcome::approved, record::InitiativeOutcome::partly,
                                                  record::InitiativeOutcome::rejected};
constexpr ReportStep after_decision[] = {ReportStep::answer, ReportStep::follow_up};
constexpr std::size_t long_text = 4'000;
constexpr std::uint64_t hours_a_day = 24;

const std::string& matter(const Visit& visit) { return visit.args[0]; }

Subject about(const Visit& visit, const InitiativeState& initiative) {
  Subject subject{initiative.board, initiative.id, initiative.content ? initiative.content->title : initiative.id,
                  "/staff/initiatives/" + initiative.id};
  if (initiative.content) subject.facts.push_back(fact(visit, "desk_fact.text", initiative.content->text));
  subject.facts.push_back(fact(visit, "desk_fact.board", board_name(*visit.state, initiative.board)));
  return subject;
}

/// The initiative, where it is in one of these phases.
template <InitiativePhase... Phases>
Result<Subject> in_phase(const Visit& visit) {
  const auto* initiative = visit.state->initiative(matter(visit));
  if (!initiative) return refuse(Errc::not_found, "no such initiative");
  if (((initiative->phase != Phases) && ...))
    return refuse(Errc::out_of_order, "the initiative is " + std::string(record::word(initiative->phase)));
  return about(visit, *initiative);
}

std::vector<Option> level_options(const Visit& visit) { return word_options(visit, levels, "level."); }
std::vector<Option> reason_options(const Visit& visit) { return word_options(visit, reasons, "reject_reason."); }
std::vector<Option> outcome_options(const Visit& visit) { return word_options(visit, outcomes, "initiative_outcome."); }
std::vector<Option> step_options(const Visit& visit) { return word_options(visit, after_decision, "report_step."); }

/// Opened ones, to point a duplicate at.
std::vector<Option> opened_options(const Visit& visit) {
  std::vector<Option> options{{"", visit.text("desk_page.none_of_them")}};
  for (const auto& [id, initiative] : visit.state->town.initiatives) {
    if (initiative.opening && id != matter(visit) && initiative.content) options.push_back({id, initiative.content->title});
  }
  return options;
}

std::string board_preset(const Visit& visit) { return board_name(*visit.state, visit.state->initiative(matter(visit))->board); }
std::string today_preset(const Visit&) { return today(); }

Result<record::Digest> pseudonym(const Values& values) {
  const auto digest = crypto::array_from_hex<32>(values.text("pseudonym"));
  if (!digest) return refuse(Errc::malformed, "a pseudonym is 64 hexadecimal digits, as the signature's entry has it");
  return *digest;
}

Result<record::Draft> open(const Visit& visit, const Values& values) {
  const auto& initiative = *visit.state->initiative(matter(visit));
  const auto& board = visit.state->town.boards.at(initiative.board).row;
  const record::OpeningContent content{values.text("can_be_influenced"), values.text("are_we_open"), values.text("do_we_need_values"),
                                       values.text("will_people_learn"), values.text("influence")};
  return record::draft_initiative_opened(*visit.state, initiative.id, record::current_hour() + board.days * hours_a_day,
                                         value_named(levels, values.text("level")), content);
}

Result<record::Draft> reject(const Visit& visit, const Values& values) {
  const auto reason = value_named(reasons, values.text("reject_reason"));
  const bool duplicate = reason == RejectReason::duplicate;
  if (duplicate && !values.has("into")) return refuse(Errc::needs_reason, "name the initiative that says it already");
  return record::draft_initiative_rejected(*visit.state, matter(visit), reason, duplicate ? values.text("into") : std::string(),
                                           values.text("reasons"));
}

Result<record::Draft> set_aside(const Visit& visit, const Values& values) {
  const auto signer = pseudonym(values);
  if (!signer) return tl::make_unexpected(signer.error());
  return record::draft_set_aside(*visit.state, matter(visit), *signer, values.text("reasons"));
}

Result<record::Draft> restore(const Visit& visit, const Values& values) {
  const auto signer = pseudonym(values);
  if (!signer) return tl::make_unexpected(signer.error());
  return record::draft_restored(*visit.state, matter(visit), *signer, values.text("reasons"));
}

Result<record::Draft> prepare(const Visit& visit, const Values& values) {
  return record::draft_initiative_report(*visit.state, matter(visit), values.text("date"), ReportStep::preparation,
                                         {values.text("board"), values.text("report")});
}

Result<record::Draft> report(const Visit& visit, const Values& values) {
  return record::draft_initiative_report(*visit.state, matter(visit), values.text("date"), value_named(after_decision, values.text("step")),
                                         {values.text("board"), values.text("report")});
}

Result<record::Draft> decide(const Visit& visit, const Values& values) {
  return record::draft_initiative_decided(*visit.state, matter(visit), value_named(outcomes, values.text("outcome")),
                                          {values.text("board"), values.text("meeting"), values.text("diary"), values.text("reasons")});
}

}  // namespace

void add_initiative_forms(std::vector<ActForm>& forms) {
  using staff::Action;
  const FormField reasons_field{"reasons", Input::lines, long_text};
  const FormField report_field{"report", Input::lines, long_text};
  const FormField date{"date", Input::date, 10, true, nullptr, today_preset};
  const FormField board{"board", Input::line, 200, true, nullptr, board_preset};
  const FormField pseudonym_field{"pseudonym", Input::line, 64};
  const auto lines = [](std::string_view name) { return FormField{name, Input::lines, 2'000}; };

  forms.push_back({"open",
                   "/staff/initiatives/{matter}/open",
                   Action::open_initiative,
                   in_phase<InitiativePhase::raised>,
                   {lines("can_be_influenced"),
                    lines("are_we_open"),
                    lines("do_we_need_values"),
                    lines("will_people_learn"),
                    {"level", Input::choice, 20, true, level_options},
                    lines("influence")},
                   open});
  forms.push_back(
      {"reject",
       "/staff/initiatives/{matter}/reject",
       Action::reject,
       in_phase<InitiativePhase::raised>,
       {{"reject_reason", Input::choice, 20, true, reason_options}, {"into", Input::choice, 64, false, opened_options}, reasons_field},
       reject});
  forms.push_back({"set-aside",
                   "/staff/initiatives/{matter}/set-aside",
                   Action::invalidate_signature,
                   in_phase<InitiativePhase::raised, InitiativePhase::open, InitiativePhase::handed_over>,
                   {pseudonym_field, reasons_field},
                   set_aside});
  forms.push_back({"restore",
                   "/staff/initiatives/{matter}/restore",
                   Action::restore_signature,
                   in_phase<InitiativePhase::raised, InitiativePhase::open, InitiativePhase::handed_over>,
                   {pseudonym_field, reasons_field},
                   restore});
  forms.push_back({"prepare",
                   "/staff/initiatives/{matter}/prepare",
                   Action::prepare,
                   in_phase<InitiativePhase::handed_over>,
                   {board, date, report_field},
                   prepare});
  forms.push_back({"decide",
                   "/staff/initiatives/{matter}/decide",
                   Action::decide,
                   in_phase<InitiativePhase::handed_over>,
                   {board,
                    {"meeting", Input::date, 10, true, nullptr, today_preset},
                    {"diary", Input::line, 60},
                    {"outcome", Input::choice, 20, true, outcome_options},
                    reasons_field},
                   decide});
  forms.push_back({"report",
                   "/staff/initiatives/{matter}/report",
                   Action::answer,
                   in_phase<InitiativePhase::decided>,
                   {{"step", Input::choice, 20, true, step_options}, board, date, report_field},
                   report});
}

}  // namespace radslag::desk
