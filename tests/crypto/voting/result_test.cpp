#include "crypto/voting/result.hpp"

#include <catch2/catch.hpp>

#include "crypto/voting/discrete_log.hpp"
#include "tests/crypto/voting/sample_archive.hpp"

namespace radslag::voting {
namespace {

std::string with(std::string text, std::string_view from, std::string_view to) {
  const auto at = text.find(from);
  if (at == std::string::npos) throw std::runtime_error("nothing to replace: " + std::string(from));
  return text.replace(at, from.size(), to);
}

TEST_CASE("small logarithms are found up to the bound and no further") {
  const group::Group& group = group::ed25519();
  for (const std::uint64_t bound : {0U, 1U, 7U, 1000U, 100000U}) {
    const DiscreteLog logarithm(group, bound);
    for (const std::uint64_t x : {std::uint64_t{0}, std::uint64_t{1}, bound / 2, bound - bound / 10, bound}) {
      if (x <= bound) CHECK(logarithm.of(group.small_power(group.generator(), x)) == x);
    }
    CHECK_FALSE(logarithm.of(group.small_power(group.generator(), bound + 1)));
    CHECK_FALSE(logarithm.of(group.inverse(group.generator())));
  }
}

TEST_CASE("published results are read as they are written") {
  for (const std::string& name : sample::names) {
    INFO(name);
    const sample::Archive archive = sample::read(name);
    const auto election = Election::parse(archive.election);
    const auto result = read_result(*election, archive.result);
    REQUIRE(result);
    CHECK(write_result(*election, *result) == archive.result);
    CHECK(check_result(*election, *result, archive.result));
  }
}

TEST_CASE("a result other than the computed one is refused") {
  const sample::Archive archive = sample::read("F-20-Ed25519-3t-nh");
  const auto election = Election::parse(archive.election);
  const auto computed = read_result(*election, archive.result);
  REQUIRE(computed);
  const auto refused = [&](const std::string& json) {
    const auto checked = check_result(*election, *computed, json);
    REQUIRE_FALSE(checked);
    return checked.error().kind;
  };
  const std::string& json = archive.result;
  const std::string first = std::to_string((*computed)[0].totals[0]);
  CHECK(refused(with(json, "[[" + first + ",", "[[" + std::to_string((*computed)[0].totals[0] + 1) + ",")) == FlawKind::bad_result);
  CHECK(refused(with(json, "[[" + first + ",", "[[0" + first + ",")) == FlawKind::not_canonical);
  CHECK(refused(with(json, "[[" + first + ",", "[[")) == FlawKind::bad_shape);
  CHECK(refused(with(json, ",", ", ")) == FlawKind::not_canonical);
  CHECK(refused(json + "\n") == FlawKind::not_canonical);
  ElectionResult rows = *computed;
  std::swap(rows[1].rows[0], rows[1].rows[1]);
  if (rows != *computed) CHECK(refused(write_result(*election, rows)) == FlawKind::bad_result);
  rows = *computed;
  rows[1].rows.pop_back();
  CHECK(refused(write_result(*election, rows)) == FlawKind::bad_result);
  rows[1].rows[0].push_back(1);
  CHECK(refused(write_result(*election, rows)) == FlawKind::bad_shape);
  rows = *computed;
  rows.pop_back();
  CHECK(refused(write_result(*election, rows)) == FlawKind::bad_shape);
}

}  // namespace
}  // namespace radslag::voting
