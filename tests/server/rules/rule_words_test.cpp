// A round's rules in words, in every language: no parameter without a name and a meaning.
#include "server/rules/rule_words.hpp"

#include <catch2/catch.hpp>

#include <boost/json.hpp>

#include "ledger/allocation/pb_rules.hpp"
#include "server/html/messages.hpp"

using namespace radslag;

namespace {

record::RoundDefinition definition() {
  record::RoundDefinition d;
  d.currency = "SEK";
  d.choices_max = 3;
  d.projects = {{"A", 100, "", "", false, "A", "A"}, {"B", 100, "", "", false, "B", "B"}};
  return d;
}

std::string text_of(const boost::json::array& facts, std::string_view key) {
  std::string found;
  for (const auto& fact : facts) {
    if (fact.at("key").as_string() == key) found += (found.empty() ? "" : "; ") + std::string(fact.at("text").as_string());
  }
  return found;
}

}  // namespace

TEST_CASE("every rule that is offered is said in full, in each language") {
  const html::Messages messages("frontend/locales", "Europe/Stockholm");
  const html::Config config;
  for (const auto& key : rules::message_keys()) {
    CAPTURE(key);
    CHECK(messages.has(key));
  }
  for (const auto& language : messages.languages()) {
    const html::Visit visit{messages, config, language, true, {}, {}, {}, {}, {}};
    for (const auto name : allocation::offered_rules()) {
      CAPTURE(language, name);
      auto d = definition();
      d.rule = allocation::named_rule(name, allocation::RuleBasis{}).value().rule;
      CHECK_FALSE(rules::preset_text(visit, name).empty());
      const auto facts = rules::rule_facts(visit, d);
      CHECK(text_of(facts, "preset") == rules::preset_title(visit, name));
      for (const auto& fact : facts) {
        CAPTURE(fact.at("key").as_string().c_str());
        CHECK_FALSE(fact.at("name").as_string().empty());
        CHECK_FALSE(fact.at("text").as_string().empty());
      }
    }
  }
}

TEST_CASE("ballots, limits and ties are said as they are set") {
  const html::Messages messages("frontend/locales", "Europe/Stockholm");
  const html::Config config;
  const html::Visit visit{messages, config, "en", true, {}, {}, {}, {}, {}};
  auto d = definition();
  d.ballot_rule = record::BallotRule::ranking;
  d.place_points = {3, 2, 1};
  d.budget_max = 150'000;
  d.ties = {allocation::TieCriterion::min_cost, allocation::TieCriterion::max_votes};
  d.last_tie = record::LastTie::lot;
  d.lot_shares = {record::Digest{1}, record::Digest{2}};
  allocation::EqualSharesRule rule;
  rule.share_factor = 3;
  d.rule = rule;
  const auto facts = rules::rule_facts(visit, d);
  CHECK(text_of(facts, "ballot").find("3, 2, 1 points") != std::string::npos);
  CHECK(text_of(facts, "budget-max").find("1,500") != std::string::npos);
  CHECK(text_of(facts, "share-factor").find("divided by 3") != std::string::npos);
  CHECK(text_of(facts, "ties").find("the cheaper project first; the project with more votes first; in the end by a lot") == 0);
  CHECK(text_of(facts, "lot-share").size() == 2 * 64 + 2);
  CHECK(text_of(facts, "preset").empty());  // nobody's

  const html::Visit data{messages, config, "en", false, {}, {}, {}, {}, {}};  // for programs: keys and values, no words
  const auto plain = rules::rule_facts(data, d);
  REQUIRE(plain.size() == facts.size());
  CHECK_FALSE(plain[0].as_object().contains("text"));
}
