#include "server/programs/rule_json.hpp"

#include <algorithm>
#include <array>
#include <boost/json.hpp>
#include <optional>
#include <set>

namespace radslag::programs {
namespace json = boost::json;
using namespace allocation;
namespace {

using Mes = EqualSharesRule;

constexpr std::array<std::string_view, 2> score_words{"votes", "points"};
constexpr std::array<std::string_view, 2> order_words{"score", "score-per-cost"};
constexpr std::array<std::string_view, 2> unaffordable_words{"skip", "stop"};
constexpr std::array<std::string_view, 4> utility_words{"cost", "cardinality", "points", "borda"};
constexpr std::array<std::string_view, 2> endowment_words{"per-voter", "per-area"};
constexpr std::array<std::string_view, 2> completion_words{"none", "add1"};
constexpr std::array<std::string_view, 2> start_words{"fractional", "whole"};
constexpr std::array<std::string_view, 2> stop_words{"infeasible", "exhaustive"};
constexpr std::array<std::string_view, 2> then_words{"nothing", "greedy"};
constexpr std::array<std::string_view, 3> comparison_words{"none", "satisfaction", "coverage"};

/// One list of parameters for each rule, for writing and for reading.
template <class Visitor>
void parameters(Visitor& v, GreedyRule& rule) {
  v.word("score", rule.score, score_words);
  v.word("order", rule.order, order_words);
  v.word("unaffordable", rule.unaffordable, unaffordable_words);
  v.number("minimum-score", rule.minimum_score);
  v.number("reserve-percent", rule.reserve_percent);
  v.groups("exclusive", rule.exclusive);
}
template <class Visitor>
void parameters(Visitor& v, Mes& rule) {
  v.word("utility", rule.utility, utility_words);
  v.word("endowment", rule.endowment, endowment_words);
  v.word("completion", rule.completion, completion_words);
  v.word("start", rule.start, start_words);
  v.word("stop", rule.stop, stop_words);
  v.word("then", rule.then, then_words);
  v.number("unit", rule.unit);
  v.number("step", rule.step);
  v.word("comparison", rule.comparison, comparison_words);
  v.number("minimum-votes", rule.minimum_votes);
  v.number("share-factor", rule.share_factor);
}
template <class Visitor>
void parameters(Visitor& v, PhragmenRule& rule) {
  v.word("unaffordable", rule.unaffordable, unaffordable_words);
  v.number("minimum-votes", rule.minimum_votes);
}

struct Writer {
  json::object out;
  template <class E, std::size_t N>
  void word(std::string_view key, E& value, const std::array<std::string_view, N>& words) {
    out[key] = words[static_cast<std::size_t>(value)];
  }
  template <class N>
  void number(std::string_view key, N& value) {
    out[key] = value;
  }
  void groups(std::string_view key, std::vector<std::vector<std::string>>& groups) { out[key] = json::value_from(groups); }
};

struct Reader {
  const json::object& in;
  std::set<std::string, std::less<>> known{"rule"};
  std::string wrong = {};

  const json::value* find(std::string_view key) {
    known.emplace(key);
    return wrong.empty() ? in.if_contains(key) : nullptr;
  }
  template <class E, std::size_t N>
  void word(std::string_view key, E& value, const std::array<std::string_view, N>& words) {
    const auto* given = find(key);
    if (!given) return;
    const auto found = given->is_string() ? std::find(words.begin(), words.end(), std::string_view(given->get_string())) : words.end();
    if (found != words.end()) {
      value = static_cast<E>(found - words.begin());
      return;
    }
    wrong = "\"" + std::string(key) + "\" is one of";
    for (const auto each : words) wrong.append(" ").append(each);
  }
  template <class N>
  void number(std::string_view key, N& value) {
    const auto* given = find(key);
    if (!given) return;
    boost::system::error_code error;
    const auto read = given->to_number<std::int64_t>(error);
    if (error || read < 0)
      wrong = "\"" + std::string(key) + "\" is a whole number from 0";
    else
      value = static_cast<N>(read);
  }
  void groups(std::string_view key, std::vector<std::vector<std::string>>& groups) {
    const auto* given = find(key);
    if (!given) return;
    auto read = json::try_value_to<std::vector<std::vector<std::string>>>(*given);
    if (read)
      groups = std::move(*read);
    else
      wrong = "\"" + std::string(key) + "\" is a list of lists of project ids";
  }
};

constexpr std::array<std::string_view, 3> rule_words{"greedy", "equal-shares", "phragmen"};  // in the order of AnyRule

}  // namespace

json::object rule_json(const AnyRule& rule) {
  Writer writer;
  writer.out["rule"] = rule_words[rule.index()];
  AnyRule copy = rule;
  std::visit([&](auto& x) { parameters(writer, x); }, copy);
  return std::move(writer.out);
}

Result<AnyRule> parse_rule_json(std::string_view text) {
  json::error_code error;
  json::parse_options options;
  options.max_depth = 8;
  const auto parsed = json::parse(text, error, {}, options);
  if (error || !parsed.is_object()) return refuse(Errc::malformed, "the rule is no JSON object");
  const auto* word = parsed.get_object().if_contains("rule");
  AnyRule rule;
  if (!word || !word->is_string() || word->get_string() == "greedy")
    rule = GreedyRule{};
  else if (word->get_string() == "equal-shares")
    rule = EqualSharesRule{};
  else if (word->get_string() == "phragmen")
    rule = PhragmenRule{};
  else
    return refuse(Errc::unsupported, "\"rule\" is greedy, equal-shares or phragmen");
  if (!word) return refuse(Errc::malformed, "the rule's JSON has no \"rule\": greedy, equal-shares or phragmen");
  Reader reader{parsed.get_object()};
  std::visit([&](auto& x) { parameters(reader, x); }, rule);
  if (!reader.wrong.empty()) return refuse(Errc::malformed, reader.wrong);
  for (const auto& [key, value] : parsed.get_object()) {
    if (!reader.known.contains(std::string_view(key))) return refuse(Errc::malformed, "unknown parameter \"" + std::string(key) + "\"");
  }
  return rule;
}

}  // namespace radslag::programs
