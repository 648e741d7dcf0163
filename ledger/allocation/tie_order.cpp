#include "ledger/allocation/tie_order.hpp"

#include <algorithm>
#include <numeric>
#include <unordered_map>

#include "ledger/allocation/names.hpp"
#include "ledger/allocation/profile.hpp"

namespace radslag::allocation {
namespace {

/// Places in a given order, by project.
Result<std::vector<std::uint32_t>> given_places(const TieOrder& order, const Profile& profile) {
  std::unordered_map<std::string_view, std::uint32_t> place;
  for (std::uint32_t i = 0; i < order.order.size(); ++i) {
    if (!place.emplace(order.order[i], i).second) return refuse(Errc::mismatch, "the tie order names project " + order.order[i] + " twice");
  }
  std::vector<std::uint32_t> places;
  for (const auto& project : profile.projects) {
    const auto found = place.find(project.id);
    if (found == place.end()) return refuse(Errc::mismatch, "the tie order does not name project " + project.id);
    places.push_back(found->second);
  }
  if (place.size() != places.size()) return refuse(Errc::mismatch, "the tie order names projects that there are none of");
  return places;
}

}  // namespace

Result<TieOrder> TieOrder::parse(std::string_view text) {
  TieOrder order;
  for (bool ended = false; !text.empty();) {
    const auto comma = std::min(text.find(','), text.size());
    const auto word = text.substr(0, comma);
    text.remove_prefix(std::min(comma + 1, text.size()));
    if (ended) return refuse(Errc::malformed, "file-order and id are total: nothing can come after them");
    if (word == "file-order" || word == "id") {
      order.last = word == "id" ? Last::id : Last::listing;
      ended = true;
      continue;
    }
    const auto by = value_named<By>(word);
    if (!by) {
      return refuse(Errc::unsupported,
                    "unknown tie criterion '" + std::string(word) + "'; known: min-cost, max-cost, max-votes, file-order, id");
    }
    if (std::find(order.criteria.begin(), order.criteria.end(), *by) != order.criteria.end())
      return refuse(Errc::malformed, "tie criterion " + std::string(word) + " is given twice");
    order.criteria.push_back(*by);
  }
  return order;
}

std::string TieOrder::text() const {
  std::string text;
  for (const auto by : criteria) text.append(name(by)).append(",");
  return text + (last == Last::listing ? "file-order" : last == Last::id ? "id" : "given");
}

Result<std::vector<std::uint32_t>> ranks(const TieOrder& order, const Profile& profile) {
  const auto size = static_cast<std::uint32_t>(profile.projects.size());
  std::vector<std::uint32_t> last(size);
  std::iota(last.begin(), last.end(), 0U);
  if (order.last == TieOrder::Last::given) {
    auto places = given_places(order, profile);
    if (!places) return places;
    last = std::move(*places);
  }
  const auto votes = profile.votes();
  const auto& projects = profile.projects;
  std::vector<std::uint32_t> sorted(size);
  std::iota(sorted.begin(), sorted.end(), 0U);
  std::sort(sorted.begin(), sorted.end(), [&](std::uint32_t a, std::uint32_t b) {
    for (const auto by : order.criteria) {
      if (by == TieOrder::By::max_votes && votes[a] != votes[b]) return votes[a] > votes[b];
      if (by != TieOrder::By::max_votes && projects[a].cost != projects[b].cost)
        return (projects[a].cost < projects[b].cost) == (by == TieOrder::By::min_cost);
    }
    if (order.last == TieOrder::Last::id) return projects[a].id < projects[b].id;
    return last[a] < last[b];
  });
  std::vector<std::uint32_t> rank(size);
  for (std::uint32_t i = 0; i < size; ++i) rank[sorted[i]] = i;
  return rank;
}

}  // namespace radslag::allocation
