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

std::optional<KeyStep> CeremonyState::step() const {
  for (std::size_t i = 0; i < messages.size(); ++i) {
    const auto& of_step = messages[i];
    const bool done = std::none_of(of_step.begin(), of_step.end(), [](const std::string& message) { return message.empty(); });
    const bool skipped = threshold == 0 && static_cast<KeyStep>(i) != KeyStep::key;
    if (!done && !skipped) return static_cast<KeyStep>(i);
  }
  return std::nullopt;
}

const std::string& FrozenUrn::credential(std::uint32_t place) const {
  const auto& [urn, voters, reserve, paper] = electorate;
  if (place < voters.size()) return voters[place];
  if (place < voters.size() + reserve.size()) return reserve[place - voters.size()];
  return paper.at(place - voters.size() - reserve.size());
}

std::optional<std::uint32_t> FrozenUrn::place_of(std::string_view text) const {
  const auto found = std::lower_bound(by_text.begin(), by_text.end(), text,
                                      [&](std::uint32_t place, std::string_view x) { return credential(place) < x; });
  if (found == by_text.end() || credential(*found) != text) return std::nullopt;
  return *found;
}

CredentialClass FrozenUrn::class_of(std::uint32_t place) const {
  if (place < electorate.voters.size()) return CredentialClass::voter;
  return place < electorate.voters.size() + electorate.reserve.size() ? CredentialClass::reserve : CredentialClass::paper;
}

std::optional<std::size_t> Frozen::urn_index(std::string_view id) const {
  const auto found = std::find_if(urns.begin(), urns.end(), [&](const FrozenUrn& urn) { return urn.id == id; });
  return found == urns.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - urns.begin()));
}

std::optional<std::size_t> Frozen::whole_urn() const {
  const auto& of = definition.urns;
  const auto found = std::find_if(of.begin(), of.end(), [](const UrnDefinition& urn) { return urn.areas.empty(); });
  return found == of.end() ? std::nullopt : std::optional(static_cast<std::size_t>(found - of.begin()));
}

bool RoundState::is_shuffled(std::size_t urn) const {
  const auto& of = urns.at(urn);
  return of.ballots == 0 || !frozen->urns.at(urn).mixnet || of.shuffles.size() >= ceremony->shuffles_needed();
}

bool RoundState::is_decrypted(std::size_t urn) const {
  const auto& of = urns.at(urn);
  return of.ballots == 0 || of.decryptions.size() >= ceremony->needed();
}

std::uint64_t RecoveryState::counted() const {
  return static_cast<std::uint64_t>(std::count_if(shown.begin(), shown.end(), [](const auto& entry) { return entry.second.counts; }));
}

const RoundState* State::round(const std::string& id) const { return find_in(rounds, id); }
const InitiativeState* State::initiative(const std::string& id) const { return find_in(town.initiatives, id); }
const ProposalState* State::proposal(const std::string& id) const { return find_in(town.proposals, id); }

std::string round_log_name(const std::string& round) { return std::string(rounds_prefix) + round; }

std::string round_of_log(std::string_view log) {
  return log.starts_with(rounds_prefix) ? std::string(log.substr(rounds_prefix.size())) : std::string();
}

}  // namespace radslag::record
