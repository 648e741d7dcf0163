#include "ledger/record/secret_result.hpp"

#include "crypto/voting/election.hpp"

namespace radslag::record {
namespace {

/// The projects whose bits are set, as places in the urn's list; nothing where a bit is set that stands for none.
std::optional<Choices> set_bits(const std::vector<std::uint8_t>& row, std::size_t projects) {
  Choices choices;
  for (std::size_t bit = 0; bit < row.size() * 8; ++bit) {
    if ((row[bit / 8] >> bit % 8 & 1) == 0) continue;
    if (bit >= projects) return std::nullopt;
    choices.push_back(static_cast<std::uint16_t>(bit));
  }
  return choices;
}

/// The first rule that a ballot breaks, in the order of the words. `choices`: places in the definition.
std::optional<Invalid> broken_rule(const RoundDefinition& definition, const voting::Question& question, const Choices& choices) {
  if (choices.size() > question.max) return Invalid::too_many;
  if (choices.size() < question.min) return Invalid::too_few;
  std::uint64_t left = definition.budget_max;
  for (const auto place : choices) {
    const auto cost = definition.projects[place].cost;
    if (definition.budget_max != 0 && cost > left) return Invalid::over_budget;
    left -= std::min(left, cost);
  }
  for (const auto place : choices) {
    if (definition.projects[place].withdrawn) return Invalid::withdrawn;
  }
  return std::nullopt;
}

void add_rows(UrnResult& result, const Frozen& round, const FrozenUrn& urn, const voting::QuestionResult& decrypted) {
  for (std::size_t place = 0; place < decrypted.rows.size(); ++place) {
    const auto chosen = set_bits(decrypted.rows[place], urn.projects.size());
    Choices choices;  // the same as places in the definition
    for (const auto i : chosen.value_or(Choices())) choices.push_back(urn.projects[i]);
    const auto broken =
        chosen ? broken_rule(round.definition, urn.election->questions().front(), choices) : std::optional(Invalid::undefined_bit);
    if (broken) {
      result.invalids.push_back({place, *broken});
      continue;
    }
    if (choices.empty()) ++result.blank;
    for (const auto i : *chosen) ++result.votes[i];
    result.valid.push_back(std::move(choices));
  }
}

}  // namespace

UrnResult read_result(const Frozen& round, std::size_t index, const voting::QuestionResult& decrypted, std::uint64_t voters) {
  const auto& urn = round.urns[index];
  UrnResult result{voters, 0, std::vector<std::uint64_t>(urn.projects.size()), {}, {}};
  if (urn.mixnet) {
    add_rows(result, round, urn, decrypted);
    return result;
  }
  const std::size_t first = urn.election->questions().front().blank ? 1 : 0;
  if (first == 1) result.blank = decrypted.totals.at(0);
  for (std::size_t i = 0; i < urn.projects.size(); ++i) result.votes[i] = decrypted.totals.at(first + i);
  return result;
}

TallyContent tally_of(const std::vector<UrnCount>& counts) {
  TallyContent tally;
  for (const auto& project : counts.front().round->definition.projects) tally.votes.push_back({project.id, 0});
  for (const auto& count : counts) {
    const auto& result = *count.result;
    const auto& urn = count.frozen();
    tally.ballots += count.ballots;
    tally.voters += result.voters;
    tally.blank += result.blank;
    for (std::size_t i = 0; i < urn.projects.size(); ++i) tally.votes[urn.projects[i]].votes = result.votes[i];
    tally.urns.push_back({urn.id, count.ballots, result.voters, result.blank, result.invalids.size()});
    for (const auto& invalid : result.invalids) tally.invalids.push_back({urn.id, invalid.place, invalid.reason});
  }
  return tally;
}

}  // namespace radslag::record
