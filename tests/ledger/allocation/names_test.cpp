#include <catch2/catch.hpp>
#include <set>

#include "ledger/allocation/names.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

/// Each of so many values has a name of its own that reads back as it.
template <class E>
bool reads_back(std::size_t values) {
  std::set<std::string_view> all;
  for (std::size_t i = 0; i < values; ++i) {
    const auto value = static_cast<E>(i);
    if (value_named<E>(name(value)) != value) return false;
    all.insert(name(value));
  }
  return all.size() == values && words(E{}).size() == values;
}

}  // namespace

TEST_CASE("every name reads back as its value, and no two are the same") {
  CHECK(reads_back<Unaffordable>(2));
  CHECK(reads_back<TieCriterion>(3));
  CHECK(reads_back<Fate>(11));
  CHECK(reads_back<Utility>(4));
  CHECK(reads_back<GreedyRule::Score>(2));
  CHECK(reads_back<GreedyRule::Order>(2));
  CHECK(reads_back<EqualSharesRule::Endowment>(2));
  CHECK(reads_back<EqualSharesRule::Completion>(2));
  CHECK(reads_back<EqualSharesRule::Start>(2));
  CHECK(reads_back<EqualSharesRule::Stop>(2));
  CHECK(reads_back<EqualSharesRule::Then>(2));
  CHECK(reads_back<EqualSharesRule::Comparison>(3));
  CHECK(name(Fate::supporters_spent) == "supporters-spent");
}

TEST_CASE("rules are named as in the record, and an unknown name is none") {
  for (const auto word : rule_words()) {
    CAPTURE(word);
    REQUIRE(rule_named(word));
    CHECK(name(*rule_named(word)) == word);
  }
  CHECK(rule_named("equal-shares") == AnyRule(EqualSharesRule{}));
  CHECK_FALSE(rule_named("Greedy"));
  CHECK_FALSE(value_named<Unaffordable>(""));
  CHECK_FALSE(value_named<Fate>("funded "));
}
