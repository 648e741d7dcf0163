#include "ledger/record/draft.hpp"

#include <algorithm>

#include "ledger/record/round_count.hpp"

namespace radslag::record {
namespace {

constexpr const char* town = "town";

Draft draft(std::string log, const Statement& statement, std::vector<std::string> blobs = {}) {
  return {std::move(log), encode_statement(statement), std::move(blobs)};
}

Result<const RoundState*> find(const State& state, const std::string& id) {
  const auto* round = state.round(id);
  if (!round) return refuse(Errc::not_found, "no such round: " + id);
  return round;
}

/// A round that is in exactly this phase.
Result<const RoundState*> find(const State& state, const std::string& id, Phase phase) {
  auto round = find(state, id);
  if (round && (*round)->phase != phase) {
    return refuse(Errc::out_of_order, "round " + id + " is " + std::string(word((*round)->phase)) + ", not " + std::string(word(phase)));
  }
  return round;
}

bool is_allocated(const RoundState& round, const std::string& project) { return round.allocation->funds(project); }

}  // namespace

Draft draft_officer(const State& state, OfficerLine officer) {
  return draft(town, OfficerAnnounced{state.town.origin, std::move(officer)});
}

Draft draft_officer_end(const State& state, const PublicKey& officer) { return draft(town, OfficerEnded{state.town.origin, officer}); }

Draft draft_dialogue(const State& state, const DialogueRow& row, const DialogueContent& content) {
  const auto known = state.town.dialogues.find(row.id);
  const std::uint64_t version = known == state.town.dialogues.end() ? 1 : known->second.row().version + 1;
  auto blob = make_blob(encode_content(content));
  const Dialogue statement{state.town.origin, row.id, version, row.status, row.signal, row.begins, row.ends, blob_digest(blob)};
  return draft(town, statement, {std::move(blob)});
}

Draft draft_round_begun(const State& state, const std::string& round, const std::string& dialogue, const PublicKey& log_key) {
  const auto& origin = state.town.origin;
  const auto stem = origin.substr(0, origin.rfind('/') + 1);
  return draft(town, RoundBegun{origin, round, dialogue, stem + round_log_name(round), log_key});
}

Result<Draft> draft_round_opened(const State& state, const std::string& id, std::uint64_t town_size, const log::Hash& town_root,
                                 const RoundDefinition& definition, Credentials credentials) {
  const auto round = find(state, id, Phase::begun);
  if (!round) return tl::make_unexpected(round.error());
  auto& keys = credentials.keys;
  std::sort(keys.begin(), keys.end());
  if (std::adjacent_find(keys.begin(), keys.end()) != keys.end()) return refuse(Errc::duplicate, "a credential stands twice on the list");
  const auto text = encode_content(definition);
  if (auto readable = parse_content<RoundDefinition>(text); !readable) return tl::make_unexpected(readable.error());
  auto frozen = make_blob(text), list = make_blob(encode_content(credentials));
  const RoundOpened statement{(*round)->origin, id, town_size, town_root, blob_digest(frozen), blob_digest(list), keys.size()};
  return draft(round_log_name(id), statement, {std::move(frozen), std::move(list)});
}

Result<Draft> draft_round_closed(const State& state, const std::string& id, std::uint64_t ballots) {
  const auto round = find(state, id, Phase::open);
  if (!round) return tl::make_unexpected(round.error());
  return draft(round_log_name(id), RoundClosed{(*round)->origin, ballots});
}

Result<Draft> draft_tally(const State& state, const std::string& id, const TallyContent& tally) {
  const auto round = find(state, id, Phase::closed);
  if (!round) return tl::make_unexpected(round.error());
  auto blob = make_blob(encode_content(tally));
  const Tally statement{(*round)->origin, blob_digest(blob)};
  return draft(round_log_name(id), statement, {std::move(blob)});
}

Result<Draft> draft_lot(const State& state, const std::string& id, const log::Hash& root, const std::vector<Digest>& shares) {
  const auto round = find(state, id);
  if (!round) return tl::make_unexpected(round.error());
  if ((*round)->phase < Phase::closed) return refuse(Errc::out_of_order, "the lot is drawn after closing");
  if (!(*round)->awaits_lot()) return refuse(Errc::duplicate, "no lot is to be drawn any more");
  const auto& committed = (*round)->frozen->definition.lot_shares;
  LotDrawn drawn{(*round)->origin, (*round)->closed_at + 1, root, {}, {}};
  for (const auto& share : shares) {
    const auto found = std::find(committed.begin(), committed.end(), lot_commitment(share));
    if (found == committed.end()) return refuse(Errc::mismatch, "a share is not one that was committed to at opening");
    drawn.shares.push_back({static_cast<std::uint64_t>(found - committed.begin()) + 1, share});
  }
  const auto number = [](const LotDrawn::Share& share) { return share.number; };
  std::ranges::sort(drawn.shares, {}, number);
  if (std::ranges::adjacent_find(drawn.shares, {}, number) != drawn.shares.end()) return refuse(Errc::duplicate, "a share is given twice");
  if (!shares.empty() && shares.size() != committed.size())
    return refuse(Errc::malformed, "the lot is drawn from all " + std::to_string(committed.size()) + " shares, or not at all");
  drawn.seed = lot_seed(drawn);
  return draft(round_log_name(id), drawn);
}

Result<Draft> draft_allocation(const State& state, const std::string& id, const AllocationContent& content) {
  const auto round = find(state, id, Phase::tallied);
  if (!round) return tl::make_unexpected(round.error());
  auto blob = make_blob(encode_content(content));
  const Allocation statement{(*round)->origin, blob_digest(blob), content.funded(), content.cost};
  return draft(round_log_name(id), statement, {std::move(blob)});
}

Result<Draft> draft_round_ended(const State& state, const std::string& id, std::uint64_t size, const log::Hash& root) {
  const auto round = find(state, id, Phase::allocated);
  if (!round) return tl::make_unexpected(round.error());
  return draft(town, RoundEnded{state.town.origin, id, size, root, (*round)->allocation_digest});
}

Result<Draft> draft_decision(const State& state, const std::string& id, const std::string& board, const std::string& meeting,
                             const std::string& diary, const std::vector<ProjectDecision>& departures) {
  const auto round = find(state, id, Phase::allocated);
  if (!round) return tl::make_unexpected(round.error());
  DecisionContent content{board, meeting, diary, {}};
  for (const auto& project : (*round)->frozen->definition.projects)
    content.projects.push_back({project.id, is_allocated(**round, project.id), std::nullopt});
  std::uint64_t departing = 0;
  for (const auto& departure : departures) {
    const auto found = (*round)->frozen->project_index.find(departure.project);
    if (found == (*round)->frozen->project_index.end())
      return refuse(Errc::unknown_project, "the round has no project " + departure.project);
    auto& project = content.projects[found->second];
    if (project.funded == departure.funded) {
      return refuse(Errc::malformed, "project " + departure.project + " is " + (departure.funded ? "" : "not ") +
                                         "funded by the allocation already: that is no departure");
    }
    if (departure.reason.empty())
      return refuse(Errc::needs_reason, "project " + departure.project + " departs from the allocation: give a reason");
    project.funded = departure.funded;
    project.reason = departure.reason;
    ++departing;
  }
  auto blob = make_blob(encode_content(content));
  const Decision statement{state.town.origin, id, (*round)->allocation_digest, departing, blob_digest(blob)};
  return draft(town, statement, {std::move(blob)});
}

Draft draft_milestone(const State& state, const std::string& round, const std::string& project, const std::string& date,
                      MilestoneState milestone, const std::string& text) {
  auto blob = make_blob(encode_content(MilestoneContent{text}));
  const Milestone statement{state.town.origin, round, project, date, milestone, blob_digest(blob)};
  return draft(town, statement, {std::move(blob)});
}

Seal seal(const Draft& draft, const crypto::SigningKey& key) { return {key.public_key(), key.sign(draft.statement)}; }

}  // namespace radslag::record
