// How long counts of real elections take, on one core, exactly, with parsing and the grouping of equal ballots apart.
//
//   allocation_bench FOLDER [RUNS]
//
// FOLDER has Poland_Wieliczka_2023_Green_Budget.pb and Poland_Warszawa_2026.pb. Processor time, the median of RUNS [5]. Beside it stands
// what this machine can do in the same minutes: additions of fractions of some 200 bits, which is what an exact count is made of.
#include <gmpxx.h>
#include <sys/resource.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <fstream>
#include <functional>
#include <iterator>
#include <vector>

#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/margins.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "ledger/allocation/statistics.hpp"

using namespace radslag::allocation;

namespace {

std::size_t runs = 5;

double processor_seconds() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e9;
}

double median(const std::function<void()>& what) {
  std::vector<double> taken;
  for (std::size_t i = 0; i < runs; ++i) {
    const double before = processor_seconds();
    what();
    taken.push_back(processor_seconds() - before);
  }
  std::sort(taken.begin(), taken.end());
  return taken[taken.size() / 2];
}

std::string read(const std::string& path) {
  std::ifstream in(path, std::ios::binary);
  if (!in) {
    std::fprintf(stderr, "there is no %s\n", path.c_str());
    std::exit(66);
  }
  return {std::istreambuf_iterator<char>(in), {}};
}

void machine() {
  constexpr int additions = 200'000;
  const mpq_class step(mpz_class("1606938044258990275541962092341162602522202993782792835301399"),
                       mpz_class("6427752177035961102167848369364650410088811975131171341205571"));
  const double seconds = median([&] {
    mpq_class sum = 0;
    for (int i = 0; i < additions; ++i) {
      sum += step;
      if (i % 8 == 7) sum = step;
    }
    if (sgn(sum) <= 0) std::abort();
  });
  std::printf("machine: %.2f million additions of 200-bit fractions a second\n", additions / seconds / 1e6);
}

void election(const std::string& path, const std::vector<const char*>& rules, bool with_explanations) {
  const auto bytes = read(path);
  const auto file = parse_pb(bytes).value();
  const double parsing = median([&] { static_cast<void>(parse_pb(bytes).value()); });
  std::printf("%s: %zu ballots, %zu projects, %zu bytes\n", path.substr(path.rfind('/') + 1).c_str(), file.ballots.size(),
              file.projects.size(), bytes.size());
  std::printf("  parsing: %.2f ms, %.2f million ballots/s\n", parsing * 1e3, static_cast<double>(file.ballots.size()) / parsing / 1e6);
  for (const char* name : rules) {
    const auto by = named_rule(name, file).value();
    Profile profile;
    const double grouping = median([&] { profile = profile_of(file, utility_of(by.rule)); });
    Count counted;
    const double counting = median([&] { counted = count(profile, by.rule, by.ties).value(); });
    std::printf("  %s: %.2f ms; %zu funded, %llu runs; grouping equal ballots before it %.2f ms\n", name, counting * 1e3,
                counted.funded.size(), static_cast<unsigned long long>(counted.runs), grouping * 1e3);
    if (!with_explanations) continue;
    const double explaining = median([&] {
      if (const auto* shares = std::get_if<EqualSharesRule>(&by.rule)) static_cast<void>(explain(profile, *shares, by.ties, counted));
      static_cast<void>(margins(profile, by.rule, by.ties, counted));
      static_cast<void>(statistics(profile, counted.funded));
    });
    std::printf("    all explanations, margins and statistics: %.1f ms\n", explaining * 1e3);
  }
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return std::fprintf(stderr, "allocation_bench FOLDER [RUNS]\n"), 64;
  if (argc > 2) runs = std::max<std::size_t>(1, std::strtoul(argv[2], nullptr, 10));
  const std::string folder = argv[1];
  machine();
  election(folder + "/Poland_Wieliczka_2023_Green_Budget.pb", {"wieliczka-2023", "mes-cost", "mes-cost+add1", "phragmen", "greedy"}, true);
  election(folder + "/Poland_Warszawa_2026.pb", {"mes-cost", "phragmen", "greedy"}, true);
  machine();
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  std::printf("memory at most: %ld MB\n", used.ru_maxrss / 1024);
  return 0;
}
