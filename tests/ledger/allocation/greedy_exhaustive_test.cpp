// Greedy on all small elections against a reference that is slow and plain: look for the best remaining project, again and again.
#include <algorithm>
#include <catch2/catch.hpp>
#include <numeric>

#include "ledger/allocation/rules.hpp"

using namespace radslag::allocation;

namespace {

using Order = std::vector<std::uint32_t>;

struct Small {
  std::vector<Project> projects;
  std::vector<std::uint64_t> votes;
  std::int64_t envelope = 0;

  [[nodiscard]] Profile profile() const {
    Profile profile;
    profile.projects = projects;
    profile.envelope = envelope;
    for (std::uint32_t p = 0; p < votes.size(); ++p) {
      const Choice choice{p, 1};
      if (votes[p] > 0) profile.add(std::span(&choice, 1), votes[p]);
    }
    return profile;
  }
};

struct Setting {
  GreedyRule rule;
  TieOrder ties;
};

bool better(const Small& t, const Setting& by, std::uint32_t a, std::uint32_t b) {
  if (t.votes[a] != t.votes[b]) return t.votes[a] > t.votes[b];
  for (const auto tie : by.ties.criteria) {
    const auto ca = t.projects[a].cost, cb = t.projects[b].cost;
    if (ca != cb) return tie == TieCriterion::min_cost ? ca < cb : ca > cb;
  }
  return a < b;
}

Order reference(const Small& t, const Setting& by) {
  Order left(t.projects.size()), funded;
  std::iota(left.begin(), left.end(), 0U);
  std::int64_t spent = 0;
  while (!left.empty()) {
    const auto best = *std::min_element(left.begin(), left.end(), [&](auto a, auto b) { return better(t, by, a, b); });
    std::erase(left, best);
    if (t.projects[best].withdrawn || t.votes[best] < by.rule.minimum_score) continue;
    if (spent + t.projects[best].cost <= t.envelope) {
      funded.push_back(best);
      spent += t.projects[best].cost;
    } else if (by.rule.unaffordable == Unaffordable::stop) {
      break;
    }
  }
  return funded;
}

/// Every tally of `n` projects with costs 1..4 and votes 0..2, the first withdrawn or not.
template <typename Visit>
void each_tally(std::size_t n, Visit visit) {
  std::size_t count = 2;
  for (std::size_t i = 0; i < n; ++i) count *= 12;
  for (std::size_t code = 0; code < count; ++code) {
    std::size_t rest = code / 2;
    Small t;
    for (std::size_t i = 0; i < n; ++i, rest /= 12) {
      t.projects.push_back({std::to_string(i), static_cast<std::int64_t>(rest % 4 + 1), i == 0 && code % 2 == 1});
      t.votes.push_back(rest / 4 % 3);
    }
    visit(t);
  }
}

std::vector<Setting> settings() {
  std::vector<Setting> result;
  for (const auto unaffordable : {Unaffordable::skip, Unaffordable::stop})
    for (const std::uint64_t minimum : {0U, 1U})
      for (const char* ties : {"file-order", "min-cost", "max-cost"}) {
        GreedyRule rule;
        rule.unaffordable = unaffordable;
        rule.minimum_score = minimum;
        result.push_back({rule, TieOrder::parse(ties).value()});
      }
  return result;
}

}  // namespace

TEST_CASE("greedy agrees with the reference on all small elections") {
  const auto all = settings();
  std::size_t checked = 0, wrong = 0;
  for (std::size_t n = 1; n <= 3; ++n)
    each_tally(n, [&](Small& t) {
      auto profile = t.profile();
      for (const std::int64_t envelope : {0, 3, 5, 8}) {
        t.envelope = profile.envelope = envelope;
        for (const auto& by : all) {
          const auto counted = count(profile, by.rule, by.ties).value();
          std::int64_t cost = 0;
          for (const auto p : counted.funded) cost += t.projects[p].cost;
          wrong += counted.funded != reference(t, by) || cost != counted.cost || cost > envelope || counted.rounds.size() != n ? 1 : 0;
          ++checked;
        }
      }
    });
  CHECK(checked == (24U + 288U + 3'456U) * 4U * 12U);
  CHECK(wrong == 0);
}

TEST_CASE("without ties left to the listing, the listing does not matter") {
  // Equal costs and votes for no two projects: any listing gives the same projects in the same order.
  const Small t{{{"a", 5, false}, {"b", 4, false}, {"c", 3, false}, {"d", 6, false}, {"e", 2, false}}, {3, 3, 7, 7, 1}, 12};
  const auto ids = [](const Small& from, const Setting& by) {
    std::vector<std::string> result;
    const auto funded = count(from.profile(), by.rule, by.ties).value().funded;
    for (const auto p : funded) result.push_back(from.projects[p].id);
    return result;
  };
  for (const auto& by : settings()) {
    if (by.ties.criteria.empty()) continue;
    const auto expected = ids(t, by);
    Order order{0, 1, 2, 3, 4};
    do {
      Small shuffled{{}, {}, t.envelope};
      for (const auto p : order) {
        shuffled.projects.push_back(t.projects[p]);
        shuffled.votes.push_back(t.votes[p]);
      }
      REQUIRE(ids(shuffled, by) == expected);
    } while (std::next_permutation(order.begin(), order.end()));
  }
}

TEST_CASE("money scales: all amounts times a thousand fund the same projects") {
  const auto all = settings();
  each_tally(2, [&](Small& t) {
    t.envelope = 5;
    Small scaled = t;
    scaled.envelope *= 1'000;
    for (auto& p : scaled.projects) p.cost *= 1'000;
    for (const auto& by : all) REQUIRE(count(t.profile(), by.rule, by.ties)->funded == count(scaled.profile(), by.rule, by.ties)->funded);
  });
}
