// radslag allocate: counts a Pabulib file by any rule, without a server.
#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>

#include "server/programs/commands.hpp"
#include "server/programs/counted_file.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/pb_file.hpp"
#include "server/programs/rule_flags.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;
using namespace allocation;

struct AllocateArguments {
  fs::path file;
  std::string rule = "as-published", ties, compare;
  bool explain = false, json = false;
};

CountedFile count_by(const std::string& rule_text, const AllocateArguments& arguments, const PbFile& file) {
  auto rule = rule_from(rule_text, file);
  if (!rule) throw Stop(Exit::usage, "--rule: " + rule.error().detail + ".");
  if (!arguments.ties.empty()) {
    auto ties = ties_from(arguments.ties);
    if (!ties) throw Stop(Exit::usage, "--ties: " + ties.error().detail + ".");
    rule->ties = std::move(*ties);
  }
  CountedFile counted{std::move(*rule), {}, {}};
  counted.profile = profile_of(file, utility_of(counted.rule.rule));
  auto count = allocation::count(counted.profile, counted.rule.rule, counted.rule.ties);
  if (!count) throw Stop(Exit::data, arguments.file.string() + ": " + count.error().detail + ".");
  counted.count = std::move(*count);
  return counted;
}

int allocate_file(const AllocateArguments& arguments) {
  const auto file = read_pb(arguments.file);
  const auto counted = count_by(arguments.rule, arguments, file);
  std::optional<CountedFile> other;
  if (!arguments.compare.empty()) other = count_by(arguments.compare, arguments, file);
  if (arguments.json) {
    auto out = count_json(counted, arguments.explain);
    if (other) {
      out["compared_with"] = count_json(*other, false);
      out["difference"] = difference_json(counted, *other);
    }
    std::cout << boost::json::serialize(out) << '\n';
    return 0;
  }
  print_count(std::cout, counted, file, arguments.explain);
  if (!other) return 0;
  std::cout << '\n';
  print_count(std::cout, *other, file, false);
  print_difference(std::cout, counted, *other);
  return 0;
}

}  // namespace

void add_allocate(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("allocate", "Counts a Pabulib file by any rule; needs no server");
  const auto arguments = std::make_shared<AllocateArguments>();
  command->add_option("FILE", arguments->file, "the .pb file")->required();
  command->add_option("--rule", arguments->rule, "a name, a preset, or a JSON object with parameters")->capture_default_str();
  command->add_option("--ties", arguments->ties, "criteria in order, or a file with one project id a line (default: the rule's)");
  command->add_option("--compare", arguments->compare, "count by this rule too, and show the difference");
  command->add_flag("--explain", arguments->explain, "why each project was funded or not, how close it was, and what voters got");
  command->add_flag("--json", arguments->json, "one JSON object, for programs");
  std::string names;
  for (const auto& name : rule_names()) names += "  " + name + "\n";
  command->footer("Rules: as-published (what the file says), and\n" + names + R"(Ties: min-cost, max-cost, max-votes, then file-order or id.
Examples
  radslag allocate Poland_Wieliczka_2023_Green_Budget.pb --explain
  radslag allocate city.pb --rule greedy --explain --json | jq '.explanations["17"].more_votes'
  radslag allocate city.pb --rule mes-cost+add1 --ties min-cost,max-votes,id --compare greedy
  radslag allocate city.pb --rule '{"rule":"equal-shares","utility":"cost","completion":"add1","stop":"exhaustive"}' --json)");
  command->callback([=, &chosen] { chosen = [=] { return allocate_file(*arguments); }; });
}

}  // namespace radslag::programs
