#include "server/rules/rule_words.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "crypto/encoding.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "ledger/allocation/rule_fields.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::rules {
namespace json = boost::json;
namespace {

using record::BallotRule;
using record::LastTie;
using record::RoundDefinition;

std::string key_of(std::string_view family, std::string_view name) {
  auto key = std::string(family) + std::string(name);
  std::replace(key.begin() + static_cast<std::ptrdiff_t>(family.size()), key.end(), '.', '-');
  std::replace(key.begin(), key.end(), '+', '-');
  return key;
}

std::string joined(const auto& items, std::string_view between) {
  std::string text;
  for (const auto& item : items) text.append(text.empty() ? "" : between).append(item);
  return text;
}

class Facts {
 public:
  Facts(const html::Visit& visit, const RoundDefinition& definition) : visit_(visit), definition_(definition) {}

  void add(std::string_view key, std::string_view value, const std::string& text_key, std::initializer_list<html::Arg> args = {}) {
    add(key, json::value(json::string(value)), text_key, args);
  }
  void add(std::string_view key, json::value value, const std::string& text_key, std::initializer_list<html::Arg> args = {}) {
    json::object fact{{"key", json::string(key)}, {"value", std::move(value)}};
    visit_.say(fact, "name", key_of("rule.", key));
    visit_.say(fact, "text", text_key, args);
    facts.push_back(std::move(fact));
  }

  template <class E>
  void word(std::string_view key, E value) {
    const auto word = allocation::name(value);
    add(key, word, "rule_word." + std::string(key) + "_" + std::string(word));
  }
  template <class N>
  void number(std::string_view key, N value) {
    const auto number = static_cast<std::int64_t>(value);
    if (key == "unit") {
      add(key, json::value(number), "rule_number.unit", {{"money", money(static_cast<std::uint64_t>(value))}});
    } else {
      add(key, json::value(number), key_of("rule_number.", key), {{"number", number}});
    }
  }
  void groups(std::string_view key, const std::vector<std::vector<std::string>>& groups) {
    std::vector<std::string> lines;
    for (const auto& group : groups) lines.push_back(joined(group, ", "));
    add(key, json::value_from(groups), "rule_number.exclusive",
        {{"number", static_cast<std::int64_t>(groups.size())}, {"projects", joined(lines, "; ")}});
  }

  void add_ballot() {
    const auto& d = definition_;
    const auto count = [](std::uint64_t number) { return static_cast<std::int64_t>(number); };
    std::vector<std::string> worth;
    for (const auto each : d.place_points) worth.push_back(std::to_string(each));
    const bool one = d.ballot_rule == BallotRule::approval && d.choices_max == 1;
    const auto kind = one ? std::string("one") : std::string(record::word(d.ballot_rule));
    add("ballot", record::word(d.ballot_rule), "rule_ballot." + kind,
        {{"min", count(d.choices_min)}, {"max", count(d.choices_max)}, {"points", count(d.points_max)}, {"worth", joined(worth, ", ")}});
    if (d.budget_max != 0) add("budget-max", json::value(d.budget_max), "rule_number.budget-max", {{"money", money(d.budget_max)}});
  }

  void add_rule() {
    const auto name = allocation::name(definition_.rule);
    add("allocation", name, "rule_word.allocation_" + std::string(name));
    if (const auto preset = allocation::offered_as(definition_.rule); !preset.empty()) add("preset", preset, key_of("preset.", preset));
    std::visit([&](const auto& rule) { allocation::rule_fields(*this, rule); }, definition_.rule);
  }

  void add_ties() {
    for (const auto criterion : definition_.ties) word("ties", criterion);
    const std::string last(record::word(definition_.last_tie));
    add("ties", last, "rule_last." + last,
        {{"number", static_cast<std::int64_t>(definition_.lot_shares.size())}, {"projects", joined(definition_.tie_order, ", ")}});
    for (const auto& share : definition_.lot_shares) {
      const auto digits = crypto::to_hex(share);
      add("lot-share", digits, "rule_number.lot-share", {{"digits", digits}});
    }
  }

  json::array facts;

 private:
  [[nodiscard]] std::string money(std::uint64_t minor_units) const {
    return visit_.html ? visit_.money(minor_units, definition_.currency) : std::string();
  }

  const html::Visit& visit_;
  const RoundDefinition& definition_;
};

/// Every parameter of every rule, by a visit to its fields.
struct Lister {
  std::vector<Parameter>& all;
  void add(std::string_view key, std::vector<std::string_view> words) {
    const auto known = std::find_if(all.begin(), all.end(), [&](const Parameter& each) { return each.key == key; });
    if (known == all.end()) all.push_back({key, std::move(words)});
  }
  template <class E>
  void word(std::string_view key, E value) {
    const auto words = allocation::words(value);
    add(key, {words.begin(), words.end()});
  }
  template <class N>
  void number(std::string_view key, N) {
    add(key, {});
  }
  template <class Groups>
  void groups(std::string_view, const Groups&) {}
};

}  // namespace

json::array rule_facts(const html::Visit& visit, const RoundDefinition& definition) {
  Facts facts(visit, definition);
  facts.add_ballot();
  facts.add_rule();
  facts.add_ties();
  return std::move(facts.facts);
}

std::string preset_title(const html::Visit& visit, std::string_view name) { return visit.text(key_of("preset.", name)); }
std::string preset_text(const html::Visit& visit, std::string_view name) { return visit.text(key_of("preset_text.", name)); }

const std::vector<Parameter>& parameters() {
  static const auto all = [] {
    std::vector<Parameter> found;
    Lister lister{found};
    for (const auto rule : allocation::rule_words())
      std::visit([&](const auto& x) { allocation::rule_fields(lister, x); }, allocation::rule_named(rule).value());
    return found;
  }();
  return all;
}

std::string word_text(const html::Visit& visit, std::string_view key, std::string_view word) {
  return visit.text("rule_word." + std::string(key) + "_" + std::string(word));
}

std::vector<std::string> message_keys() {
  std::vector<std::string> keys{"rule.ballot",
                                "rule.allocation",
                                "rule.preset",
                                "rule.ties",
                                "rule.exclusive",
                                "rule.budget-max",
                                "rule.lot-share",
                                "rule_number.exclusive",
                                "rule_number.budget-max",
                                "rule_number.lot-share",
                                "rule_ballot.one"};
  for (const auto word : record::words(BallotRule{})) keys.push_back("rule_ballot." + std::string(word));
  for (const auto word : record::words(LastTie{})) keys.push_back("rule_last." + std::string(word));
  for (const auto word : allocation::words(allocation::TieCriterion{})) keys.push_back("rule_word.ties_" + std::string(word));
  for (const auto word : allocation::rule_words()) keys.push_back("rule_word.allocation_" + std::string(word));
  for (const auto name : allocation::offered_rules()) {
    keys.push_back(key_of("preset.", name));
    keys.push_back(key_of("preset_text.", name));
  }
  for (const auto& parameter : parameters()) {
    keys.push_back(key_of("rule.", parameter.key));
    if (parameter.words.empty()) keys.push_back(key_of("rule_number.", parameter.key));
    for (const auto word : parameter.words) keys.push_back("rule_word." + std::string(parameter.key) + "_" + std::string(word));
  }
  return keys;
}

}  // namespace radslag::rules
