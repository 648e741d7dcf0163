#include "server/web/count_studies.hpp"

#include <algorithm>

#include "crypto/encoding.hpp"
#include "ledger/record/secret_round.hpp"
#include "server/web/count_study.hpp"
#include "server/web/visit.hpp"

namespace radslag::web {
namespace {

/// Steps that a page may wait for: some tens of milliseconds.
constexpr double small_work = 3e6;
/// Steps that a server takes for it at all: some tens of seconds, which stopping it may have to wait for. Beyond that
/// `radslag allocate --explain` does it.
constexpr double most_work = 2e9;

/// What there is of a round that would take too long.
std::shared_ptr<const CountStudy> unexplained(const CountedRound& counted) {
  CountStudy nothing;
  nothing.projects.resize(counted.frozen->definition.projects.size());
  nothing.is_explained = false;
  return std::make_shared<const CountStudy>(std::move(nothing));
}

std::shared_ptr<const CountStudy> study_of(const service::Service& service, const CountedRound& counted) {
  const bool totals_only = counted.frozen->definition.ballot == record::homomorphic_ballot;
  if (totals_only) {
    auto made = study_of_totals(counted);
    return made ? std::make_shared<const CountStudy>(std::move(*made)) : nullptr;
  }
  const auto ballots = service.counted_ballots(counted.round);
  if (!ballots) return nullptr;
  auto made = study(counted, *ballots);
  return made ? std::make_shared<const CountStudy>(std::move(*made)) : nullptr;
}

}  // namespace

CountedRound counted_round(const Visit& visit, const record::RoundState& round, record::AllocationContent allocation) {
  return {round.frozen, *round.tally,           std::move(allocation), round.lot_seed(),
          round.id,     visit.state->town.name, round.opened_hour,     round.closed_hour};
}

std::optional<CountStudies::Found> CountStudies::known(const std::string& key, Clock::time_point now) {
  const auto found = std::find_if(kept_.begin(), kept_.end(), [&](const Kept& each) { return each.key == key; });
  if (found == kept_.end()) return under_way_.contains(key) ? std::optional(Found{nullptr, true}) : std::nullopt;
  if (!found->study && now >= found->ends) {
    kept_.erase(found);
    return std::nullopt;
  }
  kept_.splice(kept_.begin(), kept_, found);
  return Found{kept_.front().study, false};
}

std::optional<CountStudies::Found> CountStudies::at_hand(const std::string& key, Clock::time_point now) {
  const std::lock_guard lock(mutex_);
  return known(key, now);
}

CountStudies::Study CountStudies::run(const std::string& key, const Make& make) {
  Study study;
  try {
    if (!ending_) study = make();
  } catch (const std::exception&) {
    study = nullptr;  // pages say what the record says, without explanations
  }
  {
    const std::lock_guard lock(mutex_);
    under_way_.erase(key);
    kept_.push_front({key, study, Clock::now() + failure_lives});
    if (kept_.size() > most_kept) kept_.pop_back();
  }
  made_.notify_all();
  return study;
}

CountStudies::Found CountStudies::make(const std::string& key, bool at_once, Make make, Clock::time_point now) {
  std::unique_lock lock(mutex_);
  if (at_once) made_.wait(lock, [&] { return !under_way_.contains(key); });
  if (const auto found = known(key, now)) return *found;
  if (under_way_.size() >= most_under_way) return {nullptr, true};
  under_way_.insert(key);
  lock.unlock();
  if (at_once) return {run(key, make), false};
  worker_.later([this, key, make = std::move(make)] { (void)run(key, make); });
  return {nullptr, true};
}

CountStudies::Found CountStudies::find(const Visit& visit, const record::RoundState& round) {
  if (!round.allocation) return {};
  const std::string key = round.id + '\n' + crypto::to_hex(round.allocation_digest);
  if (const auto found = at_hand(key)) return *found;
  auto counted = std::make_shared<const CountedRound>(counted_round(visit, round, *round.allocation));
  const double work = study_work(*counted);
  const bool is_too_much = work > most_work;
  return make(key, is_too_much || work <= small_work, [counted = std::move(counted), is_too_much, &service = visit.site.service] {
    return is_too_much ? unexplained(*counted) : study_of(service, *counted);
  });
}

}  // namespace radslag::web
