// What is refused, and at which line.
#include <catch2/catch.hpp>

#include "ledger/allocation/pabulib.hpp"
#include "tests/ledger/allocation/small_pb.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

std::string replaced(std::string_view from, std::string_view to) {
  std::string text(kSmallPb);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

struct Case {
  std::string_view from, to;
  Errc code;
  std::string_view detail;
};

const Case kCases[] = {
    {"META", "META2", Errc::malformed, "line 1: a .pb file begins with META"},
    {"key;value", "key,value", Errc::malformed, "line 2: META's header is key;value"},
    {"country;Sweden", "country", Errc::malformed, "line 4: META has two fields a line, this has 1"},
    {"country;Sweden", "country;a;b", Errc::malformed, "line 4: META has two fields a line, this has 3"},
    {"country;Sweden", ";x", Errc::malformed, "line 4: a META key that is empty"},
    {"country;Sweden", "country;\"Swe", Errc::malformed, "line 4: a quote that is not closed"},
    {"country;Sweden", "country;\"Swe\"den", Errc::malformed, "line 4: text after a closing quote"},
    {"country;Sweden", "unit;Sweden", Errc::duplicate, "line 5: META has \"unit\" twice"},
    {"country;Sweden", "country;\xC3", Errc::malformed, "line 4: not UTF-8"},
    {"country;Sweden", "country;\xED\xA0\x80", Errc::malformed, "line 4: not UTF-8"},
    {"country;Sweden", "country;\xC0\x80", Errc::malformed, "line 4: not UTF-8"},
    {"country;Sweden", "country;\xF4\x90\x80\x80", Errc::malformed, "line 4: not UTF-8"},
    {"country;Sweden", "country;a\x01", Errc::malformed, "line 4: a control character"},
    {"country;Sweden", "country;abcdefgh\x7F", Errc::malformed, "line 4: a control character"},
    {"country;Sweden", "country;a\rb", Errc::malformed, "line 4: a control character"},
    {"num_projects;3", "num_projects;-3", Errc::malformed, "line 7: num_projects: \"-3\" is not a whole number"},
    {"budget;1000.5", "budget;1,000", Errc::malformed,
     "line 9: budget: \"1,000\" is not an amount with a decimal point and at most two decimals"},
    {"budget;1000.5", "budget;1e3", Errc::malformed,
     "line 9: budget: \"1e3\" is not an amount with a decimal point and at most two decimals"},
    {"budget;1000.5", "budget;1000000000000000.01", Errc::malformed,
     "line 9: budget: \"1000000000000000.01\" is not an amount with a decimal point and at most two decimals"},
    {"budget;1000.5\n", "", Errc::malformed, "line 17: META has no budget"},
    {"vote_type;approval\n", "vote_type;None\n", Errc::malformed, "line 18: META has no vote_type"},
    {"vote_type;approval", "vote_type;cumulative", Errc::malformed, "line 24: VOTES has no column points"},
    {"vote_type;approval", "vote_type;scoring", Errc::malformed, "line 24: VOTES has no column points"},
    {"vote_type;approval", "vote_type;dice", Errc::malformed,
     "line 10: vote_type: \"dice\" is not approval, choose-1, ordinal, cumulative or scoring"},
    {"threshold;2", "threshold;2.5", Errc::malformed, "line 16: min_project_score_threshold: \"2.5\" is not a whole number"},
    {"PROJECTS\n", "", Errc::malformed, "line 18: META has two fields a line, this has 8"},
    {"project_id;", "id;", Errc::malformed, "line 19: PROJECTS's header begins with project_id"},
    {"project_id;cost", "project_id;price", Errc::malformed, "line 19: PROJECTS has no column cost"},
    {"latitude;longitude", "latitude;latitude", Errc::duplicate, "line 19: the column \"latitude\" comes twice"},
    {"2022/A/1;500", ";500", Errc::malformed, "line 20: a project without an id"},
    {"2022/A/1;500", "1,2;500", Errc::malformed, "line 20: project id \"1,2\" contains a comma"},
    {"2022/A/1;500", "2022/A/1;0", Errc::malformed,
     "line 20: cost: \"0\" is not a positive amount with a decimal point and at most two decimals"},
    {"2022/A/1;500", "2022/A/1;-5", Errc::malformed,
     "line 20: cost: \"-5\" is not a positive amount with a decimal point and at most two decimals"},
    {"2022/A/1;500", "2022/A/1;1 000", Errc::malformed,
     "line 20: cost: \"1 000\" is not a positive amount with a decimal point and at most two decimals"},
    {"2022/A/2;500.50", "2022/A/2;500.500", Errc::malformed,
     "line 21: cost: \"500.500\" is not a positive amount with a decimal point and at most two decimals"},
    {"2022/A/2;500.50", "2022/A/2;500.", Errc::malformed,
     "line 21: cost: \"500.\" is not a positive amount with a decimal point and at most two decimals"},
    {"2022/A/2;500.50", "2022/A/1;500.50", Errc::duplicate, "line 21: project \"2022/A/1\" comes twice"},
    {"2022/A/2;500.50;2", "2022/A/2;500.50;two", Errc::malformed, "line 21: votes: \"two\" is not a whole number"},
    {";0;;\n", ";4;;\n", Errc::malformed, "line 22: selected: \"4\" is not 0, 1, 2 or 3"},
    {";0;;\n", ";0;;;\n", Errc::malformed, "line 22: 9 fields, the header has 8"},
    {"VOTES\n", "", Errc::malformed, "line 23: cost: \"vote\" is not a positive amount with a decimal point and at most two decimals"},
    {"voter_id;vote", "voter;vote", Errc::malformed, "line 24: VOTES's header begins with voter_id"},
    {"voter_id;vote", "voter_id;votes", Errc::malformed, "line 24: VOTES has no column vote"},
    {"v1;2022/A/2,", "v1;2022/A/9,", Errc::unknown_project, "line 25: votes for project \"2022/A/9\", which PROJECTS does not have"},
    {"v1;2022/A/2,", "v1;2022/A/2,,", Errc::unknown_project, "line 25: votes for project \"\", which PROJECTS does not have"},
    {"v2;2022/A/1", "v2", Errc::malformed, "line 26: the line ends before its vote"},
    {"v2;2022/A/1", "v2;2022/A/1;7", Errc::malformed, "line 26: 3 fields, the header has 2"},
    {"v2;2022/A/1", ";2022/A/1", Errc::malformed, "line 26: a ballot without a voter_id"},
    {"v2;2022/A/1", "v2;\"2022/A/1", Errc::malformed, "line 26: a quote that is not closed"},
    {"v3;", "v1;", Errc::duplicate, "line 27: voter \"v1\" voted already at line 25"},
};

}  // namespace

TEST_CASE("malformed files are refused at their line") {
  for (const Case& c : kCases) {
    INFO("with " << c.to);
    const auto file = parse_pb(replaced(c.from, c.to));
    REQUIRE_FALSE(file);
    CHECK(file.error().detail == c.detail);
    CHECK(file.error().code == c.code);
  }
}

TEST_CASE("a file that ends early") {
  CHECK(parse_pb("").error().detail == "line 1: the file ends before META");
  CHECK(parse_pb("\n\n").error().code == Errc::malformed);
  CHECK(parse_pb("META\n").error().detail == "line 2: the file ends before META's header");
  CHECK(parse_pb("META\nkey;value\nbudget;1\n").error().detail == "line 4: the file ends before PROJECTS");
  // Every beginning of a good file: an error, or what is there with a warning about the counts. Never anything else.
  for (std::size_t length = 0; length + 1 < kSmallPb.size(); ++length) {
    const auto file = parse_pb(kSmallPb.substr(0, length));
    if (file) CHECK((file->ballots.size() == 5 || !file->warnings.empty()));
  }
}

TEST_CASE("limits") {
  const auto detail = [](auto set) {
    PbLimits limits;
    set(limits);
    const auto file = parse_pb(kSmallPb, limits);
    REQUIRE_FALSE(file);
    CHECK(file.error().code == Errc::too_large);
    return file.error().detail;
  };
  CHECK(detail([](PbLimits& l) { l.max_bytes = 100; }) == "a file of more than 100 bytes");
  CHECK(detail([](PbLimits& l) { l.max_line_bytes = 40; }) == "line 19: more than 40 bytes");
  CHECK(detail([](PbLimits& l) { l.max_fields = 7; }) == "line 19: more than 7 fields");
  CHECK(detail([](PbLimits& l) { l.max_meta = 3; }) == "line 6: more than 3 lines of META");
  CHECK(detail([](PbLimits& l) { l.max_projects = 2; }) == "line 22: more than 2 projects");
  CHECK(detail([](PbLimits& l) { l.max_ballots = 3; }) == "line 28: more than 3 ballots");
}
