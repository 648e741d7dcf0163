// All small elections against a reference that is slow and plain: look for the best remaining project, again and again.
#include <algorithm>
#include <numeric>
#include <set>

#include <catch2/catch.hpp>

#include "ledger/allocation/allocation.hpp"

using namespace radslag::allocation;

namespace {

using Order = std::vector<std::uint32_t>;

bool better(const Tally& t, const Rule& rule, const Order& listing, std::uint32_t a, std::uint32_t b) {
  if (t.votes[a] != t.votes[b]) return t.votes[a] > t.votes[b];
  for (const TieCriterion tie : rule.ties) {
    const auto ca = t.projects[a].cost, cb = t.projects[b].cost;
    if (ca != cb) return tie == TieCriterion::min_cost ? ca < cb : ca > cb;
  }
  return std::find(listing.begin(), listing.end(), a) < std::find(listing.begin(), listing.end(), b);
}

/// The funded set, with `listing` in place of the order of `projects`.
std::set<std::uint32_t> reference(const Tally& t, const Rule& rule, const Order& listing) {
  std::set<std::uint32_t> left(listing.begin(), listing.end()), funded;
  std::int64_t spent = 0;
  while (!left.empty()) {
    std::uint32_t best = *left.begin();
    for (const auto p : left)
      if (better(t, rule, listing, p, best)) best = p;
    left.erase(best);
    if (t.projects[best].withdrawn || t.votes[best] < rule.minimum_votes) continue;
    if (spent + t.projects[best].cost <= t.envelope) {
      funded.insert(best);
      spent += t.projects[best].cost;
    } else if (rule.unaffordable == Unaffordable::stop) {
      break;
    }
  }
  return funded;
}

/// Whether the order among `equals` matters: tried with every permutation, all other ties left as they were broken.
bool order_matters(const Tally& t, Rule rule, const Order& considered, Order equals) {
  rule.ties.clear();
  std::sort(equals.begin(), equals.end());
  std::set<std::set<std::uint32_t>> results;
  do {
    Order listing = considered;
    std::size_t next = 0;
    for (auto& p : listing)
      if (std::find(equals.begin(), equals.end(), p) != equals.end()) p = equals[next++];
    results.insert(reference(t, rule, listing));
  } while (std::next_permutation(equals.begin(), equals.end()));
  return results.size() > 1;
}

void check_against_reference(const Tally& t, const Rule& rule) {
  const auto a = allocate(t, rule);
  Order listing(t.projects.size());
  std::iota(listing.begin(), listing.end(), 0U);
  REQUIRE(a);
  REQUIRE(std::set(a->funded.begin(), a->funded.end()) == reference(t, rule, listing));
  REQUIRE(a->steps.size() == t.projects.size());
  std::int64_t cost = 0;
  for (const auto p : a->funded) cost += t.projects[p].cost;
  REQUIRE(cost == a->cost);
  REQUIRE(cost <= t.envelope);
  Order considered;
  for (const Step& step : a->steps) considered.push_back(step.project);
  for (const Tie& tie : a->ties) REQUIRE(tie.decisive == order_matters(t, rule, considered, tie.projects));
}

/// Every tally of `n` projects with costs 1..4 and votes 0..2, the first withdrawn or not.
template <typename Visit>
void each_tally(std::size_t n, Visit visit) {
  std::size_t count = 2;
  for (std::size_t i = 0; i < n; ++i) count *= 12;
  for (std::size_t code = 0; code < count; ++code) {
    std::size_t rest = code / 2;
    Tally t;
    for (std::size_t i = 0; i < n; ++i, rest /= 12) {
      t.projects.push_back({std::to_string(i), static_cast<std::int64_t>(rest % 4 + 1), i == 0 && code % 2 == 1});
      t.votes.push_back(rest / 4 % 3);
    }
    visit(t);
  }
}

std::vector<Rule> rules() {
  std::vector<Rule> result;
  for (const auto unaffordable : {Unaffordable::skip, Unaffordable::stop})
    for (const std::uint64_t minimum : {0U, 1U})
      for (const auto& ties : std::vector<std::vector<TieCriterion>>{{}, {TieCriterion::min_cost}, {TieCriterion::max_cost}})
        result.push_back({RuleKind::greedy, unaffordable, minimum, ties});
  return result;
}

}  // namespace

TEST_CASE("greedy agrees with the reference on all small elections") {
  std::size_t checked = 0;
  for (std::size_t n = 1; n <= 3; ++n)
    each_tally(n, [&](Tally& t) {
      for (const std::int64_t envelope : {0, 3, 5, 8}) {
        t.envelope = envelope;
        for (const Rule& rule : rules()) {
          check_against_reference(t, rule);
          ++checked;
        }
      }
    });
  CHECK(checked == (24U + 288U + 3'456U) * 4U * 12U);
}

TEST_CASE("without ties left to the listing, the listing does not matter") {
  // Equal costs and votes for no two projects: any listing gives the same projects in the same order.
  Tally t{{{"a", 5, false}, {"b", 4, false}, {"c", 3, false}, {"d", 6, false}, {"e", 2, false}}, {3, 3, 7, 7, 1}, 12};
  const auto ids = [](const Tally& from, const Allocation& a) {
    std::vector<std::string> result;
    for (const auto p : a.funded) result.push_back(from.projects[p].id);
    return result;
  };
  for (Rule rule : rules()) {
    if (rule.ties.empty()) continue;
    const auto expected = allocate(t, rule);
    REQUIRE(expected);
    Order order{0, 1, 2, 3, 4};
    do {
      Tally shuffled{{}, {}, t.envelope};
      for (const auto p : order) {
        shuffled.projects.push_back(t.projects[p]);
        shuffled.votes.push_back(t.votes[p]);
      }
      const auto a = allocate(shuffled, rule);
      REQUIRE(a);
      REQUIRE(ids(shuffled, *a) == ids(t, *expected));
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("money scales: all amounts times a thousand fund the same projects") {
  each_tally(2, [&](Tally& t) {
    t.envelope = 5;
    Tally scaled = t;
    scaled.envelope *= 1'000;
    for (auto& p : scaled.projects) p.cost *= 1'000;
    for (const Rule& rule : rules()) REQUIRE(allocate(t, rule)->funded == allocate(scaled, rule)->funded);
  });
}
