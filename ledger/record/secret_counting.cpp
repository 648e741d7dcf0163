// After closing: shuffles, partial decryptions, and the recount of secret ballots. FORMAT.md section 4.7.
#include <algorithm>
#include <mutex>

#include "ledger/record/inside.hpp"
#include "ledger/record/round_count.hpp"
#include "ledger/record/trustee_acts.hpp"

namespace radslag::record {
namespace {

/// An urn of a closed round that has ballots, and a trustee who has not done this part.
Result<std::size_t> urn_to_count(const RoundState& round, const std::string& id, std::uint64_t trustee,
                                 std::vector<UrnState::Part> UrnState::*parts) {
  if (round.phase < Phase::closed) return refuse(Errc::sealed, "ballots stay sealed until closing");
  if (!round.frozen->is_secret()) return refuse(Errc::unsupported, "the round's ballots are not secret");
  if (round.phase > Phase::closed) return refuse(Errc::duplicate, "round " + round.id + " is already " + std::string(word(round.phase)));
  const auto urn = round.frozen->urn_index(id);
  if (!urn) return refuse(Errc::not_found, "the round has no urn " + id);
  const auto& state = round.urns[*urn];
  if (state.ballots == 0) return refuse(Errc::out_of_order, "urn " + id + " has no ballots");
  const auto& done = state.*parts;
  if (std::any_of(done.begin(), done.end(), [&](const UrnState::Part& part) { return part.trustee == trustee; }))
    return refuse(Errc::duplicate, "trustee " + std::to_string(trustee) + " has done that part already");
  return *urn;
}

}  // namespace

UrnCount Record::Inside::count_of(const RoundState& round, std::size_t index) const {
  const auto& held = secret.at(round.id).urns[index];
  const auto& urn = round.urns[index];
  UrnCount count;
  count.round = round.frozen;
  count.urn = index;
  count.ballots = urn.ballots;
  count.voters = urn.voters;
  count.shuffles = urn.shuffles;
  count.decryptions = urn.decryptions;
  count.now = held.now;
  count.factors = held.factors;
  count.result = held.result;
  auto last = std::make_shared<std::vector<UrnCount::Last>>();
  held.ballots.for_each_last([&](std::uint32_t credential, const Digest& ballot, const BallotContent* known) {
    last->push_back({credential, ballot, known ? known->sealed : nullptr});
  });
  count.last = std::move(last);
  return count;
}

std::vector<UrnCount> Record::Inside::counts_of(const RoundState& round) const {
  std::vector<UrnCount> counts;
  for (std::size_t i = 0; i < round.urns.size(); ++i) counts.push_back(count_of(round, i));
  return counts;
}

Result<HeavyCheck> Record::Inside::heavy(const RoundState& round, const Context& at) {
  auto counts = counts_of(round);
  if (at.heavy && at.heavy->statement == crypto::sha256(at.entry.statement_text)) {
    // A tally and an allocation rest on all, the rest on ballots and shuffles of their own urn.
    const bool of_all = at.heavy->recount.has_value();
    const auto fits = [&](const UrnCount& count) {
      const auto base = base_of(count);
      const auto& then = at.heavy->bases.at(count.urn);
      if (of_all) return base == then;
      return count.urn != at.heavy->urn || (base.ballots == then.ballots && base.shuffles == then.shuffles);
    };
    if (at.heavy->bases.size() == counts.size() && std::all_of(counts.begin(), counts.end(), fits)) return *at.heavy;
  }
  std::mutex one_at_a_time;
  const BlobSource blobs = [&](const Digest& digest) {
    const std::lock_guard lock(one_at_a_time);
    return sources.blob(digest);
  };
  return check_heavy(counts, at.entry.statement, blobs, {sources.threads, {}});
}

Result<> Record::Inside::round(RoundState& round, const Shuffle& x, const Context& at) {
  const auto urn = urn_to_count(round, x.urn, x.trustee, &UrnState::shuffles);
  if (!urn) return tl::make_unexpected(urn.error());
  if (auto own = is_trustees_own(round, at.entry, x.trustee); !own) return own;
  if (!round.frozen->urns[*urn].mixnet) return refuse(Errc::unsupported, "only ballots of a mixnet question are shuffled");
  if (!round.urns[*urn].decryptions.empty()) return refuse(Errc::out_of_order, "urn " + x.urn + " is being decrypted already");
  auto& held = secret.at(round.id).urns[*urn];
  if (const auto ballots = at.full() ? gone(round, *urn) : 0; ballots > 0) {
    // What went into it is withheld; what came out is there, and all that follows is held against that.
    const auto bytes = blob(x.shuffle);
    auto after = bytes ? shuffled(count_of(round, *urn), std::string(*blob_content(*bytes))) : tl::make_unexpected(bytes.error());
    if (!after) return tl::make_unexpected(after.error());
    held.now = std::move(*after);
    held.ballots.forget_contents();
    round.uncounted += ballots;
  } else if (at.full()) {
    auto checked = heavy(round, at);
    if (!checked) return tl::make_unexpected(checked.error());
    held.now = std::move(checked->after);
    held.ballots.forget_contents();
  } else {
    held.now.reset();
  }
  round.urns[*urn].shuffles.push_back({x.trustee, at.index, x.shuffle});
  return {};
}

Result<> Record::Inside::round(RoundState& round, const PartialDecryption& x, const Context& at) {
  const auto urn = urn_to_count(round, x.urn, x.trustee, &UrnState::decryptions);
  if (!urn) return tl::make_unexpected(urn.error());
  if (auto own = is_trustees_own(round, at.entry, x.trustee); !own) return own;
  if (!round.is_shuffled(*urn)) {
    return refuse(Errc::out_of_order, "urn " + x.urn + " is decrypted after " + std::to_string(round.ceremony->shuffles_needed()) +
                                          " trustees have shuffled it; " + std::to_string(round.urns[*urn].shuffles.size()) + " have");
  }
  if (round.is_decrypted(*urn)) return refuse(Errc::duplicate, "urn " + x.urn + " is decrypted already");
  auto& held = secret.at(round.id).urns[*urn];
  std::shared_ptr<const voting::Factors> factors;
  if (at.full() && gone(round, *urn) == 0) {
    auto checked = heavy(round, at);
    if (!checked) return tl::make_unexpected(checked.error());
    factors = std::move(checked->factors);
    held.now = std::move(checked->before);
    held.ballots.forget_contents();
  }
  held.factors.push_back(std::move(factors));
  round.urns[*urn].decryptions.push_back({x.trustee, at.index, x.decryption});
  return {};
}

std::uint64_t Record::Inside::gone(const RoundState& round, std::size_t urn) const {
  const auto& held = secret.at(round.id).urns[urn];
  if (!sources.of_the_past || held.now) return 0;
  std::uint64_t ballots = 0;
  held.ballots.for_each_last([&](std::uint32_t, const Digest& ballot, const BallotContent* known) {
    ballots += !(known && known->sealed) && !sources.blob(ballot) ? 1 : 0;
  });
  return ballots;
}

Result<> Record::Inside::all_decrypted(const RoundState& round) const {
  for (std::size_t i = 0; i < round.urns.size(); ++i) {
    if (!round.is_decrypted(i))
      return refuse(Errc::out_of_order, "urn " + round.frozen->urns[i].id + " has not been decrypted by as many trustees as are needed");
  }
  return {};
}

Result<TallyContent> Record::Inside::recount_for(const RoundState& round, const Context& tally) {
  auto checked = heavy(round, tally);
  if (!checked) return tl::make_unexpected(checked.error());
  auto& held = secret.at(round.id).urns;
  for (std::size_t i = 0; i < held.size(); ++i) held[i].result = checked->results.at(i);
  return std::move(*checked->recount);
}

Result<TallyContent> Record::Inside::recount_secret(const RoundState& round) {
  if (round.phase == Phase::open) return refuse(Errc::sealed, "ballots stay sealed until closing");
  auto counts = counts_of(round);
  std::mutex one_at_a_time;
  const BlobSource blobs = [&](const Digest& digest) {
    const std::lock_guard lock(one_at_a_time);
    return sources.blob(digest);
  };
  for (auto& count : counts) {
    if (auto known = work_out_result(count, blobs, {sources.threads, {}}); !known) return tl::make_unexpected(known.error());
    secret.at(round.id).urns[count.urn].result = count.result;
  }
  return tally_of(counts);
}

Result<AllocationContent> Record::Inside::allocation_for(const RoundState& round, const Context& at) {
  if (!round.frozen->is_secret() || !needs_ballots(round.frozen->definition.rule)) return allocation_of(round);
  auto checked = heavy(round, at);
  if (!checked) return tl::make_unexpected(checked.error());
  return std::move(*checked->allocation);
}

Result<CountedBallots> Record::Inside::decrypted(const RoundState& round) {
  if (auto known = recount_secret(round); !known) return tl::make_unexpected(known.error());
  CountedBallots ballots;
  for (std::size_t i = 0; i < round.urns.size(); ++i) {
    if (!round.frozen->urns[i].mixnet) return refuse(Errc::unsupported, "of homomorphic ballots there are totals only");
    ballots.push_back(secret.at(round.id).urns[i].result->valid);
  }
  return ballots;
}

}  // namespace radslag::record
