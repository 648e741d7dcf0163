// Paper lists: one officer types the numbers, another confirms, and the attested signatures are handed to the voting server from the
// browser, some at a time.
#include <algorithm>
#include <boost/json.hpp>

#include "server/html/problem.hpp"
#include "server/html/query.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/tokens.hpp"
#include "server/registrar/web/counter_pages.hpp"
#include "server/registrar/web/pages.hpp"
#include "server/staff/staff.hpp"

namespace radslag::registrar_web {
namespace json = boost::json;
namespace {

using record::InitiativePhase;
using registrar::PaperBatch;
using registrar::PaperPhase;
using staff::Action;
using staff::Ended;

constexpr std::size_t signatures_at_once = 100;  ///< what the voting server takes in one form

/// The initiative of a list, if this account may do that for its board.
const registrar::Initiative* initiative_for(const Visit& visit, Action action, const std::string& matter) {
  const auto* initiative = visit.town->initiative(matter);
  return initiative && staff::may(visit.staff_session->account, action, initiative->board) ? initiative : nullptr;
}

bool takes_signatures(const Visit& visit, const registrar::Initiative& initiative) {
  const bool open = initiative.phase == InitiativePhase::open || initiative.phase == InitiativePhase::handed_over;
  return open && visit.hour() < initiative.closes;
}

std::string title_of(const registrar::Initiative& initiative) { return initiative.content ? initiative.content->title : initiative.id; }

std::string path_of(const PaperBatch& batch) { return "/staff/papers/" + std::to_string(batch.id); }
std::string subject_of(const PaperBatch& batch) { return "paper/" + std::to_string(batch.id); }

void log(const Visit& visit, Action action, const std::string& subject, Ended ended) {
  visit.staff->log.append(visit.staff_session->account.id, action, subject, ended);
}

std::string name_of(const Visit& visit, const std::string& account) {
  const auto found = visit.staff->accounts.find(account);
  return found ? found->name : std::string();
}

json::object head_of(const Visit& visit, const PaperBatch& batch) {
  const auto* initiative = visit.town->initiative(batch.matter);
  json::object row{{"number", batch.id}, {"href", path_of(batch)}, {"matter", batch.matter}};
  row["title"] = initiative ? title_of(*initiative) : batch.matter;
  row["entered_by"] = name_of(visit, batch.entered_by);
  row["is_waiting"] = batch.phase == PaperPhase::waiting;
  row["is_confirmed"] = batch.phase == PaperPhase::confirmed;
  row["is_judged"] = batch.phase != PaperPhase::waiting;
  row["judged_by"] = name_of(visit, batch.judged_by);
  visit.say(row, "phase_text", "paper_phase." + std::string(registrar::phase_name(batch.phase)));
  visit.say_hour(row, "entered_text", batch.entered_hour);
  return row;
}

json::array lines_of(const Visit& visit, const PaperBatch& batch) {
  json::array list;
  for (const auto& line : batch.lines) {
    json::object row{{"line", line.line}, {"finding", registrar::finding_name(line.finding)}};
    row["good"] = line.finding == registrar::PaperFinding::good;
    visit.say(row, "finding_text", "paper_finding." + std::string(registrar::finding_name(line.finding)));
    row["has_fault"] = line.fault.has_value();
    if (line.fault) visit.say(row, "fault_text", "number_fault." + std::string(registrar::fault_name(*line.fault)));
    list.push_back(std::move(row));
  }
  return list;
}

html::Page papers_model(const Visit& visit, const std::string& problem = {}) {
  html::Page page;
  page.title = visit.text("staff_paper.title");
  page.path = "/staff/papers";
  json::array matters, batches;
  for (const auto& [id, initiative] : visit.town->initiatives)
    if (takes_signatures(visit, initiative) && initiative_for(visit, Action::paper_enter, id))
      matters.push_back({{"id", id}, {"title", title_of(initiative)}});
  for (const auto& batch : visit.site.house.papers.all())
    if (initiative_for(visit, Action::paper_enter, batch.matter)) batches.push_back(head_of(visit, batch));
  page.model["has_matters"] = !matters.empty();
  page.model["matters"] = std::move(matters);
  page.model["has_batches"] = !batches.empty();
  page.model["batches"] = std::move(batches);
  page.model["has_problem"] = !problem.empty();
  page.model["problem_text"] = problem;
  return page;
}

/// The list that the address names, if this account may do that with it.
Result<PaperBatch> batch_for(const Visit& visit, Action action) {
  const auto number = html::whole_number(visit.args.front());
  auto batch = number ? visit.site.house.papers.find(*number) : std::nullopt;
  if (!batch) return refuse(Errc::not_found, "no such list");
  if (!initiative_for(visit, action, batch->matter)) return refuse(Errc::not_found, "another board's list");
  return std::move(*batch);
}

html::Page batch_page(const Visit& visit, const PaperBatch& batch, std::string_view title) {
  html::Page page;
  page.title = visit.text(title, {{"number", static_cast<std::int64_t>(batch.id)}});
  page.path = path_of(batch);
  page.model = head_of(visit, batch);
  page.model["lines"] = lines_of(visit, batch);
  visit.say(page.model, "good_text", "staff_paper.good_text",
            {{"good", static_cast<std::int64_t>(batch.good())}, {"all", static_cast<std::int64_t>(batch.lines.size())}});
  page.model["judge_href"] = path_of(batch) + "/judge";
  page.model["is_own"] = batch.entered_by == visit.staff_session->account.id;
  page.model["has_good"] = batch.good() > 0;
  page.model["has_problem"] = false;
  json::array parts;
  for (std::size_t part = 0; batch.phase == PaperPhase::confirmed && part * signatures_at_once < batch.good(); ++part) {
    json::object row{{"part", part + 1}};
    visit.say(row, "button_text", "staff_paper.part_text",
              {{"from", static_cast<std::int64_t>(part * signatures_at_once + 1)},
               {"to", static_cast<std::int64_t>(std::min<std::size_t>((part + 1) * signatures_at_once, batch.good()))}});
    parts.push_back(std::move(row));
  }
  page.model["parts"] = std::move(parts);
  return page;
}

}  // namespace

Result<html::Page> papers_page(const Visit& visit) { return papers_model(visit); }

void enter_paper(const Visit& visit, html::Exchange&& exchange) {
  const auto& matter = exchange.form.text("matter");
  const auto* initiative = initiative_for(visit, Action::paper_enter, matter);
  if (!initiative) return exchange.refuse({Errc::not_found, "another board's initiative"});
  if (!takes_signatures(visit, *initiative))
    return exchange.show("registrar/papers", papers_model(visit, visit.text("obstacle.over")), 409);
  const auto batch = visit.site.house.papers.enter(matter, visit.staff_session->account.id, exchange.form.text("list"), visit.now);
  if (!batch) {
    const auto key = batch.error().code == Errc::not_found ? "staff_paper.unknown_matter" : "staff_paper.no_list";
    return exchange.show("registrar/papers", papers_model(visit, visit.text(key)), html::status_of(batch.error().code));
  }
  log(visit, Action::paper_enter, subject_of(*batch), Ended::done);
  exchange.see_other(path_of(*batch));
}

Result<html::Page> paper_page(const Visit& visit) {
  const auto batch = batch_for(visit, Action::paper_enter);
  if (!batch) return tl::make_unexpected(batch.error());
  return batch_page(visit, *batch, "staff_paper.title_one");
}

Result<html::Page> judge_paper_page(const Visit& visit) {
  const auto batch = batch_for(visit, Action::paper_confirm);
  if (!batch) return tl::make_unexpected(batch.error());
  auto page = batch_page(visit, *batch, "staff_paper.title_judge");
  page.path += "/judge";
  return page;
}

void judge_paper(const Visit& visit, html::Exchange&& exchange) {
  auto batch = batch_for(visit, Action::paper_confirm);
  if (!batch) return exchange.refuse(batch.error());
  const auto& officer = visit.staff_session->account.id;
  const bool confirms = exchange.form.text("judgement") == "confirm";
  auto& papers = visit.site.house.papers;
  const auto judged = confirms ? papers.confirm(batch->id, officer, visit.now) : papers.reject(batch->id, officer, visit.now);
  log(visit, Action::paper_confirm, subject_of(*batch), judged ? Ended::done : Ended::refused);
  if (judged) return exchange.see_other(path_of(*batch));
  auto page = batch_page(visit, *batch, "staff_paper.title_judge");
  page.path += "/judge";
  page.model["has_problem"] = true;
  page.model["problem_text"] =
      visit.text(judged.error().code == Errc::not_authorised ? "staff_paper.same_officer" : "staff_paper.judged_before");
  exchange.show("registrar/paper-judge", page, html::status_of(judged.error().code));
}

void hand_over_paper(const Visit& visit, html::Exchange&& exchange) {
  const auto batch = batch_for(visit, Action::paper_enter);
  if (!batch) return exchange.refuse(batch.error());
  const auto* initiative = visit.town->initiative(batch->matter);
  const auto part = html::whole_number(exchange.form.text("part"));
  const auto carriers = visit.site.house.papers.carriers(batch->id, {initiative->id, initiative->subject, initiative->roll}, visit.now);
  if (!carriers) return exchange.refuse(carriers.error());
  if (!part || *part == 0 || (*part - 1) * signatures_at_once >= carriers->size())
    return exchange.refuse({Errc::not_found, "no such part"});
  const auto from = (*part - 1) * signatures_at_once;
  const auto to = std::min<std::size_t>(from + signatures_at_once, carriers->size());
  html::Page page;
  page.title = visit.text("staff_paper.title_carry");
  page.path = path_of(*batch);
  page.model["href"] = page.path;
  page.model["action"] = visit.site.config.counter + hand_in_batch_path;
  json::array fields;
  for (auto i = from; i < to; ++i) fields.emplace_back(json::object{{"attested", registrar::to_base64url((*carriers)[i])}});
  page.model["carriers"] = std::move(fields);
  visit.say(page.model, "part_text", "staff_paper.carry_text",
            {{"from", static_cast<std::int64_t>(from + 1)}, {"to", static_cast<std::int64_t>(to)}});
  exchange.show("registrar/paper-carry", page);
}

}  // namespace radslag::registrar_web
