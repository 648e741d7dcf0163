#include "ledger/record/identity.hpp"

#include <algorithm>

namespace radslag::record {
namespace {

/// What the log was begun with; nothing where it has not been begun.
std::optional<LogIdentity> first_identity(const State& state, std::string_view log) {
  LogIdentity first;
  if (log == "town") {
    if (!state.begun()) return std::nullopt;
    first.key = state.town.first_key;
    return first;
  }
  const auto* round = state.round(round_of_log(log));
  if (!round) return std::nullopt;
  first.key = round->log_key;
  first.from = round->begun_at;
  return first;
}

}  // namespace

std::vector<LogIdentity> identities_of(const State& state, std::string_view log) {
  const auto first = first_identity(state, log);
  if (!first) return {};
  std::vector<LogIdentity> all{*first};
  const auto later = state.town.identities.find(std::string(log));
  if (later != state.town.identities.end()) all.insert(all.end(), later->second.begin(), later->second.end());
  return all;
}

LogIdentity identity_of(const State& state, std::string_view log) {
  const auto all = identities_of(state, log);
  return all.empty() ? LogIdentity{} : all.back();
}

const LogIdentity* identity_at(const std::vector<LogIdentity>& identities, std::uint64_t generation, std::uint64_t size) {
  const auto found = std::find_if(identities.rbegin(), identities.rend(), [&](const LogIdentity& identity) {
    return identity.generation == generation && identity.first_size <= size;
  });
  return found == identities.rend() ? nullptr : &*found;
}

std::string generation_origin(std::string_view origin, std::uint64_t generation) {
  return generation <= 1 ? std::string(origin) : std::string(origin) + "/" + std::to_string(generation);
}

std::string founding_origin(const State& state, std::string_view log) {
  if (log == "town") return state.town.origin;
  return state.town.origin.substr(0, state.town.origin.rfind('/') + 1).append(log);
}

std::string checkpoint_origin(const State& state, std::string_view log) {
  return generation_origin(founding_origin(state, log), identity_of(state, log).generation);
}

log::VerifierKey verifier_key(const State& state, std::string_view log, const LogIdentity& identity) {
  return log::VerifierKey::of(generation_origin(founding_origin(state, log), identity.generation), identity.key);
}

log::VerifierKey verifier_key(const State& state, std::string_view log) { return verifier_key(state, log, identity_of(state, log)); }

bool is_log_key(const State& state, const PublicKey& key) {
  if (state.begun() && state.town.first_key == key) return true;
  if (std::any_of(state.rounds.begin(), state.rounds.end(), [&](const auto& round) { return round.second.log_key == key; })) return true;
  return std::any_of(state.town.identities.begin(), state.town.identities.end(), [&](const auto& of_log) {
    return std::any_of(of_log.second.begin(), of_log.second.end(), [&](const auto& identity) { return identity.key == key; });
  });
}

}  // namespace radslag::record
