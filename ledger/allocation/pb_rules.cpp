#include "ledger/allocation/pb_rules.hpp"

#include <algorithm>
#include <array>

#include "ledger/allocation/pb_reader.hpp"

namespace radslag::allocation {
namespace {

using Mes = EqualSharesRule;

bool has_points(const PbFile& file) { return file.vote_type != PbVoteType::approval && file.vote_type != PbVoteType::choose_1; }

GreedyRule greedy_of(const RuleBasis& basis, Unaffordable unaffordable) {
  GreedyRule rule;
  rule.unaffordable = unaffordable;
  rule.minimum_score = basis.threshold;
  if (basis.points) rule.score = GreedyRule::Score::points;
  return rule;
}

Mes equal_shares(Utility utility) {
  Mes rule;
  rule.utility = utility;
  return rule;
}

Mes add1(Mes rule, Mes::Stop stop, Mes::Then then, Mes::Start start = Mes::Start::fractional) {
  rule.completion = Mes::Completion::add1;
  rule.start = start;
  rule.stop = stop;
  rule.then = then;
  return rule;
}

const TieOrder by_cost{{TieOrder::By::min_cost, TieOrder::By::max_votes}, TieOrder::Last::listing};

Mes wieliczka() {
  auto rule = add1(equal_shares(Utility::cost), Mes::Stop::infeasible, Mes::Then::nothing);
  rule.comparison = Mes::Comparison::satisfaction;
  return rule;
}

Mes swiecie() {
  auto rule = wieliczka();
  rule.share_factor = 3;
  return rule;
}

struct Preset {
  std::string_view name;
  NamedRule (*make)(const RuleBasis& basis);
};

template <Utility utility>
NamedRule plain(const RuleBasis&) {
  return {{}, equal_shares(utility)};
}
template <Utility utility, Mes::Stop stop, Mes::Then then>
NamedRule completed(const RuleBasis&) {
  return {{}, add1(equal_shares(utility), stop, then)};
}

constexpr auto infeasible = Mes::Stop::infeasible;
constexpr auto exhaustive = Mes::Stop::exhaustive;
constexpr auto nothing = Mes::Then::nothing;
constexpr auto then_greedy = Mes::Then::greedy;

template <Utility utility>
constexpr std::array<Preset, 4> family(std::array<std::string_view, 4> names) {
  return {Preset{names[0], &plain<utility>}, Preset{names[1], &completed<utility, infeasible, nothing>},
          Preset{names[2], &completed<utility, exhaustive, nothing>}, Preset{names[3], &completed<utility, exhaustive, then_greedy>}};
}

std::vector<Preset> presets() {
  std::vector<Preset> all{
      {"greedy",
       [](const RuleBasis& basis) {
         return NamedRule{{}, greedy_of(basis, Unaffordable::skip)};
       }},
      {"greedy-no-skip",
       [](const RuleBasis& basis) {
         return NamedRule{{}, greedy_of(basis, Unaffordable::stop)};
       }},
      {"greedy-per-cost",
       [](const RuleBasis& basis) {
         auto rule = greedy_of(basis, Unaffordable::skip);
         rule.order = GreedyRule::Order::score_per_cost;
         return NamedRule{{}, rule};
       }},
  };
  const auto add = [&](const auto& some) { all.insert(all.end(), some.begin(), some.end()); };
  add(family<Utility::cost>({"mes-cost", "mes-cost+add1", "mes-cost+add1-exhaustive", "mes-cost+add1u"}));
  add(family<Utility::cardinality>(
      {"mes-cardinality", "mes-cardinality+add1", "mes-cardinality+add1-exhaustive", "mes-cardinality+add1u"}));
  add(family<Utility::points>({"mes-points", "mes-points+add1", "mes-points+add1-exhaustive", "mes-points+add1u"}));
  add(family<Utility::borda>({"mes-borda", "mes-borda+add1", "mes-borda+add1-exhaustive", "mes-borda+add1u"}));
  add(std::array<Preset, 9>{
      Preset{"phragmen",
             [](const RuleBasis&) {
               return NamedRule{{}, PhragmenRule{}};
             }},
      Preset{"wieliczka-2023",
             [](const RuleBasis&) {
               return NamedRule{{}, wieliczka(), by_cost};
             }},
      Preset{"swiecie-2023",
             [](const RuleBasis&) {
               return NamedRule{{}, swiecie(), by_cost};
             }},
      Preset{"assen-2024",
             [](const RuleBasis&) {
               return NamedRule{{}, add1(equal_shares(Utility::cost), infeasible, nothing), by_cost};
             }},
      Preset{"equalshares.net",
             [](const RuleBasis&) {
               return NamedRule{{}, add1(equal_shares(Utility::cost), exhaustive, nothing), by_cost};
             }},
      Preset{"pabutools",
             [](const RuleBasis&) {
               return NamedRule{{}, equal_shares(Utility::cost), {{}, TieOrder::Last::id}};
             }},
      Preset{"warszawa",
             [](const RuleBasis& basis) {
               auto rule = greedy_of(basis, Unaffordable::skip);
               return NamedRule{{}, rule, {{TieOrder::By::min_cost}, TieOrder::Last::listing}};
             }},
      Preset{"wroclaw",
             [](const RuleBasis& basis) {
               return NamedRule{{}, greedy_of(basis, Unaffordable::stop)};
             }},
      Preset{"poznan",
             [](const RuleBasis& basis) {
               auto rule = greedy_of(basis, Unaffordable::stop);
               rule.reserve_percent = 80;
               return NamedRule{{}, rule};
             }},
  });
  return all;
}

RuleBasis basis_of(const PbFile& file) { return {has_points(file), file.min_project_score_threshold.value_or(0)}; }

}  // namespace

Result<NamedRule> as_published(const PbFile& file) {
  const auto& said = file.rule;
  const auto basis = basis_of(file);
  NamedRule rule{said, greedy_of(basis, Unaffordable::skip)};
  if (said == "greedy" || said == "greedy-threshold") return rule;
  if (said == "greedy-no-skip") return NamedRule{said, greedy_of(basis, Unaffordable::stop)};
  const Utility utility = has_points(file) ? Utility::points : Utility::cost;
  if (said == "equalshares") return NamedRule{said, equal_shares(utility), by_cost};
  if (said == "equalshares/add1") return NamedRule{said, add1(equal_shares(utility), infeasible, nothing), by_cost};
  auto compared = add1(equal_shares(utility), infeasible, nothing);
  compared.comparison = Mes::Comparison::satisfaction;
  if (said == "equalshares/add1-comparison") return NamedRule{said, compared, by_cost};
  compared.completion = Mes::Completion::none;
  if (said == "equalshares-comparison") return NamedRule{said, compared, by_cost};
  return refuse(Errc::unsupported,
                "the file says rule " + pb::quoted(said) + ", which it does not define well enough to count again; name a rule");
}

Result<NamedRule> named_rule(std::string_view name, const PbFile& file) {
  return name == "as-published" ? as_published(file) : named_rule(name, basis_of(file));
}

Result<NamedRule> named_rule(std::string_view name, const RuleBasis& basis) {
  for (const auto& preset : presets()) {
    if (preset.name != name) continue;
    auto rule = preset.make(basis);
    rule.name = preset.name;
    return rule;
  }
  std::string known = "as-published";
  for (const auto& each : rule_names()) known += ", " + each;
  return refuse(Errc::unsupported, "unknown rule " + pb::quoted(name) + "; known: " + known);
}

std::vector<std::string> rule_names() {
  std::vector<std::string> names;
  for (const auto& preset : presets()) names.emplace_back(preset.name);
  return names;
}

std::span<const std::string_view> offered_rules() {
  static constexpr std::array<std::string_view, 11> names{"warszawa",     "wroclaw",         "poznan",          "greedy-per-cost",
                                                          "mes-cost",     "assen-2024",      "equalshares.net", "wieliczka-2023",
                                                          "swiecie-2023", "mes-points+add1", "phragmen"};
  return names;
}

std::string_view offered_as(const AnyRule& rule) {
  RuleBasis basis;
  if (const auto* greedy = std::get_if<GreedyRule>(&rule)) basis = {greedy->score == GreedyRule::Score::points, greedy->minimum_score};
  for (const auto name : offered_rules()) {
    if (named_rule(name, basis)->rule == rule) return name;
  }
  return {};
}

Utility utility_of(const AnyRule& rule) {
  if (const auto* mes = std::get_if<EqualSharesRule>(&rule)) return mes->utility;
  if (const auto* greedy = std::get_if<GreedyRule>(&rule); greedy && greedy->score == GreedyRule::Score::points) return Utility::points;
  return Utility::cost;
}

}  // namespace radslag::allocation
