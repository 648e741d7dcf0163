#include "server/registrar/cards/urn_plan.hpp"

#include <algorithm>
#include <optional>
#include <set>

#include "ledger/record/values.hpp"

namespace radslag::registrar {
namespace {

tl::unexpected<Error> malformed(const std::string& what) { return refuse(Errc::malformed, what); }

std::vector<std::string_view> split(std::string_view text, char by) {
  std::vector<std::string_view> parts;
  for (;;) {
    const auto at = text.find(by);
    parts.push_back(text.substr(0, at));
    if (at == std::string_view::npos) return parts;
    text.remove_prefix(at + 1);
  }
}

std::optional<Urn> read_urn(std::string_view line) {
  const auto words = split(line, ' ');
  Urn urn;
  if (words.size() != 4 || !record::is_id(words[1]) || !record::read_number(words[2], urn.envelope)) return std::nullopt;
  urn.id = words[1];
  if (words[3] == "-") return urn;
  for (const auto area : split(words[3], ',')) {
    if (!record::is_id(area)) return std::nullopt;
    urn.areas.emplace_back(area);
  }
  return urn;
}

/// Each urn and each area once, and at most one urn of the whole municipality.
bool fits(const UrnPlan& plan) {
  std::set<std::string> urns, areas;
  for (const auto& urn : plan) {
    if (!urns.insert(urn.id).second) return false;
    if (urn.is_whole() && !areas.insert("").second) return false;
    for (const auto& area : urn.areas)
      if (!areas.insert(area).second) return false;
  }
  return true;
}

std::uint64_t voters_of(const Urn& urn, const std::map<std::string, std::uint64_t>& people) {
  std::uint64_t voters = 0;
  for (const auto& area : urn.areas)
    if (const auto found = people.find(area); found != people.end()) voters += found->second;
  return voters;
}

/// Place of the smallest urn of areas, of equals the first; `but`: not this one. Nothing where there is none.
std::optional<std::size_t> smallest(const UrnPlan& plan, const std::map<std::string, std::uint64_t>& people,
                                    std::optional<std::size_t> but) {
  std::optional<std::size_t> found;
  for (std::size_t i = 0; i < plan.size(); ++i) {
    if (plan[i].is_whole() || i == but) continue;
    if (!found || voters_of(plan[i], people) < voters_of(plan[*found], people)) found = i;
  }
  return found;
}

/// The later one goes into the earlier; that of the whole municipality stays wherever it stands.
void join(SafePlan& plan, std::size_t small, std::size_t other, std::uint64_t voters) {
  auto& urns = plan.urns;
  const bool into_whole = urns[other].is_whole();
  const auto kept = into_whole ? other : std::min(small, other), gone = into_whole ? small : std::max(small, other);
  plan.joined.push_back({urns[gone].id, urns[kept].id, voters});
  urns[kept].envelope += urns[gone].envelope;
  if (!into_whole) urns[kept].areas.insert(urns[kept].areas.end(), urns[gone].areas.begin(), urns[gone].areas.end());
  urns.erase(urns.begin() + static_cast<std::ptrdiff_t>(gone));
}

}  // namespace

Result<UrnPlan> read_urn_plan(std::string_view text) {
  UrnPlan plan;
  for (const auto line : split(text, '\n')) {
    if (!line.starts_with("urn ")) continue;
    auto urn = read_urn(line);
    if (!urn) return malformed("an urn is a line \"urn ID ENVELOPE AREAS\", AREAS comma-separated ids or -");
    plan.push_back(std::move(*urn));
  }
  if (plan.empty()) return malformed("there is no line \"urn ID ENVELOPE AREAS\"");
  if (!fits(plan)) return malformed("an urn, an area or the whole municipality stands twice among the urns");
  return plan;
}

std::string area_list(const Urn& urn) {
  if (urn.is_whole()) return "-";
  std::string list;
  for (const auto& area : urn.areas) list += (list.empty() ? "" : ",") + area;
  return list;
}

std::string urn_lines(const UrnPlan& plan) {
  std::string lines;
  for (const auto& urn : plan) lines += "urn " + urn.id + ' ' + std::to_string(urn.envelope) + ' ' + area_list(urn) + '\n';
  return lines;
}

SafePlan join_small_urns(UrnPlan plan, const std::map<std::string, std::uint64_t>& people) {
  SafePlan safe{std::move(plan), {}};
  while (safe.urns.size() > 1) {
    const auto small = smallest(safe.urns, people, std::nullopt);
    if (!small) break;
    const auto voters = voters_of(safe.urns[*small], people);
    if (voters >= least_urn_voters) break;
    auto other = smallest(safe.urns, people, small);
    for (std::size_t i = 0; !other && i < safe.urns.size(); ++i)
      if (safe.urns[i].is_whole()) other = i;
    join(safe, *small, *other, voters);
  }
  return safe;
}

}  // namespace radslag::registrar
