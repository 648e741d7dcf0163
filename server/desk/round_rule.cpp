#include "server/desk/round_rule.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <charconv>
#include <set>

#include "crypto/encoding.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "ledger/allocation/rule_fields.hpp"
#include "server/rules/rule_words.hpp"

namespace radslag::desk {
namespace {

using allocation::TieCriterion;
using record::BallotRule;
using record::LastTie;
using record::RoundDefinition;

constexpr std::string_view votings[] = {"approval", "one", "budget", "ranking", "points"};
constexpr std::string_view as_preset = "as-preset", no_criterion = "none";
/// Those that make sense together, in the order in which they are asked.
constexpr std::string_view criteria[] = {"min-cost",           "max-cost",           "max-votes",
                                         "min-cost,max-votes", "max-votes,min-cost", "max-cost,max-votes"};
constexpr std::size_t most_lines = 200'000;         // of 2,000 projects' ids
constexpr std::string_view per_area = "endowment";  // of which there is one kind in the record

/// Fields of parameters: "rule_minimum-votes". Names live as long as the program.
const std::vector<std::pair<std::string, rules::Parameter>>& rule_fields() {
  static const auto all = [] {
    std::vector<std::pair<std::string, rules::Parameter>> fields;
    for (const auto& parameter : rules::parameters()) {
      if (parameter.key != per_area) fields.emplace_back("rule_" + std::string(parameter.key), parameter);
    }
    return fields;
  }();
  return all;
}

std::vector<Option> voting_options(const Visit& visit) {
  std::vector<Option> options;
  for (const auto each : votings) {
    const auto key = "desk_page.voting_" + std::string(each);
    options.push_back({std::string(each), visit.text(key), visit.text(key + "_text")});
  }
  return options;
}

std::vector<Option> preset_options(const Visit& visit) {
  std::vector<Option> options;
  for (const auto name : allocation::offered_rules())
    options.push_back({std::string(name), rules::preset_title(visit, name), rules::preset_text(visit, name)});
  return options;
}

std::vector<TieCriterion> criteria_of(std::string_view text) {
  std::vector<TieCriterion> found;
  while (!text.empty()) {
    const auto comma = std::min(text.find(','), text.size());
    if (const auto criterion = allocation::value_named<TieCriterion>(text.substr(0, comma))) found.push_back(*criterion);
    text.remove_prefix(std::min(comma + 1, text.size()));
  }
  return found;
}

std::vector<Option> tie_options(const Visit& visit) {
  std::vector<Option> options{{std::string(as_preset), visit.text("desk_page.ties_as-preset")},
                              {std::string(no_criterion), visit.text("desk_page.ties_none")}};
  for (const auto each : criteria) {
    std::string text;
    for (const auto criterion : criteria_of(each))
      text += (text.empty() ? "" : ", ") + rules::word_text(visit, "ties", allocation::name(criterion));
    options.push_back({std::string(each), text});
  }
  return options;
}

std::vector<Option> last_options(const Visit& visit) {
  std::vector<Option> options;
  for (const auto word : record::words(LastTie{})) {
    const auto key = "desk_page.last_" + std::string(word);
    options.push_back({std::string(word), visit.text(key), visit.text(key + "_text")});
  }
  return options;
}

std::string first_voting(const Visit&) { return std::string(votings[0]); }
std::string first_rule(const Visit&) { return std::string(allocation::offered_rules().front()); }
std::string first_last(const Visit&) { return std::string(record::words(LastTie{}).front()); }

std::vector<std::string> items_of(std::string text, std::string_view between) {
  std::vector<std::string> items;
  std::string item;
  text += between.front();
  for (const char c : text) {
    if (between.find(c) == std::string_view::npos) {
      item += c;
    } else if (!item.empty()) {
      items.push_back(std::move(item));
      item.clear();
    }
  }
  return items;
}

/// What does not go together, said at its field.
class Reader {
 public:
  Reader(const Visit& visit, const Values& values, RoundDefinition& definition, Faults& faults)
      : visit_(visit), values_(values), d_(definition), faults_(faults) {}

  void read() {
    read_ballot();
    read_rule();
    read_ties();
  }

  // A visitor of allocation::rule_fields: takes what was changed.
  template <class E>
  void word(std::string_view key, E& value) {
    if (const auto* typed = changed(key)) value = allocation::value_named<E>(*typed).value_or(value);
  }
  template <class N>
  void number(std::string_view key, N& value) {
    if (const auto* typed = changed(key)) value = static_cast<N>(values_.number("rule_" + std::string(key)));
  }
  void groups(std::string_view key, std::vector<std::vector<std::string>>& groups) {
    const auto* typed = changed(key);
    if (!typed) return;
    for (const auto& line : items_of(*typed, "\n")) groups.push_back(items_of(line, ", ;"));
    std::set<std::string> seen;
    for (const auto& group : groups) {
      if (group.size() < 2) fault("rule_exclusive", "exclusive");
      for (const auto& id : group) {
        if (!is_project(id) || !seen.insert(id).second) fault("rule_exclusive", "exclusive");
      }
    }
  }

 private:
  void fault(std::string_view field, std::string_view name, std::initializer_list<html::Arg> args = {}) {
    faults_.emplace(field, visit_.text("desk_fault." + std::string(name), args));
  }
  [[nodiscard]] bool is_project(const std::string& id) const {
    return std::any_of(d_.projects.begin(), d_.projects.end(), [&](const auto& project) { return project.id == id; });
  }
  /// What was typed for a parameter of the rule; nullptr where it stays.
  const std::string* changed(std::string_view key) {
    known_.insert("rule_" + std::string(key));
    const auto& typed = values_.text("rule_" + std::string(key));
    return typed.empty() ? nullptr : &typed;
  }
  void only(std::string_view field, bool allowed) {
    if (values_.has(field) && !allowed) fault(field, "other_voting");
  }

  void read_ballot() {
    const auto& voting = values_.text("voting");
    d_.ballot_rule = voting == "ranking" ? BallotRule::ranking : voting == "points" ? BallotRule::points : BallotRule::approval;
    const auto all = d_.projects.size();
    only("budget_limit", d_.ballot_rule == BallotRule::approval && voting != "one");
    only("points_max", d_.ballot_rule == BallotRule::points);
    only("place_points", d_.ballot_rule == BallotRule::ranking);
    d_.choices_min = values_.number("choices_min");
    d_.choices_max = values_.has("choices_max") ? values_.number("choices_max") : voting == "one" ? 1 : all;
    if (voting == "one" && d_.choices_max != 1) fault("choices_max", "one");
    if (d_.choices_max < 1 || d_.choices_max > all) fault("choices_max", "choices_max", {{"max", static_cast<std::int64_t>(all)}});
    if (d_.choices_min > d_.choices_max) fault("choices_min", "choices_min");
    d_.budget_max = values_.number("budget_limit");
    if (voting == "budget" && d_.budget_max == 0) d_.budget_max = d_.envelope;
    if (d_.ballot_rule == BallotRule::points) {
      d_.points_max = values_.number("points_max");
      if (d_.points_max < 1 || d_.points_max > record::max_ballot_points) fault("points_max", "points_max");
      if (d_.choices_min > d_.points_max) fault("choices_min", "choices_min_points");
    }
    if (d_.ballot_rule == BallotRule::ranking) read_places();
  }

  void read_places() {
    auto& worth = d_.place_points;
    for (const auto& item : items_of(values_.text("place_points"), " ,;\n")) {
      std::uint64_t number = 0;
      const auto read = std::from_chars(item.data(), item.data() + item.size(), number);
      const bool rises = !worth.empty() && number > worth.back();
      if (read.ec != std::errc() || read.ptr != item.data() + item.size() || number < 1 || number > record::max_place_points || rises)
        return fault("place_points", "place_points");
      worth.push_back(number);
    }
    if (worth.empty()) {
      for (auto left = d_.choices_max; left > 0; --left) worth.push_back(left);
    } else if (!values_.has("choices_max")) {
      d_.choices_max = worth.size();
    }
    if (worth.size() != d_.choices_max) fault("place_points", "place_points");
    if (d_.choices_max > d_.projects.size()) fault("place_points", "choices_max", {{"max", static_cast<std::int64_t>(d_.projects.size())}});
  }

  void read_rule() {
    const allocation::RuleBasis basis{d_.ballot_rule != BallotRule::approval, 0};
    const auto preset = allocation::named_rule(values_.text("preset"), basis);
    if (!preset) return fault("preset", "choice");
    d_.rule = preset->rule;
    preset_ties_ = preset->ties.criteria;
    std::visit([&](auto& rule) { allocation::rule_fields(*this, rule); }, d_.rule);
    for (const auto& [name, parameter] : rule_fields()) {
      if (values_.has(name) && !known_.contains(name)) fault(name, "other_rule");
    }
    if (values_.has("rule_exclusive") && !known_.contains("rule_exclusive")) fault("rule_exclusive", "other_rule");
    std::visit([&](const auto& rule) { check(rule); }, d_.rule);
  }

  /// At the parameter, where that is what was changed; else at the preset that has it.
  void rule_fault(const std::string& field, std::string_view name) { fault(values_.has(field) ? field : "preset", name); }

  void check(const allocation::GreedyRule& rule) {
    if (rule.score == allocation::GreedyRule::Score::points && d_.ballot_rule == BallotRule::approval)
      rule_fault("rule_score", "no_points");
    if (rule.reserve_percent > 100 || (rule.reserve_percent > 0 && rule.unaffordable != allocation::Unaffordable::stop))
      rule_fault("rule_reserve-percent", "reserve");
  }
  void check(const allocation::EqualSharesRule& rule) {
    if (rule.utility == allocation::Utility::points && d_.ballot_rule == BallotRule::approval) rule_fault("rule_utility", "no_points");
    if (rule.utility == allocation::Utility::borda && d_.ballot_rule != BallotRule::ranking) rule_fault("rule_utility", "no_ranking");
    if (rule.unit < 1) rule_fault("rule_unit", "at_least_one");
    if (rule.step < 1) rule_fault("rule_step", "at_least_one");
  }
  void check(const allocation::PhragmenRule&) {}

  void read_ties() {
    const auto& asked = values_.text("ties");
    d_.ties = asked == as_preset ? preset_ties_ : criteria_of(asked);
    const auto& last = values_.text("last_tie");
    for (const auto kind : {LastTie::listing, LastTie::given, LastTie::lot}) {
      if (record::word(kind) == last) d_.last_tie = kind;
    }
    if (values_.has("tie_order") && d_.last_tie != LastTie::given) fault("tie_order", "other_last");
    if (values_.has("lot_shares") && d_.last_tie != LastTie::lot) fault("lot_shares", "other_last");
    if (d_.last_tie == LastTie::given) read_order();
    if (d_.last_tie == LastTie::lot) read_shares();
  }

  void read_order() {
    d_.tie_order = items_of(values_.text("tie_order"), " ,;\n");
    const std::set<std::string> given(d_.tie_order.begin(), d_.tie_order.end());
    std::string missing;
    for (const auto& project : d_.projects) {
      if (!given.contains(project.id)) missing += (missing.empty() ? "" : ", ") + project.id;
    }
    const bool right =
        given.size() == d_.tie_order.size() && std::all_of(given.begin(), given.end(), [&](const auto& id) { return is_project(id); });
    if (!missing.empty()) return fault("tie_order", "order_lacks", {{"ids", missing}});
    if (!right) fault("tie_order", "order_wrong");
  }

  void read_shares() {
    for (auto line : items_of(values_.text("lot_shares"), "\n")) {
      constexpr std::string_view word = "lot-share ";
      if (line.starts_with(word)) line.erase(0, word.size());
      while (line.ends_with(' ')) line.pop_back();
      const auto digest = crypto::array_from_hex<32>(line);
      if (!digest) return fault("lot_shares", "lot_shares");
      d_.lot_shares.push_back(*digest);
    }
    const std::set<record::Digest> different(d_.lot_shares.begin(), d_.lot_shares.end());
    if (d_.lot_shares.size() < record::min_lot_shares || d_.lot_shares.size() > record::max_lot_shares ||
        different.size() != d_.lot_shares.size())
      fault("lot_shares", "lot_shares");
  }

  const Visit& visit_;
  const Values& values_;
  RoundDefinition& d_;
  Faults& faults_;
  std::set<std::string, std::less<>> known_;
  std::vector<TieCriterion> preset_ties_;
};

}  // namespace

void add_rule_fields(std::vector<FormField>& fields) {
  fields.push_back({"voting", Input::pick, 20, true, voting_options, first_voting});
  fields.push_back({"choices_min", Input::number, 6, false});
  fields.push_back({"choices_max", Input::number, 6, false});
  fields.push_back({"budget_limit", Input::money, 20, false});
  fields.push_back({"points_max", Input::number, 3, false});
  fields.push_back({"place_points", Input::line, 2'000, false});
  fields.push_back({"preset", Input::pick, 40, true, preset_options, first_rule});
  fields.push_back({"ties", Input::choice, 40, true, tie_options});
  fields.push_back({"last_tie", Input::pick, 20, true, last_options, first_last});
  fields.push_back({"tie_order", Input::lines, most_lines, false});
  fields.push_back({"lot_shares", Input::lines, 2'000, false});
  for (const auto& [name, parameter] : rule_fields()) {
    FormField field{name, Input::number, 12, false};
    field.detail = true;
    field.label = "rule." + std::string(parameter.key);
    if (!parameter.words.empty()) {
      field.input = Input::choice;
      field.options = [&parameter](const Visit& visit) {
        std::vector<Option> options{{"", visit.text("desk_page.ties_as-preset")}};
        for (const auto word : parameter.words) options.push_back({std::string(word), rules::word_text(visit, parameter.key, word)});
        return options;
      };
    }
    fields.push_back(std::move(field));
  }
  FormField exclusive{"rule_exclusive", Input::lines, most_lines, false};
  exclusive.detail = true;
  exclusive.label = "rule.exclusive";
  fields.push_back(std::move(exclusive));
}

void read_rules(const Visit& visit, const Values& values, RoundDefinition& definition, Faults& faults) {
  Reader(visit, values, definition, faults).read();
}

std::vector<std::string> rule_message_keys() {
  std::vector<std::string> keys{"desk_page.ties_as-preset", "desk_page.ties_none"};
  for (const auto each : votings) {
    for (const std::string_view end : {"", "_text"}) keys.push_back("desk_page.voting_" + std::string(each) + std::string(end));
  }
  for (const auto word : record::words(LastTie{})) {
    for (const std::string_view end : {"", "_text"}) keys.push_back("desk_page.last_" + std::string(word) + std::string(end));
  }
  for (const std::string_view fault :
       {"one", "choices_max", "choices_min", "choices_min_points", "points_max", "place_points", "other_voting", "other_rule", "no_points",
        "no_ranking", "reserve", "at_least_one", "exclusive", "other_last", "order_lacks", "order_wrong", "lot_shares"})
    keys.push_back("desk_fault." + std::string(fault));
  for (auto& key : rules::message_keys()) keys.push_back(std::move(key));
  return keys;
}

}  // namespace radslag::desk
