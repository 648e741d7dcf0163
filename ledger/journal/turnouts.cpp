#include "ledger/journal/turnouts.hpp"

namespace radslag::journal {
namespace {

Turnout turnout_of(const record::RoundState& round) { return {round.ballots, round.voters, round.handed_out, round.urns}; }

}  // namespace

void Turnouts::set(const record::RoundState& round) {
  auto turnout = turnout_of(round);
  const std::lock_guard lock(mutex_);
  turnouts_.insert_or_assign(round.id, std::move(turnout));
}

void Turnouts::reset(const record::State& state) {
  std::map<std::string, Turnout> turnouts;
  for (const auto& [id, round] : state.rounds) {
    if (round.frozen || round.ceremony) turnouts.emplace(id, turnout_of(round));
  }
  const std::lock_guard lock(mutex_);
  turnouts_ = std::move(turnouts);
}

std::optional<Turnout> Turnouts::of(const std::string& round) const {
  const std::lock_guard lock(mutex_);
  const auto found = turnouts_.find(round);
  return found == turnouts_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace radslag::journal
