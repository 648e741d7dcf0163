#include <catch2/catch.hpp>

#include "ledger/allocation/names.hpp"

using namespace radslag;
using namespace radslag::allocation;

TEST_CASE("every name reads back as its value") {
  CHECK(parse_rule_kind(name(RuleKind::greedy)) == RuleKind::greedy);
  for (const auto v : {Unaffordable::skip, Unaffordable::stop}) CHECK(parse_unaffordable(name(v)) == v);
  for (const auto v : {TieCriterion::min_cost, TieCriterion::max_cost, TieCriterion::listing_order})
    CHECK(parse_tie_criterion(name(v)) == v);
  for (const auto v :
       {Outcome::funded, Outcome::does_not_fit, Outcome::exceeds_envelope, Outcome::below_minimum, Outcome::after_stop, Outcome::withdrawn})
    CHECK(parse_outcome(name(v)) == v);
  CHECK(name(Outcome::exceeds_envelope) == "exceeds-envelope");
}

TEST_CASE("other names are refused, with those that are known") {
  CHECK(parse_rule_kind("Greedy").error().code == Errc::unsupported);
  CHECK(parse_unaffordable("").error().detail == "unaffordable project: one of skip, stop");
  CHECK_FALSE(parse_outcome("funded "));
}

TEST_CASE("a tie order has one spelling") {
  using enum TieCriterion;
  CHECK(print_ties({}) == "listing-order");
  CHECK(print_ties({min_cost}) == "min-cost,listing-order");
  CHECK(parse_ties("listing-order") == std::vector<TieCriterion>{});
  CHECK(parse_ties("max-cost,listing-order") == std::vector{max_cost});
  for (const char* text : {"", "min-cost", "listing-order,", "listing-order,min-cost", "min-cost, listing-order", "min-cost,,listing-order",
                           "listing-order,listing-order", "lot,listing-order"})
    CHECK_FALSE(parse_ties(text));
}
