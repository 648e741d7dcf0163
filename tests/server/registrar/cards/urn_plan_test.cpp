#include "server/registrar/cards/urn_plan.hpp"

#include <catch2/catch.hpp>

namespace radslag::registrar {
namespace {

using People = std::map<std::string, std::uint64_t>;

UrnPlan plan(const std::string& lines) { return read_urn_plan(lines).value(); }

TEST_CASE("the urn lines of a definition are read and written alike") {
  const std::string lines = "urn hela 500 -\nurn norr 1000 norr,backen\nurn syd 0 syd\n";
  CHECK(urn_lines(plan("title T\n" + lines + "project p1\n")) == lines);
  CHECK(plan(lines).front().is_whole());
  for (const auto* wrong :
       {"", "title T\n", "urn norr 10\n", "urn norr 010 norr\n", "urn norr 10 norr,\n", "urn Norr 10 norr\n", "urn norr 10 norr syd\n",
        "urn a 1 norr\nurn a 1 syd\n", "urn a 1 norr\nurn b 1 syd,norr\n", "urn a 1 -\nurn b 1 -\n", "urn a 1 norr,norr\n"}) {
    INFO(wrong);
    CHECK_FALSE(read_urn_plan(wrong));
  }
}

TEST_CASE("large urns stay as they are") {
  const auto urns = plan("urn norr 10 norr\nurn syd 20 syd\n");
  const auto safe = join_small_urns(urns, {{"norr", 100}, {"syd", 5'000}});
  CHECK(safe.urns == urns);
  CHECK(safe.joined.empty());
}

TEST_CASE("the smallest urn is joined to the next smallest, and the envelopes are added") {
  const auto safe = join_small_urns(plan("urn ost 1 ost\nurn norr 10 norr\nurn syd 20 syd\n"), {{"ost", 900}, {"norr", 400}, {"syd", 99}});
  CHECK(urn_lines(safe.urns) == "urn ost 1 ost\nurn norr 30 norr,syd\n");
  CHECK(safe.joined == std::vector<Joined>{{"syd", "norr", 99}});
}

TEST_CASE("joining goes on until each urn has a hundred") {
  const auto safe = join_small_urns(plan("urn a 1 a\nurn b 2 b\nurn c 4 c\nurn d 8 d\n"), {{"a", 30}, {"b", 30}, {"c", 30}, {"d", 300}});
  // a and b are equal: the first is joined to the first of the others.
  CHECK(urn_lines(safe.urns) == "urn a 15 a,b,c,d\n");
  CHECK(safe.joined.size() == 3);
}

TEST_CASE("an area that nobody lives in has an urn of nobody, which is joined too") {
  const auto safe = join_small_urns(plan("urn a 1 a\nurn b 2 b\n"), {{"a", 200}});
  CHECK(urn_lines(safe.urns) == "urn a 3 a,b\n");
}

TEST_CASE("the only urn of areas goes into that of the whole municipality") {
  const auto safe = join_small_urns(plan("urn norr 1 norr\nurn hela 2 -\n"), {{"norr", 99}, {"syd", 5'000}});
  CHECK(urn_lines(safe.urns) == "urn hela 3 -\n");
  CHECK(safe.joined == std::vector<Joined>{{"norr", "hela", 99}});
}

TEST_CASE("a single urn stays, however small") {
  const auto urns = plan("urn hela 2 -\n");
  CHECK(join_small_urns(urns, {{"norr", 3}}).urns == urns);
}

}  // namespace
}  // namespace radslag::registrar
