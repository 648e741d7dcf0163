// Amounts as old files write them.
#include <catch2/catch.hpp>

#include <algorithm>

#include "ledger/allocation/pabulib.hpp"

using namespace radslag;

namespace {

std::string file(const std::string& budget, const std::string& cost) {
  return "META\nkey;value\nbudget;" + budget + "\nvote_type;approval\nPROJECTS\nproject_id;cost\nA;" + cost +
         "\nVOTES\nvoter_id;vote\n1;A\n";
}

bool warns(const allocation::PbFile& read, std::uint64_t line, const std::string& text) {
  return std::any_of(read.warnings.begin(), read.warnings.end(),
                     [&](const auto& warning) { return warning.line == line && warning.text == text; });
}

}  // namespace

TEST_CASE("a decimal comma is read, and said with its line") {
  const auto read = allocation::parse_pb(file("1000,5", "12,34")).value();
  CHECK(read.budget == 100'050);
  CHECK(read.projects[0].project.cost == 1'234);
  CHECK(warns(read, 3, "amount \"1000,5\" has a decimal comma: read as 1000.5"));
  CHECK(warns(read, 7, "amount \"12,34\" has a decimal comma: read as 12.34"));
}

TEST_CASE("a comma that could part thousands is refused, since nobody knows which it is") {
  CHECK(allocation::parse_pb(file("1,000", "12")).error().code == Errc::malformed);
  CHECK(allocation::parse_pb(file("1000", "1,200")).error().detail.find("line 7: ") == 0);
  CHECK(allocation::parse_pb(file("1000", "1,2.5")).error().code == Errc::malformed);
  CHECK(allocation::parse_pb(file("1000", "1,2,5")).error().code == Errc::malformed);
}
