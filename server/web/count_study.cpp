#include "server/web/count_study.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "crypto/hash.hpp"
#include "ledger/allocation/explain.hpp"
#include "ledger/allocation/margins.hpp"
#include "ledger/allocation/statistics.hpp"
#include "ledger/record/round_count.hpp"
#include "server/web/result_pb.hpp"

namespace radslag::web {
using allocation::Exact;
using allocation::Profile;
namespace {

/// Steps of explaining that a server takes for a round; beyond that `radslag allocate --explain` does it.
constexpr double most_explaining = 1e9;

std::uint64_t whole(const Exact& value) {
  const auto rounded = allocation::floor_of(value + Exact(1, 2));
  return rounded < 0 ? 0 : static_cast<std::uint64_t>(rounded);
}

/// One urn's projects: places in the definition by places in the urn.
using Places = std::vector<std::uint16_t>;

const allocation::EqualSharesRule* equal_shares(const allocation::AnyRule& rule, const allocation::Count& count) {
  const bool switched = count.compared && count.compared->switched;
  return switched ? nullptr : std::get_if<allocation::EqualSharesRule>(&rule);
}

void add_money(const allocation::Explanation& why, const Places& places, CountStudy::OfProject& project) {
  project.has_money = true;
  project.support_per_mille = static_cast<std::uint64_t>(allocation::floor_of(why.effective_support * 1000));
  for (const auto& spent : why.spent) project.spent.push_back({places[spent.project], whole(spent.money)});
  std::stable_sort(project.spent.begin(), project.spent.end(), [](const auto& a, const auto& b) { return a.money > b.money; });
  // One more has its own name rather than "one other".
  const std::size_t named = project.spent.size() <= CountStudy::most_flows + 1 ? project.spent.size() : CountStudy::most_flows;
  for (std::size_t i = named; i < project.spent.size(); ++i) {
    ++project.others;
    project.spent_on_others += project.spent[i].money;
  }
  project.spent.resize(named);
  project.left = whole(why.money_left);
  project.total = project.left + project.spent_on_others;
  for (const auto& flow : project.spent) project.total += flow.money;
}

void add_margin(const allocation::Margin& margin, CountStudy::OfProject& project) {
  if (margin.cost) project.margin_cost = static_cast<std::uint64_t>(*margin.cost);
  project.more_votes = margin.more_votes;
  project.fewer_votes = margin.fewer_votes;
  project.votes_at_endowment = margin.votes_at_endowment;
}

CountStudy::Outcome outcome_of(const Profile& profile, const std::vector<std::uint32_t>& funded) {
  const auto figures = allocation::statistics(profile, funded);
  CountStudy::Outcome outcome{figures.voters,
                              figures.blank,
                              figures.without(),
                              figures.by_number,
                              allocation::decimal_text(figures.average_funded(), 2),
                              funded.size(),
                              0};
  for (const auto p : funded) outcome.cost += static_cast<std::uint64_t>(profile.projects[p].cost);
  return outcome;
}

std::vector<std::uint16_t> placed(const std::vector<std::uint32_t>& projects, const Places& places) {
  std::vector<std::uint16_t> all;
  for (const auto p : projects) all.push_back(places[p]);
  return all;
}

bool is_plain_greedy(const allocation::AnyRule& rule) {
  const auto* greedy = std::get_if<allocation::GreedyRule>(&rule);
  return greedy && *greedy == allocation::GreedyRule{};
}

/// Areas or themes, their figures added up over the urns.
class Categories {
 public:
  Categories(const std::vector<record::Place>& places, const record::RoundDefinition& definition, std::string record::Project::*of)
      : definition_(definition), of_(of) {
    for (const auto& place : places) ids_.push_back(place.id);
    sums_.resize(ids_.size() + 1);
  }

  void add(const Profile& profile, const std::vector<std::uint32_t>& funded, const Places& places) {
    std::vector<std::size_t> category;
    for (const auto place : places) {
      const auto& id = definition_.projects[place].*of_;
      category.push_back(static_cast<std::size_t>(std::find(ids_.begin(), ids_.end(), id) - ids_.begin()));
    }
    const auto figures = allocation::by_category(profile, funded, category, sums_.size());
    for (std::size_t i = 0; i < sums_.size(); ++i) {
      auto& sum = sums_[i];
      sum.projects += figures[i].projects;
      sum.funded += figures[i].funded;
      sum.cost += static_cast<std::uint64_t>(figures[i].cost);
      sum.spent += static_cast<std::uint64_t>(figures[i].spent);
      sum.votes += figures[i].votes;
      sum.funded_votes += figures[i].funded_votes;
    }
  }

  /// None where there is nothing to compare.
  [[nodiscard]] std::vector<CountStudy::Category> all() && {
    for (std::size_t i = 0; i < ids_.size(); ++i) sums_[i].id = ids_[i];
    std::erase_if(sums_, [](const auto& sum) { return sum.projects == 0; });
    if (sums_.size() < 2) sums_.clear();
    return std::move(sums_);
  }

 private:
  const record::RoundDefinition& definition_;
  std::string record::Project::*of_;
  std::vector<std::string> ids_;
  std::vector<CountStudy::Category> sums_;
};

/// Fills in what is told of each project of one urn.
void explain_urn(const Profile& profile, const allocation::AnyRule& rule, const allocation::TieOrder& ties, const allocation::Count& count,
                 const Places& places, bool with_money, CountStudy& made) {
  const auto* shares = with_money ? equal_shares(rule, count) : nullptr;
  if (shares && profile.voters() > 0) {
    const auto why = allocation::explain(profile, *shares, ties, count);
    for (std::size_t i = 0; i < places.size(); ++i) {
      if (why[i].effective_support > 0 || !why[i].spent.empty()) add_money(why[i], places, made.projects[places[i]]);
    }
  }
  allocation::MarginWork work;
  work.funded = 0;  // of funded ones nothing is told
  const auto margins = allocation::margins(profile, rule, ties, count, work);

  for (std::size_t i = 0; i < places.size(); ++i) add_margin(margins.projects[i], made.projects[places[i]]);
  made.at_endowment |= margins.at_endowment;
  made.without_comparison |= margins.without_comparison;
}

bool gives(const record::AllocationContent& allocation, const Profile& profile, const allocation::Count& count) {
  for (std::size_t i = 0; i < profile.projects.size(); ++i) {
    if (allocation.funds(profile.projects[i].id) != allocation::is_funded(count.fates[i])) return false;
  }
  return true;
}

/// Steps of one count: for each project that is funded it may look at all choices on all ballots.
double steps_of_a_count(const CountedRound& counted) {
  double size = static_cast<double>(counted.tally.voters) + static_cast<double>(counted.frozen->definition.projects.size()) + 1;
  for (const auto& project : counted.tally.votes) size += static_cast<double>(project.votes);
  return size * static_cast<double>(counted.allocation.funded() + 1);
}

/// Steps of finding how many votes more would have done (allocation::MarginWork::votes): up to 10,000 counts, as long as they are small.
double margin_work(const CountedRound& counted) {
  const auto* shares = std::get_if<allocation::EqualSharesRule>(&counted.frozen->definition.rule);
  if (!shares || shares->completion != allocation::EqualSharesRule::Completion::none) return 0;
  double choices = 0;
  for (const auto& project : counted.tally.votes) choices += static_cast<double>(project.votes);
  const auto urns = static_cast<double>(std::max<std::size_t>(1, counted.frozen->definition.urns.size()));
  return std::min(10'000 * choices, urns * static_cast<double>(allocation::MarginWork{}.votes));
}

/// One count more for each project that is funded, and one for all others.
double explaining_work(const CountedRound& counted) {
  return steps_of_a_count(counted) * static_cast<double>(counted.allocation.funded() + 1);
}

}  // namespace

allocation::Profile profile_of_votes(const record::RoundDefinition& definition, const record::TallyContent& tally, std::size_t urn) {
  Profile profile;
  profile.envelope = static_cast<std::int64_t>(definition.urns.empty() ? definition.envelope : definition.urns[urn].envelope);
  const auto places = record::projects_by_urn(definition).at(urn);
  for (const auto place : places) {
    const auto& project = definition.projects[place];
    const allocation::Choice alone{static_cast<std::uint32_t>(profile.projects.size()), 1};
    profile.projects.push_back({project.id, static_cast<std::int64_t>(project.cost), project.withdrawn});
    if (const auto number = tally.votes[place].votes; number > 0) profile.add({&alone, 1}, number);
  }
  profile.group();
  return profile;
}

double study_work(const CountedRound& counted) {
  double runs = 1;
  for (const auto& count : counted.allocation.counts) runs += static_cast<double>(count.runs);
  const double explaining = explaining_work(counted);
  return runs * steps_of_a_count(counted) + (explaining <= most_explaining ? explaining + margin_work(counted) : 0);
}

Result<CountStudy> study(const CountedRound& counted, const record::CountedBallots& ballots) {
  const auto& definition = counted.frozen->definition;
  const auto by_urn = record::projects_by_urn(definition);
  const auto profiles = record::profiles(definition, ballots);
  auto as_votes = definition;  // for figures of votes, whatever the rule makes of the ballots
  as_votes.rule = allocation::GreedyRule{};
  const auto votes = record::profiles(as_votes, ballots);
  Categories areas(definition.areas, definition, &record::Project::area), themes(definition.themes, definition, &record::Project::theme);
  CountStudy made;
  made.projects.resize(definition.projects.size());
  made.is_explained = explaining_work(counted) <= most_explaining;
  for (std::size_t urn = 0; urn < by_urn.size(); ++urn) {
    const auto& places = by_urn[urn];
    const auto ties = record::tie_order(definition, places, counted.lot);
    const auto rule = record::rule_of_urn(definition, places);
    const auto count = allocation::count(profiles[urn], rule, ties);
    if (!count) return tl::make_unexpected(count.error());
    if (!gives(counted.allocation, profiles[urn], *count)) return refuse(Errc::mismatch, "the ballots do not give the allocation");
    if (made.is_explained) explain_urn(profiles[urn], rule, ties, *count, places, true, made);
    CountStudy::OfUrn of{definition.urns.empty() ? "" : definition.urns[urn].id, outcome_of(votes[urn], count->funded), {}, {}};
    if (!is_plain_greedy(definition.rule)) {
      const auto greedy = allocation::count(votes[urn], allocation::GreedyRule{}, ties);
      if (!greedy) return tl::make_unexpected(greedy.error());
      const auto both = allocation::compare_outcomes(votes[urn], count->funded, greedy->funded);
      of.beside = CountStudy::OfUrn::Beside{
          outcome_of(votes[urn], greedy->funded), both.prefer_first, both.prefer_second, both.equal, placed(both.only_first, places),
          placed(both.only_second, places)};
    }
    const auto pb = pb_text(counted, ballots, definition.urns.size() > 1 ? std::optional(urn) : std::nullopt);
    if (pb) of.pb_sha256 = crypto::to_hex(crypto::sha256(*pb));
    made.urns.push_back(std::move(of));
    areas.add(votes[urn], count->funded, places);
    themes.add(votes[urn], count->funded, places);
  }
  made.areas = std::move(areas).all();
  made.themes = std::move(themes).all();
  return made;
}

Result<CountStudy> study_of_totals(const CountedRound& counted) {
  const auto& definition = counted.frozen->definition;
  const auto by_urn = record::projects_by_urn(definition);
  CountStudy made;
  made.projects.resize(definition.projects.size());
  if (record::needs_ballots(definition.rule)) return refuse(Errc::mismatch, "the rule needs the ballots themselves");
  for (std::size_t urn = 0; urn < by_urn.size(); ++urn) {
    const auto profile = profile_of_votes(definition, counted.tally, urn);
    const auto ties = record::tie_order(definition, by_urn[urn], counted.lot);
    const auto rule = record::rule_of_urn(definition, by_urn[urn]);
    const auto count = allocation::count(profile, rule, ties);
    if (!count) return tl::make_unexpected(count.error());
    explain_urn(profile, rule, ties, *count, by_urn[urn], false, made);
  }
  return made;
}

}  // namespace radslag::web
