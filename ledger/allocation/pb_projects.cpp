// The section PROJECTS.
#include <algorithm>
#include <array>
#include <string>
#include <unordered_set>

#include "ledger/allocation/pb_reader.hpp"

namespace radslag::allocation::pb {
namespace {

struct TextColumn {
  std::string_view name;
  std::string PbProject::*field;
};

constexpr std::array kTextColumns{
    TextColumn{"name", &PbProject::name},
    TextColumn{"category", &PbProject::category},
    TextColumn{"beneficiaries", &PbProject::beneficiaries},
    TextColumn{"target", &PbProject::beneficiaries},  // the column's name until April 2026
    TextColumn{"district", &PbProject::district},
    TextColumn{"neighborhood", &PbProject::neighborhood},
    TextColumn{"description", &PbProject::description},
    TextColumn{"latitude", &PbProject::latitude},
    TextColumn{"longitude", &PbProject::longitude},
};

class ProjectsReader {
 public:
  ProjectsReader(Reader& reader, Columns columns) : reader_(reader), columns_(std::move(columns)) {}

  Result<> read_row(const Line& line);

 private:
  /// The row's cell in this column: empty where the file has no such column or says None.
  std::string_view cell(std::string_view column);
  Result<> read_id(PbProject& row);
  Result<> read_cost(PbProject& row);
  Result<> read_counts(PbProject& row);

  Reader& reader_;
  const Columns columns_;
  std::unordered_set<std::string> ids_;
  std::vector<std::string> cells_;
  std::uint64_t line_ = 0;
};

std::string_view ProjectsReader::cell(std::string_view column) {
  const auto index = columns_.find(column);
  if (!index || *index >= cells_.size()) return {};
  if (cells_[*index] != "None") return cells_[*index];
  reader_.warn(line_, std::string(column) + " is None: read as empty");
  return {};
}

Result<> ProjectsReader::read_id(PbProject& row) {
  const std::string_view id = trim(cells_.front());
  if (id.empty()) return refuse_line(line_, Errc::malformed, "a project without an id");
  // Ballots list ids with commas between them.
  if (id.find(',') != std::string_view::npos) return refuse_line(line_, Errc::malformed, "project id " + quoted(id) + " contains a comma");
  row.project.id = id;
  if (!ids_.insert(row.project.id).second) return refuse_line(line_, Errc::duplicate, "project " + quoted(id) + " comes twice");
  return {};
}

Result<> ProjectsReader::read_cost(PbProject& row) {
  const std::string_view text = cell("cost");
  const auto cost = reader_.amount(line_, text);
  if (!cost || *cost == 0)
    return refuse_line(line_, Errc::malformed,
                       "cost: " + quoted(text) + " is not a positive amount with a decimal point and at most two decimals");
  row.project.cost = *cost;
  row.project.withdrawn = *cost == kPbWithdrawnUnits * 100;
  if (!row.project.withdrawn && *cost > reader_.file.budget) reader_.warn(line_, "the cost is over the budget");
  return {};
}

Result<> ProjectsReader::read_counts(PbProject& row) {
  if (const auto text = cell("votes"); !text.empty()) {
    row.votes = parse_count(text);
    if (!row.votes) return refuse_line(line_, Errc::malformed, "votes: " + quoted(text) + " is not a whole number");
  }
  if (const auto text = cell("selected"); !text.empty()) {
    const auto selected = parse_count(text);
    if (!selected || *selected > 3) return refuse_line(line_, Errc::malformed, "selected: " + quoted(text) + " is not 0, 1, 2 or 3");
    row.selected = static_cast<int>(*selected);
  }
  return {};
}

Result<> ProjectsReader::read_row(const Line& line) {
  line_ = line.number;
  if (reader_.file.projects.size() == std::min(reader_.limits.max_projects, kMaxProjects))
    return refuse_line(line_, Errc::too_large, "more than " + std::to_string(reader_.file.projects.size()) + " projects");
  if (auto ok = split_cells(line, reader_.limits.max_fields, cells_); !ok) return ok;
  if (cells_.size() > columns_.size())
    return refuse_line(line_, Errc::malformed,
                       std::to_string(cells_.size()) + " fields, the header has " + std::to_string(columns_.size()));
  if (cells_.size() < columns_.size())
    reader_.warn(line_, std::to_string(cells_.size()) + " fields, the header has " + std::to_string(columns_.size()));
  PbProject row;
  if (auto ok = read_id(row); !ok) return ok;
  if (auto ok = read_cost(row); !ok) return ok;
  if (auto ok = read_counts(row); !ok) return ok;
  for (const TextColumn& column : kTextColumns)
    if (const auto text = cell(column.name); !text.empty()) row.*column.field = text;
  reader_.file.projects.push_back(std::move(row));
  reader_.project_lines.push_back(line_);
  return {};
}

}  // namespace

Result<> read_projects(Reader& reader) {
  auto columns = Columns::read(reader, "PROJECTS", "project_id");
  if (!columns) return tl::make_unexpected(columns.error());
  if (!columns->find("cost")) return refuse_line(columns->line(), Errc::malformed, "PROJECTS has no column cost");
  ProjectsReader rows(reader, *std::move(columns));
  for (;;) {
    auto line = reader.need("VOTES");
    if (!line) return tl::make_unexpected(line.error());
    if (Reader::is_section(line->text, "VOTES")) break;
    if (auto ok = rows.read_row(*line); !ok) return ok;
  }
  const std::size_t projects = reader.file.projects.size();
  if (reader.num_projects && reader.num_projects->count != projects)
    reader.warn(reader.num_projects->line,
                "num_projects is " + std::to_string(reader.num_projects->count) + ", the file has " + std::to_string(projects));
  return {};
}

}  // namespace radslag::allocation::pb
