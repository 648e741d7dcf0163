// What pages tell of a real election, held against what its organisers published (rules.md section 5; shared/data/pb).
#include <algorithm>
#include <atomic>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <future>
#include <iostream>
#include <iterator>
#include <map>
#include <memory>
#include <thread>
#include <vector>

#include "ledger/allocation/pb_rules.hpp"
#include "ledger/record/round_count.hpp"
#include "server/web/count_studies.hpp"
#include "server/web/count_study.hpp"
#include "server/web/result_texts.hpp"

using namespace radslag;

namespace {

std::filesystem::path data_folder() {
  const char* shared = std::getenv("RADSLAG_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : "../shared") / "data/pb";
}

std::uint64_t percent_of(std::uint64_t part, std::uint64_t all) { return (part * 200 + all) / (2 * all); }

/// A round as it would stand in a record.
struct RealRound {
  web::CountedRound counted;
  record::CountedBallots ballots;
};

RealRound round_of(const allocation::PbFile& file, const allocation::NamedRule& rule) {
  auto frozen = std::make_shared<record::Frozen>();
  auto& definition = frozen->definition;
  definition.title = "Wieliczka";
  definition.currency = "PLN";
  definition.envelope = static_cast<std::uint64_t>(file.budget);
  definition.choices_max = file.projects.size();
  definition.rule = rule.rule;
  definition.ties = rule.ties.criteria;
  for (const auto& project : file.projects) {
    frozen->project_index[project.project.id] = static_cast<std::uint16_t>(definition.projects.size());
    definition.projects.push_back(
        {project.project.id, static_cast<std::uint64_t>(project.project.cost), "", "", project.project.withdrawn, project.name, ""});
  }
  RealRound round{{}, record::CountedBallots(1)};
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    const auto choices = file.ballots.choices(i);
    std::vector<std::uint16_t> places(choices.begin(), choices.end());
    std::sort(places.begin(), places.end());
    round.ballots[0].emplace_back(std::move(places));
  }
  round.counted.frozen = frozen;
  round.counted.round = "wieliczka";
  round.counted.tally = {file.ballots.size(), file.ballots.size(), 0, record::no_votes(definition)};
  record::add_votes(definition, round.ballots[0], round.counted.tally.votes);
  round.counted.allocation = record::allocate(definition, round.counted.tally, {}, {}, &round.ballots).value();
  return round;
}

}  // namespace

TEST_CASE("the study of Wieliczka's Green Budget says what its organisers said") {
  std::ifstream stream(data_folder() / "Poland_Wieliczka_2023_Green_Budget.pb", std::ios::binary);
  std::ifstream golden(data_folder() / "golden_wieliczka_2023_effective_support.tsv");
  if (!stream || !golden) {
    std::cout << "SKIPPED: no " << data_folder() << "\n";
    return;
  }
  const auto file = allocation::parse_pb(std::string(std::istreambuf_iterator<char>(stream), {})).value();
  const auto round = round_of(file, allocation::named_rule("wieliczka-2023", file).value());
  const auto made = web::study(round.counted, round.ballots);
  REQUIRE(made.has_value());
  CHECK(made->is_explained);
  REQUIRE(made->urns.size() == 1);
  const auto& urn = made->urns[0];
  CHECK(urn.outcome.voters == 6'586);
  CHECK(urn.outcome.average.substr(0, 3) == "1.6");  // theirs: 1.61, cut off
  CHECK(percent_of(urn.outcome.without, urn.outcome.voters) == 18);
  REQUIRE(urn.beside.has_value());
  CHECK(urn.beside->greedy.average == "1.47");
  CHECK(percent_of(urn.beside->greedy.without, urn.beside->greedy.voters) == 28);
  CHECK(urn.beside->prefer_this == 1'615);
  CHECK(urn.beside->prefer_greedy == 873);

  std::string line, id;
  std::getline(golden, line);
  for (std::uint64_t votes = 0, percent = 0; golden >> id >> votes >> percent;) {
    CAPTURE(id);
    const std::size_t place = round.counted.frozen->project_index.at(id);
    CHECK(round.counted.tally.votes[place].votes == votes);
    const auto& project = made->projects[place];
    const bool funded = round.counted.allocation.funds(id);
    CHECK(funded == (project.support_per_mille >= 1'000));
    if (!project.has_money) continue;
    CHECK(project.support_per_mille >= percent * 10 - 10);  // theirs is rounded, ours rounded down
    CHECK(project.support_per_mille < percent * 10 + 10);
    std::uint64_t sum = project.left + project.spent_on_others;
    for (const auto& flow : project.spent) sum += flow.money;
    CHECK(sum == project.total);
    CHECK(project.spent.size() <= web::CountStudy::most_flows + 1);
    if (funded) continue;
    CHECK(project.left < round.counted.frozen->definition.projects[place].cost);
    if (project.margin_cost) CHECK(*project.margin_cost < round.counted.frozen->definition.projects[place].cost);
  }
}

TEST_CASE("a study is made once, however many ask meanwhile, and a failure is tried again after a minute") {
  using web::CountStudies;
  std::promise<void> may_end;
  std::atomic<int> made = 0;
  CountStudies studies;
  const auto slow = [&, gate = may_end.get_future().share()]() -> CountStudies::Study {
    gate.wait();
    if (++made == 1) return nullptr;
    return std::make_shared<const web::CountStudy>();
  };
  CHECK_FALSE(studies.at_hand("a").has_value());
  for (int i = 0; i < 50; ++i) CHECK(studies.make("a", false, slow).is_coming);
  // Others that come and go do not push it out; more than a few are not even taken in.
  for (std::size_t i = 0; i < 3 * CountStudies::most_kept; ++i) {
    const auto key = "b" + std::to_string(i);
    CHECK(studies.make(key, true, [] { return std::make_shared<const web::CountStudy>(); }).study);
  }
  CHECK(studies.make("a", false, slow).is_coming);
  for (std::size_t i = 1; i < CountStudies::most_under_way; ++i) CHECK(studies.make("c" + std::to_string(i), false, slow).is_coming);
  CHECK(studies.make("d", false, slow).is_coming);
  CHECK_FALSE(studies.at_hand("d").has_value());
  may_end.set_value();
  // The page's own thread waits for one that is under way.
  const auto failed = studies.make("a", true, slow);
  CHECK_FALSE(failed.study);
  CHECK_FALSE(failed.is_coming);
  CHECK(studies.make("c" + std::to_string(CountStudies::most_under_way - 1), true, slow).study);
  CHECK(made == static_cast<int>(CountStudies::most_under_way));
  const auto later = CountStudies::Clock::now() + CountStudies::failure_lives;
  CHECK_FALSE(studies.at_hand("a", later).has_value());
  CHECK(studies.make("a", true, slow, later).study);
}

TEST_CASE("small studies asked for at the same time are made once") {
  using web::CountStudies;
  CountStudies studies;
  std::atomic<int> made = 0;
  std::vector<std::thread> readers;
  std::atomic<int> found = 0;
  for (int i = 0; i < 8; ++i)
    readers.emplace_back([&] {
      const auto answer = studies.make("a", true, [&] {
        ++made;
        return std::make_shared<const web::CountStudy>();
      });
      if (answer.study) ++found;
    });
  for (auto& reader : readers) reader.join();
  CHECK(made == 1);
  CHECK(found == 8);
}

TEST_CASE("a result's text is made once and kept within bounds") {
  using web::ResultTexts;
  ResultTexts texts;
  int made = 0;
  const auto text = [&](const std::string& key) {
    return texts.get(key, [&]() -> Result<std::string> {
      ++made;
      return std::string(ResultTexts::most_bytes / 4, 'x') + key;
    });
  };
  REQUIRE(text("a").has_value());
  const auto first = *text("a");
  CHECK(made == 1);
  CHECK(first->etag != (*text("b"))->etag);
  CHECK(*text("a") == first);
  CHECK(made == 2);
  for (const char* key : {"c", "d", "e"}) REQUIRE(text(key).has_value());  // with those there is no room for the first
  CHECK(made == 5);
  CHECK(*text("a") != first);
  CHECK(made == 6);
  const auto refused = [&] {
    return texts.get("f", [&]() -> Result<std::string> { return refuse(Errc::not_found, std::to_string(++made)); });
  };
  CHECK_FALSE(refused().has_value());
  CHECK(refused().error().detail == "8");
}
