// Rounds from Pabulib files: ballots of every kind, counted as rounds are, give what the files' cities published.
#include <unistd.h>
#include <catch2/catch.hpp>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "ledger/allocation/names.hpp"
#include "ledger/record/round_count.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/import.hpp"
#include "server/programs/pb_file.hpp"
#include "server/programs/rule_flags.hpp"

using namespace radslag;
using allocation::PbFile;
using programs::ImportOptions;
using record::BallotRule;

namespace {

std::optional<PbFile> real_file(const std::string& name) {
  const auto path = std::filesystem::path("..") / "shared/data/pb" / name;
  std::ifstream stream(path, std::ios::binary);
  if (!stream) return std::nullopt;
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  return allocation::parse_pb(bytes).value();
}

ImportOptions options(const std::string& currency = "PLN") {
  ImportOptions all;
  all.currency = currency;
  all.opens = 100;
  all.closes = 200;
  all.widen = true;
  return all;
}

/// The whole way: the definition as it is written and read, every ballot as one of the round, tally, allocation.
std::set<std::string> funded(const PbFile& file, const programs::ImportedRound& round) {
  const auto d = record::parse_content<record::RoundDefinition>(record::encode_content(round.definition)).value();
  programs::ProjectPlaces places;
  for (const auto& project : d.projects) places.emplace(project.id, static_cast<std::uint16_t>(places.size()));
  record::CountedBallots ballots(1);
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    auto choices = programs::choices_of(file, i, d, places).value();
    REQUIRE(choices.places.size() >= d.choices_min);
    REQUIRE(choices.places.size() <= d.choices_max);
    ballots[0].push_back(std::move(choices));
  }
  std::sort(ballots[0].begin(), ballots[0].end());
  record::TallyContent tally;
  tally.ballots = tally.voters = ballots[0].size();
  tally.votes = record::no_votes(d);
  record::add_votes(d, ballots[0], tally.votes);
  const auto allocation = record::allocate(d, tally, {}, std::nullopt, &ballots).value();
  std::set<std::string> ids;
  for (const auto& project : d.projects) {
    if (allocation.funds(project.id)) ids.insert(project.id);
  }
  return ids;
}

std::set<std::string> selected(const PbFile& file) {
  std::set<std::string> ids;
  for (const auto& project : file.projects) {
    if (project.selected.value_or(0) > 0) ids.insert(project.project.id);
  }
  return ids;
}

PbFile small(const std::string& vote_type, const std::string& meta, const std::string& votes, const std::string& points = "") {
  return allocation::parse_pb("META\nkey;value\ndescription;Utby\nunit;Utby\ninstance;2026\nbudget;300\nvote_type;" + vote_type +
                              "\nrule;greedy\n" + meta + "PROJECTS\nproject_id;cost\nA;100\nB;200\nC;300\nVOTES\nvoter_id;vote" + points +
                              "\n" + votes)
      .value();
}

}  // namespace

TEST_CASE("real files of every kind of ballot become rounds that fund what their cities funded") {
  struct Case {
    std::string name, rule;
    BallotRule ballots;
    std::size_t winners;
  };
  const auto each = GENERATE(Case{"Poland_Wieliczka_2023_Green_Budget.pb", "wieliczka-2023", BallotRule::approval, 30},
                             Case{"Poland_Wieliczka_2023_Green_Budget.pb", "as-published", BallotRule::approval, 30},
                             Case{"Poland_Krakow_2022_Grzegorzki.pb", "as-published", BallotRule::ranking, 8},
                             Case{"Poland_Katowice_2021_Dabrowka_Mala.pb", "as-published", BallotRule::points, 3},
                             Case{"Poland_Gdynia_2021_Obluze__small.pb", "as-published", BallotRule::approval, 5},
                             Case{"Poland_Warszawa_2017_Plac_Wojska_Polskiego.pb", "as-published", BallotRule::approval, 4},
                             Case{"Poland_Wroclaw_2017_Rejon_nr_11_750.pb", "as-published", BallotRule::approval, 1});
  CAPTURE(each.name, each.rule);
  const auto file = real_file(each.name);
  if (!file) {
    WARN("the shared files are not here");
    return;
  }
  auto wanted = options();
  wanted.rule = each.rule;
  const auto round = programs::import_round(*file, wanted).value();
  CHECK(round.definition.ballot_rule == each.ballots);
  const auto winners = funded(*file, round);
  CHECK(winners.size() == each.winners);
  CHECK(winners == selected(*file));
}

TEST_CASE("a ranking's places are worth what the file gives them, else by Borda") {
  const auto krakow = small("ordinal", "max_length;3\n", "1;A,B,C;3,2,1\n2;B,A;3,2\n", ";points");
  auto round = programs::import_round(krakow, options()).value();
  CHECK(round.definition.place_points == std::vector<std::uint64_t>{3, 2, 1});
  CHECK(round.notes.empty());
  round = programs::import_round(small("ordinal", "max_length;2\n", "1;A,B\n2;B\n"), options()).value();
  CHECK(round.definition.choices_max == 2);
  CHECK(round.definition.place_points == std::vector<std::uint64_t>{2, 1});
  REQUIRE(round.notes.size() == 1);
  CHECK(round.notes[0].find("the last 1") != std::string::npos);
  auto narrow = options();
  narrow.widen = false;
  const auto longer = small("ordinal", "max_length;2\n", "1;A,B,C;3,2,1\n", ";points");
  CHECK(programs::import_round(longer, narrow).value().definition.place_points == std::vector<std::uint64_t>{3, 2});
  const auto uneven = small("ordinal", "", "1;A,B;3,2\n2;B,A;3,1\n", ";points");
  CHECK(programs::import_round(uneven, options()).error().detail.find("voter 2 gives place 2 1 points") == 0);
}

TEST_CASE("ballots outside the file's limits are noted, and the round takes them if it is told to") {
  const auto file = small("cumulative", "max_sum_points;5\nmax_length;1\nmin_length;1\n", "1;A,B;4,3\n2;A,C;2,0\n3;;\n", ";points");
  const auto round = programs::import_round(file, options()).value();
  CHECK(round.definition.points_max == 7);
  CHECK(round.definition.choices_max == 2);
  CHECK(round.definition.choices_min == 0);
  CHECK(round.notes.size() == 3);
  auto narrow = options();
  narrow.widen = false;
  const auto kept = programs::import_round(file, narrow).value();
  CHECK(kept.definition.points_max == 5);
  CHECK(kept.definition.choices_max == 1);
  REQUIRE(kept.notes.size() == 3);
  CHECK(kept.notes[2].find("max_sum_points 5, the furthest with 7: the round will refuse them") != std::string::npos);
  const programs::ProjectPlaces places{{"A", 0}, {"B", 1}, {"C", 2}};
  const auto choices = programs::choices_of(file, 1, round.definition, places).value();
  CHECK(choices.places == std::vector<std::uint16_t>{0});  // 0 points do not name a project
  CHECK(choices.points == std::vector<std::uint8_t>{2});
}

TEST_CASE("a knapsack ballot keeps its limit of cost") {
  const auto round = programs::import_round(small("approval", "max_sum_cost;300\n", "1;A,B\n2;C\n"), options()).value();
  CHECK(round.definition.budget_max == 30'000);
  CHECK(round.notes.empty());
}

TEST_CASE("ties as they are asked for") {
  const auto file = small("approval", "", "1;A\n");
  auto wanted = options();
  SECTION("of the rule, unless something else is said") {
    wanted.rule = "wieliczka-2023";
    const auto d = programs::import_round(file, wanted).value().definition;
    CHECK(d.ties == std::vector{allocation::TieCriterion::min_cost, allocation::TieCriterion::max_votes});
    CHECK(d.last_tie == record::LastTie::listing);
  }
  SECTION("by id, as an order that everybody can read") {
    wanted.ties = programs::ties_from("max-votes,id").value();
    const auto d = programs::import_round(file, wanted).value().definition;
    CHECK(d.last_tie == record::LastTie::given);
    CHECK(d.tie_order == std::vector<std::string>{"A", "B", "C"});
  }
  SECTION("a lot") {
    wanted.lot_shares = {record::Digest{1}, record::Digest{2}};
    CHECK(programs::import_round(file, wanted).value().definition.last_tie == record::LastTie::lot);
  }
}

TEST_CASE("rules by JSON, and what cannot be a round says why") {
  auto wanted = options();
  wanted.rule = R"({"rule":"phragmen","minimum-votes":2})";
  const auto file = small("approval", "", "1;A\n");
  CHECK(std::get<allocation::PhragmenRule>(programs::import_round(file, wanted).value().definition.rule).minimum_votes == 2);
  wanted.rule = "mes-points";
  CHECK(programs::import_round(file, wanted).error().detail.find("needs ballots with points") != std::string::npos);
  wanted.rule = "my-own";
  CHECK(programs::import_round(file, wanted).error().code == Errc::unsupported);
  const std::string head = "META\nkey;value\ndescription;Utby\nunit;Utby\ninstance;2026\nbudget;300\nvote_type;approval\nrule;greedy\n";
  const auto nothing = allocation::parse_pb(head + "PROJECTS\nproject_id;cost\nVOTES\nvoter_id;vote\n1;\n").value();
  CHECK(programs::import_round(nothing, options()).error().detail.find("no projects") != std::string::npos);
  const auto scoring = small("scoring", "", "1;A;3\n", ";points");
  CHECK(programs::import_round(scoring, options()).error().code == Errc::unsupported);
  auto euro = file;
  euro.currency = "EUR";
  CHECK(programs::import_round(euro, options()).error().code == Errc::mismatch);
  const auto many = small("cumulative", "max_sum_points;300\n", "1;A;300\n", ";points");
  CHECK(programs::import_round(many, options()).error().code == Errc::too_large);
}

TEST_CASE("files are read within bounds, and what is no file is said") {
  const auto folder = std::filesystem::temp_directory_path() / ("radslag-pb-" + std::to_string(::getpid()));
  std::filesystem::create_directory(folder);
  const auto path = folder / "order";
  std::ofstream(path) << "B\nA\r\n\nC\n";
  const auto code = [](const auto& read) {
    try {
      (void)read();
    } catch (const programs::Stop& stop) {
      return stop.code();
    }
    return programs::Exit::ok;
  };
  CHECK(programs::read_bounded(path, 8) == "B\nA\r\n\nC\n");
  CHECK(code([&] { return programs::read_bounded(path, 7); }) == programs::Exit::data);
  CHECK(code([&] { return programs::read_bounded(folder, 100); }) == programs::Exit::no_input);
  CHECK(code([&] { return programs::read_pb(folder); }) == programs::Exit::no_input);
  CHECK(code([&] { return programs::read_pb(folder / "none"); }) == programs::Exit::no_input);
  CHECK(code([&] { return programs::read_pb(path); }) == programs::Exit::data);
  CHECK(code([&] { return programs::ties_from(folder.string()); }) == programs::Exit::no_input);
  CHECK(programs::ties_from(path.string()).value().order == std::vector<std::string>{"B", "A", "C"});
  CHECK_FALSE(programs::ties_from(std::string(5'000, 'x')));
  std::filesystem::remove_all(folder);
}
