#include "ledger/trustee/count.hpp"

#include <algorithm>
#include <set>

#include "crypto/voting/decryption.hpp"
#include "crypto/voting/shuffle.hpp"
#include "ledger/trustee/ceremony.hpp"

namespace radslag::trustee {
namespace {

using Parts = std::vector<record::UrnState::Part>;

bool has_part(const Parts& parts, std::uint64_t trustee) {
  return std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.trustee == trustee; });
}

std::size_t different(const Parts& parts) {
  std::set<std::uint64_t> trustees;
  for (const auto& part : parts) trustees.insert(part.trustee);
  return trustees.size();
}

UrnStanding standing_of(const record::RoundState& round, std::size_t urn) {
  const auto& state = round.urns[urn];
  const auto& frozen = round.frozen->urns[urn];
  const auto& ceremony = *round.frozen->ceremony;
  UrnStanding standing{
      frozen.id, state.ballots, state.voters, frozen.mixnet, different(state.shuffles), 0, different(state.decryptions), 0, {}, {}};
  if (state.ballots == 0) return standing;
  if (frozen.mixnet) standing.shuffles_needed = ceremony.shuffles_needed();
  standing.decryptions_needed = ceremony.needed();
  if (standing.decryptions >= standing.decryptions_needed) return standing;
  const bool shuffle = standing.shuffles < standing.shuffles_needed;
  standing.step = shuffle ? CountStep::shuffle : CountStep::decrypt;
  for (std::uint64_t trustee = 1; trustee <= ceremony.trustees.size(); ++trustee) {
    if (!has_part(shuffle ? state.shuffles : state.decryptions, trustee)) standing.may_take_part.push_back(trustee);
  }
  return standing;
}

tl::unexpected<Error> not_now(std::string why) { return refuse(Errc::out_of_order, std::move(why)); }

Result<> may_shuffle(const Seat& seat, const record::FrozenUrn& urn, const record::UrnState& state) {
  if (!urn.mixnet) return not_now("the ballots of urn " + urn.id + " are only added up: they are not shuffled");
  if (has_part(state.shuffles, seat.number)) return not_now("this trustee has shuffled urn " + urn.id + " already");
  if (!state.decryptions.empty()) return not_now("the decryption of urn " + urn.id + " has begun: no shuffle comes after that");
  return {};
}

Result<> may_decrypt(const Seat& seat, const record::FrozenUrn& urn, const record::UrnState& state) {
  const auto& ceremony = *seat.round.frozen->ceremony;
  if (has_part(state.decryptions, seat.number)) return not_now("this trustee has decrypted urn " + urn.id + " already");
  const auto needed = urn.mixnet ? ceremony.shuffles_needed() : 0;
  if (const auto stand = different(state.shuffles); stand < needed)
    return not_now("urn " + urn.id + " must not be decrypted yet: " + std::to_string(stand) + " of the " + std::to_string(needed) +
                   " shuffles by different trustees stand");
  return {};
}

/// The act of this moment: another shuffle or ballot before it makes it another act.
std::string name_of(CountStep step, const record::UrnCount& count) {
  const std::string what = step == CountStep::shuffle ? "shuffle-" : "decryption-";
  return what + std::to_string(count.urn + 1) + "-" + std::to_string(count.shuffles.size()) + "-" + std::to_string(count.ballots);
}

}  // namespace

std::vector<UrnStanding> standing_of(const record::RoundState& round) {
  std::vector<UrnStanding> all;
  if (round.phase < record::Phase::closed || !round.frozen) return all;
  for (std::size_t urn = 0; urn < round.urns.size(); ++urn) all.push_back(standing_of(round, urn));
  return all;
}

Result<> is_in_turn(const Seat& seat, const std::string& urn, CountStep step) {
  const auto& round = seat.round;
  if (!round.frozen || round.phase < record::Phase::closed)
    return refuse(Errc::out_of_order, "round " + round.id + " has not been closed: nothing may be shuffled or decrypted");
  const auto index = round.frozen->urn_index(urn);
  if (!index) return refuse(Errc::not_found, "round " + round.id + " has no urn " + urn);
  const auto& state = round.urns[*index];
  if (state.ballots == 0) return not_now("urn " + urn + " has no ballots");
  if (round.phase > record::Phase::closed) return not_now("round " + round.id + " has been counted");
  const auto& frozen = round.frozen->urns[*index];
  return step == CountStep::shuffle ? may_shuffle(seat, frozen, state) : may_decrypt(seat, frozen, state);
}

Result<Made> make_shuffle(const Seat& seat, record::UrnCount count, const record::BlobSource& blobs, StateFolder& folder,
                          const voting::Work& work) {
  const auto& urn = count.frozen();
  const auto name = name_of(CountStep::shuffle, count);
  if (auto before = made_before(folder, seat, name)) return std::move(*before);
  if (auto turn = is_in_turn(seat, urn.id, CountStep::shuffle); !turn) return tl::make_unexpected(turn.error());
  if (auto now = record::work_out_ciphertexts(count, blobs, {work.threads, {}}); !now) return tl::make_unexpected(now.error());
  const auto shuffled = voting::make_shuffle(*urn.election, *count.now, work);
  return keep_sealed(folder, seat, name, shuffled.json, [&](const record::Digest& digest) -> record::Statement {
    return record::Shuffle{seat.round.origin, urn.id, seat.number, digest};
  });
}

Result<Made> make_decryption(const Seat& seat, record::UrnCount count, const record::BlobSource& blobs, StateFolder& folder,
                             const voting::Work& work) {
  const auto& urn = count.frozen();
  const auto name = name_of(CountStep::decrypt, count);
  if (auto before = made_before(folder, seat, name)) return std::move(*before);
  if (auto turn = is_in_turn(seat, urn.id, CountStep::decrypt); !turn) return tl::make_unexpected(turn.error());
  const auto secret = decryption_secret(seat, folder);
  if (!secret) return tl::make_unexpected(secret.error());
  if (auto now = record::work_out_ciphertexts(count, blobs, {work.threads, {}}); !now) return tl::make_unexpected(now.error());
  const auto json = voting::make_partial_decryption(*urn.election, *count.now, *secret, work);
  return keep_sealed(folder, seat, name, json, [&](const record::Digest& digest) -> record::Statement {
    return record::PartialDecryption{seat.round.origin, urn.id, seat.number, digest};
  });
}

}  // namespace radslag::trustee
