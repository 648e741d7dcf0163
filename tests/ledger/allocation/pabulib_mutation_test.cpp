// Seeded mutations of a small file: whatever comes out is an error or a file that can be written and read again.
#include <algorithm>
#include <random>

#include <catch2/catch.hpp>

#include "ledger/allocation/pb_rules.hpp"
#include "tests/ledger/allocation/small_pb.hpp"

using namespace radslag::allocation;

namespace {

class Mutator {
 public:
  std::string next() {
    std::string text(kSmallPb);
    for (std::size_t n = 1 + below(4); n > 0; --n) mutate(text);
    return text;
  }

 private:
  std::size_t below(std::size_t bound) { return static_cast<std::size_t>(random_() % bound); }

  void mutate(std::string& text) {
    if (text.empty()) return;
    static constexpr std::string_view kSpecial = ";\"\n\r,. 09\t-\xFF\xC3";
    const std::size_t at = below(text.size());
    switch (below(6)) {
      case 0: text[at] = static_cast<char>(below(256)); break;
      case 1: text[at] = kSpecial[below(kSpecial.size())]; break;
      case 2: text.insert(at, 1, kSpecial[below(kSpecial.size())]); break;
      case 3: text.erase(at, 1 + below(20)); break;
      case 4: text.insert(below(text.size()), text.substr(at, 1 + below(40))); break;
      default: text.resize(at); break;
    }
  }

  std::mt19937_64 random_{20221};
};

}  // namespace

TEST_CASE("mutated files are refused or survive a round trip") {
  Mutator mutator;
  std::size_t read = 0;
  for (int i = 0; i < 20'000; ++i) {
    const std::string text = mutator.next();
    const auto file = parse_pb(text);
    if (!file) {
      REQUIRE_FALSE(file.error().detail.empty());
      continue;
    }
    ++read;
    INFO(text);
    const auto written = write_pb(*file);
    REQUIRE(written);
    auto again = parse_pb(*written);
    REQUIRE(again);
    // The writer's column comes from the ballots.
    for (std::size_t p = 0; p < again->projects.size(); ++p) {
      CHECK(again->projects[p].votes == again->counted[p]);
      again->projects[p].votes = file->projects[p].votes;
    }
    REQUIRE(*again == *file);
    const auto named = as_published(*file);
    if (named) REQUIRE(count(profile_of(*file, utility_of(named->rule)), named->rule, named->ties));
  }
  CHECK(read > 1'000);
}
