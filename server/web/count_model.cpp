#include "server/web/count_model.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "server/rules/rule_words.hpp"
#include "server/web/count_study.hpp"
#include "server/web/count_words.hpp"
#include "server/web/secret_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::RoundState;
namespace {

/// A histogram ends here: those with more are put together.
constexpr std::size_t most_bars = 12;

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

double share(std::uint64_t part, std::uint64_t all) { return all == 0 ? 0 : static_cast<double>(part) / static_cast<double>(all); }

json::array histogram(const Visit& visit, const CountStudy::Outcome& outcome) {
  const std::size_t bars = std::min(outcome.by_number.size(), most_bars);
  std::vector<std::uint64_t> people(outcome.by_number.begin(), outcome.by_number.begin() + static_cast<std::ptrdiff_t>(bars));
  const bool has_more = outcome.by_number.size() > bars;
  for (std::size_t i = bars; i < outcome.by_number.size(); ++i) people.back() += outcome.by_number[i];
  const std::uint64_t most = people.empty() ? 1 : std::max<std::uint64_t>(1, *std::max_element(people.begin(), people.end()));
  json::array rows;
  for (std::size_t i = 0; i < people.size(); ++i) {
    json::object row{{"number", i}, {"people", people[i]}, {"share", people[i] * 100 / most}};
    visit.say(row, "number_text", has_more && i + 1 == people.size() ? "figures.more_text" : "figures.none_text", {{"number", number(i)}});
    visit.say_number(row, "people_count", people[i]);
    rows.push_back(std::move(row));
  }
  return rows;
}

json::object outcome_figures(const Visit& visit, const CountStudy::Outcome& outcome, const std::string& currency) {
  json::object row{{"voters", outcome.voters},
                   {"without", outcome.without},
                   {"average", outcome.average},
                   {"funded", outcome.funded},
                   {"cost", outcome.cost}};
  visit.say_number(row, "funded_count", outcome.funded);
  visit.say_money(row, "cost_kr", outcome.cost, currency);
  visit.say(row, "share_text", "figures.share_text", {{"share", share(outcome.without, outcome.voters)}});
  visit.say(row, "without_text", "figures.without_text",
            {{"without", number(outcome.without)},
             {"voters", number(outcome.voters)},
             {"blank", number(outcome.blank)},
             {"share", share(outcome.without, outcome.voters)}});
  const std::string average = visit.text("count.decimal_text", {{"value", std::stod(outcome.average)}});
  visit.say(row, "average_text", "figures.average_text", {{"average", average}});
  if (visit.html) row["average_shown"] = average;
  return row;
}

json::array titles(const record::RoundDefinition& definition, const std::vector<std::uint16_t>& projects) {
  json::array rows;
  for (const auto place : projects) rows.push_back({{"id", definition.projects[place].id}, {"title", definition.projects[place].title}});
  return rows;
}

json::object urn_figures(const Visit& visit, const record::RoundDefinition& definition, const CountStudy::OfUrn& urn, std::size_t index) {
  json::object row = outcome_figures(visit, urn.outcome, definition.currency);
  row["number"] = index + 1;
  const std::string name = definition.urns.size() > 1 ? count_name(definition, index) : std::string();
  row["has_name"] = !name.empty();
  row["name"] = name;
  row["histogram"] = histogram(visit, urn.outcome);
  row["has_beside"] = urn.beside.has_value();
  if (!urn.beside) return row;
  json::object beside{{"greedy", outcome_figures(visit, urn.beside->greedy, definition.currency)},
                      {"prefer_this", urn.beside->prefer_this},
                      {"prefer_greedy", urn.beside->prefer_greedy},
                      {"equal", urn.beside->equal},
                      {"only_this", titles(definition, urn.beside->only_this)},
                      {"only_greedy", titles(definition, urn.beside->only_greedy)}};
  beside["has_only_this"] = !urn.beside->only_this.empty();
  beside["has_only_greedy"] = !urn.beside->only_greedy.empty();
  visit.say(
      beside, "prefer_text", "figures.prefer_text",
      {{"this", number(urn.beside->prefer_this)}, {"other", number(urn.beside->prefer_greedy)}, {"equal", number(urn.beside->equal)}});
  row["beside"] = std::move(beside);
  return row;
}

json::array category_rows(const Visit& visit, const std::vector<record::Place>& places, const std::vector<CountStudy::Category>& sums) {
  std::uint64_t votes = 0, money = 0;
  for (const auto& sum : sums) votes += sum.votes, money += sum.spent;
  json::array rows;
  for (const auto& sum : sums) {
    const auto place = std::find_if(places.begin(), places.end(), [&](const auto& each) { return each.id == sum.id; });
    json::object row{{"id", sum.id.empty() ? "-" : sum.id},
                     {"projects", sum.projects},
                     {"funded", sum.funded},
                     {"cost", sum.cost},
                     {"spent", sum.spent},
                     {"votes", sum.votes}};
    row["has_name"] = place != places.end();
    row["name"] = place != places.end() ? place->name : std::string();
    row["votes_bar"] = votes == 0 ? 0 : sum.votes * 100 / votes;
    row["money_bar"] = static_cast<std::uint64_t>(share(sum.spent, money) * 100);
    visit.say(row, "projects_text", "figures.projects_text", {{"funded", number(sum.funded)}, {"all", number(sum.projects)}});
    visit.say(row, "votes_text", "figures.share_text", {{"share", share(sum.votes, votes)}});
    visit.say(row, "money_text", "figures.share_text", {{"share", share(sum.spent, money)}});
    rows.push_back(std::move(row));
  }
  return rows;
}

json::array lot_shares(const Visit& visit, const record::LotDrawn& lot) {
  json::array rows;
  for (const auto& shown : lot.shares) {
    json::object row{{"number", shown.number}, {"share", crypto::to_hex(shown.share)}};
    visit.say(row, "text", "story.lot_share_text", {{"number", number(shown.number)}});
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

std::string count_name(const record::RoundDefinition& definition, std::size_t urn) {
  return definition.urns.empty() ? std::string() : urn_name(definition, definition.urns[urn]);
}

void add_ties(const Visit& visit, const RoundState& round, const record::AllocationContent& allocation, json::object& model) {
  const auto& definition = round.frozen->definition;
  std::vector<std::uint64_t> votes(definition.projects.size());
  for (const auto& step : allocation.steps) votes[round.frozen->project_index.at(step.project)] = step.votes;
  json::array rows;
  for (const auto& tie : allocation.ties) {
    std::vector<std::string> names;
    json::array ids;
    for (const std::string& id : tie.projects) {
      names.push_back(definition.projects[round.frozen->project_index.at(id)].title);
      ids.emplace_back(id);
    }
    const auto equal = [&](std::size_t i) {
      const std::size_t place = round.frozen->project_index.at(tie.projects.at(i));
      return EqualProject{definition.projects[place].cost, votes[place]};
    };
    std::string decided = decided_by(definition, equal(0), equal(1));
    if (decided == "lot" && !allocation.lot) decided = "listing";  // it could not be drawn
    json::object row{{"projects", std::move(ids)}, {"decided_by", decided}, {"is_lot", decided == "lot"}};
    if (visit.html)
      visit.say(row, "text", "result.tie_equal_text", {{"projects", visit.messages.list(visit.language, names)}, {"criterion", decided}});
    rows.push_back(std::move(row));
  }
  model["has_ties"] = !rows.empty();
  model["ties"] = std::move(rows);
}

void add_lot(const Visit& visit, const RoundState& round, json::object& model) {
  const bool by_lot = round.frozen->definition.last_tie == record::LastTie::lot;
  model["has_lot"] = by_lot;
  model["awaits_lot"] = round.awaits_lot();
  const bool is_drawn = by_lot && round.lot_seed().has_value();
  model["lot_drawn"] = is_drawn;
  model["lot_kept_back"] = by_lot && round.lot && !is_drawn;
  if (!by_lot || !round.lot) return;
  const auto& lot = round.lot->row;
  model["lot_entry_href"] = "/record/entry?log=" + record::round_log_name(round.id) + "&index=" + std::to_string(round.lot->index);
  if (!is_drawn) return;
  model["lot_seed"] = crypto::to_hex(lot.seed);
  model["lot_shares"] = lot_shares(visit, lot);
}

void add_rule_in_full(const Visit& visit, const record::RoundDefinition& definition, json::object& model) {
  json::array facts = rules::rule_facts(visit, definition);
  for (auto& fact : facts) {
    auto& row = fact.as_object();
    const auto* text = row.at("value").if_string();
    row["value_shown"] = text ? std::string(*text) : json::serialize(row.at("value"));
  }
  model["rule_facts"] = std::move(facts);
}

void add_figures(const Visit& visit, const RoundState& round, const CountStudy* study, bool is_coming, json::object& model) {
  const auto& definition = round.frozen->definition;
  model["is_coming"] = is_coming;
  model["is_explained"] = study && study->is_explained;
  model["is_unexplained"] = study && !study->is_explained;
  model["margins_at_endowment"] = study && study->at_endowment;
  model["margins_without_comparison"] = study && study->without_comparison;
  const bool has_money =
      study && std::any_of(study->projects.begin(), study->projects.end(), [](const auto& project) { return project.has_money; });
  model["has_supports"] = has_money;
  json::array urns, areas, themes;
  if (study) {
    for (std::size_t i = 0; i < study->urns.size(); ++i) urns.push_back(urn_figures(visit, definition, study->urns[i], i));
    areas = category_rows(visit, definition.areas, study->areas);
    themes = category_rows(visit, definition.themes, study->themes);
  }
  model["has_figures"] = !urns.empty();
  model["figures"] = std::move(urns);
  model["has_area_figures"] = !areas.empty();
  model["area_figures"] = std::move(areas);
  model["has_theme_figures"] = !themes.empty();
  model["theme_figures"] = std::move(themes);
}

std::vector<std::string> count_page_message_keys() {
  std::vector<std::string> keys = rules::message_keys();
  for (const char* key : {"count.decimal_text",    "count.price_text",     "figures.more_text",    "figures.none_text",
                          "figures.share_text",    "figures.without_text", "figures.average_text", "figures.prefer_text",
                          "figures.projects_text", "story.lot_share_text", "story.start_text",     "story.endowment_text",
                          "story.runs_text",       "story.compared_text",  "page_title.count",     "flow.text",
                          "flow.label_text",       "flow.others_text",     "bar.label_text",       "decision.cost_text",
                          "decision.within_text"})
    keys.emplace_back(key);
  return keys;
}

}  // namespace radslag::web
