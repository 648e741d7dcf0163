// radslag allocate: counts a Pabulib file by any rule, without a server.
#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/pb_rules.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/rule_json.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using namespace allocation;

struct AllocateArguments {
  fs::path file;
  std::string rule = "as-published", ties, compare;
  bool explain = false, json = false;
};

std::string read_file(const fs::path& path) {
  std::ifstream stream(path, std::ios::binary);
  if (!stream) throw Stop(Exit::no_input, "There is no file " + path.string() + ".");
  return {std::istreambuf_iterator<char>(stream), {}};
}

/// One project id a line, the first before all others.
TieOrder order_from(const fs::path& path) {
  TieOrder order;
  order.last = TieOrder::Last::given;
  std::ifstream lines(path);
  for (std::string line; std::getline(lines, line);) {
    if (!line.empty() && line.back() == '\r') line.pop_back();
    if (!line.empty()) order.order.push_back(line);
  }
  return order;
}

NamedRule rule_of(const std::string& text, const PbFile& file) {
  if (!text.starts_with('{')) {
    auto rule = named_rule(text, file);
    if (!rule) throw Stop(Exit::usage, "--rule: " + rule.error().detail + ".");
    return std::move(*rule);
  }
  auto rule = parse_rule_json(text);
  if (!rule) throw Stop(Exit::usage, "--rule: " + rule.error().detail + ".");
  return {"", std::move(*rule)};
}

struct Counted {
  NamedRule rule;
  Profile profile;
  Count count;
};

Counted count_by(const std::string& rule_text, const AllocateArguments& arguments, const PbFile& file) {
  Counted counted{rule_of(rule_text, file), {}, {}};
  if (!arguments.ties.empty() && fs::is_regular_file(arguments.ties)) {
    counted.rule.ties = order_from(arguments.ties);
  } else if (!arguments.ties.empty()) {
    auto ties = TieOrder::parse(arguments.ties);
    if (!ties) throw Stop(Exit::usage, "--ties: " + ties.error().detail + ".");
    counted.rule.ties = std::move(*ties);
  }
  counted.profile = profile_of(file, utility_of(counted.rule.rule));
  auto count = allocation::count(counted.profile, counted.rule.rule, counted.rule.ties);
  if (!count) throw Stop(Exit::data, arguments.file.string() + ": " + count.error().detail + ".");
  counted.count = std::move(*count);
  return counted;
}

std::string_view word(Fate fate) {
  switch (fate) {
    case Fate::funded: return "funded";
    case Fate::completed: return "funded-by-completion";
    case Fate::reserve: return "funded-from-reserve";
    case Fate::withdrawn: return "withdrawn";
    case Fate::not_eligible: return "not-eligible";
    case Fate::exceeds_envelope: return "exceeds-envelope";
    case Fate::excluded: return "excluded";
    case Fate::does_not_fit: return "does-not-fit";
    case Fate::after_stop: return "after-stop";
    case Fate::supporters_spent: return "supporters-spent";
    case Fate::no_supporters: return "no-supporters";
  }
  return {};
}

/// Whole units of money, with the hundredths where there are any.
std::string money(const Exact& minor) { return decimal_text(minor / 100, minor.get_den() == 1 && minor.get_num() % 100 == 0 ? 0 : 2); }
std::string money(std::int64_t minor) { return money(exact(minor)); }

json::value amount(std::int64_t minor) {
  if (minor % 100 == 0) return minor / 100;
  return json::value_from(money(minor));
}

const EqualSharesRule* equal_shares(const Counted& counted) {
  const auto* rule = std::get_if<EqualSharesRule>(&counted.rule.rule);
  return rule && !(counted.count.compared && counted.count.compared->switched) ? rule : nullptr;
}

json::array ids(const Profile& profile, const std::vector<std::uint32_t>& projects) {
  json::array list;
  for (const auto p : projects) list.emplace_back(profile.projects[p].id);
  return list;
}

json::array rounds_json(const Counted& counted) {
  json::array rounds;
  for (const auto& round : counted.count.rounds) {
    const auto& project = counted.profile.projects[round.project];
    json::object row{{"project", project.id},
                     {"cost", amount(project.cost)},
                     {"fate", word(round.fate)},
                     {"supporters", round.supporters},
                     {"left_before", amount(round.left_before)},
                     {"measure", fraction_text(round.measure)}};
    if (equal_shares(counted) && round.fate == Fate::funded && sgn(round.measure) > 0) {
      row["supporters_money"] = decimal_text(round.supporters_money / 100, 2);
      if (equal_shares(counted)->utility == Utility::cost) {
        row["effective_votes"] = decimal_text(1 / round.measure, 2);
        row["each_paid"] = decimal_text(round.measure * exact(project.cost) / 100, 2);
      }
    }
    rounds.push_back(std::move(row));
  }
  return rounds;
}

json::object explanations_json(const Counted& counted) {
  json::object all;
  const auto* rule = equal_shares(counted);
  const auto explained = rule ? explain(counted.profile, *rule, counted.rule.ties, counted.count) : std::vector<Explanation>{};
  for (std::size_t p = 0; p < counted.profile.projects.size(); ++p) {
    json::object row{{"fate", word(counted.count.fates[p])}};
    if (rule && sgn(explained[p].effective_support) > 0) {
      row["effective_support_percent"] = decimal_text(explained[p].effective_support * 100, 1);
      json::array spent;
      for (const auto& each : explained[p].spent)
        spent.push_back({{"project", counted.profile.projects[each.project].id}, {"money", decimal_text(each.money / 100, 2)}});
      row["spent_before"] = std::move(spent);
      row["money_left"] = decimal_text(explained[p].money_left / 100, 2);
    }
    all[counted.profile.projects[p].id] = std::move(row);
  }
  return all;
}

json::object to_json(const Counted& counted, bool with_explanations) {
  json::object out{{"winners", ids(counted.profile, counted.count.funded)},
                   {"cost", amount(counted.count.cost)},
                   {"budget", amount(counted.profile.envelope)},
                   {"rule", rule_json(counted.rule.rule)},
                   {"voters", counted.profile.voters()}};
  if (!counted.rule.name.empty()) out["rule_name"] = counted.rule.name;
  json::array met;
  for (const auto& tie : counted.count.ties) met.push_back({{"round", tie.round + 1}, {"projects", ids(counted.profile, tie.projects)}});
  out["ties"] = {{"order", counted.rule.ties.text()}, {"met", std::move(met)}};
  out["rounds"] = rounds_json(counted);
  if (!counted.count.endowments.empty()) {
    json::array endowments;
    for (const auto& each : counted.count.endowments)
      endowments.push_back({{"exact", fraction_text(each / 100)}, {"about", decimal_text(each / 100, 6)}});
    out["endowments"] = std::move(endowments);
    out["runs"] = counted.count.runs;
  }
  if (const auto& compared = counted.count.compared)
    out["comparison"] = {{"prefer_this", compared->prefer_this},
                         {"prefer_greedy", compared->prefer_greedy},
                         {"greedy", ids(counted.profile, compared->greedy)},
                         {"switched", compared->switched}};
  if (with_explanations) out["explanations"] = explanations_json(counted);
  return out;
}

void print_explanations(const Counted& counted, const PbFile& file) {
  const auto* rule = equal_shares(counted);
  const auto explained = rule ? explain(counted.profile, *rule, counted.rule.ties, counted.count) : std::vector<Explanation>{};
  const auto name = [&](std::uint32_t p) {
    return file.projects[p].project.id + (file.projects[p].name.empty() ? "" : " " + file.projects[p].name);
  };
  std::cout << "\nEach project:\n";
  for (std::uint32_t p = 0; p < file.projects.size(); ++p) {
    std::cout << "  " << name(p) << " (" << money(counted.profile.projects[p].cost) << "): " << word(counted.count.fates[p]);
    if (rule && sgn(explained[p].effective_support) > 0) {
      std::cout << "; effective support " << decimal_text(explained[p].effective_support * 100, 1) << " %";
      if (counted.count.fates[p] == Fate::supporters_spent) {
        std::cout << "; its supporters had " << money(floor_of(explained[p].money_left)) << " left";
        const char* before = "; they had paid ";
        for (const auto& each : explained[p].spent) {
          std::cout << before << money(floor_of(each.money)) << " for " << file.projects[each.project].project.id;
          before = ", ";
        }
      }
    }
    std::cout << '\n';
  }
}

void print(const Counted& counted, const PbFile& file, bool with_explanations) {
  const auto& count = counted.count;
  std::cout << (counted.rule.name.empty() ? "The rule" : counted.rule.name) << ": " << count.funded.size() << " of " << file.projects.size()
            << " projects, " << money(count.cost) << " of " << money(counted.profile.envelope) << ".\n";
  std::cout << "  " << json::serialize(rule_json(counted.rule.rule)) << "\n  ties: " << counted.rule.ties.text() << "\n\n";
  for (const auto p : count.funded) {
    std::cout << "  " << file.projects[p].project.id << "  " << money(counted.profile.projects[p].cost) << "  " << file.counted[p]
              << " votes";
    if (!file.projects[p].name.empty()) std::cout << "  " << file.projects[p].name;
    std::cout << '\n';
  }
  if (!count.endowments.empty())
    std::cout << "\nEach voter had " << decimal_text(count.endowments.front() / 100, 2) << (count.runs > 1 ? " in the end, after " : "")
              << (count.runs > 1 ? std::to_string(count.runs) + " runs" : "") << ".\n";
  if (count.compared)
    std::cout << count.compared->prefer_this << " voters have more of their projects in this than in greedy's outcome, "
              << count.compared->prefer_greedy << " fewer" << (count.compared->switched ? ": greedy's is taken" : "") << ".\n";
  for (const auto& tie : count.ties) {
    std::cout << "Equal in round " << tie.round + 1 << ":";
    for (const auto p : tie.projects) std::cout << ' ' << counted.profile.projects[p].id;
    std::cout << "; the first was taken first.\n";
  }
  if (with_explanations) print_explanations(counted, file);
}

void print_difference(const Counted& a, const Counted& b, const PbFile& file) {
  const auto only_in = [&](const Counted& x, const Counted& y) {
    std::string list;
    for (const auto p : x.count.funded) {
      if (std::find(y.count.funded.begin(), y.count.funded.end(), p) == y.count.funded.end()) list += " " + file.projects[p].project.id;
    }
    return list.empty() ? std::string(" none") : list;
  };
  std::cout << "\nOnly by the first:" << only_in(a, b) << "\nOnly by the second:" << only_in(b, a) << '\n';
}

int allocate_file(const AllocateArguments& arguments) {
  const auto bytes = read_file(arguments.file);
  auto file = parse_pb(bytes);
  if (!file) throw Stop(Exit::data, arguments.file.string() + ": " + file.error().detail + ".");
  for (const auto& warning : file->warnings)
    std::cerr << "warning: " << (warning.line ? "line " + std::to_string(warning.line) + ": " : "") << warning.text << '\n';
  const auto counted = count_by(arguments.rule, arguments, *file);
  std::optional<Counted> other;
  if (!arguments.compare.empty()) other = count_by(arguments.compare, arguments, *file);
  if (arguments.json) {
    auto out = to_json(counted, arguments.explain);
    if (other) out["compared_with"] = to_json(*other, false);
    std::cout << json::serialize(out) << '\n';
    return 0;
  }
  print(counted, *file, arguments.explain);
  if (!other) return 0;
  std::cout << '\n';
  print(*other, *file, false);
  print_difference(counted, *other, *file);
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
  command->add_flag("--explain", arguments->explain, "why each project was funded or not");
  command->add_flag("--json", arguments->json, "one JSON object, for programs");
  std::string names;
  for (const auto& name : rule_names()) names += "  " + name + "\n";
  command->footer("Rules: as-published (what the file says), and\n" + names + R"(Ties: min-cost, max-cost, max-votes, then file-order or id.
Examples
  radslag allocate Poland_Wieliczka_2023_Green_Budget.pb --explain
  radslag allocate city.pb --rule mes-cost+add1 --ties min-cost,max-votes,id --compare greedy
  radslag allocate city.pb --rule '{"rule":"equal-shares","utility":"cost","completion":"add1","stop":"exhaustive"}' --json)");
  command->callback([=, &chosen] { chosen = [=] { return allocate_file(*arguments); }; });
}

}  // namespace radslag::programs
