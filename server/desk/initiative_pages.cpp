// Initiatives as officers and boards see them: what waits to be looked at, what has been handed over, and one with all that can be done.
#include <boost/json.hpp>

#include "server/desk/forms.hpp"
#include "server/desk/pages.hpp"

namespace radslag::desk {
namespace json = boost::json;
namespace {

using record::InitiativePhase;
using record::InitiativeState;

constexpr std::uint64_t hours_a_day = 24;
constexpr std::uint64_t moderation_days = 7;  // a raised initiative is looked at within a week

std::int64_t days_since(std::uint64_t hour) {
  const auto now = record::current_hour();
  return now > hour ? static_cast<std::int64_t>((now - hour) / hours_a_day) : 0;
}

json::object row(const Visit& visit, const InitiativeState& initiative, std::uint64_t since) {
  const auto counts = visit.service.signature_counts();
  const auto count = counts->find(initiative.id);
  const auto standing = count == counts->end() ? 0 : count->second.standing();
  json::object model{{"id", initiative.id}, {"href", "/staff/initiatives/" + initiative.id}};
  model["title"] = initiative.content ? initiative.content->title : initiative.id;
  model["board"] = board_name(*visit.state, initiative.board);
  model["phase_text"] = visit.text("initiative_phase." + std::string(record::word(initiative.phase)));
  model["signatures_text"] = visit.text("desk_page.signatures", {{"count", static_cast<std::int64_t>(standing)}});
  model["waited_text"] = visit.text("desk_page.waited", {{"days", days_since(since)}});
  return model;
}

/// Whether it has the co-signers that its board asks for.
bool is_ready(const Visit& visit, const InitiativeState& initiative) {
  const auto counts = visit.service.signature_counts();
  const auto count = counts->find(initiative.id);
  const auto board = visit.state->town.boards.find(initiative.board);
  const auto cosigners = board == visit.state->town.boards.end() ? 0 : board->second.row.cosigners;
  return count != counts->end() && count->second.standing() > cosigners;
}

}  // namespace

Result<Page> initiatives_page(const Visit& visit) {
  Page page;
  page.title = visit.text("desk_page.initiatives");
  json::array overdue, waiting, gathering, inbox, answers;
  for (const auto& [id, initiative] : visit.state->town.initiatives) {
    const bool mine = staff::may(visit.account(), staff::Action::moderate, initiative.board);
    const bool inbox_mine = staff::may(visit.account(), staff::Action::see_inbox, initiative.board);
    if (initiative.phase == InitiativePhase::raised && mine) {
      auto& list = !is_ready(visit, initiative)                                                       ? gathering
                   : days_since(initiative.raised_hour) >= static_cast<std::int64_t>(moderation_days) ? overdue
                                                                                                      : waiting;
      list.push_back(row(visit, initiative, initiative.raised_hour));
    }
    if (initiative.phase == InitiativePhase::handed_over && inbox_mine) inbox.push_back(row(visit, initiative, initiative.hand_over->hour));
    const bool answered = std::any_of(initiative.reports.begin(), initiative.reports.end(),
                                      [](const auto& report) { return report.row.step == record::ReportStep::answer; });
    if (initiative.phase == InitiativePhase::decided && !answered && inbox_mine)
      answers.push_back(row(visit, initiative, initiative.decided->hour));
  }
  const auto put = [&](const char* name, json::array list) {
    page.model["has_" + std::string(name)] = !list.empty();
    page.model[name] = std::move(list);
  };
  put("overdue", std::move(overdue));
  put("waiting", std::move(waiting));
  put("gathering", std::move(gathering));
  put("inbox", std::move(inbox));
  put("answers", std::move(answers));
  return page;
}

Result<Page> initiative_page(const Visit& visit) {
  const auto* initiative = visit.state->initiative(visit.args[0]);
  if (!initiative) return refuse(Errc::not_found, "no such initiative");
  if (auto may = require(visit, staff::Action::see_inbox, initiative->board); !may) return tl::make_unexpected(may.error());
  Page page;
  page.model = row(visit, *initiative, initiative->raised_hour);
  page.title = page.model["title"].as_string().c_str();
  visit.say_markdown(page.model, "text", initiative->content ? initiative->content->text : std::string());
  page.model["has_text"] = initiative->content != nullptr;
  page.model["public_href"] = "/initiatives/" + initiative->id;
  page.model["entries_href"] = "/record/entry?log=town&index=" + std::to_string(initiative->raised_at);
  visit.say_hour(page.model, "raised_text", initiative->raised_hour);
  json::array asides;
  for (const auto& aside : initiative->asides) {
    asides.push_back({{"text", aside.text},
                      {"restored", aside.restored},
                      {"entry_href", "/record/entry?log=town&index=" + std::to_string(aside.index)}});
  }
  page.model["has_asides"] = !asides.empty();
  page.model["asides"] = std::move(asides);
  auto actions = actions_below(visit, "/staff/initiatives/" + initiative->id);
  page.model["has_actions"] = !actions.empty();
  page.model["actions"] = std::move(actions);
  return page;
}

}  // namespace radslag::desk
