#include "server/web/count_words.hpp"

#include <algorithm>
#include <boost/json.hpp>

#include "ledger/allocation/names.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace json = boost::json;
using allocation::EqualSharesRule;
using allocation::GreedyRule;
using allocation::PhragmenRule;
using record::RoundDefinition;
namespace {

std::int64_t number(std::uint64_t value) { return static_cast<std::int64_t>(value); }

/// Sentences of one paragraph, in the order in which they are said.
class Paragraph {
 public:
  explicit Paragraph(const Visit& visit) : visit_(visit) {}
  void say(std::string_view key, std::initializer_list<Arg> arguments = {}) {
    if (!text_.empty()) text_ += ' ';
    text_ += visit_.text(key, arguments);
  }
  [[nodiscard]] std::string text() && { return std::move(text_); }

 private:
  const Visit& visit_;
  std::string text_;
};

/// An enum's word as the messages' choices spell it: "score-per-cost" is "score_per_cost".
template <class E>
std::string choice(E value) {
  std::string word(allocation::name(value));
  std::replace(word.begin(), word.end(), '-', '_');
  return word;
}

struct RuleWords {
  const Visit& visit;
  const RoundDefinition& definition;
  Paragraph& words;

  void operator()(const GreedyRule& rule) const {
    words.say("count.greedy_text",
              {{"score", choice(rule.score)}, {"order", choice(rule.order)}, {"unaffordable", choice(rule.unaffordable)}});
    if (rule.reserve_percent > 0) words.say("count.reserve_text", {{"percent", number(rule.reserve_percent)}});
    if (rule.minimum_score > 0) words.say("count.minimum_text", {{"minimum", number(rule.minimum_score)}, {"score", choice(rule.score)}});
    if (!rule.exclusive.empty()) words.say("count.exclusive_text", {{"groups", number(rule.exclusive.size())}});
  }

  void operator()(const EqualSharesRule& rule) const {
    words.say("count.shares_text", {{"utility", choice(rule.utility)}});
    if (rule.start == EqualSharesRule::Start::whole) words.say("count.shares_whole_text", {{"unit", money(rule.unit)}});
    if (rule.completion == EqualSharesRule::Completion::add1)
      words.say("count.complete_text", {{"step", money(rule.unit * rule.step)}, {"stop", choice(rule.stop)}});
    if (rule.then == EqualSharesRule::Then::greedy) words.say("count.then_greedy_text");
    if (rule.comparison != EqualSharesRule::Comparison::none) words.say("count.comparison_text", {{"comparison", choice(rule.comparison)}});
    if (rule.minimum_votes > 0) words.say("count.minimum_text", {{"minimum", number(rule.minimum_votes)}, {"score", std::string("votes")}});
    if (rule.share_factor > 0) words.say("count.share_factor_text", {{"factor", number(rule.share_factor)}});
  }

  void operator()(const PhragmenRule& rule) const {
    words.say("count.phragmen_text", {{"unaffordable", choice(rule.unaffordable)}});
    if (rule.minimum_votes > 0) words.say("count.minimum_text", {{"minimum", number(rule.minimum_votes)}, {"score", std::string("votes")}});
  }

  [[nodiscard]] std::string money(std::int64_t minor) const { return visit.money(static_cast<std::uint64_t>(minor), definition.currency); }
};

/// As the messages' choices spell it.
std::string last_choice(record::LastTie last) {
  switch (last) {
    case record::LastTie::listing: return "listing";
    case record::LastTie::given: return "given";
    case record::LastTie::lot: break;
  }
  return "lot";
}

std::string equals_text(const Visit& visit, const RoundDefinition& definition) {
  Paragraph words(visit);
  bool first = true;
  for (const auto criterion : definition.ties) {
    words.say(first ? "count.tie_first_text" : "count.tie_then_text", {{"criterion", choice(criterion)}});
    first = false;
  }
  words.say(first ? "count.tie_first_text" : "count.tie_then_text", {{"criterion", last_choice(definition.last_tie)}});
  return std::move(words).text();
}

}  // namespace

void add_count_words(const Visit& visit, const RoundDefinition& definition, json::object& model) {
  model["allocation_rule"] = allocation::name(definition.rule);
  if (!visit.html) return;
  Paragraph words(visit);
  std::visit(RuleWords{visit, definition, words}, definition.rule);
  if (!definition.urns.empty() && definition.urns.size() > 1) words.say("count.urns_text");
  const std::string equals = equals_text(visit, definition);
  model["allocation_text"] = std::move(words).text() + ' ' + equals;
  model["equals_text"] = equals;
}

std::string decided_by(const RoundDefinition& definition, const EqualProject& first, const EqualProject& second) {
  for (const auto criterion : definition.ties) {
    const bool by_cost = criterion != allocation::TieCriterion::max_votes;
    if (by_cost ? first.cost != second.cost : first.votes != second.votes) return choice(criterion);
  }
  return last_choice(definition.last_tie);
}

std::vector<std::string> count_message_keys() {
  std::vector<std::string> keys;
  for (const char* name :
       {"greedy_text", "reserve_text", "minimum_text", "exclusive_text", "shares_text", "shares_whole_text", "complete_text",
        "then_greedy_text", "comparison_text", "share_factor_text", "phragmen_text", "urns_text", "tie_first_text", "tie_then_text"})
    keys.push_back(std::string("count.") + name);
  return keys;
}

}  // namespace radslag::web
