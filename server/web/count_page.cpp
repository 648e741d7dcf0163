// The count step by step, with what an outsider needs to follow it by hand or to repeat it: made to be printed.
#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "ledger/allocation/exact.hpp"
#include "ledger/record/round_count.hpp"
#include "ledger/record/secret_round.hpp"
#include "server/web/count_model.hpp"
#include "server/web/count_studies.hpp"
#include "server/web/count_study.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/pages.hpp"
#include "server/web/record_model.hpp"
#include "server/web/result_pb.hpp"
#include "server/web/round_model.hpp"
#include "server/web/tie_order.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using allocation::EqualSharesRule;
using allocation::Exact;
using record::AllocationContent;
using record::RoundState;
namespace {

/// Entries after closing that are looked through for the tally: shuffles and decryptions stand before it.
constexpr std::uint64_t most_looked_through = 4'000;

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

const std::string none = "–";

/// What stands in the table of turns.
class Story {
 public:
  Story(const Visit& visit, const RoundState& round, const AllocationContent& allocation, const Outcomes& outcomes)
      : visit_(visit), round_(round), allocation_(allocation), outcomes_(outcomes), definition_(round.frozen->definition) {}

  [[nodiscard]] json::array urns() const {
    json::array all;
    for (std::size_t urn = 0; urn < allocation_.counts.size(); ++urn) all.push_back(of_urn(urn));
    return all;
  }

 private:
  [[nodiscard]] bool by_shares(std::size_t urn) const {
    return !outcomes_.by_greedy(urn) && std::holds_alternative<EqualSharesRule>(definition_.rule);
  }

  [[nodiscard]] json::object of_urn(std::size_t urn) const {
    const auto& count = allocation_.counts[urn];
    const std::uint64_t envelope = definition_.urns.empty() ? definition_.envelope : definition_.urns[urn].envelope;
    const std::string name = definition_.urns.size() > 1 ? count_name(definition_, urn) : std::string();
    json::object model{{"id", count.urn.empty() ? "-" : count.urn}, {"voters", count.voters}, {"runs", count.runs}, {"envelope", envelope}};
    model["number"] = urn + 1;
    model["has_name"] = !name.empty();
    model["name"] = name;
    add_columns(urn, model);
    visit_.say(model, "start_text", "story.start_text",
               {{"voters", number(count.voters)}, {"envelope", visit_.money(envelope, definition_.currency)}});
    add_endowment(count, model);
    add_compared(count.urn, model);
    json::array steps, rest;
    for (std::size_t i = 0; i < allocation_.steps.size(); ++i) {
      if (outcomes_.urn(i) != urn) continue;
      const bool came_to = !allocation_.steps[i].measure.empty();
      (came_to ? steps : rest).push_back(row(i));
    }
    model["has_steps"] = !steps.empty();
    model["steps"] = std::move(steps);
    model["has_rest"] = !rest.empty();
    model["rest"] = std::move(rest);
    return model;
  }

  void add_columns(std::size_t urn, json::object& model) const {
    const bool greedy = outcomes_.by_greedy(urn), shares = by_shares(urn);
    const auto* rule = std::get_if<EqualSharesRule>(&definition_.rule);
    const bool priced = shares && (rule->utility == allocation::Utility::cost || rule->utility == allocation::Utility::cardinality);
    const auto* by_score = std::get_if<allocation::GreedyRule>(&definition_.rule);
    model["is_greedy"] = greedy;
    model["has_score"] = greedy && by_score && by_score->score == allocation::GreedyRule::Score::points;
    model["is_priced"] = priced;
    model["is_by_points"] = shares && !priced;
    model["is_shares"] = shares;
    model["is_phragmen"] = !greedy && !shares;
  }

  void add_endowment(const AllocationContent::Count& count, json::object& model) const {
    model["has_endowment"] = !count.endowment.empty();
    model["endowment"] = count.endowment;
    if (count.endowment.empty()) return;
    const Exact endowment(count.endowment);
    visit_.say(
        model, "endowment_text", "story.endowment_text",
        {{"endowment", visit_.money(static_cast<std::uint64_t>(allocation::floor_of(endowment + Exact(1, 2))), definition_.currency)},
         {"exact", allocation::fraction_text(endowment / 100)},
         {"currency", definition_.currency}});
    visit_.say(model, "runs_text", "story.runs_text", {{"runs", number(count.runs)}});
  }

  void add_compared(const std::string& urn, json::object& model) const {
    const auto compared =
        std::find_if(allocation_.compared.begin(), allocation_.compared.end(), [&](const auto& each) { return each.urn == urn; });
    model["has_compared"] = compared != allocation_.compared.end();
    if (compared == allocation_.compared.end()) return;
    model["prefer_this"] = compared->prefer_this;
    model["prefer_greedy"] = compared->prefer_greedy;
    model["switched"] = compared->switched;
    visit_.say(model, "compared_text", "story.compared_text",
               {{"this", number(compared->prefer_this)},
                {"greedy", number(compared->prefer_greedy)},
                {"switched", std::string(compared->switched ? "yes" : "no")}});
  }

  [[nodiscard]] json::object row(std::size_t i) const {
    const auto& step = allocation_.steps[i];
    const std::size_t place = outcomes_.place(i);
    const auto& project = definition_.projects[place];
    json::object model = outcomes_.fields(i);
    model["number"] = outcomes_.number(i);
    model["id"] = project.id;
    model["project_href"] = round_href(round_) + "/projects/" + std::to_string(place + 1);
    model["title"] = project.title;
    model["cost"] = project.cost;
    const std::uint64_t score = round_.tally->votes[place].score;
    model["score"] = score;
    visit_.say_money(model, "cost_kr", project.cost, definition_.currency);
    visit_.say_money(model, "left_kr", step.left_before, definition_.currency);
    visit_.say_number(model, "votes_count", step.votes);
    visit_.say_number(model, "score_count", score);
    if (!visit_.html || step.measure.empty()) return model;
    const auto price = outcomes_.price(i);
    const bool shares = by_shares(outcomes_.urn(i)), paid = shares && step.outcome == allocation::Fate::funded;
    const auto money = [&](const std::string& minor) {
      const Exact amount(minor);
      return visit_.money(static_cast<std::uint64_t>(std::max<std::int64_t>(0, allocation::floor_of(amount + Exact(1, 2)))),
                          definition_.currency);
    };
    model["pays_kr"] = price ? visit_.money(price->pays, definition_.currency) : none;
    model["effective"] = price ? visit_.text("count.decimal_text", {{"value", std::stod(price->effective_votes)}}) : none;
    model["had_kr"] = paid ? money(step.money) : none;
    model["unit_price"] =
        paid ? visit_.text("count.price_text", {{"value", Exact(Exact(step.measure) / 100).get_d()}, {"currency", definition_.currency}})
             : none;
    model["time"] = shares ? none : money(step.measure);
    return model;
  }

  const Visit& visit_;
  const RoundState& round_;
  const AllocationContent& allocation_;
  const Outcomes& outcomes_;
  const record::RoundDefinition& definition_;
};

/// The entries of the round's own log that a count rests on.
json::array count_entries(const Visit& visit, const RoundState& round) {
  const std::string log = record::round_log_name(round.id);
  json::array rows;
  const auto add = [&](std::uint64_t index, std::string_view kind) {
    json::object row{{"index", index}, {"kind", kind}, {"href", entry_href(log, index)}};
    visit.say(row, "kind_text", "kind." + std::string(kind));
    rows.push_back(std::move(row));
  };
  add(round.opened_at, record::RoundOpened::kind);
  add(round.closed_at, record::RoundClosed::kind);
  const auto head = visit.site.service.head(log);
  const std::uint64_t size = head ? head->size : 0;
  const std::uint64_t begin = std::max(round.closed_at + 1, size > most_looked_through ? size - most_looked_through : 0);
  std::uint64_t index = begin;
  for (const auto& bytes : visit.site.service.entries(log, begin, size)) {
    const auto entry = record::parse_entry(bytes);
    const std::string_view kind = entry ? record::kind_of(entry->statement) : std::string_view();
    if (kind == record::Tally::kind || kind == record::LotDrawn::kind || kind == record::Allocation::kind) add(index, kind);
    ++index;
  }
  return rows;
}

/// Files and commands with which the count is repeated outside, urn by urn.
json::array repeat_rows(const RoundState& round, const CountedRound& counted, const CountStudy& study) {
  const auto& definition = round.frozen->definition;
  const bool many = definition.urns.size() > 1;
  const auto by_urn = record::projects_by_urn(definition);
  json::array rows;
  for (std::size_t urn = 0; urn < study.urns.size(); ++urn) {
    const std::string query = many ? "?urn=" + definition.urns[urn].id : std::string();
    const std::string file = pb_name(counted, many ? std::optional(urn) : std::nullopt);
    const std::string criteria = tie_argument(definition);
    const std::string tie_file = round.id + (many ? "-" + definition.urns[urn].id : std::string()) + "-ties.txt";
    json::object row{{"file", file}, {"sha256", study.urns[urn].pb_sha256}, {"href", round_href(round) + "/result.pb" + query}};
    row["has_name"] = many;
    row["name"] = many ? count_name(definition, urn) : std::string();
    row["has_tie_file"] = criteria.empty();
    row["tie_file"] = tie_file;
    row["tie_href"] = round_href(round) + "/tie-order.txt" + query;
    row["command"] = "radslag allocate " + file + " --rule " + shell_word(rule_argument(record::rule_of_urn(definition, by_urn[urn]))) +
                     " --ties " + (criteria.empty() ? tie_file : criteria) + " --explain";
    rows.push_back(std::move(row));
  }
  return rows;
}

}  // namespace

Result<Page> count_page(const Visit& visit) {
  const RoundState* round = visited_round(visit);
  if (round == nullptr || !round->frozen) return refuse(Errc::not_found, "no opened round " + visit.args.front());
  Page page{round_fields(visit, *round), visit.text("page_title.count", {{"title", round_title(*visit.state, *round)}})};
  json::object& model = page.model;
  model["count_href"] = round_href(*round) + "/count";
  model["csv_href"] = round_href(*round) + "/result.csv";
  model["town"] = visit.state->town.name;
  add_rule_in_full(visit, round->frozen->definition, model);
  model["has_result"] = is_counted(*round);
  model["has_allocation"] = false;
  model["is_waiting"] = false;
  if (!is_counted(*round)) return page;
  add_lot(visit, *round, model);
  const auto allocation = allocation_of(*round);
  model["has_allocation"] = allocation.has_value();
  if (!allocation) {
    if (allocation.error().code != Errc::out_of_order) return tl::make_unexpected(allocation.error());
    model["is_waiting"] = true;
    return page;
  }
  const auto found = visit.site.studies.find(visit, *round);
  const Outcomes outcomes(visit, *round, *allocation, found.study.get());
  model["urns"] = Story(visit, *round, *allocation, outcomes).urns();
  visit.say(model, "headline_text", "result.headline_text",
            {{"funded", number(allocation->funded())}, {"total", number(allocation->steps.size())}});
  visit.say_money(model, "spent_kr", allocation->cost, round->frozen->definition.currency);
  add_ties(visit, *round, *allocation, model);
  add_figures(visit, *round, found.study.get(), found.is_coming, model);
  model["entries"] = count_entries(visit, *round);
  const bool has_files = found.study && !found.study->urns.empty();
  model["has_files"] = has_files;
  model["totals_only"] = round->frozen->definition.ballot == record::homomorphic_ballot;
  if (has_files) model["files"] = repeat_rows(*round, counted_round(visit, *round, *allocation), *found.study);
  return page;
}

}  // namespace radslag::web
