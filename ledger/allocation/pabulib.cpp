#include "ledger/allocation/pabulib.hpp"

#include <algorithm>
#include <cassert>
#include <limits>
#include <tuple>

#include "ledger/allocation/pb_reader.hpp"

namespace radslag::allocation {

void PbBallots::add(std::string_view voter, std::span<const std::uint16_t> projects, std::span<const std::uint32_t> points,
                    std::optional<std::uint16_t> area) {
  if (area) areas_.push_back(*area);
  assert(points.empty() || points.size() == projects.size());
  voters_ += voter;
  points_.insert(points_.end(), points.begin(), points.end());
  choices_.insert(choices_.end(), projects.begin(), projects.end());
  assert(voters_.size() <= std::numeric_limits<std::uint32_t>::max() && choices_.size() <= std::numeric_limits<std::uint32_t>::max());
  voter_ends_.push_back(static_cast<std::uint32_t>(voters_.size()));
  choice_ends_.push_back(static_cast<std::uint32_t>(choices_.size()));
}

std::string_view PbBallots::voter(std::size_t ballot) const {
  assert(ballot < size());
  const std::size_t begin = ballot == 0 ? 0 : voter_ends_[ballot - 1];
  return std::string_view(voters_).substr(begin, voter_ends_[ballot] - begin);
}

std::span<const std::uint16_t> PbBallots::choices(std::size_t ballot) const {
  assert(ballot < size());
  const std::size_t begin = ballot == 0 ? 0 : choice_ends_[ballot - 1];
  return std::span(choices_).subspan(begin, choice_ends_[ballot] - begin);
}

std::span<const std::uint32_t> PbBallots::points(std::size_t ballot) const {
  if (points_.empty()) return {};
  const std::size_t begin = ballot == 0 ? 0 : choice_ends_[ballot - 1];
  return std::span(points_).subspan(begin, choice_ends_[ballot] - begin);
}

std::optional<std::uint16_t> PbBallots::area(std::size_t ballot) const {
  return areas_.empty() ? std::nullopt : std::optional(areas_.at(ballot));
}

std::string_view PbFile::meta_value(std::string_view key) const {
  const auto found = std::find_if(meta.begin(), meta.end(), [&](const PbMetaEntry& entry) { return entry.key == key; });
  return found == meta.end() ? std::string_view{} : std::string_view(found->value);
}

bool operator==(const PbFile& a, const PbFile& b) {
  const auto contents = [](const PbFile& f) {
    return std::tie(f.meta, f.budget, f.vote_type, f.rule, f.currency, f.min_length, f.max_length, f.min_sum_cost, f.max_sum_cost,
                    f.max_sum_points, f.max_points, f.min_project_score_threshold, f.projects, f.areas, f.ballots, f.counted);
  };
  return contents(a) == contents(b);
}

Result<PbFile> parse_pb(std::string_view bytes, const PbLimits& limits) {
  constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";
  // Positions in the flat lists of ballots are 32 bits wide.
  constexpr std::size_t kMostBytes = std::numeric_limits<std::uint32_t>::max();
  const std::size_t most = std::min(limits.max_bytes, kMostBytes);
  if (bytes.size() > most) return refuse(Errc::too_large, "a file of more than " + std::to_string(most) + " bytes");
  const bool marked = bytes.substr(0, kByteOrderMark.size()) == kByteOrderMark;
  if (marked) bytes.remove_prefix(kByteOrderMark.size());
  if (auto ok = pb::check_text(bytes); !ok) return tl::make_unexpected(ok.error());

  pb::Reader reader(bytes, limits);
  if (marked) reader.warn(1, "begins with a byte order mark");
  auto first = reader.need("META");
  if (!first) return tl::make_unexpected(first.error());
  if (!pb::Reader::is_section(first->text, "META")) return pb::refuse_line(first->number, Errc::malformed, "a .pb file begins with META");
  for (const auto section : {&pb::read_meta, &pb::read_projects, &pb::read_votes})
    if (auto ok = section(reader); !ok) return tl::make_unexpected(ok.error());
  return std::move(reader.file);
}

std::vector<std::uint64_t> votes_of(const PbFile& file) {
  std::vector<std::uint64_t> votes(file.projects.size());
  for (std::size_t i = 0; i < file.ballots.size(); ++i)
    for (const std::uint16_t p : file.ballots.choices(i)) ++votes[p];
  return votes;
}

Profile profile_of(const PbFile& file, Utility utility) {
  Profile profile;
  profile.envelope = file.budget;
  for (const PbProject& row : file.projects) profile.projects.push_back(row.project);
  for (const PbArea& area : file.areas) profile.area_envelopes.push_back(area.budget);
  std::vector<Choice> choices;
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    const auto named = file.ballots.choices(i);
    const auto points = file.ballots.points(i);
    choices.clear();
    for (std::size_t place = 0; place < named.size(); ++place) {
      const auto behind = static_cast<std::int64_t>(named.size() - place - 1);
      choices.push_back({named[place], utility == Utility::borda ? behind : points.empty() ? 1 : std::int64_t{points[place]}});
    }
    profile.add(choices, 1, file.ballots.area(i).value_or(0));
  }
  profile.group();
  return profile;
}

}  // namespace radslag::allocation
