// What is frozen with the opening of secret ballots: elections, voters, the ballot page. FORMAT.md section 4.7.
#include <algorithm>
#include <numeric>

#include "crypto/group/group.hpp"
#include "crypto/voting/election.hpp"
#include "ledger/record/inside.hpp"
#include "ledger/record/secret_round.hpp"

namespace radslag::record {
namespace {

/// Members of the group other than the identity: whoever holds no secret must not be able to sign.
Result<> are_credentials(const group::Group& group, const Electorate::Urn& electorate) {
  for (const auto* list : {&electorate.voters, &electorate.reserve, &electorate.paper}) {
    for (const auto& credential : *list) {
      const auto element = group.decode(credential);
      if (!element || group.equal(*element, group.identity()))
        return refuse(Errc::malformed, "urn " + electorate.urn + " lists something that is no credential of its group");
    }
  }
  return {};
}

std::vector<std::uint32_t> places_by_text(const FrozenUrn& urn) {
  const auto& [id, voters, reserve, paper] = urn.electorate;
  std::vector<std::uint32_t> places(voters.size() + reserve.size() + paper.size());
  std::iota(places.begin(), places.end(), 0U);
  std::sort(places.begin(), places.end(), [&](std::uint32_t a, std::uint32_t b) { return urn.credential(a) < urn.credential(b); });
  return places;
}

/// People, not credentials: who votes in an area votes in the whole municipality too.
std::uint64_t people_of(const Frozen& frozen) {
  if (const auto whole = frozen.whole_urn()) return frozen.urns[*whole].electorate.voters.size();
  std::uint64_t people = 0;
  for (const auto& urn : frozen.urns) people += urn.electorate.voters.size();
  return people;
}

}  // namespace

Result<> Record::Inside::freeze_urns(Frozen& frozen, const RoundState& round, const RoundOpened& x, const Context& at) const {
  if (!round.ceremony->complete()) return refuse(Errc::out_of_order, "the trustees have not made the key yet");
  const auto registrar = std::find_if(registrars_in_order.rbegin(), registrars_in_order.rend(),
                                      [&](const RegistrarState& announced) { return announced.index < x.town_size; });
  if (registrar == registrars_in_order.rend()) return refuse(Errc::out_of_order, "no registrar stands below the town-size");
  auto electorate = content<Electorate>(x.credentials);
  if (!electorate) return tl::make_unexpected(electorate.error());
  const auto& definition = frozen.definition;
  if (electorate->urns.size() != definition.urns.size() || x.elections.size() != definition.urns.size())
    return refuse(Errc::mismatch, "the urns of definition, electorate and opening are not the same");
  for (std::size_t i = 0; i < definition.urns.size(); ++i) {
    const auto& id = definition.urns[i].id;
    auto& of_urn = electorate->urns[i];
    if (of_urn.urn != id || x.elections[i].urn != id)
      return refuse(Errc::mismatch, "the urns of definition, electorate and opening are not the same");
    if (definition.urns.size() > 1 && of_urn.voters.size() < least_voters_of_urn)
      return refuse(Errc::malformed, "urn " + id + " has fewer than 100 voters: its areas must be merged with others");
    if (of_urn.voters.empty()) return refuse(Errc::malformed, "urn " + id + " has no voters");
    if (at.full()) {
      if (auto good = are_credentials(group_of(round.ceremony->group), of_urn); !good) return good;
    }
    const auto json = urn_election(definition, i, frozen.origin, *round.ceremony);
    if (!json) return tl::make_unexpected(json.error());
    const auto stated = blob(x.elections[i].election);
    if (!stated) return tl::make_unexpected(stated.error());
    if (*blob_content(*stated) != *json)
      return refuse(Errc::mismatch, "the election of urn " + id + " is not what definition and ceremony give");
    auto election = voting::Election::parse(*json);
    if (!election) return refuse(election.error());
    FrozenUrn urn;
    urn.id = id;
    urn.election = std::make_shared<const voting::Election>(std::move(*election));
    urn.election_digest = x.elections[i].election;
    urn.electorate = std::move(of_urn);
    urn.projects = projects_of_urn(definition, i);
    urn.by_text = places_by_text(urn);
    urn.mixnet = definition.ballot == mixnet_ballot;
    frozen.urns.push_back(std::move(urn));
  }
  frozen.halves = electorate->halves;
  frozen.roll = people_of(frozen);
  if (frozen.roll != x.roll) return refuse(Errc::mismatch, "the roll is not the number of voters");
  frozen.ceremony = round.ceremony;
  frozen.pages = x.pages;
  frozen.registrar = registrar->row.registrar;
  return {};
}

void Record::Inside::open_urns(RoundState& round) {
  SecretRound opened;
  for (const auto& urn : round.frozen->urns) {
    opened.urns.push_back({Urn(urn.size()), std::vector<bool>(urn.size()), nullptr, {}, nullptr});
    round.urns.emplace_back();
  }
  secret.emplace(round.id, std::move(opened));
}

}  // namespace radslag::record
