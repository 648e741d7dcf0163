#include "ledger/record/secret_result.hpp"

#include <algorithm>
#include <numeric>

#include "crypto/voting/election.hpp"
#include "ledger/record/round_count.hpp"

namespace radslag::record {
namespace {

/// The projects whose bits are set, as places in the urn's list; nothing where a bit is set that stands for none.
std::optional<Choices> set_bits(const std::vector<std::uint8_t>& row, std::size_t projects) {
  Choices choices;
  for (std::size_t bit = 0; bit < row.size() * 8; ++bit) {
    if ((row[bit / 8] >> bit % 8 & 1) == 0) continue;
    if (bit >= projects) return std::nullopt;
    choices.places.push_back(static_cast<std::uint16_t>(bit));
  }
  return choices;
}

/// The projects on each place; nothing where one stands twice or is none, or where something follows an empty place.
std::optional<Choices> ranked(const std::vector<std::uint8_t>& row, std::size_t projects) {
  Choices choices;
  auto& places = choices.places;
  for (std::size_t i = 0; i < row.size() && row[i] != 0; ++i) {
    if (row[i] > projects || std::find(places.begin(), places.end(), row[i] - 1) != places.end()) return std::nullopt;
    places.push_back(static_cast<std::uint16_t>(row[i] - 1));
  }
  const auto rest = row.begin() + static_cast<std::ptrdiff_t>(places.size());
  return std::all_of(rest, row.end(), [](std::uint8_t number) { return number == 0; }) ? std::optional(choices) : std::nullopt;
}

/// Pairs of project and points, ascending; then zeros.
std::optional<Choices> given_points(const std::vector<std::uint8_t>& row, std::size_t projects) {
  Choices choices;
  std::size_t i = 0;
  for (; i + 1 < row.size() && row[i] != 0; i += 2) {
    const auto place = static_cast<std::uint16_t>(row[i] - 1);
    if (place >= projects || row[i + 1] == 0 || (!choices.places.empty() && choices.places.back() >= place)) return std::nullopt;
    choices.places.push_back(place);
    choices.points.push_back(row[i + 1]);
  }
  for (; i < row.size(); ++i) {
    if (row[i] != 0) return std::nullopt;
  }
  return choices;
}

/// What a decrypted ballot says (crypto/voting/encodings.hpp), whether or not the round's rules allow it; nothing where it is no ballot.
std::optional<Choices> read_row(const voting::Question& question, const std::vector<std::uint8_t>& row) {
  switch (question.encoding) {
    case voting::Encoding::approval: return set_bits(row, question.choices.size());
    case voting::Encoding::ranking: return ranked(row, question.choices.size());
    case voting::Encoding::points: return given_points(row, question.choices.size());
    case voting::Encoding::none: break;
  }
  return std::nullopt;
}

/// The first rule that a ballot breaks, in the order of the words. `choices`: places in the definition.
std::optional<Invalid> broken_rule(const RoundDefinition& definition, const voting::Question& question, const Choices& choices) {
  if (choices.places.size() > question.max) return Invalid::too_many;
  if (choices.places.size() < question.min) return Invalid::too_few;
  if (std::accumulate(choices.points.begin(), choices.points.end(), std::uint64_t{0}) > definition.points_max)
    return Invalid::too_many_points;
  std::uint64_t left = definition.budget_max;
  for (const auto place : choices.places) {
    const auto cost = definition.projects[place].cost;
    if (definition.budget_max != 0 && cost > left) return Invalid::over_budget;
    left -= std::min(left, cost);
  }
  for (const auto place : choices.places) {
    if (definition.projects[place].withdrawn) return Invalid::withdrawn;
  }
  return std::nullopt;
}

void add_rows(UrnResult& result, const Frozen& round, const FrozenUrn& urn, const voting::QuestionResult& decrypted) {
  const auto& question = urn.election->questions().front();
  for (std::size_t place = 0; place < decrypted.rows.size(); ++place) {
    auto choices = read_row(question, decrypted.rows[place]);
    if (choices) {
      for (auto& project : choices->places) project = urn.projects[project];
    }
    const auto broken = choices ? broken_rule(round.definition, question, *choices) : std::optional(Invalid::undefined_bit);
    if (broken) {
      result.invalids.push_back({place, *broken});
      continue;
    }
    if (choices->blank()) ++result.blank;
    result.valid.push_back(std::move(*choices));
  }
  add_votes(round.definition, result.valid, result.votes);
}

}  // namespace

UrnResult read_result(const Frozen& round, std::size_t index, const voting::QuestionResult& decrypted, std::uint64_t voters) {
  const auto& urn = round.urns[index];
  UrnResult result{voters, 0, no_votes(round.definition), {}, {}};
  if (urn.mixnet) {
    add_rows(result, round, urn, decrypted);
    return result;
  }
  const std::size_t first = urn.election->questions().front().blank ? 1 : 0;
  if (first == 1) result.blank = decrypted.totals.at(0);
  for (std::size_t i = 0; i < urn.projects.size(); ++i) {
    const auto total = decrypted.totals.at(first + i);
    result.votes[urn.projects[i]] = {urn.election->questions().front().choices[i], total, total};
  }
  return result;
}

TallyContent tally_of(const std::vector<UrnCount>& counts) {
  TallyContent tally;
  tally.votes = no_votes(counts.front().round->definition);
  for (const auto& count : counts) {
    const auto& result = *count.result;
    const auto& urn = count.frozen();
    tally.ballots += count.ballots;
    tally.voters += result.voters;
    tally.blank += result.blank;
    for (const auto project : urn.projects) tally.votes[project] = result.votes[project];
    tally.urns.push_back({urn.id, count.ballots, result.voters, result.blank, result.invalids.size()});
    for (const auto& invalid : result.invalids) tally.invalids.push_back({urn.id, invalid.place, invalid.reason});
  }
  return tally;
}

}  // namespace radslag::record
