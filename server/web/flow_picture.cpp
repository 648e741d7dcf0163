#include "server/web/flow_picture.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/allocation/names.hpp"
#include "server/web/count_study.hpp"
#include "server/web/outcome_model.hpp"
#include "server/web/round_model.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using record::RoundState;
namespace {

// In the picture's own units; it is as wide as the column that it stands in.
constexpr std::uint64_t width = 320, block = 16, number_room = 22, height = 180, gap = 11, least = 3;

std::uint64_t scaled(std::uint64_t part, std::uint64_t all, std::uint64_t to) {
  return all == 0 ? 0 : static_cast<std::uint64_t>(static_cast<double>(part) / static_cast<double>(all) * static_cast<double>(to) + 0.5);
}

/// From the left block to one at the right.
std::string band(std::uint64_t from, std::uint64_t to, std::uint64_t thick) {
  const auto x0 = std::to_string(block), x1 = std::to_string(width - number_room - block), middle = std::to_string(width / 2);
  const auto y = [](std::uint64_t value) { return std::to_string(value); };
  return "M" + x0 + " " + y(from) + "C" + middle + " " + y(from) + " " + middle + " " + y(to) + " " + x1 + " " + y(to) + "V" +
         y(to + thick) + "C" + middle + " " + y(to + thick) + " " + middle + " " + y(from + thick) + " " + x0 + " " + y(from + thick) + "Z";
}

struct Row {
  json::object fields;
  std::uint64_t money = 0;
};

/// Gives each row its band, block and number in the picture, and its share.
void draw(const Visit& visit, const std::string& currency, std::uint64_t total, std::vector<Row>& rows, json::object& flow) {
  std::uint64_t from = 0, to = 0, number = 0;
  json::array list;
  for (auto& [fields, money] : rows) {
    const std::uint64_t thick = std::max(least, scaled(money, total, height));
    fields["number"] = ++number;
    fields["money"] = money;
    fields["path"] = band(from, to, thick);
    fields["y"] = to;
    fields["thick"] = thick;
    fields["number_y"] = to + std::max<std::uint64_t>(thick / 2, 1) + 4;
    if (visit.html) {
      fields["money_kr"] = about_money(visit, money, currency);
      visit.say(fields, "share_text", "figures.share_text",
                {{"share", total == 0 ? 0.0 : static_cast<double>(money) / static_cast<double>(total)}});
    }
    from += thick;
    to += thick + gap;
    list.push_back(std::move(fields));
  }
  flow["height"] = std::max<std::uint64_t>(to > gap ? to - gap : 0, from) + 2;
  flow["from_height"] = from;
  flow["rows"] = std::move(list);
}

}  // namespace

void add_flow(const Visit& visit, const RoundState& round, const CountStudy* study, std::size_t place, bool funded, json::object& model) {
  const auto* project = study ? &study->projects[place] : nullptr;
  const bool has_flow = project && project->has_money && project->total > 0;
  model["has_flow"] = has_flow;
  if (!has_flow) return;
  const auto& definition = round.frozen->definition;
  std::vector<Row> rows;
  for (const auto& spent : project->spent) {
    json::object fields{{"is_project", true}, {"is_others", false}, {"is_own", false}, {"is_left", false}};
    fields["title"] = definition.projects[spent.project].title;
    fields["project_href"] = round_href(round) + "/projects/" + std::to_string(spent.project + 1);
    rows.push_back({std::move(fields), spent.money});
  }
  if (project->others > 0) {
    json::object fields{{"is_project", false}, {"is_others", true}, {"is_own", false}, {"is_left", false}, {"count", project->others}};
    visit.say(fields, "others_text", "flow.others_text", {{"count", static_cast<std::int64_t>(project->others)}});
    rows.push_back({std::move(fields), project->spent_on_others});
  }
  // They paid it in full together: what is left then is theirs for later rounds.
  const std::uint64_t paid = funded ? std::min(project->left, definition.projects[place].cost) : 0;
  if (paid > 0) rows.push_back({{{"is_project", false}, {"is_others", false}, {"is_own", true}, {"is_left", false}}, paid});
  if (project->left > paid)
    rows.push_back({{{"is_project", false}, {"is_others", false}, {"is_own", false}, {"is_left", true}}, project->left - paid});
  json::object flow{{"total", project->total}, {"left", project->left}, {"left_after_turn", funded}};
  const auto money = [&](std::uint64_t amount) { return visit.html ? about_money(visit, amount, definition.currency) : std::string(); };
  visit.say(flow, "text", "flow.text", {{"total", money(project->total)}});
  visit.say(flow, "label_text", "flow.label_text",
            {{"total", money(project->total)},
             {"spent", money(project->total - project->left)},
             {"left", money(project->left)},
             {"cost", visit.money(definition.projects[place].cost, definition.currency)}});
  draw(visit, definition.currency, project->total, rows, flow);
  model["flow"] = std::move(flow);
}

void add_money_bar(const Visit& visit, const RoundState& round, const record::AllocationContent::Step& step, std::size_t place,
                   json::object& model) {
  using allocation::Fate;
  const bool tried = step.outcome == Fate::funded || step.outcome == Fate::does_not_fit || step.outcome == Fate::reserve ||
                     step.outcome == Fate::completed;
  const bool shares = std::holds_alternative<allocation::EqualSharesRule>(round.frozen->definition.rule);
  const bool turned = !step.measure.empty() || step.outcome == Fate::completed;
  const bool has_bar = tried && turned && (!shares || step.outcome == Fate::completed || step.outcome == Fate::does_not_fit);
  model["has_money_bar"] = has_bar;
  if (!has_bar) return;
  const auto& definition = round.frozen->definition;
  const auto& project = definition.projects[place];
  const std::uint64_t envelope = definition.urns.empty() ? definition.envelope : definition.urns[definition.urn_of(project)].envelope;
  const std::uint64_t taken = envelope - std::min(envelope, step.left_before);
  const std::uint64_t whole = std::max(envelope, taken + project.cost);
  json::object bar{{"envelope", envelope}, {"taken", taken}, {"left", step.left_before}, {"cost", project.cost}};
  bar["envelope_width"] = scaled(envelope, whole, 1000);
  bar["taken_width"] = scaled(taken, whole, 1000);
  bar["cost_width"] = std::max(least, scaled(project.cost, whole, 1000));
  bar["fits"] = project.cost <= step.left_before;
  visit.say_money(bar, "envelope_kr", envelope, definition.currency);
  visit.say_money(bar, "taken_kr", taken, definition.currency);
  visit.say_money(bar, "left_kr", step.left_before, definition.currency);
  visit.say_money(bar, "cost_kr", project.cost, definition.currency);
  visit.say(bar, "label_text", "bar.label_text",
            {{"envelope", visit.money(envelope, definition.currency)},
             {"left", visit.money(step.left_before, definition.currency)},
             {"cost", visit.money(project.cost, definition.currency)}});
  model["money_bar"] = std::move(bar);
}

}  // namespace radslag::web
