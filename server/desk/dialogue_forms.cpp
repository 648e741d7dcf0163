// The register of dialogues, and the feedback without which none is finished.
#include <boost/json.hpp>

#include "ledger/record/values.hpp"
#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace {

using record::DialogueKind;
using record::DialogueState;
using record::DialogueStatus;
using record::Level;
using record::Signal;

constexpr DialogueStatus statuses[] = {DialogueStatus::planned, DialogueStatus::ongoing, DialogueStatus::finished};
constexpr Signal signals[] = {Signal::green, Signal::yellow, Signal::red};
constexpr DialogueKind kinds[] = {DialogueKind::ongoing, DialogueKind::project};
constexpr Level levels[] = {Level::information, Level::consultation, Level::dialogue, Level::participation, Level::co_decision};

const DialogueState* dialogue(const Visit& visit) {
  if (visit.args.empty()) return nullptr;
  const auto found = visit.state->town.dialogues.find(visit.args[0]);
  return found == visit.state->town.dialogues.end() ? nullptr : &found->second;
}

Result<Subject> existing(const Visit& visit) {
  const auto* found = dialogue(visit);
  if (!found) return refuse(Errc::not_found, "no such dialogue");
  return Subject{board_named(*visit.state, found->content.board), visit.args[0], found->content.title, "/dialogues/" + visit.args[0], {}};
}

Result<Subject> new_one(const Visit&) { return Subject{}; }

std::vector<Option> status_options(const Visit& visit) { return word_options(visit, statuses, "status."); }
std::vector<Option> signal_options(const Visit& visit) { return word_options(visit, signals, "signal."); }
std::vector<Option> kind_options(const Visit& visit) { return word_options(visit, kinds, "dialogue_kind."); }
std::vector<Option> level_options(const Visit& visit) { return word_options(visit, levels, "level."); }

/// What stands in the register now, where the form changes a row.
template <std::string record::DialogueContent::*Member>
std::string now(const Visit& visit) {
  const auto* found = dialogue(visit);
  return found ? found->content.*Member : std::string();
}
template <std::string record::Dialogue::*Member>
std::string now(const Visit& visit) {
  const auto* found = dialogue(visit);
  return found ? found->row().*Member : std::string();
}
std::string status_now(const Visit& visit) { return dialogue(visit) ? std::string(record::word(dialogue(visit)->row().status)) : ""; }
std::string signal_now(const Visit& visit) { return dialogue(visit) ? std::string(record::word(dialogue(visit)->row().signal)) : ""; }
std::string kind_now(const Visit& visit) {
  return dialogue(visit) ? std::string(record::word(dialogue(visit)->content.dialogue_kind)) : "";
}
std::string level_now(const Visit& visit) { return dialogue(visit) ? std::string(record::word(dialogue(visit)->content.level)) : ""; }
std::string today_preset(const Visit&) { return today(); }

Result<record::Draft> draft(const Visit& visit, const Values& values) {
  const auto id = visit.args.empty() ? values.text("dialogue_id") : visit.args[0];
  if (!record::is_id(id)) return refuse(Errc::malformed, "the id is made of small letters a to z, digits and hyphens");
  if (visit.args.empty() && visit.state->town.dialogues.contains(id)) return refuse(Errc::duplicate, "there is a dialogue with that id");
  const record::DialogueRow row{id, value_named(statuses, values.text("status")), value_named(signals, values.text("signal")),
                                values.text("begins"), values.text("ends")};
  if (row.begins > row.ends) return refuse(Errc::malformed, "the dialogue ends before it begins");
  const record::DialogueContent content{values.text("title"),
                                        values.text("summary"),
                                        values.text("board"),
                                        values.text("office"),
                                        value_named(kinds, values.text("kind")),
                                        value_named(levels, values.text("level")),
                                        values.text("influence"),
                                        values.text("reported_to"),
                                        values.text("reported_how"),
                                        values.text("comment")};
  return record::draft_dialogue(*visit.state, row, content);
}

Result<record::Draft> feedback(const Visit& visit, const Values& values) {
  return record::draft_feedback(*visit.state, visit.args[0], values.text("date"), {values.text("board"), values.text("report")});
}

std::vector<FormField> register_fields() {
  using record::DialogueContent;
  return {{"title", Input::line, 160, true, nullptr, now<&DialogueContent::title>},
          {"summary", Input::lines, 2'000, true, nullptr, now<&DialogueContent::summary>},
          {"board", Input::line, 200, true, nullptr, now<&DialogueContent::board>},
          {"office", Input::line, 200, true, nullptr, now<&DialogueContent::officer>},
          {"kind", Input::choice, 20, true, kind_options, kind_now},
          {"level", Input::choice, 20, true, level_options, level_now},
          {"influence", Input::lines, 2'000, true, nullptr, now<&DialogueContent::influence>},
          {"status", Input::choice, 20, true, status_options, status_now},
          {"signal", Input::choice, 20, true, signal_options, signal_now},
          {"begins", Input::date, 10, true, nullptr, now<&record::Dialogue::begins>},
          {"ends", Input::date, 10, true, nullptr, now<&record::Dialogue::ends>},
          {"reported_to", Input::lines, 1'000, true, nullptr, now<&DialogueContent::reported_to>},
          {"reported_how", Input::lines, 1'000, true, nullptr, now<&DialogueContent::reported_how>},
          {"comment", Input::lines, 1'000, true, nullptr, now<&DialogueContent::comment>}};
}

}  // namespace

void add_dialogue_forms(std::vector<ActForm>& forms) {
  using staff::Action;
  auto new_fields = register_fields();
  new_fields.insert(new_fields.begin(), FormField{"dialogue_id", Input::line, 64});
  forms.push_back({"dialogue-new", "/staff/dialogues/new", Action::manage_dialogues, new_one, std::move(new_fields), draft});
  forms.push_back({"feedback",
                   "/staff/dialogues/{dialogue}/feedback",
                   Action::give_feedback,
                   existing,
                   {{"board", Input::line, 200, true, nullptr, now<&record::DialogueContent::board>},
                    {"date", Input::date, 10, true, nullptr, today_preset},
                    {"report", Input::lines, 4'000}},
                   feedback});
  forms.push_back({"dialogue", "/staff/dialogues/{dialogue}/change", Action::manage_dialogues, existing, register_fields(), draft});
}

}  // namespace radslag::desk
