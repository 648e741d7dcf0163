#include "server/service/announced.hpp"

#include <algorithm>

#include "ledger/record/seals.hpp"

namespace radslag::service {
namespace {

struct Wanted {
  std::string urn;
  std::uint64_t trustee = 0;
  bool shuffle = false;
};

std::optional<Wanted> wanted(const record::Statement& statement) {
  if (const auto* shuffle = std::get_if<record::Shuffle>(&statement)) return Wanted{shuffle->urn, shuffle->trustee, true};
  if (const auto* part = std::get_if<record::PartialDecryption>(&statement)) return Wanted{part->urn, part->trustee, false};
  return std::nullopt;
}

Result<> is_turn(const record::RoundState& round, const Wanted& act, const std::vector<record::Seal>& seals) {
  if (round.phase != record::Phase::closed || !round.frozen || !round.frozen->ceremony)
    return refuse(Errc::out_of_order, "round " + round.id + " is not being counted by trustees");
  const auto& trustees = round.frozen->ceremony->trustees;
  const bool known = act.trustee >= 1 && act.trustee <= trustees.size();
  if (!known || seals.size() != 1 || seals.front().officer != trustees[act.trustee - 1].key)
    return refuse(Errc::mismatch, "the act is sealed by that trustee, and nobody else");
  const auto urn = round.frozen->urn_index(act.urn);
  if (!urn) return refuse(Errc::not_found, "round " + round.id + " has no urn " + act.urn);
  const auto& state = round.urns[*urn];
  const auto& parts = act.shuffle ? state.shuffles : state.decryptions;
  if (std::any_of(parts.begin(), parts.end(), [&](const auto& part) { return part.trustee == act.trustee; }))
    return refuse(Errc::out_of_order, "this trustee has done that already");
  if (act.shuffle ? !state.decryptions.empty() : !round.is_shuffled(*urn))
    return refuse(Errc::out_of_order, act.shuffle ? "the urn's decryption has begun" : "shuffles are missing before the decryption");
  return {};
}

}  // namespace

Result<> may_send(const record::State& state, const record::AnnouncedAct& act) {
  const auto bytes = record::encode_entry(0, act.statement, act.seals);
  const auto entry = record::parse_entry(bytes);
  if (!entry) return tl::make_unexpected(entry.error());
  const auto sent = wanted(entry->statement);
  if (!sent) return refuse(Errc::unsupported, "only shuffles and partial decryptions are announced; hand this act in whole");
  const auto* round = state.round(record::round_of_log(act.log));
  if (!round) return refuse(Errc::not_found, "no round log " + act.log);
  if (record::origin_of(entry->statement) != round->origin) return refuse(Errc::mismatch, "the act is for another log");
  if (auto turn = is_turn(*round, *sent, act.seals); !turn) return turn;
  return record::check_authority(state, act.log, *entry);
}

}  // namespace radslag::service
