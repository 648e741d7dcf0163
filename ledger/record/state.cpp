#include "ledger/record/state.hpp"

#include <algorithm>
#include <array>

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 5> phase_words{"begun", "open", "closed", "tallied", "allocated"};
constexpr std::array<std::string_view, 6> initiative_words{"raised", "open", "handed-over", "decided", "rejected", "expired"};
constexpr std::string_view rounds_prefix = "rounds/";

template <class Map>
const auto* find_in(const Map& map, const std::string& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

}  // namespace

std::span<const std::string_view> words(Phase) { return phase_words; }
std::span<const std::string_view> words(InitiativePhase) { return initiative_words; }

const RollEdition::Area* EditionState::area(std::string_view id) const {
  const auto found = std::find_if(row.areas.begin(), row.areas.end(), [&](const auto& area) { return area.id == id; });
  return found == row.areas.end() ? nullptr : &*found;
}

std::optional<std::uint32_t> Frozen::credential_index(const PublicKey& key) const {
  const auto& keys = credentials.keys;
  const auto found = std::lower_bound(keys.begin(), keys.end(), key);
  if (found == keys.end() || *found != key) return std::nullopt;
  return static_cast<std::uint32_t>(found - keys.begin());
}

const RoundState* State::round(const std::string& id) const { return find_in(rounds, id); }
const InitiativeState* State::initiative(const std::string& id) const { return find_in(town.initiatives, id); }
const ProposalState* State::proposal(const std::string& id) const { return find_in(town.proposals, id); }

std::string round_log_name(const std::string& round) { return std::string(rounds_prefix) + round; }

std::string round_of_log(std::string_view log) {
  return log.starts_with(rounds_prefix) ? std::string(log.substr(rounds_prefix.size())) : std::string();
}

}  // namespace radslag::record
