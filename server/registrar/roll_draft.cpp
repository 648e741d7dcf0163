#include "server/registrar/roll_draft.hpp"

#include <algorithm>

#include "ledger/record/values.hpp"
#include "server/registrar/roll_columns.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr std::uint64_t most_issues = 10'000;
constexpr std::size_t longest_area_name = 200;

}  // namespace

Result<RollDraft> RollDraft::open(storage::Database& database, const ImportOptions& options, const crypto::Digest& source,
                                  std::uint64_t source_bytes) {
  RollDraft draft(database, options);
  const auto done = database.transaction([&](Transaction& t) -> Result<> {
    const auto row = t.first(
        "SELECT number, phase, drawn = ? AND minimum_age = ? AND age_on = ? AND source = ? AND source_bytes = ? AND listed_areas = ? "
        "FROM edition WHERE id = ?",
        {day_text(options.drawn), options.minimum_age, day_text(options.age_on), Blob(source), source_bytes, !options.areas.empty(),
         options.edition});
    if (row && static_cast<EditionPhase>(row->integer(1)) != EditionPhase::importing) {
      return refuse(Errc::frozen, "the edition " + options.edition + " is finished and frozen; give the new one another name");
    }
    if (row && row->flag(2) && !options.replace) {
      draft.load(t, row->integer(0));
      return {};
    }
    if (row && !options.replace) {
      return refuse(Errc::mismatch, "the import of " + options.edition + " was begun with another file or another rule");
    }
    if (row) {
      t.run("DELETE FROM row_read WHERE edition = ?", {row->integer(0)});
      t.run("DELETE FROM edition_area WHERE edition = ?", {row->integer(0)});
      t.run("DELETE FROM edition_count WHERE edition = ?", {row->integer(0)});
      t.run("DELETE FROM edition_issue WHERE edition = ?", {row->integer(0)});
      t.run("DELETE FROM edition WHERE number = ?", {row->integer(0)});
    }
    draft.begin(t, source, source_bytes);
    return {};
  });
  if (!done) return tl::make_unexpected(done.error());
  return draft;
}

void RollDraft::begin(Transaction& t, const crypto::Digest& source, std::uint64_t source_bytes) {
  t.run(
      "INSERT INTO edition(id, phase, drawn, minimum_age, age_on, listed_areas, source, source_bytes, source_read, line, rows, people) "
      "VALUES(?, 0, ?, ?, ?, ?, ?, ?, 0, 1, 0, 0)",
      {options_->edition, day_text(options_->drawn), options_->minimum_age, day_text(options_->age_on), !options_->areas.empty(),
       Blob(source), source_bytes});
  number_ = t.first("SELECT number FROM edition WHERE id = ?", {options_->edition}).value().integer(0);
  for (const auto& area : options_->areas) {
    areas_.push_back({area.id, area.name, false, false, 0});
    const auto number = static_cast<std::uint32_t>(areas_.size());
    area_numbers_.try_emplace(folded(area.id), number);
    area_numbers_.try_emplace(folded(area.name), number);
  }
  write_areas(t);
}

void RollDraft::load(Transaction& t, std::int64_t number) {
  number_ = number;
  const auto row = t.first("SELECT source_read, line, rows FROM edition WHERE number = ?", {number}).value();
  offset_ = static_cast<std::uint64_t>(row.integer(0));
  line_ = static_cast<std::uint64_t>(row.integer(1));
  rows_ = static_cast<std::uint64_t>(row.integer(2));
  t.each("SELECT id, name, learned FROM edition_area WHERE edition = ? ORDER BY area", {number}, [&](const Row& area) {
    areas_.push_back({area.text(0), area.text(1), area.flag(2), true, 0});
    const auto place = static_cast<std::uint32_t>(areas_.size());
    if (!areas_.back().learned) area_numbers_.try_emplace(folded(areas_.back().id), place);
    area_numbers_.try_emplace(folded(areas_.back().name), place);
  });
  t.each("SELECT outcome, number FROM edition_count WHERE edition = ?", {number},
         [&](const Row& count) { counts_[static_cast<RowOutcome>(count.integer(0))] = static_cast<std::uint64_t>(count.integer(1)); });
  kept_issues_ = static_cast<std::uint64_t>(t.first("SELECT count(*) FROM edition_issue WHERE edition = ?", {number}).value().integer(0));
}

std::string RollDraft::free_area_id(std::string_view name) const {
  const auto is_taken = [&](const std::string& id) {
    return std::any_of(areas_.begin(), areas_.end(), [&](const Area& area) { return area.id == id; });
  };
  auto id = id_of_name(name);
  if (id.empty()) id = "area";
  for (int i = 2; is_taken(id); ++i) id = id_of_name(name).substr(0, 58) + "-" + std::to_string(i);
  return id;
}

std::uint32_t RollDraft::area(std::string_view cell, bool& unknown) {
  const auto known = area_numbers_.find(folded(cell));
  if (known != area_numbers_.end()) return known->second;
  const bool is_name = record::is_text(cell) && cell.size() <= longest_area_name && cell.find('\n') == std::string_view::npos;
  if (options_->areas.empty() && areas_.size() >= most_areas) too_many_areas_ = true;
  if (!options_->areas.empty() || !is_name || too_many_areas_) {
    unknown = true;
    return 0;
  }
  areas_.push_back({free_area_id(cell), std::string(cell), true, false, 0});
  const auto number = static_cast<std::uint32_t>(areas_.size());
  area_numbers_.emplace(folded(cell), number);
  return number;
}

void RollDraft::note(std::uint64_t line, RowOutcome outcome) {
  count(outcome);
  if (kept_issues_ >= most_issues) return;
  ++kept_issues_;
  issues_.push_back({line, outcome});
}

void RollDraft::write_areas(Transaction& t) {
  for (std::size_t i = 0; i < areas_.size(); ++i) {
    auto& area = areas_[i];
    if (area.written) continue;
    t.run("INSERT INTO edition_area(edition, area, id, name, learned, people, attested) VALUES(?, ?, ?, ?, ?, 0, 0)",
          {number_, i + 1, area.id, area.name, area.learned});
    area.written = true;
  }
}

void RollDraft::write_counts(Transaction& t) {
  for (const auto& [outcome, number] : counts_) {
    t.run("INSERT INTO edition_count(edition, outcome, number) VALUES(?, ?, ?) ON CONFLICT DO UPDATE SET number = excluded.number",
          {number_, static_cast<int>(outcome), number});
  }
  for (const auto& issue : issues_) {
    t.run("INSERT INTO edition_issue(edition, line, outcome) VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
          {number_, issue.line, static_cast<int>(issue.what)});
  }
}

void RollDraft::commit(std::uint64_t offset, std::uint64_t line) {
  database_->transaction([&](Transaction& t) {
    for (const auto& row : waiting_) {
      t.run("INSERT INTO row_read(edition, line, person, previous, area, protected) VALUES(?, ?, ?, ?, ?, ?)",
            {number_, row.line, Blob(row.person.tag), row.previous ? storage::Parameter(Blob(row.previous->tag)) : std::nullopt, row.area,
             row.is_protected});
    }
    write_areas(t);
    write_counts(t);
    t.run("UPDATE edition SET source_read = ?, line = ?, rows = ? WHERE number = ?", {offset, line, rows_, number_});
  });
  offset_ = offset;
  line_ = line;
  waiting_.clear();
  issues_.clear();
}

}  // namespace radslag::registrar
