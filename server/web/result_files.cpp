// A round's result as files: a table for spreadsheets, all ballots in Pabulib's format, the order that decides between equals.
#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/allocation/names.hpp"
#include "ledger/record/round_count.hpp"
#include "server/html/csv.hpp"
#include "server/html/frame.hpp"
#include "server/http/etag.hpp"
#include "server/web/count_studies.hpp"
#include "server/web/count_study.hpp"
#include "server/web/exchange.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/result_pb.hpp"
#include "server/web/result_texts.hpp"
#include "server/web/round_model.hpp"
#include "server/web/tie_order.hpp"

namespace radslag::web {
using record::RoundState;
namespace {

/// The round, if its result may be told.
Result<const RoundState*> told_round(const Visit& visit) {
  const RoundState* round = visited_round(visit);
  if (round == nullptr || !round->frozen) return refuse(Errc::not_found, "no opened round " + visit.args.front());
  if (round->phase == record::Phase::open) return refuse(Errc::sealed, "the round " + round->id + " is open: there is no result yet");
  if (!is_counted(*round)) return refuse(Errc::out_of_order, "the round " + round->id + " has not been counted");
  return round;
}

/// The urn that the query asks for; nothing: none is named, so all are wanted. One that is named badly is not none.
Result<std::optional<std::size_t>> asked_urn(const std::string& query, const RoundState& round) {
  const auto parameters = http::parse_query(query);
  if (parameters.empty() && !query.empty()) return refuse(Errc::malformed, "the address's parameters cannot be read");
  const auto asked = std::find_if(parameters.begin(), parameters.end(), [](const auto& each) { return each.first == "urn"; });
  if (asked == parameters.end()) return std::nullopt;
  const auto& [name, id] = *asked;
  const auto& urns = round.frozen->definition.urns;
  const auto found = std::find_if(urns.begin(), urns.end(), [&, &wanted = id](const auto& urn) { return urn.id == wanted; });
  if (found == urns.end()) return refuse(Errc::not_found, "the round has no urn " + id);
  return static_cast<std::size_t>(found - urns.begin());
}

struct File {
  std::string content_type, name;
  ResultTexts::Found text;
};

ResultTexts::Found text_of(std::string body) {
  const std::string etag = html::etag_of(body);
  return std::make_shared<const ResultTexts::Text>(ResultTexts::Text{std::move(body), etag});
}

void answer(Exchange& exchange, const Result<File>& file) {
  if (!file) return exchange.refuse(file.error());
  http::Response response;
  response.content_type = file->content_type;
  response.headers.emplace_back("Content-Disposition", "attachment; filename=\"" + file->name + "\"");
  response.headers.emplace_back("Cache-Control", "no-cache");
  response.headers.emplace_back("ETag", file->text->etag);
  if (http::etag_matches(exchange.request.if_none_match, file->text->etag)) {
    response.status = 304;
  } else {
    response.shared_body = std::shared_ptr<const std::string>(file->text, &file->text->body);
  }
  exchange.done(std::move(response));
}

/// What a file of the round is made from has this name. Before the allocation is signed, the tally and the lot say what it will be.
std::string key_of(const RoundState& round, std::string_view file) {
  return round.id + '\n' + crypto::to_hex(round.allocation ? round.allocation_digest : round.tally_digest) + '\n' +
         std::to_string(round.withheld_ballots) + '\n' + std::string(file);
}

std::string money_or_empty(const std::optional<std::uint64_t>& amount) { return amount ? html::csv_money(*amount) : std::string(); }
std::string number_or_empty(const std::optional<std::uint64_t>& number) { return number ? std::to_string(*number) : std::string(); }

/// What is told of a project beside the record: empty where there is no study.
std::vector<std::string> explained_cells(const CountStudy* study, std::size_t place) {
  if (!study) return {"", "", "", "", ""};
  const auto& project = study->projects[place];
  const auto if_money = [&](std::uint64_t amount) { return project.has_money ? html::csv_money(amount) : std::string(); };
  return {project.has_money ? std::to_string(project.support_per_mille) : std::string(), if_money(project.total), if_money(project.left),
          money_or_empty(project.margin_cost), number_or_empty(project.more_votes)};
}

std::string csv_text(const Visit& visit, const RoundState& round, const record::AllocationContent& allocation, const CountStudy* study) {
  const Outcomes outcomes(visit, round, allocation, study);
  const auto& frozen = *round.frozen;
  html::CsvWriter csv({"place",
                       "project",
                       "title",
                       "cost",
                       "currency",
                       "votes",
                       "score",
                       "left_before",
                       "outcome",
                       "measure",
                       "supporters_money",
                       "pays_at_most",
                       "effective_votes",
                       "effective_support_per_mille",
                       "supporters_had",
                       "supporters_left",
                       "margin_cost",
                       "margin_votes",
                       "decision",
                       "reason"});
  for (std::size_t i = 0; i < allocation.steps.size(); ++i) {
    const auto& step = allocation.steps[i];
    const std::size_t place = outcomes.place(i);
    const auto& project = frozen.definition.projects[place];
    const auto price = outcomes.price(i);
    std::vector<std::string> row{std::to_string(i + 1),
                                 project.id,
                                 project.title,
                                 html::csv_money(project.cost),
                                 frozen.definition.currency,
                                 std::to_string(step.votes),
                                 std::to_string(round.tally->votes[place].score),
                                 html::csv_money(step.left_before),
                                 std::string(allocation::name(step.outcome)),
                                 step.measure,
                                 step.money,
                                 price ? html::csv_money(price->pays) : "",
                                 price ? price->effective_votes : ""};
    for (auto& cell : explained_cells(study, place)) row.push_back(std::move(cell));
    std::string decision, reason;
    if (round.decision && place < round.decision->content.projects.size()) {
      const auto& outcome = round.decision->content.projects[place];
      decision = outcome.funded ? "funded" : "not-funded";
      reason = outcome.reason.value_or("");
    }
    row.push_back(std::move(decision));
    row.push_back(std::move(reason));
    csv.row(row);
  }
  return csv.text();
}

Result<File> csv_file(const Visit& visit) {
  const auto round = told_round(visit);
  if (!round) return tl::make_unexpected(round.error());
  const auto allocation = allocation_of(**round);
  if (!allocation) return tl::make_unexpected(allocation.error());
  const auto found = visit.site.studies.find(visit, **round);
  if (found.is_coming) return refuse(Errc::busy, "the table is being worked out: ask again in a while");
  const std::string key = key_of(**round, (*round)->decision ? "csv\n" + std::to_string((*round)->decision->index) : "csv");
  const auto make = [&]() -> Result<std::string> { return csv_text(visit, **round, *allocation, found.study.get()); };
  // Without explanations it is not kept: they may be there the next time.
  auto text = found.study ? visit.site.texts.get(key, make) : make().map(text_of);
  if (!text) return tl::make_unexpected(text.error());
  return File{"text/csv; charset=utf-8", (*round)->id + ".csv", std::move(*text)};
}
Result<File> pb_file(const Visit& visit, const std::string& query) {
  const auto round = told_round(visit);
  if (!round) return tl::make_unexpected(round.error());
  const auto urn = asked_urn(query, **round);
  if (!urn) return tl::make_unexpected(urn.error());
  const auto allocation = allocation_of(**round);
  if (!allocation) return tl::make_unexpected(allocation.error());
  const auto counted = counted_round(visit, **round, *allocation);
  auto text = visit.site.texts.get(key_of(**round, "pb\n" + (*urn ? std::to_string(**urn) : std::string())), [&]() -> Result<std::string> {
    const auto ballots = visit.site.service.counted_ballots((*round)->id);
    if (!ballots) return tl::make_unexpected(ballots.error());
    return pb_text(counted, *ballots, *urn);
  });
  if (!text) return tl::make_unexpected(text.error());
  return File{"text/plain; charset=utf-8", pb_name(counted, *urn), std::move(*text)};
}

Result<File> ties_file(const Visit& visit, const std::string& query) {
  const auto round = told_round(visit);
  if (!round) return tl::make_unexpected(round.error());
  const auto urn = asked_urn(query, **round);
  if (!urn) return tl::make_unexpected(urn.error());
  if ((*round)->awaits_lot()) return refuse(Errc::out_of_order, "the lot of round " + (*round)->id + " has not been drawn");
  const std::size_t asked = urn->value_or(0);
  const auto& definition = (*round)->frozen->definition;
  const std::string part = definition.urns.size() > 1 ? "-" + definition.urns[asked].id : std::string();
  auto text = visit.site.texts.get(key_of(**round, "ties\n" + std::to_string(asked)), [&]() -> Result<std::string> {
    if (!needs_ballots_for_ties(definition)) return tie_order_text(**round, asked, nullptr);
    const auto ballots = visit.site.service.counted_ballots((*round)->id);
    if (!ballots) return tl::make_unexpected(ballots.error());
    return tie_order_text(**round, asked, &*ballots);
  });
  if (!text) return tl::make_unexpected(text.error());
  return File{"text/plain; charset=utf-8", (*round)->id + part + "-ties.txt", std::move(*text)};
}

}  // namespace

void result_csv(const Visit& visit, Exchange&& exchange) { answer(exchange, csv_file(visit)); }
void result_pb(const Visit& visit, Exchange&& exchange) { answer(exchange, pb_file(visit, exchange.request.query)); }
void tie_order_file(const Visit& visit, Exchange&& exchange) { answer(exchange, ties_file(visit, exchange.request.query)); }

}  // namespace radslag::web
