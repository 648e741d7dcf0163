// The conditions of FORMAT.md section 4.2.
#include "crypto/encoding.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/round_count.hpp"
#include "ledger/record/seals.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::record {
namespace {

/// The officers as they stood when the town log had `size` entries.
std::vector<Officer> officers_at(const TownState& town, std::uint64_t size) {
  std::vector<Officer> officers;
  for (auto [key, officer] : town.officers) {
    if (officer.announced_at >= size) continue;
    if (officer.ended_at && *officer.ended_at >= size) officer.ended_at.reset();
    officers.push_back(std::move(officer));
  }
  return officers;
}

std::map<PublicKey, Officer> by_key(const std::vector<Officer>& officers) {
  std::map<PublicKey, Officer> map;
  for (const auto& officer : officers) map.emplace(officer.key, officer);
  return map;
}

Result<> before_closing(const RoundState& round) {
  if (round.phase == Phase::begun) return refuse(Errc::not_open, "round " + round.id + " has not been opened");
  if (round.phase != Phase::open)
    return refuse(Errc::closed, "round " + round.id + " was closed at entry " + std::to_string(round.closed_at));
  return {};
}

Result<> after(const RoundState& round, Phase wanted) {
  if (round.phase == wanted) return {};
  if (round.phase > wanted) return refuse(Errc::duplicate, "round " + round.id + " is already " + std::string(word(round.phase)));
  return refuse(Errc::out_of_order,
                "round " + round.id + " is " + std::string(word(round.phase)) + ", not yet " + std::string(word(wanted)));
}

Result<std::shared_ptr<Frozen>> freeze(const RoundState& round, const RoundOpened& x, RoundDefinition definition, bool demo) {
  const auto* kind = ballot_kind(definition.ballot);
  if (!kind) return refuse(Errc::unsupported, "unknown kind of ballot: " + definition.ballot);
  if (kind->demo_only() && !demo) return refuse(Errc::demo_only, definition.ballot + " ballots are only for a town log that says demo yes");
  if (auto accepted = kind->accepts(definition); !accepted) return tl::make_unexpected(accepted.error());
  // A round that the rule could never be applied to would stay without a result.
  TallyContent nothing;
  nothing.votes = no_votes(definition);
  const CountedBallots none(std::max<std::size_t>(1, definition.urns.size()));
  if (auto result = allocate(definition, nothing, {}, {}, &none); !result) return tl::make_unexpected(result.error());
  auto frozen = std::make_shared<Frozen>();
  frozen->origin = round.origin;
  frozen->definition_digest = x.definition;
  for (const auto& project : definition.projects) {
    frozen->project_index.emplace(project.id, static_cast<std::uint16_t>(frozen->project_index.size()));
  }
  frozen->definition = std::move(definition);
  return frozen;
}

}  // namespace

Result<> Record::Inside::admit_round(RoundState& state_of_round, const Context& at) {
  const auto& statement = at.entry.statement;
  const bool opens = std::holds_alternative<RoundOpened>(statement), begins = std::holds_alternative<CeremonyBegun>(statement);
  const bool before_opening = state_of_round.phase == Phase::begun;
  if (opens && !before_opening) return refuse(Errc::frozen, "everything was frozen at opening; a change needs a new round");
  if (begins && at.index != 0)
    return refuse(Errc::frozen, "who holds the key was fixed by the log's first entry; a change needs a new round");
  if (!opens && !begins && at.index == 0) return refuse(Errc::not_open, "a round log begins with round-opened, or with a ceremony");
  const auto origin = origin_of(statement);
  if (!origin.empty() && origin != state_of_round.origin)
    return refuse(Errc::mismatch, "the statement is for the log " + std::string(origin));
  // A secret ballot takes seals only on paper, as place and credential tell.
  if (!opens && !begins && !std::holds_alternative<SecretBallot>(statement)) {
    // Ballots and hand-outs are the many and take no seals: no need to look officers up for each.
    const auto officers = office_for(statement).seals > 0 ? by_key(state_of_round.officers) : std::map<PublicKey, Officer>();
    if (auto sealed = check_seals(at.entry, officers, at.full()); !sealed) return sealed;
  }
  return std::visit(
      [&](const auto& x) -> Result<> {
        if constexpr (requires { round(state_of_round, x, at); }) {
          return round(state_of_round, x, at);
        } else {
          return refuse(Errc::unsupported, std::string(x.kind) + " does not belong in a round log");
        }
      },
      statement);
}

Result<std::vector<Officer>> Record::Inside::rests_on_town(const RoundState& round, const std::string& id, std::uint64_t town_size,
                                                           const Digest& town_root, const Context& at) const {
  if (id != round.id) return refuse(Errc::mismatch, "the statement is for round " + id);
  const auto root = sources.root("town", town_size);
  if (!root || *root != town_root) return refuse(Errc::mismatch, "the town log did not have that root at that size");
  if (round.begun_at >= town_size)
    return refuse(Errc::out_of_order, "round-begun does not stand below the town-size that the statement names");
  auto officers = officers_at(state.town, town_size);
  if (auto sealed = check_seals(at.entry, by_key(officers), at.full()); !sealed) return tl::make_unexpected(sealed.error());
  return officers;
}

Result<> Record::Inside::round(RoundState& round, const RoundOpened& x, const Context& at) {
  auto officers = rests_on_town(round, x.round, x.town_size, x.town_root, at);
  if (!officers) return tl::make_unexpected(officers.error());
  auto definition = content<RoundDefinition>(x.definition);
  if (!definition) return tl::make_unexpected(definition.error());
  if (definition->currency != state.town.currency) return refuse(Errc::mismatch, "the round's currency is not the town's");
  const bool is_secret = is_secret_ballot(definition->ballot);
  if (is_secret != (round.ceremony != nullptr))
    return refuse(Errc::out_of_order, "a ceremony makes the key of secret ballots before the opening, and of no others");
  if (auto from_call = grew_from_call(round.id, *definition, x.town_size); !from_call) return from_call;
  auto frozen = freeze(round, x, std::move(*definition), state.town.demo);
  if (!frozen) return tl::make_unexpected(frozen.error());
  if (auto list = is_secret ? freeze_urns(**frozen, round, x, at) : freeze_credentials(**frozen, x); !list) return list;

  round.frozen = std::move(*frozen);
  round.officers = std::move(*officers);
  round.phase = Phase::open;
  round.opened_hour = at.entry.hour;
  round.opened_at = at.index;
  if (is_secret) {
    open_urns(round);
  } else {
    urns.emplace(round.id, Urn(round.frozen->credentials.keys.size()));
  }
  return {};
}

Result<> Record::Inside::freeze_credentials(Frozen& frozen, const RoundOpened& x) const {
  auto credentials = content<Credentials>(x.credentials);
  if (!credentials) return tl::make_unexpected(credentials.error());
  if (credentials->keys.size() != x.roll) return refuse(Errc::mismatch, "the roll is not the number of credentials");
  if (!x.elections.empty() || !x.pages.empty()) return refuse(Errc::mismatch, "a round of clear ballots names no elections and pages");
  frozen.roll = x.roll;
  frozen.credentials = std::move(*credentials);
  return {};
}

Result<> Record::Inside::place_ballot(const RoundState& round, std::uint64_t hour, const Ballot& ballot, std::uint32_t& credential) const {
  if (auto open = before_closing(round); !open) return open;
  const auto position = positions.find(round_log_name(round.id));
  if (hour < position->second.last_hour) return refuse(Errc::out_of_order, "its hour is before that of the entry before it");
  if (round.frozen->is_secret()) return refuse(Errc::unsupported, "the round's ballots are secret");
  const auto index = round.frozen->credential_index(ballot.credential);
  if (!index) return refuse(Errc::unknown_credential, "the credential is not on the round's list");
  const auto& urn = urns.at(round.id);
  if (urn.has(ballot.ballot)) return refuse(Errc::duplicate, "this very ballot is in the record already");
  if (urn.cast(*index) >= max_ballots_of_credential) {
    return refuse(Errc::too_many_ballots,
                  "the credential has cast " + std::to_string(max_ballots_of_credential) + " ballots; the last one counts");
  }
  credential = *index;
  return {};
}

Result<> Record::Inside::round(RoundState& round, const Ballot& x, const Context& at) {
  std::uint32_t credential = 0;
  if (auto placed = place_ballot(round, at.entry.hour, x, credential); !placed) return placed;
  std::optional<BallotContent> inside;
  if (at.full()) {
    auto bytes = blob(x.ballot);
    if (!bytes) return tl::make_unexpected(bytes.error());
    auto checked = open_ballot(*round.frozen, x, *bytes);
    if (!checked) return tl::make_unexpected(checked.error());
    inside = std::move(*checked);
  }
  put_in(round, credential, x, inside ? &*inside : nullptr);
  return {};
}

void Record::Inside::put_in(RoundState& round, std::uint32_t credential, const Ballot& ballot, const BallotContent* content) {
  auto& urn = urns.at(round.id);
  urn.put(credential, ballot.ballot, content);
  ++round.ballots;
  round.voters = urn.voters();
}

Result<> Record::Inside::would_put_in(const RoundState& round, std::uint64_t hour, const BallotEntry& ballot) const {
  if (const auto* clear = std::get_if<Ballot>(&ballot)) {
    std::uint32_t credential = 0;
    return place_ballot(round, hour, *clear, credential);
  }
  const auto place = place_secret(round, hour, std::get<SecretBallot>(ballot));
  if (!place) return tl::make_unexpected(place.error());
  if (place->paper) return refuse(Errc::not_authorised, "a ballot on paper needs the seals of two officers");
  return {};
}

Result<> Record::Inside::put_in(RoundState& round, std::uint64_t hour, const BallotEntry& ballot, const BallotContent* content) {
  if (auto good = would_put_in(round, hour, ballot); !good) return good;
  if (const auto* clear = std::get_if<Ballot>(&ballot)) {
    put_in(round, *round.frozen->credential_index(clear->credential), *clear, content);
  } else {
    const auto& secret_ballot = std::get<SecretBallot>(ballot);
    put_in(round, *place_secret(round, hour, secret_ballot), secret_ballot, content);
  }
  return {};
}

Result<> Record::Inside::round(RoundState& round, const RoundClosed& x, const Context& at) {
  if (auto open = before_closing(round); !open) return open;
  if (x.ballots > round.ballots) {
    return refuse(Errc::mismatch, "the log has " + std::to_string(round.ballots) + " ballots, not the " + std::to_string(x.ballots) +
                                      " that its officers saw");
  }
  round.phase = Phase::closed;
  round.closed_at = at.index;
  round.closed_hour = at.entry.hour;
  return {};
}

Result<> Record::Inside::can_be_counted(const RoundState& round) const {
  if (round.phase == Phase::begun || round.phase == Phase::open) return refuse(Errc::sealed, "ballots stay sealed until closing");
  if (round.withheld_ballots > 0)
    return refuse(Errc::withheld, "ballots of round " + round.id + " have been withheld: they cannot be counted again");
  return {};
}

Result<> Record::Inside::for_each_clear(const RoundState& round, const std::function<void(const Choices&)>& count) {
  Result<> outcome = can_be_counted(round);
  if (!outcome) return outcome;
  auto& urn = urns.at(round.id);
  urn.for_each_last([&](std::uint32_t credential, const Digest& ballot, const BallotContent* known) {
    if (!outcome) return;
    if (known) return count(known->choices);
    const auto bytes = blob(ballot);
    if (!bytes) return void(outcome = tl::make_unexpected(bytes.error()));
    auto choices = check_ballot(*round.frozen, {round.frozen->credentials.keys[credential], ballot}, *bytes);
    if (!choices) return void(outcome = tl::make_unexpected(choices.error()));
    count(*choices);
    urn.remember(credential, {std::move(*choices)});
  });
  return outcome;
}

Result<CountedBallots> Record::Inside::counted(const RoundState& round) {
  if (auto good = can_be_counted(round); !good) return tl::make_unexpected(good.error());
  if (round.frozen->is_secret()) return decrypted(round);
  CountedBallots ballots(1);
  const auto counted = for_each_clear(round, [&](const Choices& choices) { ballots.front().push_back(choices); });
  if (!counted) return tl::make_unexpected(counted.error());
  return ballots;
}

Result<TallyContent> Record::Inside::recount(const RoundState& round) {
  if (round.frozen && round.frozen->is_secret()) return recount_secret(round);
  if (auto good = can_be_counted(round); !good) return tl::make_unexpected(good.error());
  TallyContent tally;
  tally.ballots = round.ballots;
  tally.votes = no_votes(round.frozen->definition);
  const auto counted = for_each_clear(round, [&](const Choices& choices) {
    ++tally.voters;
    if (choices.blank()) ++tally.blank;
    add_votes(round.frozen->definition, {&choices, 1}, tally.votes);
  });
  if (!counted) return tl::make_unexpected(counted.error());
  return tally;
}

std::uint64_t Record::Inside::gone(const RoundState& round) const {
  if (!sources.of_the_past) return 0;
  std::uint64_t ballots = 0;
  if (round.frozen->is_secret()) {
    for (std::size_t urn = 0; urn < round.urns.size(); ++urn) ballots += gone(round, urn);
    return ballots;
  }
  urns.at(round.id).for_each_last(
      [&](std::uint32_t, const Digest& ballot, const BallotContent* known) { ballots += !known && !sources.blob(ballot) ? 1 : 0; });
  return ballots;
}

Result<> Record::Inside::check_tally(RoundState& round, const TallyContent& stated, const Context& at) {
  const auto different = [] { return refuse(Errc::mismatch, "the tally does not equal the recount of the ballots"); };
  if (const auto ballots = gone(round); ballots > 0) {
    const bool fits = stated.ballots == round.ballots && stated.voters == round.voters && stated.urns.size() == round.urns.size() &&
                      stated.votes.size() == round.frozen->definition.projects.size();
    if (!fits) return different();
    round.uncounted += ballots;
    return {};
  }
  const auto counted = round.frozen->is_secret() ? recount_for(round, at) : recount(round);
  if (!counted) return tl::make_unexpected(counted.error());
  if (*counted != stated) return different();
  return {};
}

Result<> Record::Inside::round(RoundState& round, const Tally& x, const Context& at) {
  if (auto ready = after(round, Phase::closed); !ready) return ready;
  auto stated = content<TallyContent>(x.tally);
  if (!stated) return tl::make_unexpected(stated.error());
  if (round.frozen->is_secret()) {
    if (auto decrypted = all_decrypted(round); !decrypted) return decrypted;
  }
  if (auto right = at.full() ? check_tally(round, *stated, at) : Result<>(); !right) return right;
  round.tally_digest = x.tally;
  round.tally = std::move(*stated);
  round.phase = Phase::tallied;
  round.tallied_hour = at.entry.hour;
  return {};
}

Result<> Record::Inside::round(RoundState& round, const LotDrawn& x, const Context& at) {
  if (round.phase < Phase::closed) return refuse(Errc::out_of_order, "the lot is drawn after closing");
  if (round.phase > Phase::tallied) return after(round, Phase::tallied);
  const auto& committed = round.frozen->definition.lot_shares;
  if (committed.empty()) return refuse(Errc::unsupported, "ties of round " + round.id + " are not broken by a lot");
  if (round.lot) return refuse(Errc::duplicate, "the lot of round " + round.id + " has been drawn");
  const auto root = sources.root(round_log_name(round.id), round.closed_at + 1);
  if (x.size != round.closed_at + 1 || !root || *root != x.root)
    return refuse(Errc::mismatch, "the head is not that of the round log just after round-closed");
  // Whoever could leave some out could choose among many orders.
  if (!x.shares.empty() && x.shares.size() != committed.size())
    return refuse(Errc::mismatch, "a lot is drawn from all " + std::to_string(committed.size()) + " shares, or not at all");
  for (const auto& [number, share] : x.shares) {
    if (number == 0 || number > committed.size() || lot_commitment(share) != committed[number - 1])
      return refuse(Errc::mismatch, "share " + std::to_string(number) + " is not what was committed to at opening");
  }
  if (lot_seed(x) != x.seed) return refuse(Errc::mismatch, "the seed does not follow from head and shares");
  round.lot = RoundState::Lot{at.index, at.entry.hour, x};
  return {};
}

Result<AllocationContent> Record::Inside::allocation_of(const RoundState& round) {
  if (auto ready = after(round, Phase::tallied); !ready) return tl::make_unexpected(ready.error());
  if (round.awaits_lot()) return refuse(Errc::out_of_order, "ties are broken by a lot, which has not been drawn");
  const auto& definition = round.frozen->definition;
  if (!needs_ballots(definition.rule)) return allocate(definition, *round.tally, round.tally_digest, round.lot_seed(), nullptr);
  const auto ballots = counted(round);
  if (!ballots) return tl::make_unexpected(ballots.error());
  return allocate(definition, *round.tally, round.tally_digest, round.lot_seed(), &*ballots);
}

Result<> Record::Inside::check_allocation(RoundState& round, const AllocationContent& stated, const Context& at) {
  if (!fits(round.frozen->definition, *round.tally, stated))
    return refuse(Errc::mismatch, "the allocation does not equal what the frozen rule gives: it is not of these projects and votes");
  if (needs_ballots(round.frozen->definition.rule)) {
    // What a rule makes of whole ballots can take seconds: what was once admitted is not worked out again.
    if (!at.full()) return {};
    // Ballots that are withheld cannot be counted again: the allocation stands as it was sealed, as their tally does.
    if (round.uncounted > 0 && gone(round) > 0) return {};
  }
  const auto computed = allocation_for(round, at);
  if (!computed) return tl::make_unexpected(computed.error());
  if (*computed != stated) return refuse(Errc::mismatch, "the allocation does not equal what the frozen rule gives");
  return {};
}

Result<> Record::Inside::round(RoundState& round, const Allocation& x, const Context& at) {
  if (auto ready = after(round, Phase::tallied); !ready) return ready;
  if (round.awaits_lot()) return refuse(Errc::out_of_order, "ties are broken by a lot, which has not been drawn");
  auto stated = content<AllocationContent>(x.allocation);
  if (!stated) return tl::make_unexpected(stated.error());
  if (stated->tally != round.tally_digest || stated->lot != round.lot_seed())
    return refuse(Errc::mismatch, "the allocation rests on another tally or lot");
  if (auto right = check_allocation(round, *stated, at); !right) return right;
  if (stated->funded() != x.funded || stated->cost != x.cost)
    return refuse(Errc::mismatch, "the entry's count and cost are not those of the allocation");
  round.allocation_digest = x.allocation;
  round.allocation = std::move(*stated);
  round.phase = Phase::allocated;
  round.allocated_hour = at.entry.hour;
  return {};
}

}  // namespace radslag::record
