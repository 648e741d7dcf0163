#include "server/registrar/roll_import.hpp"

#include <fstream>

#include "ledger/record/values.hpp"
#include "server/registrar/csv_file.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/personal_number.hpp"
#include "server/registrar/roll_columns.hpp"
#include "server/registrar/roll_draft.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t rows_between_progress = 512;

std::string_view trimmed(std::string_view text) {
  const auto begin = text.find_first_not_of(" \t");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t") - begin + 1);
}

RowOutcome outcome_of(NumberFault fault) {
  if (fault == NumberFault::check_digit) return RowOutcome::bad_check_digit;
  if (fault == NumberFault::temporary) return RowOutcome::temporary_number;
  return RowOutcome::bad_number;
}

/// Judges one row after the other.
class Rows {
 public:
  Rows(const Keys& keys, const ImportOptions& options, const RollColumns& columns, RollDraft& draft)
      : keys_(keys), options_(options), columns_(columns), draft_(draft) {}

  void take(const CsvRow& row) {
    draft_.row_done();
    if (row.fault != CsvFault::none) return draft_.note(row.line, RowOutcome::unreadable);
    const auto number = PersonalNumber::parse(row.cells[columns_.number], options_.drawn);
    if (!number) return draft_.note(row.line, outcome_of(number.error()));
    if (options_.minimum_age > 0) {
      const auto born = parse_day(trimmed(row.cells[*columns_.birth_date]));
      if (!born) return draft_.note(row.line, RowOutcome::bad_birth_date);
      if (!has_reached(*born, options_.minimum_age, options_.age_on)) return draft_.count(RowOutcome::too_young);
    }
    RowRead read;
    read.line = row.line;
    read.person = person_of(keys_.roll(), *number);
    read.is_protected = is_protected(row);
    read.previous = previous(row, *number);
    read.area = area(row);
    if (read.is_protected) read.area = 0;
    draft_.count(RowOutcome::accepted);
    draft_.add(read);
  }

 private:
  bool is_protected(const CsvRow& row) {
    if (!columns_.is_protected) return false;
    const auto says = protection_of(row.cells[*columns_.is_protected]);
    if (says == Protection::unclear) draft_.note(row.line, RowOutcome::unclear_protection);
    return says != Protection::no;
  }

  /// Only a personnummer has one, and it was a coordination number: so no chain of names can be made.
  std::optional<Person> previous(const CsvRow& row, const PersonalNumber& number) {
    const auto cell = columns_.previous ? trimmed(row.cells[*columns_.previous]) : std::string_view();
    if (cell.empty()) return std::nullopt;
    const auto former = PersonalNumber::parse(cell, options_.drawn);
    if (former && former->is_coordination() && !number.is_coordination()) return person_of(keys_.roll(), *former);
    draft_.note(row.line, RowOutcome::bad_previous);
    return std::nullopt;
  }

  std::uint32_t area(const CsvRow& row) {
    if (!columns_.area) return 0;
    const auto cell = trimmed(row.cells[*columns_.area]);
    if (folded(cell).empty()) return draft_.count(RowOutcome::without_area), 0;
    bool unknown = false;
    const auto found = draft_.area(cell, unknown);
    if (unknown) draft_.note(row.line, RowOutcome::unknown_area);
    return found;
  }

  const Keys& keys_;
  const ImportOptions& options_;
  const RollColumns& columns_;
  RollDraft& draft_;
};

/// False: stopped.
bool read_rows(CsvReader& reader, Rows& rows, RollDraft& draft, const ImportOptions& options, const ImportProgress& progress,
               std::uint64_t all) {
  CsvRow row;
  std::uint64_t uncommitted = 0;
  bool going = true;
  while (going && reader.next(row)) {
    rows.take(row);
    if (draft.rows() % rows_between_progress == 0) going = progress(ImportStage::reading, draft.rows(), all);
    if (++uncommitted < options.batch_rows) continue;
    draft.commit(reader.offset(), reader.line());
    uncommitted = 0;
  }
  draft.commit(reader.offset(), reader.line());
  return going;
}

Result<RollColumns> columns_of(const CsvReader& reader, const ImportOptions& options) {
  auto columns = RollColumns::find(reader.header());
  if (columns && options.minimum_age > 0 && !columns->birth_date) {
    return refuse(Errc::malformed, "no column of the first line is called födelsedatum, which the minimum age needs");
  }
  return columns;
}

}  // namespace

Result<ImportEnd> import_roll(storage::Database& database, const Keys& keys, const std::filesystem::path& path,
                              const ImportOptions& options, const ImportProgress& progress) {
  if (!record::is_id(options.edition))
    return refuse(Errc::malformed, "an edition's name is lower-case letters, digits and hyphens, at most 64");
  const auto file = CsvFile::open(path);
  if (!file) return tl::make_unexpected(file.error());
  auto reader = CsvReader::open(file->reader(0));
  if (!reader) return tl::make_unexpected(reader.error());
  const auto columns = columns_of(*reader, options);
  if (!columns) return tl::make_unexpected(columns.error());
  const auto contents = file->read_through([&](auto done, auto all) { return progress(ImportStage::digesting, done, all); });
  if (!contents.whole) return ImportEnd{};

  auto draft = RollDraft::open(database, options, contents.digest, file->size());
  if (!draft) return tl::make_unexpected(draft.error());
  ImportEnd end;
  end.resumed_at_row = draft->rows();
  if (draft->offset() > 0) reader->resume(file->reader(draft->offset()), draft->offset(), draft->line());
  Rows rows(keys, options, *columns, *draft);
  if (!read_rows(*reader, rows, *draft, options, progress, contents.lines)) return end;
  if (draft->too_many_areas()) {
    return refuse(Errc::malformed, "the area column has more than " + std::to_string(RollDraft::most_areas) +
                                       " different values: is it the right column? A list of areas settles it");
  }
  if (!file->is_unchanged()) return refuse(Errc::mismatch, "the file was changed while it was read: begin again, with --replace");
  end.finished = draft->freeze([&](auto done, auto all) { return progress(ImportStage::freezing, done, all); });
  return end;
}

Result<std::vector<RollArea>> read_areas(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(Errc::not_found, "there is no file " + path.string());
  std::vector<RollArea> areas;
  std::string text;
  for (std::size_t number = 1; std::getline(file, text); ++number) {
    std::string_view line(text);
    if (number == 1 && line.starts_with("\xef\xbb\xbf")) line.remove_prefix(3);
    if (line.ends_with('\r')) line.remove_suffix(1);
    line = trimmed(line);
    if (line.empty() || line.front() == '#') continue;
    const auto semicolon = line.find(';');
    const auto name = semicolon == std::string_view::npos ? line : trimmed(line.substr(semicolon + 1));
    const auto id = semicolon == std::string_view::npos ? id_of_name(name) : std::string(trimmed(line.substr(0, semicolon)));
    if (!record::is_id(id) || !record::is_text(name)) {
      return refuse(Errc::malformed, path.string() + ", line " + std::to_string(number) + ": not \"id;name\"");
    }
    for (const auto& area : areas) {
      if (area.id == id)
        return refuse(Errc::malformed, path.string() + ", line " + std::to_string(number) + ": the area " + id + " stands twice");
    }
    areas.push_back({id, std::string(name), 0, false, false});
  }
  if (areas.empty()) return refuse(Errc::malformed, path.string() + " lists no area");
  return areas;
}

}  // namespace radslag::registrar
