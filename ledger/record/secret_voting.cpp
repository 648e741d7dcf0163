// From opening to closing where ballots are secret: cards, reserve, blocked credentials, envelopes, ballots. FORMAT.md section 4.7.
#include "ledger/record/hand_out.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/seals.hpp"

namespace radslag::record {
namespace {

Result<> is_open(const RoundState& round) {
  if (round.phase == Phase::begun) return refuse(Errc::not_open, "round " + round.id + " has not been opened");
  if (!round.frozen->is_secret()) return refuse(Errc::unsupported, "the round's ballots are not secret");
  if (round.phase != Phase::open)
    return refuse(Errc::closed, "round " + round.id + " was closed at entry " + std::to_string(round.closed_at));
  return {};
}

/// Slips may still be encrypted after closing, until counting begins.
Result<> takes_paper(const RoundState& round, std::size_t urn) {
  if (round.phase == Phase::open) return {};
  if (round.phase == Phase::closed && round.urns[urn].shuffles.empty() && round.urns[urn].decryptions.empty()) return {};
  return refuse(Errc::closed, "the counting of urn " + round.frozen->urns[urn].id + " has begun");
}

/// As many cards as there are people who may vote.
std::uint64_t most_cards(const RoundState& round) {
  std::uint64_t late = 0;
  const auto whole = round.frozen->whole_urn();
  for (std::size_t i = 0; i < round.urns.size(); ++i) late += !whole || *whole == i ? round.urns[i].active_reserve : 0;
  return round.frozen->roll + late;
}

}  // namespace

Result<> Record::Inside::round(RoundState& round, const HandedOut& x, const Context& at) {
  if (auto open = is_open(round); !open) return open;
  auto& cards = secret.at(round.id).handed_out;
  if (cards.contains(x.commitment)) return refuse(Errc::duplicate, "that card has been handed out already");
  if (round.handed_out >= most_cards(round))
    return refuse(Errc::mismatch, "as many cards have been handed out as there are people on the roll and in the active reserve");
  const auto& registrar = round.frozen->registrar;
  const bool known = at.attested_by && *at.attested_by == registrar;
  if (at.full() && !known) {
    if (auto good = check_handed_out(x, registrar); !good) return good;
  }
  cards.insert(x.commitment);
  round.handed_out = cards.size();
  return {};
}

Result<> Record::Inside::round(RoundState& round, const ReserveActivated& x, const Context&) {
  if (auto open = is_open(round); !open) return open;
  if (auto reason = content_if_kept<Reason>(x.content); !reason) return tl::make_unexpected(reason.error());
  for (const auto& active : x.active) {
    const auto urn = round.frozen->urn_index(active.urn);
    if (!urn) return refuse(Errc::not_found, "the round has no urn " + active.urn);
    if (active.number > round.frozen->urns[*urn].electorate.reserve.size())
      return refuse(Errc::mismatch, "urn " + active.urn + " has not so many credentials in reserve");
    if (active.number < round.urns[*urn].active_reserve)
      return refuse(Errc::mismatch, "more credentials of urn " + active.urn + " are active already");
  }
  for (const auto& active : x.active) round.urns[*round.frozen->urn_index(active.urn)].active_reserve = active.number;
  return {};
}

Result<std::vector<SecretPlace>> Record::Inside::unused(const RoundState& round, const std::vector<UrnCredential>& credentials) const {
  const auto& urns_of = secret.at(round.id).urns;
  std::vector<SecretPlace> places;
  for (const auto& x : credentials) {
    const auto urn = round.frozen->urn_index(x.urn);
    if (!urn) return refuse(Errc::not_found, "the round has no urn " + x.urn);
    const auto credential = round.frozen->urns[*urn].place_of(x.credential);
    if (!credential) return refuse(Errc::unknown_credential, "a credential is not on the list of urn " + x.urn);
    if (urns_of[*urn].ballots.cast(*credential) > 0) return refuse(Errc::duplicate, "a ballot stands under a credential of urn " + x.urn);
    if (urns_of[*urn].blocked[*credential]) return refuse(Errc::duplicate, "a credential of urn " + x.urn + " is blocked already");
    const bool paper = round.frozen->urns[*urn].class_of(*credential) == CredentialClass::paper;
    places.push_back({*urn, *credential, paper});
  }
  return places;
}

Result<> Record::Inside::round(RoundState& round, const CredentialBlocked& x, const Context&) {
  if (auto open = is_open(round); !open) return open;
  if (auto reason = content_if_kept<Reason>(x.content); !reason) return tl::make_unexpected(reason.error());
  const auto places = unused(round, x.credentials);
  if (!places) return tl::make_unexpected(places.error());
  for (const auto& place : *places) {
    secret.at(round.id).urns[place.urn].blocked[place.credential] = true;
    ++round.urns[place.urn].blocked;
  }
  return {};
}

Result<> Record::Inside::round(RoundState& round, const EnvelopeAccepted& x, const Context&) {
  if (auto open = is_open(round); !open) return open;
  const auto places = unused(round, x.credentials);
  if (!places) return tl::make_unexpected(places.error());
  for (const auto& place : *places) {
    const auto& urn = round.frozen->urns[place.urn];
    if (place.paper) return refuse(Errc::unknown_credential, "a credential of the paper block is nobody's who could hand in an envelope");
    const bool in_reserve = urn.class_of(place.credential) == CredentialClass::reserve;
    if (in_reserve && place.credential >= urn.electorate.voters.size() + round.urns[place.urn].active_reserve)
      return refuse(Errc::unknown_credential, "a credential in reserve has not been activated");
  }
  for (const auto& place : *places) {
    secret.at(round.id).urns[place.urn].blocked[place.credential] = true;
    ++round.urns[place.urn].envelopes;
  }
  return {};
}

Result<SecretPlace> Record::Inside::place_secret(const RoundState& round, std::uint64_t hour, const SecretBallot& ballot) const {
  if (round.phase == Phase::begun) return refuse(Errc::not_open, "round " + round.id + " has not been opened");
  if (!round.frozen->is_secret()) return refuse(Errc::unsupported, "the round's ballots are not secret");
  const auto position = positions.find(round_log_name(round.id));
  if (hour < position->second.last_hour) return refuse(Errc::out_of_order, "its hour is before that of the entry before it");
  const auto index = round.frozen->urn_index(ballot.urn);
  if (!index) return refuse(Errc::mismatch, "the round has no urn " + ballot.urn);
  const auto& frozen = round.frozen->urns[*index];
  const auto credential = frozen.place_of(ballot.credential);
  const bool paper = credential && frozen.class_of(*credential) == CredentialClass::paper;
  if (auto open = paper ? takes_paper(round, *index) : is_open(round); !open) return tl::make_unexpected(open.error());
  if (!credential) return refuse(Errc::unknown_credential, "the credential is not on the urn's list");
  const auto& urn = round.urns[*index];
  if (!paper && *credential >= frozen.electorate.voters.size() + urn.active_reserve)
    return refuse(Errc::unknown_credential, "the credential is in reserve and has not been activated");
  const auto& held = secret.at(round.id);
  const auto& ballots = held.urns[*index].ballots;
  if (held.trackers.contains(ballot.tracker) || ballots.has(ballot.ballot))
    return refuse(Errc::duplicate, "this very ballot is in the record already");
  if (held.urns[*index].blocked[*credential])
    return refuse(Errc::not_authorised, "the credential is blocked: its holder has voted on paper, or may not vote");
  const auto cast = ballots.cast(*credential);
  if (paper && cast > 0) return refuse(Errc::duplicate, "that credential of the paper block is used already");
  if (cast >= max_ballots_of_credential) {
    return refuse(Errc::too_many_ballots,
                  "the credential has cast " + std::to_string(max_ballots_of_credential) + " ballots; the last one counts");
  }
  if (paper && urn.paper >= urn.envelopes)
    return refuse(Errc::out_of_order, "there are as many ballots on paper as accepted envelopes in urn " + ballot.urn);
  if (!paper && cast == 0 && urn.voters - urn.paper >= round.handed_out)
    return refuse(Errc::out_of_order, "as many credentials have a ballot as cards have been handed out");
  return SecretPlace{*index, *credential, paper};
}

Result<> Record::Inside::round(RoundState& round, const SecretBallot& x, const Context& at) {
  const auto place = place_secret(round, at.entry.hour, x);
  if (!place) return tl::make_unexpected(place.error());
  if (place->paper) {
    std::map<PublicKey, Officer> officers;
    for (const auto& officer : round.officers) officers.emplace(officer.key, officer);
    if (auto sealed = check_seals(at.entry, officers, at.full()); !sealed) return sealed;
  } else if (!at.entry.seals.empty()) {
    return refuse(Errc::not_canonical, "a ballot that a voter casts takes no seals");
  }
  std::optional<BallotContent> inside;
  if (at.full()) {
    const auto bytes = blob(x.ballot);
    // Until closing it may be sealed; the count asks for it then. And it may have been withheld since.
    const bool sealed = !bytes && bytes.error().code == Errc::not_found && (round.phase == Phase::open || sources.of_the_past);
    if (!bytes && !sealed) return tl::make_unexpected(bytes.error());
    if (bytes) {
      auto opened = open_ballot(*round.frozen, x, *bytes);
      if (!opened) return tl::make_unexpected(opened.error());
      inside = std::move(*opened);
    }
  }
  put_in(round, *place, x, inside ? &*inside : nullptr);
  return {};
}

void Record::Inside::put_in(RoundState& round, const SecretPlace& place, const SecretBallot& ballot, const BallotContent* content) {
  auto& held = secret.at(round.id);
  auto& ballots = held.urns[place.urn].ballots;
  auto& urn = round.urns[place.urn];
  const bool new_voter = ballots.cast(place.credential) == 0;
  ballots.put(place.credential, ballot.ballot, content);
  held.trackers.insert(ballot.tracker);
  ++urn.ballots;
  ++round.ballots;
  urn.voters += new_voter ? 1 : 0;
  round.voters += new_voter ? 1 : 0;
  urn.paper += place.paper ? 1 : 0;
}

}  // namespace radslag::record
