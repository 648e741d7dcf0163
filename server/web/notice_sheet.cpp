// The sheet for the notice board: one side of A4 at a round's opening, closing and result. It carries the heads of both logs on paper,
// where nobody can change them: fed back (radslag-verify --seen), they prove that nothing was rewritten since.
#include <algorithm>
#include <boost/json.hpp>

#include "ledger/record/secret_round.hpp"
#include "server/html/query.hpp"
#include "server/qr/qr.hpp"
#include "server/web/exchange.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"
#include "server/web/witness_model.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::RoundState;
namespace {

enum class Moment { opening, closing, result };

/// What the sheet is about, and how much of each log it rests on.
struct Sheet {
  const RoundState* round = nullptr;
  Moment moment{};
  std::uint64_t round_size = 0, town_size = 0;
};

Result<Sheet> asked_sheet(const Visit& visit) {
  const RoundState* round = visited_round(visit);
  if (round == nullptr || !round->frozen) return refuse(Errc::not_found, "no opened round " + visit.args[0]);
  const std::string& moment = visit.args[1];
  if (moment == "opening") return Sheet{round, Moment::opening, round->opened_at + 1, round->begun_at + 1};
  if (moment == "closing") {
    if (round->phase < record::Phase::closed) return refuse(Errc::not_found, "the round has not been closed");
    return Sheet{round, Moment::closing, round->closed_at + 1, round->begun_at + 1};
  }
  if (moment != "result") return refuse(Errc::not_found, "a round has the sheets opening, closing and result");
  if (!round->ended_at) return refuse(Errc::not_found, "the round has no result yet");
  const auto head = visit.site.service.head(record::round_log_name(round->id));
  return Sheet{round, Moment::result, head ? head->size : 0, *round->ended_at + 1};
}

json::object head_fields(const Visit& visit, const std::string& log, const ShownHead& head) {
  json::object row{{"log", log}, {"note", head.note}, {"size", head.size}, {"witnessed", head.witnessed}};
  row["vkey"] = visit.site.service.log_key(log).text();
  visit.say(row, "title_text", log == "town" ? "notice.head_town" : "notice.head_round");
  if (!visit.html) return row;
  const auto code = qr::svg(head.note, visit.text("notice.qr_label", {{"log", log}}));
  row["has_qr"] = code.has_value();
  if (code) row["qr_html"] = *code;
  return row;
}

/// The funded projects, as the allocation has them.
Result<json::array> funded_rows(const Visit& visit, const RoundState& round) {
  const auto allocation = allocation_of(round);
  if (!allocation) return tl::make_unexpected(allocation.error());
  json::array rows;
  for (const auto& step : allocation->steps) {
    if (!allocation::is_funded(step.outcome)) continue;
    json::object row = project_fields(visit, round, round.frozen->project_index.at(step.project));
    row.erase("summary");
    visit.say_number(row, "votes_count", step.votes);
    row["votes"] = step.votes;
    rows.push_back(std::move(row));
  }
  return rows;
}

Result<> add_result(const Visit& visit, const RoundState& round, json::object& model) {
  auto rows = funded_rows(visit, round);
  if (!rows) return tl::make_unexpected(rows.error());
  const auto funded = static_cast<std::int64_t>(rows->size());
  model["funded"] = std::move(*rows);
  visit.say(model, "headline_text", "result.headline_text",
            {{"funded", funded}, {"total", static_cast<std::int64_t>(round.frozen->definition.projects.size())}});
  visit.say_money(model, "spent_kr", round.allocation->cost, round.frozen->definition.currency);
  return {};
}

/// Both heads: that of the round's log, then the town's.
std::vector<std::pair<std::string, ShownHead>> heads_of(const Visit& visit, const Sheet& sheet) {
  const std::string log = record::round_log_name(sheet.round->id);
  return {{log, shown_head(visit, log, sheet.round_size)}, {"town", shown_head(visit, "town", sheet.town_size)}};
}

}  // namespace

Result<Page> notice_sheet(const Visit& visit) {
  const auto sheet = asked_sheet(visit);
  if (!sheet) return tl::make_unexpected(sheet.error());
  const RoundState& round = *sheet->round;
  const std::string& moment = visit.args[1];
  Page page{round_fields(visit, round), visit.text("page_title.notice_" + moment, {{"title", round_title(*visit.state, round)}})};
  json::object& model = page.model;
  model["moment"] = moment;
  for (const std::string_view each : {"opening", "closing", "result"}) model["is_" + std::string(each) + "_sheet"] = each == moment;
  visit.say(model, "notice_heading", "notice.heading_" + moment);
  visit.say(model, "notice_intro", "notice.intro_" + moment);
  model["town"] = visit.state->town.name;
  visit.say_number(model, "projects_count", round.frozen->definition.projects.size());
  if (sheet->moment != Moment::opening) {
    visit.say_number(model, "ballots_count", round.ballots);
    visit.say_number(model, "voters_count", round.voters);
  }
  if (sheet->moment == Moment::result)
    if (auto added = add_result(visit, round, model); !added) return tl::make_unexpected(added.error());
  json::array heads;
  for (const auto& [log, head] : heads_of(visit, *sheet)) heads.push_back(head_fields(visit, log, head));
  model["heads"] = std::move(heads);
  add_witnessed(visit, record::round_log_name(round.id), sheet->round_size, model);
  const auto policy = visit.site.service.file("policy");
  model["has_policy"] = policy.has_value();
  model["policy"] = policy.value_or("");
  model["heads_href"] = visit.path + "/heads.txt";
  model["verify_command"] = "radslag-verify --seen heads.txt " + visit.site.config.base_url;
  return page;
}

Result<http::Response> notice_heads(const Visit& visit) {
  const auto sheet = asked_sheet(visit);
  if (!sheet) return tl::make_unexpected(sheet.error());
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + visit.args[0] + "-" + visit.args[1] + "-heads.txt\"");
  response.headers.emplace_back("Cache-Control", "no-cache");
  for (const auto& [log, head] : heads_of(visit, *sheet)) response.body += head.note + '\n';
  return response;
}

}  // namespace radslag::web
