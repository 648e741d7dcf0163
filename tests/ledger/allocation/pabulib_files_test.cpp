// Real elections: the ballots give the published votes, and the rule gives the published selection.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include <catch2/catch.hpp>

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

/// How many projects' `votes` differ from what the ballots give.
std::size_t wrong_votes(const PbFile& file) {
  std::size_t wrong = 0;
  for (std::size_t p = 0; p < file.projects.size(); ++p)
    if (file.projects[p].votes && *file.projects[p].votes != file.counted[p]) ++wrong;
  return wrong;
}

std::set<std::string> published(const PbFile& file) {
  std::set<std::string> ids;
  for (const PbProject& p : file.projects)
    if (p.selected == 1) ids.insert(p.project.id);
  return ids;
}

std::set<std::string> computed(const PbFile& file, const AnyRule& rule, const TieOrder& ties) {
  const auto counted = count(profile_of(file, utility_of(rule)), rule, ties);
  REQUIRE(counted);
  std::set<std::string> ids;
  for (const auto p : counted->funded) ids.insert(file.projects[p].project.id);
  return ids;
}

void check_round_trip(PbFile file) {
  const auto text = write_pb(file);
  REQUIRE(text);
  auto again = parse_pb(*text);
  REQUIRE(again);
  for (std::size_t p = 0; p < file.projects.size(); ++p) file.projects[p].votes = file.counted[p];
  CHECK(*again == file);
  CHECK(write_pb(*again) == *text);
}

struct Checked {
  std::set<std::string> votes, selections;
};

void check(const std::filesystem::path& path, Checked& checked) {
  INFO(path.filename().string());
  const auto file = parse_pb(read(path));
  if (!file) {
    CHECK(file.error().code == Errc::unsupported);
    return;
  }
  check_round_trip(*file);
  const std::string name = path.stem().string();
  for (const PbWarning& w : file->warnings) std::cout << name << " line " << w.line << ": " << w.text << '\n';
  // This city counted a ballot twice for a project that it names twice.
  CHECK(wrong_votes(*file) == (name == "Poland_Warszawa_2026_Blonia_Wilanowskie" ? 1U : 0U));
  checked.votes.insert(name);
  const auto named = as_published(*file);
  const bool says = std::any_of(file->projects.begin(), file->projects.end(), [](const PbProject& p) { return p.selected.has_value(); });
  if (!named || !std::holds_alternative<GreedyRule>(named->rule) || !says) return;
  // No outcome of these files hangs on how their ties are broken.
  for (const char* ties : {"file-order", "min-cost", "max-cost"})
    CHECK(computed(*file, named->rule, TieOrder::parse(ties).value()) == published(*file));
  checked.selections.insert(name);
}

}  // namespace

TEST_CASE("published elections come out as published") {
  if (!std::filesystem::is_directory(folder())) {
    std::cout << "SKIPPED: published elections: no folder " << folder().string() << '\n';
    return;
  }
  Checked checked;
  for (const auto& entry : std::filesystem::directory_iterator(folder()))
    if (entry.path().extension() == ".pb") check(entry.path(), checked);
  for (const char* name :
       {"Poland_Warszawa_2026_Chomiczowka", "Poland_Lodz_2022_Nad_Nerem", "Poland_Gdynia_2021_Obluze__small", "Poland_Warszawa_2026",
        "Poland_Gdynia_2022_Kamienna_Gora__small", "Poland_Warszawa_2026_Blonia_Wilanowskie", "Poland_Wroclaw_2017_Rejon_nr_11_750",
        "Poland_Warszawa_2017_Plac_Wojska_Polskiego", "Poland_Warszawa_2018_Pole_Mokotowskie"}) {
    INFO(name);
    CHECK(checked.selections.contains(name));
  }
  CHECK(checked.selections.size() >= 9);
  CHECK(checked.votes.size() >= 13);
}
