#include "ledger/allocation/pb_rules.hpp"

#include <algorithm>

#include <catch2/catch.hpp>

#include "tests/ledger/allocation/small_pb.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

std::vector<std::string> warnings(const PbFile& file) {
  std::vector<std::string> result;
  for (const PbWarning& w : file.warnings) result.push_back(std::to_string(w.line) + ": " + w.text);
  return result;
}

std::vector<std::uint16_t> choices(const PbFile& file, std::size_t ballot) {
  const auto span = file.ballots.choices(ballot);
  return {span.begin(), span.end()};
}

}  // namespace

TEST_CASE("money by area: voters' neighborhoods and what each has are read, counted and written") {
  const std::string head = "META\nkey;value\nbudget;100\nvote_type;approval\nrule;unknown\nneighborhoods;north, south\n";
  const std::string rest =
      "PROJECTS\nproject_id;cost;votes\nN;60;2\nS;40;2\nVOTES\nvoter_id;vote;neighborhood\n1;N;north\n2;N;north\n3;S;south\n4;S;moon\n";
  const auto file = parse_pb(head + "budget_per_neighborhood;60,40\n" + rest);
  REQUIRE(file.has_value());
  CHECK(file->areas == std::vector<PbArea>{{"north", 6'000}, {"south", 4'000}, {"", 0}});
  CHECK(file->ballots.area(3) == 2);
  CHECK(parse_pb(write_pb(*file).value()).value() == *file);
  EqualSharesRule rule;
  rule.endowment = EqualSharesRule::Endowment::per_area;
  const auto counted = count(profile_of(*file, Utility::cost), rule, {});
  REQUIRE(counted.has_value());
  CHECK(counted->funded.size() == 2);  // two of the north pay 30 each; the one of the south pays 40
  CHECK(counted->endowments == std::vector<Exact>{exact(3'000), exact(4'000), exact(0)});

  for (const auto* wrong : {"60", "60,40,0", "60,x", "60,"})
    CHECK(parse_pb(head + "budget_per_neighborhood;" + wrong + "\n" + rest).error().code == Errc::malformed);
  const auto without = parse_pb(head + rest);
  REQUIRE(without.has_value());
  CHECK(without->areas.empty());
  CHECK(count(profile_of(*without, Utility::cost), rule, {}).error().code == Errc::mismatch);
}

TEST_CASE("a small file is read whole") {
  const auto file = parse_pb(kSmallPb);
  REQUIRE(file);
  CHECK(warnings(*file).empty());
  CHECK(file->budget == 100'050);
  CHECK(file->vote_type == PbVoteType::approval);
  CHECK(file->rule == "greedy-threshold");
  CHECK(file->currency == "SEK");
  CHECK(file->max_length == 3U);
  CHECK_FALSE(file->min_length);
  CHECK(file->max_sum_cost == 200'000'000'000);
  CHECK(file->min_project_score_threshold == 2U);
  CHECK(file->meta_value("description") == "A square; and \"more\"");
  CHECK(file->meta_value("nothing").empty());
  REQUIRE(file->projects.size() == 3);
  const PbProject& bench = file->projects[0];
  CHECK(bench.project == Project{"2022/A/1", 50'000, false});
  CHECK(bench.name == "Bänk; vid sjön");
  CHECK(bench.category == "culture,sport");
  CHECK(bench.votes == 3U);
  CHECK(bench.selected == 1);
  CHECK(bench.latitude == "59.33");
  CHECK(file->projects[1].project.cost == 50'050);
  CHECK(file->projects[2].project.withdrawn);
  REQUIRE(file->ballots.size() == 5);
  CHECK(file->ballots.voter(0) == "v1");
  CHECK(choices(*file, 0) == std::vector<std::uint16_t>{1, 0});
  CHECK(choices(*file, 4).empty());
  CHECK(file->counted == std::vector<std::uint64_t>{3, 2, 1});
}

TEST_CASE("reading and writing") {
  const auto file = parse_pb(kSmallPb);
  REQUIRE(file);
  const auto text = write_pb(*file);
  REQUIRE(text);
  const auto again = parse_pb(*text);
  REQUIRE(again);
  CHECK(*again == *file);
  CHECK(again->warnings.empty());
  CHECK(write_pb(*again) == *text);
  auto other = *file;
  other.ballots.add("v9", std::vector<std::uint16_t>{0});
  CHECK_FALSE(other == *file);
}

TEST_CASE("write_pb refuses what could not be read back") {
  const auto file = parse_pb(kSmallPb);
  REQUIRE(file);
  const auto refused = [&](auto change) {
    PbFile changed = *file;
    change(changed);
    const auto text = write_pb(changed);
    return !text && text.error().code == Errc::malformed;
  };
  CHECK(refused([](PbFile& f) { f.projects[0].name = "two\nlines"; }));
  CHECK(refused([](PbFile& f) { f.projects[0].name = std::string("a\0b", 3); }));
  CHECK(refused([](PbFile& f) { f.projects[0].name = "\xFF"; }));
  CHECK(refused([](PbFile& f) { f.projects[0].project.id = "a,b"; }));
  CHECK(refused([](PbFile& f) { f.projects[0].project.id.clear(); }));
  CHECK(refused([](PbFile& f) { f.meta.push_back({"budget", "7"}); }));
  CHECK(refused([](PbFile& f) { f.meta.push_back({"comment", ""}); }));
  CHECK(refused([](PbFile& f) { f.ballots.add(" ", {}); }));
}

TEST_CASE("oddities of real files are warnings with their lines") {
  const std::string text =
      "\xEF\xBB\xBFmeta\r\nkey; value\r\ndescription;d\r\ncountry;c\r\nunit;u\r\ninstance;1\r\nnum_projects;3\r\nnum_votes;9\r\n"
      "budget;10\r\n\r\nvote_type;choose-1\r\nrule;greedy\r\ndate_begin;2020\r\ndate_end;2020\r\ncomment;None\r\n"
      "Projects\r\nproject_id;cost;votes;target;selected\r\n 1 ;4;3;None;\r\n2;11;0;seniors\r\n"
      "votes\r\nvoter_id;vote;age\r\na; 1 , 1 ;7\r\nb;None;8\r\n\r\nc;1;\r\n\r\n";
  const auto file = parse_pb(text);
  REQUIRE(file);
  CHECK(warnings(*file) == std::vector<std::string>{
                               "1: begins with a byte order mark",
                               "10: 1 blank line",
                               "15: comment has no value",
                               "18: target is None: read as empty",
                               "19: 4 fields, the header has 5",
                               "19: the cost is over the budget",
                               "7: num_projects is 3, the file has 2",
                               "22: names project \"1\" more than once: counted once",
                               "23: vote is None: read as an empty ballot",
                               "23: names 0 projects, a choose-1 ballot names one",
                               "24: 1 blank line",
                               "8: num_votes is 9, the file has 3",
                               "18: project \"1\": votes is 3, the ballots give 2",
                               "19: project \"2\" has no votes",
                           });
  CHECK(file->projects[1].beneficiaries == "seniors");
  CHECK(file->counted == std::vector<std::uint64_t>{2, 0});
}

TEST_CASE("warnings are limited in number") {
  PbLimits limits;
  limits.max_warnings = 1;
  std::string text(kSmallPb);
  text += "v6;\"2022/A/1,2022/A/1\"\nv7;2022/A/1,2022/A/1\n";
  const auto file = parse_pb(text, limits);
  REQUIRE(file);
  CHECK(file->warnings.size() == 1);
  CHECK(file->warnings_not_kept > 0);
}

TEST_CASE("many projects are all found, whatever their ids") {
  std::string text = "META\nkey;value\nbudget;1\nvote_type;approval\nPROJECTS\nproject_id;cost\n";
  std::string vote;
  for (int i = 0; i < 10'000; ++i) {
    const std::string id = i % 2 == 0 ? std::to_string(i) : std::string(static_cast<std::size_t>(i % 50 + 1), 'x') + std::to_string(i);
    text += id + ";1\n";
    vote += (i == 0 ? "" : ",") + id;
  }
  const auto file = parse_pb(text + "VOTES\nvoter_id;vote\n1;" + vote + "\n");
  REQUIRE(file);
  CHECK(file->counted == std::vector<std::uint64_t>(10'000, 1));
}

TEST_CASE("the rule of a file") {
  auto file = parse_pb(kSmallPb);
  REQUIRE(file);
  CHECK(as_published(*file).value().rule == AnyRule(GreedyRule{.minimum_score = 2}));
  file->rule = "greedy-no-skip";
  file->min_project_score_threshold.reset();
  CHECK(as_published(*file).value().rule == AnyRule(GreedyRule{.unaffordable = Unaffordable::stop}));
  for (const char* rule : {"greedy-custom", "unknown", "", "Greedy"}) {
    file->rule = rule;
    CHECK(as_published(*file).error().code == Errc::unsupported);
  }
}

TEST_CASE("from a file to funded projects") {
  const auto file = parse_pb(kSmallPb).value();
  const auto named = as_published(file).value();
  const auto counted = count(profile_of(file, utility_of(named.rule)), named.rule, named.ties).value();
  CHECK(counted.funded == std::vector<std::uint32_t>{0, 1});
  CHECK(counted.cost == 100'050);
}
