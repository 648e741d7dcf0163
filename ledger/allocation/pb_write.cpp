#include <algorithm>
#include <array>

#include "ledger/allocation/pabulib.hpp"
#include "ledger/allocation/pb_reader.hpp"

namespace radslag::allocation {
namespace {

void row(std::string& out, std::string_view key, std::string_view value) {
  pb::append_cell(out, key);
  out += ';';
  pb::append_cell(out, value);
  out += '\n';
}

template <typename Number>
void optional_row(std::string& out, std::string_view key, const std::optional<Number>& value) {
  if (value) row(out, key, std::to_string(*value));
}

/// The fields that the format puts after `instance`.
void write_required(std::string& out, const PbFile& file) {
  row(out, "num_projects", std::to_string(file.projects.size()));
  row(out, "num_votes", std::to_string(file.ballots.size()));
  row(out, "budget", pb::print_amount(file.budget));
  row(out, "vote_type", pb::vote_type_name(file.vote_type));
  if (!file.rule.empty()) row(out, "rule", file.rule);
}

/// The fields that the format puts after `date_end`.
void write_optional(std::string& out, const PbFile& file) {
  optional_row(out, "min_length", file.min_length);
  optional_row(out, "max_length", file.max_length);
  if (file.min_sum_cost) row(out, "min_sum_cost", pb::print_amount(*file.min_sum_cost));
  if (file.max_sum_cost) row(out, "max_sum_cost", pb::print_amount(*file.max_sum_cost));
  optional_row(out, "max_sum_points", file.max_sum_points);
  optional_row(out, "max_points", file.max_points);
  optional_row(out, "min_project_score_threshold", file.min_project_score_threshold);
  if (!file.currency.empty()) row(out, "currency", file.currency);
}

void write_meta(std::string& out, const PbFile& file) {
  out += "META\nkey;value\n";
  bool required = false;
  bool optional = false;
  for (const PbMetaEntry& entry : file.meta) {
    row(out, entry.key, entry.value);
    if (entry.key == "instance") {
      write_required(out, file);
      required = true;
    } else if (entry.key == "date_end") {
      write_optional(out, file);
      optional = true;
    }
  }
  if (!required) write_required(out, file);
  if (!optional) write_optional(out, file);
}

struct Column {
  std::string_view name;
  std::string PbProject::*field;
};

constexpr std::array kColumns{
    Column{"name", &PbProject::name},
    Column{"category", &PbProject::category},
    Column{"beneficiaries", &PbProject::beneficiaries},
    Column{"district", &PbProject::district},
    Column{"neighborhood", &PbProject::neighborhood},
    Column{"description", &PbProject::description},
    Column{"latitude", &PbProject::latitude},
    Column{"longitude", &PbProject::longitude},
};

/// A column that no project fills is left out.
std::vector<Column> columns_in_use(const PbFile& file) {
  std::vector<Column> used;
  for (const Column& column : kColumns)
    if (std::any_of(file.projects.begin(), file.projects.end(), [&](const PbProject& p) { return !(p.*column.field).empty(); }))
      used.push_back(column);
  return used;
}

/// The format's only way to say that a project was withdrawn is its cost.
std::int64_t cost_of(const Project& project) { return project.withdrawn ? kPbWithdrawnUnits * 100 : project.cost; }

void write_projects(std::string& out, const PbFile& file) {
  const std::vector<Column> columns = columns_in_use(file);
  const bool selected = std::any_of(file.projects.begin(), file.projects.end(), [](const PbProject& p) { return p.selected.has_value(); });
  const auto votes = votes_of(file);
  out += "PROJECTS\nproject_id;cost;votes";
  for (const Column& column : columns) (out += ';') += column.name;
  out += selected ? ";selected\n" : "\n";
  for (std::size_t i = 0; i < file.projects.size(); ++i) {
    const PbProject& project = file.projects[i];
    pb::append_cell(out, project.project.id);
    out += ";" + pb::print_amount(cost_of(project.project)) + ";" + std::to_string(votes[i]);
    for (const Column& column : columns) pb::append_cell(out += ';', project.*column.field);
    if (selected) out += ";" + (project.selected ? std::to_string(*project.selected) : std::string());
    out += '\n';
  }
}

void write_votes(std::string& out, const PbFile& file) {
  bool has_points = false;
  for (std::size_t i = 0; i < file.ballots.size() && !has_points; ++i) has_points = !file.ballots.points(i).empty();
  out += "VOTES\nvoter_id;vote";
  if (has_points) out += ";points";
  if (!file.areas.empty()) out += ";neighborhood";
  out += '\n';
  std::string list, points;
  for (std::size_t i = 0; i < file.ballots.size(); ++i) {
    list.clear();
    points.clear();
    for (const std::uint16_t p : file.ballots.choices(i)) (list += list.empty() ? "" : ",") += file.projects[p].project.id;
    for (const std::uint32_t n : file.ballots.points(i)) (points += points.empty() ? "" : ",") += std::to_string(n);
    pb::append_cell(out, file.ballots.voter(i));
    pb::append_cell(out += ';', list);
    if (has_points) pb::append_cell(out += ';', points);
    if (const auto area = file.ballots.area(i)) pb::append_cell(out += ';', file.areas.at(*area).name);
    out += '\n';
  }
}

bool fits_on_a_line(std::string_view text) { return text.find_first_of("\r\n") == std::string_view::npos; }
bool is_id(std::string_view text) { return !text.empty() && pb::trim(text).size() == text.size() && fits_on_a_line(text); }

Result<> check_cells(const PbFile& file) {
  for (const PbMetaEntry& entry : file.meta) {
    if (entry.key.empty() || entry.value.empty() || !fits_on_a_line(entry.key + entry.value))
      return refuse(Errc::malformed, "META " + pb::quoted(entry.key) + ": empty, or more than a line");
    if (pb::has_field(entry.key)) return refuse(Errc::malformed, "META " + pb::quoted(entry.key) + " has a field of its own");
  }
  if (!fits_on_a_line(file.rule + file.currency)) return refuse(Errc::malformed, "a rule or currency of more than a line");
  for (const PbProject& project : file.projects) {
    const std::string& id = project.project.id;
    if (!is_id(id) || id.find(',') != std::string::npos) return refuse(Errc::malformed, "project id " + pb::quoted(id));
    for (const Column& column : kColumns)
      if (!fits_on_a_line(project.*column.field))
        return refuse(Errc::malformed, "project " + pb::quoted(id) + ": " + std::string(column.name) + " has more than a line");
  }
  for (std::size_t i = 0; i < file.ballots.size(); ++i)
    if (!is_id(file.ballots.voter(i))) return refuse(Errc::malformed, "voter_id " + pb::quoted(file.ballots.voter(i)));
  return {};
}

}  // namespace

Result<std::string> write_pb(const PbFile& file) {
  if (auto ok = check_cells(file); !ok) return tl::make_unexpected(ok.error());
  std::string out;
  write_meta(out, file);
  write_projects(out, file);
  write_votes(out, file);
  if (auto ok = pb::check_text(out); !ok) return tl::make_unexpected(Error{Errc::malformed, "the file written: " + ok.error().detail});
  return out;
}

}  // namespace radslag::allocation
