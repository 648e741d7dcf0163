// The section VOTES: millions of short lines, so cells are looked at where they lie.
#include <algorithm>
#include <string>

#include "ledger/allocation/pb_ids.hpp"
#include "ledger/allocation/pb_reader.hpp"

namespace radslag::allocation::pb {
namespace {

constexpr std::size_t max_areas = 10'000;

struct Cells {
  std::string_view voter;
  std::string_view vote;
  std::string_view points;
  std::string_view area;
};

/// Where a ballot's cells lie; beyond all columns: not there.
struct Places {
  std::size_t vote, points, area, columns;
};

class VotesReader {
 public:
  VotesReader(Reader& reader, const Places& at)
      : reader_(reader), ids_(reader.file.projects), at_(at), last_ballot_(reader.file.projects.size()) {}

  Result<> read_row(const Line& line);

 private:
  Result<Cells> cells_of(const Line& line);
  Result<> read_choices(const Cells& cells);
  /// `points`: of this project, as written; takes it off the front.
  Result<> add_choice(std::string_view id, std::string_view& points);
  Result<std::uint32_t> take_points(std::string_view& points);
  [[nodiscard]] bool has_points() const { return at_.points < at_.columns; }
  /// Where the file says which area gets what.
  [[nodiscard]] std::optional<std::uint16_t> area_of(const Cells& cells);
  void check_limits();
  void check_length();

  Reader& reader_;
  const ProjectIds ids_;
  const Places at_;
  std::vector<std::string> quoted_cells_;
  std::vector<std::uint16_t> choices_;
  std::vector<std::uint32_t> points_;
  std::vector<std::uint64_t> last_ballot_;  ///< for each project, the line of the last ballot that names it
  std::uint64_t line_ = 0;
};

Result<Cells> VotesReader::cells_of(const Line& line) {
  Cells cells;
  std::size_t count = 0;
  if (line.text.find('"') != std::string_view::npos) {
    if (auto ok = split_cells(line, reader_.limits.max_fields, quoted_cells_); !ok) return tl::make_unexpected(ok.error());
    count = quoted_cells_.size();
    cells.voter = trim(quoted_cells_.front());
    if (at_.vote < count) cells.vote = trim(quoted_cells_[at_.vote]);
    if (at_.points < count) cells.points = trim(quoted_cells_[at_.points]);
    if (at_.area < count) cells.area = trim(quoted_cells_[at_.area]);
  } else {
    std::string_view rest = line.text;
    for (;; ++count) {
      const std::size_t end = rest.find(';');
      if (count == 0) cells.voter = trim(rest.substr(0, end));
      if (count == at_.vote) cells.vote = trim(rest.substr(0, end));
      if (count == at_.points) cells.points = trim(rest.substr(0, end));
      if (count == at_.area) cells.area = trim(rest.substr(0, end));
      if (end == std::string_view::npos) break;
      rest.remove_prefix(end + 1);
    }
    ++count;
  }
  if (count > at_.columns)
    return refuse_line(line_, Errc::malformed, std::to_string(count) + " fields, the header has " + std::to_string(at_.columns));
  if (count <= at_.vote) return refuse_line(line_, Errc::malformed, "the line ends before its vote");
  if (count < at_.columns) reader_.warn(line_, std::to_string(count) + " fields, the header has " + std::to_string(at_.columns));
  return cells;
}

std::optional<std::uint16_t> VotesReader::area_of(const Cells& cells) {
  auto& areas = reader_.file.areas;
  if (areas.empty()) return std::nullopt;
  const auto known = areas.end() - (areas.back().name.empty() ? 1 : 0);
  const auto found = std::find_if(areas.begin(), known, [&](const PbArea& area) { return area.name == cells.area; });
  if (found == areas.end()) {
    areas.emplace_back();
    reader_.warn(line_, "neighborhood " + quoted(cells.area) + " is none of META's: such voters have nothing where money goes by area");
    return static_cast<std::uint16_t>(areas.size() - 1);
  }
  return static_cast<std::uint16_t>(found - areas.begin());
}

Result<std::uint32_t> VotesReader::take_points(std::string_view& points) {
  const std::size_t comma = std::min(points.find(','), points.size());
  const std::string_view cell = trim(points.substr(0, comma));
  points.remove_prefix(std::min(comma + 1, points.size()));
  const auto number = parse_count(cell);
  if (!number || *number > kMaxPbPoints)
    return refuse_line(line_, Errc::malformed, "points " + quoted(cell) + ": not a whole number from 0 to 1,000,000, one for each project");
  return static_cast<std::uint32_t>(*number);
}

Result<> VotesReader::add_choice(std::string_view id, std::string_view& points) {
  const auto project = ids_.find(id);
  if (!project) return refuse_line(line_, Errc::unknown_project, "votes for project " + quoted(id) + ", which PROJECTS does not have");
  std::uint32_t given = 1;
  if (has_points()) {
    const auto read = take_points(points);
    if (!read) return tl::make_unexpected(read.error());
    given = *read;
  }
  if (last_ballot_[*project] == line_) {
    reader_.warn(line_, "names project " + quoted(id) + " more than once: counted once");
    return {};
  }
  last_ballot_[*project] = line_;
  choices_.push_back(*project);
  if (has_points()) points_.push_back(given);
  ++reader_.file.counted[*project];
  return {};
}

Result<> VotesReader::read_choices(const Cells& cells) {
  choices_.clear();
  points_.clear();
  std::string_view vote = cells.vote, points = cells.points;
  if (vote == "None" && !ids_.find(vote)) {
    reader_.warn(line_, "vote is None: read as an empty ballot");
    return {};
  }
  if (vote.empty()) return {};
  for (;;) {
    const std::size_t comma = vote.find(',');
    if (auto ok = add_choice(trim(vote.substr(0, comma)), points); !ok) return ok;
    if (comma == std::string_view::npos) break;
    vote.remove_prefix(comma + 1);
  }
  if (!points.empty()) return refuse_line(line_, Errc::malformed, "more points than projects");
  return {};
}

void VotesReader::check_length() {
  const PbFile& file = reader_.file;
  const std::size_t length = choices_.size();
  const auto say = [&](std::string_view rule) {
    reader_.warn(line_, "names " + std::to_string(length) + " projects, " + std::string(rule));
  };
  if (file.vote_type == PbVoteType::choose_1 && length != 1) return say("a choose-1 ballot names one");
  if (file.min_length && length < *file.min_length) say("min_length is " + std::to_string(*file.min_length));
  if (file.max_length && length > *file.max_length) say("max_length is " + std::to_string(*file.max_length));
}

/// A ballot outside META's limits was accepted by whoever published the file: it counts, with a warning.
void VotesReader::check_limits() {
  check_length();
  const PbFile& file = reader_.file;
  std::uint64_t points = 0;
  for (const auto each : points_) points += each;
  if (file.max_sum_points && points > *file.max_sum_points)
    reader_.warn(line_, "gives " + std::to_string(points) + " points, max_sum_points is " + std::to_string(*file.max_sum_points));
  if (!file.min_sum_cost && !file.max_sum_cost) return;
  // No overflow: whatever would pass kMaxAmount stays at it, and no limit is higher.
  std::int64_t sum = 0;
  for (const std::uint16_t p : choices_) sum = std::min(kMaxAmount, sum + file.projects[p].project.cost);
  if (file.min_sum_cost && sum < *file.min_sum_cost) reader_.warn(line_, "costs " + print_amount(sum) + ", under min_sum_cost");
  if (file.max_sum_cost && sum > *file.max_sum_cost) reader_.warn(line_, "costs " + print_amount(sum) + ", over max_sum_cost");
}

Result<> VotesReader::read_row(const Line& line) {
  line_ = line.number;
  if (reader_.file.ballots.size() >= reader_.limits.max_ballots)
    return refuse_line(line_, Errc::too_large, "more than " + std::to_string(reader_.limits.max_ballots) + " ballots");
  auto cells = cells_of(line);
  if (!cells) return tl::make_unexpected(cells.error());
  if (cells->voter.empty()) return refuse_line(line_, Errc::malformed, "a ballot without a voter_id");
  if (auto ok = read_choices(*cells); !ok) return ok;
  check_limits();
  reader_.file.ballots.add(cells->voter, choices_, points_, area_of(*cells));
  return {};
}

/// Sorting, not hashing: no choice of ids makes it slow. Most files come sorted by voter already, and then one pass is enough.
Result<> check_voters(const PbBallots& ballots, const std::vector<std::uint64_t>& lines) {
  const auto less = [&](std::uint32_t a, std::uint32_t b) {
    const std::string_view left = ballots.voter(a), right = ballots.voter(b);
    return left.size() != right.size() ? left.size() < right.size() : left < right;
  };
  std::vector<std::uint32_t> order(ballots.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) order[i] = i;
  if (!std::is_sorted(order.begin(), order.end(), less)) std::stable_sort(order.begin(), order.end(), less);
  for (std::size_t i = 1; i < order.size(); ++i)
    if (ballots.voter(order[i - 1]) == ballots.voter(order[i]))
      return refuse_line(lines[order[i]], Errc::duplicate,
                         "voter " + quoted(ballots.voter(order[i])) + " voted already at line " + std::to_string(lines[order[i - 1]]));
  return {};
}

void compare_counts(Reader& reader) {
  const PbFile& file = reader.file;
  if (reader.num_votes && reader.num_votes->count != file.ballots.size())
    reader.warn(reader.num_votes->line,
                "num_votes is " + std::to_string(reader.num_votes->count) + ", the file has " + std::to_string(file.ballots.size()));
  for (std::size_t p = 0; p < file.projects.size(); ++p) {
    const auto& said = file.projects[p].votes;
    const std::string id = "project " + quoted(file.projects[p].project.id);
    if (said && *said != file.counted[p])
      reader.warn(reader.project_lines[p],
                  id + ": votes is " + std::to_string(*said) + ", the ballots give " + std::to_string(file.counted[p]));
    if (file.counted[p] == 0) reader.warn(reader.project_lines[p], id + " has no votes");
  }
}

/// Lists in META, in the same order. Left alone where a part of the budget is given to none.
Result<> read_areas(Reader& reader) {
  auto names = reader.file.meta_value("neighborhoods"), budgets = reader.file.meta_value("budget_per_neighborhood");
  if (names.empty() || budgets.empty()) return {};
  const auto wrong = [](const std::string& what) { return refuse(Errc::malformed, "budget_per_neighborhood: " + what); };
  for (bool more = true; more;) {
    const auto name_end = names.find(','), budget_end = budgets.find(',');
    if ((name_end == std::string_view::npos) != (budget_end == std::string_view::npos)) return wrong("not as many as neighborhoods");
    const auto name = trim(names.substr(0, name_end));
    const auto budget = reader.amount(0, trim(budgets.substr(0, budget_end)));
    if (name.empty() || !budget) return wrong("names and amounts, with commas between them");
    if (reader.file.areas.size() >= max_areas) return refuse(Errc::too_large, "more than 10,000 neighborhoods");
    reader.file.areas.push_back({std::string(name), *budget});
    more = name_end != std::string_view::npos;
    names.remove_prefix(more ? name_end + 1 : names.size());
    budgets.remove_prefix(more ? budget_end + 1 : budgets.size());
  }
  return {};
}

}  // namespace

Result<> read_votes(Reader& reader) {
  auto columns = Columns::read(reader, "VOTES", "voter_id");
  if (!columns) return tl::make_unexpected(columns.error());
  const auto vote = columns->find("vote");
  if (!vote) return refuse_line(columns->line(), Errc::malformed, "VOTES has no column vote");
  const auto points = columns->find("points");
  const bool needs_points = reader.file.vote_type == PbVoteType::cumulative || reader.file.vote_type == PbVoteType::scoring;
  if (needs_points && !points) return refuse_line(columns->line(), Errc::malformed, "VOTES has no column points");
  const bool takes_points = needs_points || reader.file.vote_type == PbVoteType::ordinal;
  reader.file.counted.assign(reader.file.projects.size(), 0);
  const auto area = columns->find("neighborhood");
  if (area) {
    if (auto ok = read_areas(reader); !ok) return ok;
  }
  const auto beyond = columns->size();
  VotesReader rows(reader, {*vote, takes_points && points ? *points : beyond, area.value_or(beyond), beyond});
  std::vector<std::uint64_t> lines;
  for (;;) {
    auto line = reader.next();
    if (!line) return tl::make_unexpected(line.error());
    if (!*line) break;
    if (auto ok = rows.read_row(**line); !ok) return ok;
    lines.push_back((*line)->number);
  }
  compare_counts(reader);
  return check_voters(reader.file.ballots, lines);
}

}  // namespace radslag::allocation::pb
