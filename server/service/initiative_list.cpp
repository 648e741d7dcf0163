#include "server/service/initiative_list.hpp"

#include <algorithm>
#include <array>

#include "ledger/record/values.hpp"
#include "server/service/similar.hpp"

namespace radslag::service {
namespace {

using record::InitiativePhase;
using record::InitiativeState;

constexpr std::array<std::string_view, 3> order_words{"newest", "signatures", "closing"};

/// The entry since which the public sees it.
std::uint64_t shown_since(const InitiativeState& initiative) {
  if (initiative.opening) return initiative.opening->index;
  return initiative.rejection ? initiative.rejection->index : initiative.raised_at;
}

bool is_asked_for(const InitiativeState& initiative, const InitiativeQuery& query) {
  if (initiative.phase == InitiativePhase::raised) return false;
  if (query.phase.empty() ? initiative.phase == InitiativePhase::rejected : record::word(initiative.phase) != query.phase) return false;
  if (!query.board.empty() && initiative.board != query.board) return false;
  return query.place.empty() || (query.place == "-" ? initiative.place.empty() : initiative.place == query.place);
}

std::uint64_t standing(const SignatureCounts& counts, const std::string& id) {
  const auto found = counts.find(id);
  return found == counts.end() ? 0 : found->second.standing();
}

/// Larger for what can no longer be signed.
std::uint64_t last_hour(const InitiativeState& initiative) {
  const bool open = initiative.phase == InitiativePhase::open || initiative.phase == InitiativePhase::handed_over;
  return open ? initiative.opening->row.closes : record::max_number;
}

}  // namespace

std::span<const std::string_view> words(InitiativeOrder) { return order_words; }

bool is_public(const record::State& state, const InitiativeState& initiative) {
  return initiative.phase != InitiativePhase::raised && initiative.content && !state.town.sealed.contains(initiative.subject);
}

bool takes_signatures(const InitiativeState& initiative, std::uint64_t now_hour) {
  const bool open = initiative.phase == InitiativePhase::open || initiative.phase == InitiativePhase::handed_over;
  return open && now_hour < initiative.opening->row.closes;
}

std::vector<const InitiativeState*> find_initiatives(const record::State& state, const SignatureCounts& counts,
                                                     const InitiativeQuery& query) {
  const std::string wanted = folded(query.words);
  std::vector<const InitiativeState*> found;
  for (const auto& [id, initiative] : state.town.initiatives) {
    if (!is_asked_for(initiative, query)) continue;
    const bool named = wanted.empty() || (is_public(state, initiative) && has_words(folded(initiative.content->title), wanted));
    if (named) found.push_back(&initiative);
  }
  std::sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return shown_since(*a) > shown_since(*b); });
  if (query.order == InitiativeOrder::most_signatures) {
    std::stable_sort(found.begin(), found.end(),
                     [&](const auto* a, const auto* b) { return standing(counts, a->id) > standing(counts, b->id); });
  } else if (query.order == InitiativeOrder::closing_soon) {
    std::stable_sort(found.begin(), found.end(), [](const auto* a, const auto* b) { return last_hour(*a) < last_hour(*b); });
  }
  return found;
}

}  // namespace radslag::service
