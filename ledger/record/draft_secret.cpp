#include <algorithm>

#include "ledger/record/draft.hpp"
#include "ledger/record/secret_round.hpp"
#include "ledger/record/trustee_acts.hpp"

namespace radslag::record {
namespace {

Result<Draft> draft(const RoundState& round, const Statement& statement, std::vector<std::string> blobs = {}) {
  auto text = encode_statement(statement);
  if (auto readable = parse_statement(text); !readable) return tl::make_unexpected(readable.error());
  return Draft{round_log_name(round.id), std::move(text), std::move(blobs)};
}

/// A round of secret ballots from its opening on.
Result<const RoundState*> find(const State& state, const std::string& id) {
  const auto* round = state.round(id);
  if (!round) return refuse(Errc::not_found, "no such round: " + id);
  if (!round->frozen) return refuse(Errc::not_open, "round " + id + " has not been opened");
  if (!round->frozen->is_secret()) return refuse(Errc::unsupported, "the ballots of round " + id + " are not secret");
  return round;
}

Result<const RoundState*> find(const State& state, const std::string& id, Phase phase) {
  auto round = find(state, id);
  if (round && (*round)->phase != phase) {
    return refuse(Errc::out_of_order, "round " + id + " is " + std::string(word((*round)->phase)) + ", not " + std::string(word(phase)));
  }
  return round;
}

Result<std::string> reason_blob(const Reason& reason) {
  const auto text = encode_content(reason);
  if (auto readable = parse_content<Reason>(text); !readable) return tl::make_unexpected(readable.error());
  return make_blob(text);
}

Result<> all_listed(const RoundState& round, const std::vector<UrnCredential>& credentials) {
  for (const auto& x : credentials) {
    const auto urn = round.frozen->urn_index(x.urn);
    if (!urn) return refuse(Errc::not_found, "the round has no urn " + x.urn);
    if (!round.frozen->urns[*urn].place_of(x.credential))
      return refuse(Errc::unknown_credential, "a credential is not on the list of urn " + x.urn);
  }
  return {};
}

std::uint64_t people_of(const RoundDefinition& definition, const Electorate& electorate) {
  std::uint64_t people = 0;
  for (std::size_t i = 0; i < definition.urns.size(); ++i) {
    if (definition.urns[i].areas.empty()) return electorate.urns[i].voters.size();
    people += electorate.urns[i].voters.size();
  }
  return people;
}

bool same_urns(const RoundDefinition& definition, const Electorate& electorate) {
  return std::equal(definition.urns.begin(), definition.urns.end(), electorate.urns.begin(), electorate.urns.end(),
                    [](const UrnDefinition& a, const Electorate::Urn& b) { return a.id == b.urn; });
}

Result<> urn_is_known(const RoundState& round, const std::string& urn, std::uint64_t trustee) {
  if (!round.frozen->urn_index(urn)) return refuse(Errc::not_found, "the round has no urn " + urn);
  if (trustee == 0 || trustee > round.ceremony->trustees.size())
    return refuse(Errc::not_found, "there is no trustee " + std::to_string(trustee));
  return {};
}

}  // namespace

Result<Draft> draft_ceremony_begun(const State& state, const std::string& id, std::uint64_t town_size, const log::Hash& town_root,
                                   VotingGroup group, std::uint64_t threshold, const std::vector<PublicKey>& trustees) {
  const auto* round = state.round(id);
  if (!round) return refuse(Errc::not_found, "no such round: " + id);
  if (round->ceremony || round->frozen) return refuse(Errc::out_of_order, "round " + id + " has its ceremony or its opening already");
  if (auto enough = trustees_suffice(trustees.size(), threshold); !enough) return tl::make_unexpected(enough.error());
  CeremonyBegun statement{round->origin, id, town_size, town_root, group, threshold, {}};
  for (const auto& key : trustees) {
    const auto officer = state.town.officers.find(key);
    if (officer == state.town.officers.end() || officer->second.ended_at ||
        std::count(officer->second.roles.begin(), officer->second.roles.end(), Role::trustee) == 0)
      return refuse(Errc::not_authorised, "one of the keys is of no officer with the role trustee");
    statement.trustees.push_back({key, officer->second.name});
  }
  return draft(*round, statement);
}

Result<Draft> draft_ceremony_step(const State& state, const std::string& id, std::uint64_t trustee, KeyStep step,
                                  const std::string& message) {
  const auto* round = state.round(id);
  if (!round || !round->ceremony) return refuse(Errc::not_found, "no ceremony of a round " + id);
  const auto& ceremony = *round->ceremony;
  if (trustee == 0 || trustee > ceremony.trustees.size()) return refuse(Errc::not_found, "there is no trustee " + std::to_string(trustee));
  if (ceremony.step() != step) return refuse(Errc::out_of_order, "it is not the turn of the step " + std::string(word(step)));
  if (!ceremony.message(step, trustee - 1).empty()) return refuse(Errc::duplicate, "that trustee has done the step already");
  auto blob = make_blob(message);
  return draft(*round, CeremonyStep{round->origin, trustee, step, blob_digest(blob)}, {std::move(blob)});
}

Result<Draft> draft_secret_round_opened(const State& state, const std::string& id, std::uint64_t town_size, const log::Hash& town_root,
                                        const RoundDefinition& definition, const Electorate& electorate,
                                        std::vector<RoundOpened::Page> pages) {
  const auto* round = state.round(id);
  if (!round) return refuse(Errc::not_found, "no such round: " + id);
  if (round->phase != Phase::begun) return refuse(Errc::frozen, "round " + id + " has been opened already");
  if (!round->ceremony || !round->ceremony->complete()) return refuse(Errc::out_of_order, "the trustees have not made the key yet");
  if (!same_urns(definition, electorate)) return refuse(Errc::mismatch, "the urns of definition and electorate are not the same");
  const auto text = encode_content(definition), list = encode_content(electorate);
  if (auto readable = parse_content<RoundDefinition>(text); !readable) return tl::make_unexpected(readable.error());
  if (auto readable = parse_content<Electorate>(list); !readable) return tl::make_unexpected(readable.error());
  std::sort(pages.begin(), pages.end(), [](const auto& a, const auto& b) { return a.path < b.path; });
  std::vector<std::string> blobs{make_blob(text), make_blob(list)};
  RoundOpened statement{
      round->origin, id, town_size, town_root, blob_digest(blobs[0]), blob_digest(blobs[1]), people_of(definition, electorate)};
  statement.pages = std::move(pages);
  for (std::size_t i = 0; i < definition.urns.size(); ++i) {
    const auto& urn = electorate.urns[i];
    if (definition.urns.size() > 1 && urn.voters.size() < least_voters_of_urn)
      return refuse(Errc::malformed, "urn " + urn.urn + " has fewer than 100 voters: its areas must be merged with others");
    const auto json = urn_election(definition, i, round->origin, *round->ceremony);
    if (!json) return tl::make_unexpected(json.error());
    blobs.push_back(make_blob(*json));
    statement.elections.push_back({urn.urn, blob_digest(blobs.back())});
  }
  return draft(*round, statement, std::move(blobs));
}

Result<Draft> draft_reserve_activated(const State& state, const std::string& id, std::vector<ReserveActivated::Active> active,
                                      const Reason& reason) {
  const auto round = find(state, id, Phase::open);
  if (!round) return tl::make_unexpected(round.error());
  std::sort(active.begin(), active.end(), [](const auto& a, const auto& b) { return a.urn < b.urn; });
  for (const auto& x : active) {
    const auto urn = (*round)->frozen->urn_index(x.urn);
    if (!urn) return refuse(Errc::not_found, "the round has no urn " + x.urn);
    if (x.number > (*round)->frozen->urns[*urn].electorate.reserve.size())
      return refuse(Errc::mismatch, "urn " + x.urn + " has not so many credentials in reserve");
    if (x.number < (*round)->urns[*urn].active_reserve)
      return refuse(Errc::mismatch, "more credentials of urn " + x.urn + " are active already");
  }
  auto blob = reason_blob(reason);
  if (!blob) return tl::make_unexpected(blob.error());
  return draft(**round, ReserveActivated{(*round)->origin, blob_digest(*blob), std::move(active)}, {std::move(*blob)});
}

Result<Draft> draft_credential_blocked(const State& state, const std::string& id, std::vector<UrnCredential> credentials,
                                       const Reason& reason) {
  const auto round = find(state, id, Phase::open);
  if (!round) return tl::make_unexpected(round.error());
  if (auto listed = all_listed(**round, credentials); !listed) return tl::make_unexpected(listed.error());
  std::sort(credentials.begin(), credentials.end());
  auto blob = reason_blob(reason);
  if (!blob) return tl::make_unexpected(blob.error());
  return draft(**round, CredentialBlocked{(*round)->origin, blob_digest(*blob), std::move(credentials)}, {std::move(*blob)});
}

Result<Draft> draft_envelope_accepted(const State& state, const std::string& id, std::vector<UrnCredential> credentials) {
  const auto round = find(state, id, Phase::open);
  if (!round) return tl::make_unexpected(round.error());
  if (auto listed = all_listed(**round, credentials); !listed) return tl::make_unexpected(listed.error());
  std::sort(credentials.begin(), credentials.end());
  return draft(**round, EnvelopeAccepted{(*round)->origin, std::move(credentials)});
}

Result<Draft> draft_paper_ballot(const State& state, const std::string& id, const std::string& json) {
  const auto round = find(state, id);
  if (!round) return tl::make_unexpected(round.error());
  auto blob = make_blob(json);
  const auto ballot = accept_ballot(*(*round)->frozen, blob);
  if (!ballot) return tl::make_unexpected(ballot.error());
  const auto& entry = std::get<SecretBallot>(ballot->entry);
  const auto& urn = (*round)->frozen->urns[*(*round)->frozen->urn_index(entry.urn)];
  if (urn.class_of(*urn.place_of(entry.credential)) != CredentialClass::paper)
    return refuse(Errc::unknown_credential, "the ballot's credential is not of the paper block");
  return draft(**round, entry, {std::move(blob)});
}

Result<std::string> paper_credential(const State& state, const std::string& id, const std::string& urn, std::uint64_t used) {
  const auto round = find(state, id);
  if (!round) return tl::make_unexpected(round.error());
  const auto index = (*round)->frozen->urn_index(urn);
  if (!index) return refuse(Errc::not_found, "the round has no urn " + urn);
  const auto& paper = (*round)->frozen->urns[*index].electorate.paper;
  if (used >= paper.size()) return refuse(Errc::not_found, "the paper block of urn " + urn + " is used up");
  return paper[used];
}

Result<Draft> draft_shuffle(const State& state, const std::string& id, const std::string& urn, std::uint64_t trustee,
                            const std::string& json) {
  const auto round = find(state, id, Phase::closed);
  if (!round) return tl::make_unexpected(round.error());
  if (auto known = urn_is_known(**round, urn, trustee); !known) return tl::make_unexpected(known.error());
  auto blob = make_blob(json);
  return draft(**round, Shuffle{(*round)->origin, urn, trustee, blob_digest(blob)}, {std::move(blob)});
}

Result<Draft> draft_partial_decryption(const State& state, const std::string& id, const std::string& urn, std::uint64_t trustee,
                                       const std::string& json) {
  const auto round = find(state, id, Phase::closed);
  if (!round) return tl::make_unexpected(round.error());
  if (auto known = urn_is_known(**round, urn, trustee); !known) return tl::make_unexpected(known.error());
  auto blob = make_blob(json);
  return draft(**round, PartialDecryption{(*round)->origin, urn, trustee, blob_digest(blob)}, {std::move(blob)});
}

}  // namespace radslag::record
