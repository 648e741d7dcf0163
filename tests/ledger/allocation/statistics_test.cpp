#include "ledger/allocation/statistics.hpp"

#include <catch2/catch.hpp>

#include "tests/ledger/allocation/elections.hpp"

using namespace radslag::allocation;

namespace {

const Election kElection{{4, 3, 2}, 9, {{1, 1, 0}, {1, 0, 0}, {0, 0, 1}, {0, 0, 0}}};

}  // namespace

TEST_CASE("who got how many of their projects") {
  const auto got = statistics(kElection.profile(), Funded{0, 1});
  CHECK(got.voters == 4);
  CHECK(got.blank == 1);
  CHECK(got.by_number == std::vector<std::uint64_t>{2, 1, 1});
  CHECK(got.without() == 2);
  CHECK(got.share_without() == exact(1, 2));
  CHECK(got.named == 4);
  CHECK(got.named_funded == 3);
  CHECK(got.average_funded() == exact(3, 4));
  auto both = got;
  both += statistics(kElection.profile(), Funded{2});
  CHECK(both.voters == 8);
  CHECK(both.by_number == std::vector<std::uint64_t>{5, 2, 1});
  CHECK(both.average_funded() == exact(1, 2));
  const auto nobody = statistics(Profile{}, {});
  CHECK(nobody.by_number == std::vector<std::uint64_t>{0});
  CHECK(nobody.share_without() == 0);
}

TEST_CASE("what each area got beside what was voted for it") {
  auto profile = kElection.profile();
  const std::vector<std::size_t> area{1, 0, 1};
  CHECK(by_category(profile, Funded{0, 1}, area, 2) == std::vector<CategoryFigures>{{1, 1, 3, 3, 1, 1}, {2, 1, 6, 4, 3, 2}});
  profile.projects[2].withdrawn = true;
  const std::vector<std::size_t> some{kNoCategory, kNoCategory, 0};
  CHECK(by_category(profile, Funded{0, 1}, some, 1) == std::vector<CategoryFigures>{{}});
}

TEST_CASE("two outcomes beside each other") {
  const auto compared = compare_outcomes(kElection.profile(), Funded{0, 1}, Funded{2, 0});
  CHECK(compared.prefer_first == 1);
  CHECK(compared.prefer_second == 1);
  CHECK(compared.equal == 2);
  CHECK(compared.both == Funded{0});
  CHECK(compared.only_first == Funded{1});
  CHECK(compared.only_second == Funded{2});
}
