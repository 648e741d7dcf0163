// Outcomes that others computed for real elections: cities themselves, pabutools, the Equal Shares compute tool, muoblp.
#include <algorithm>
#include <catch2/catch.hpp>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <map>
#include <optional>
#include <sstream>

#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/pb_rules.hpp"

using namespace radslag;
using namespace radslag::allocation;

namespace {

std::filesystem::path folder() {
  const char* shared = std::getenv("RADSLAG_SHARED");
  return std::filesystem::path(shared != nullptr ? shared : "../shared") / "data/pb";
}

std::string read(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::vector<std::string> split(const std::string& text, char at) {
  std::vector<std::string> parts;
  std::stringstream stream(text);
  for (std::string part; std::getline(stream, part, at);) parts.push_back(part);
  return parts;
}

const PbFile& file_of(const std::string& name) {
  static std::map<std::string, PbFile> files;
  auto found = files.find(name);
  if (found == files.end()) found = files.emplace(name, parse_pb(read(folder() / name)).value()).first;
  return found->second;
}

struct Row {
  std::string file, variant, source, note;
  std::vector<std::string> winners;
};

std::vector<Row> rows() {
  std::vector<Row> rows;
  std::ifstream in(folder() / "expected.tsv");
  std::string line;
  for (std::getline(in, line); std::getline(in, line);) {
    auto cells = split(line, '\t');
    cells.resize(5);
    rows.push_back({cells[0], cells[1], cells[3], cells[4], split(cells[2], ',')});
  }
  return rows;
}

TieOrder ties_of(const std::string& words) {
  TieOrder order;
  order.last = words.find("lexico") != std::string::npos ? TieOrder::Last::id : TieOrder::Last::listing;
  for (std::string word : split(words, ',')) {
    std::transform(word.begin(), word.end(), word.begin(), [](char c) { return static_cast<char>(std::tolower(c)); });
    if (word == "mincost") order.criteria.push_back(TieOrder::By::min_cost);
    if (word == "maxvotes") order.criteria.push_back(TieOrder::By::max_votes);
  }
  return order;
}

/// "mes", "cost", "add1u-exh(start B/n)", ties.
std::optional<NamedRule> rule_of_row(const Row& row) {
  if (row.variant.starts_with("published/")) return as_published(file_of(row.file)).value();
  const auto parts = split(row.variant, '/');
  NamedRule rule{row.variant, PhragmenRule{}, ties_of(row.variant)};
  if (parts[0] == "phragmen") return rule;
  if (parts[0] == "greedy") {
    GreedyRule greedy;
    if (parts[1] == "card") greedy.order = GreedyRule::Order::score_per_cost;
    if (parts[1] == "additive") {  // of points, in terms of utility: by points for each krona
      greedy.score = GreedyRule::Score::points;
      greedy.order = GreedyRule::Order::score_per_cost;
    }
    rule.rule = greedy;
    return rule;
  }
  if (parts[0] != "mes") return std::nullopt;
  EqualSharesRule mes;
  mes.utility = parts[1] == "card" ? Utility::cardinality : parts[1] == "additive" ? Utility::points : Utility::cost;
  const std::string& completion = parts[2];
  if (completion.starts_with("add1")) mes.completion = EqualSharesRule::Completion::add1;
  if (completion.find("exh") != std::string::npos) mes.stop = EqualSharesRule::Stop::exhaustive;
  if (completion.find("-int") != std::string::npos) mes.start = EqualSharesRule::Start::whole;
  if (completion == "u" || completion.starts_with("add1u")) mes.then = EqualSharesRule::Then::greedy;
  rule.rule = mes;
  return rule;
}

/// Why a row cannot come out, where what computed it departs from the definition; empty for all others.
std::string departs(const Row& row) {
  const bool js = row.source.find("compute-tool") != std::string::npos, doubles = js || row.source.find("doubles") != std::string::npos;
  const bool exact = row.source.find("fractions") != std::string::npos;
  if (doubles && !exact && row.winners.empty()) return "doubles: one project costs exactly what its supporters have";
  if (doubles && row.file == "Poland_Warszawa_2026_Blonia_Wilanowskie.pb") return "a ballot that names a project twice was counted twice";
  if (js && row.file == "Poland_Gdynia_2022_Kamienna_Gora__small.pb" && row.variant.find("add1-") != std::string::npos)
    return "no completion where all projects together fit into the envelope";
  return {};
}

}  // namespace

TEST_CASE("every outcome that others published or computed comes out the same") {
  if (!std::filesystem::exists(folder() / "expected.tsv")) {
    std::cout << "SKIPPED: published outcomes: no " << (folder() / "expected.tsv").string() << '\n';
    return;
  }
  std::size_t checked = 0;
  std::map<std::string, std::size_t> others;
  for (const auto& row : rows()) {
    CAPTURE(row.file, row.variant, row.source, row.note);
    const auto rule = rule_of_row(row);
    REQUIRE(rule);
    const auto profile = profile_of(file_of(row.file), utility_of(rule->rule));
    const auto counted = count(profile, rule->rule, rule->ties);
    REQUIRE(counted);
    std::vector<std::string> winners;
    for (const auto p : counted->funded) winners.push_back(profile.projects[p].id);
    auto expected = row.winners;
    if (row.note.find("selection order") == std::string::npos) {
      std::sort(winners.begin(), winners.end());
      std::sort(expected.begin(), expected.end());
    }
    if (const auto why = departs(row); winners != expected && !why.empty()) {
      ++others[why];
      continue;
    }
    CHECK(winners == expected);
    if (const auto cost = row.note.find("cost="); cost == 0) CHECK(counted->cost == std::stoll(row.note.substr(5)) * 100);
    ++checked;
  }
  std::cout << checked << " published outcomes came out the same\n";
  for (const auto& [why, number] : others) std::cout << number << " did not, as expected: " << why << '\n';
  CHECK(checked > 100);
}

TEST_CASE("Wieliczka's own figures: winners in order, effective votes, supporters' money, and the comparison") {
  const auto path = folder() / "golden_wieliczka_2023_winners.tsv";
  if (!std::filesystem::exists(path)) {
    std::cout << "SKIPPED: published outcomes: no " << path.string() << '\n';
    return;
  }
  const auto& file = file_of("Poland_Wieliczka_2023_Green_Budget.pb");
  const auto rule = named_rule("wieliczka-2023", file).value();
  const auto profile = profile_of(file, utility_of(rule.rule));
  const auto counted = count(profile, rule.rule, rule.ties).value();
  CHECK(counted.cost == 99'507'900);
  CHECK(decimal_text(counted.endowments.at(0) / 100, 3) == "315.837");
  REQUIRE(counted.compared);
  CHECK(counted.compared->prefer_this == 1'615);
  CHECK(counted.compared->prefer_greedy == 873);
  CHECK_FALSE(counted.compared->switched);

  std::ifstream in(path);
  std::string line;
  std::getline(in, line);
  std::size_t round = 0;
  for (; std::getline(in, line); ++round) {
    const auto cells = split(line, '\t');
    CAPTURE(line);
    REQUIRE(round < counted.rounds.size());
    const auto& bought = counted.rounds[round];
    CHECK(profile.projects[bought.project].id == cells[1]);
    CHECK(profile.projects[bought.project].cost == std::stoll(cells[2]) * 100);
    CHECK(bought.supporters == std::stoull(cells[3]));
    CHECK(decimal_text(1 / bought.measure, 2) == cells[4]);  // effective votes: what it costs by the most that anybody pays
  }
  CHECK(round == counted.rounds.size());

  std::ifstream rounds_in(folder() / "golden_wieliczka_2023_rounds.tsv");
  std::getline(rounds_in, line);
  std::size_t money = 0;
  while (std::getline(rounds_in, line)) {
    const auto cells = split(line, '\t');
    const auto& bought = counted.rounds.at(std::stoull(cells[0]) - 1);
    if (profile.projects[bought.project].id != cells[1]) continue;
    CAPTURE(line);
    CHECK(floor_of(bought.supporters_money / 100) == std::stoll(cells[4]));  // whole zloty, rounded down
    ++money;
  }
  CHECK(money == counted.rounds.size());

  // Effective support in whole per cent, rounded down.
  const auto explained = explain(profile, std::get<EqualSharesRule>(rule.rule), rule.ties, counted);
  std::ifstream support_in(folder() / "golden_wieliczka_2023_effective_support.tsv");
  std::getline(support_in, line);
  std::size_t supports = 0;
  for (; std::getline(support_in, line); ++supports) {
    const auto cells = split(line, '\t');
    CAPTURE(line);
    const auto p = std::find_if(profile.projects.begin(), profile.projects.end(), [&](const auto& x) { return x.id == cells[0]; });
    CHECK(floor_of(explained.at(static_cast<std::size_t>(p - profile.projects.begin())).effective_support * 100) == std::stoll(cells[2]));
  }
  CHECK(supports == profile.projects.size());
}
