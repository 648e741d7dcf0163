// The end of an import: everyone once, in order, digested, frozen.
#include <algorithm>
#include <tuple>

#include "server/registrar/roll_draft.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;
using Progress = std::function<bool(std::uint64_t done, std::uint64_t all)>;

constexpr std::int64_t rows_at_once = 20'000;
constexpr std::uint64_t rows_between_progress = 4'096;

/// 48 bytes: an edition of a million people is sorted in memory.
struct Sorted {
  Person person;
  std::uint64_t line : 63;
  bool renamed : 1;  ///< found under a previous coordination number
  std::uint32_t area;
  bool is_protected;
};

struct Former {
  Person former, person;
  std::uint64_t line = 0;
};

struct AllRows {
  std::vector<Sorted> people;
  std::vector<Former> formers;
};

bool read_all(storage::Database& database, std::int64_t edition, std::uint64_t count, AllRows& all, const Progress& progress) {
  all.people.reserve(count);
  std::int64_t after = 0;
  for (bool more = true; more;) {
    std::int64_t got = 0;
    database.read([&](storage::Reading& reading) {
      reading.each("SELECT id, line, person, previous, area, protected FROM row_read WHERE id > ? AND edition = ? ORDER BY id LIMIT ?",
                   {after, edition, rows_at_once}, [&](const Row& row) {
                     after = row.integer(0);
                     ++got;
                     const auto line = static_cast<std::uint64_t>(row.integer(1));
                     const Person person{row.bytes<32>(2)};
                     if (!row.is_null(3)) all.formers.push_back({{row.bytes<32>(3)}, person, line});
                     all.people.push_back(
                         {person, line & ~(std::uint64_t{1} << 63), false, static_cast<std::uint32_t>(row.integer(4)), row.flag(5)});
                   });
    });
    more = got == rows_at_once;
    if (!progress(all.people.size() / 2, count)) return false;
  }
  return true;
}

/// Whoever stands under a previous number gets the new one's name. Where two claim the same previous number, the earlier line has it.
void rename(AllRows& all) {
  std::sort(all.formers.begin(), all.formers.end(),
            [](const auto& a, const auto& b) { return std::tie(a.former, a.line) < std::tie(b.former, b.line); });
  all.formers.erase(std::unique(all.formers.begin(), all.formers.end(), [](const auto& a, const auto& b) { return a.former == b.former; }),
                    all.formers.end());
  if (all.formers.empty()) return;
  for (auto& row : all.people) {
    const auto found = std::lower_bound(all.formers.begin(), all.formers.end(), row.person,
                                        [](const Former& former, const Person& person) { return former.former < person; });
    if (found == all.formers.end() || found->former != row.person) continue;
    row.person = found->person;
    row.renamed = true;
  }
}

}  // namespace

void RollDraft::write_sizes(Transaction& t, std::uint64_t people) {
  std::vector<RollArea> areas;
  for (const auto& area : areas_) areas.push_back({area.id, area.name, area.people, false, false});
  for (const auto& area : areas) t.run("UPDATE edition_area SET people = ? WHERE edition = ? AND id = ?", {area.people, number_, area.id});
  for (const auto& area : announced_areas(areas, people)) {
    if (area.people < least_attested_area) continue;
    t.run("UPDATE edition_area SET attested = 1 WHERE edition = ? AND id = ?", {number_, area.id});
  }
}

bool RollDraft::freeze(const Progress& progress) {
  AllRows all;
  if (!read_all(*database_, number_, counts_[RowOutcome::accepted], all, progress)) return false;
  rename(all);
  std::sort(all.people.begin(), all.people.end(), [](const Sorted& a, const Sorted& b) {
    return std::tuple(a.person, a.renamed, a.line) < std::tuple(b.person, b.renamed, b.line);
  });

  // The first row of a person counts; one that says "protected" is enough.
  std::vector<Sorted> people;
  people.reserve(all.people.size());
  for (const auto& row : all.people) {
    if (people.empty() || people.back().person != row.person) {
      people.push_back(row);
      continue;
    }
    people.back().is_protected |= row.is_protected;
    --counts_[RowOutcome::accepted];
    note(row.line, RowOutcome::duplicate);
  }
  RollListing listing(options_->edition, options_->drawn, options_->minimum_age, options_->age_on);
  counts_[RowOutcome::protected_person] = 0;
  for (auto& area : areas_) area.people = 0;
  for (auto& row : people) {
    if (row.is_protected) row.area = 0;
    if (row.is_protected) count(RowOutcome::protected_person);
    if (row.area > 0) ++areas_[row.area - 1].people;
    listing.add(row.person, row.area > 0 ? std::string_view(areas_[row.area - 1].id) : std::string_view(), row.is_protected);
  }
  const auto digest = listing.finish();

  return database_->transaction([&](Transaction& t) {
    for (std::size_t i = 0; i < people.size(); ++i) {
      const auto& row = people[i];
      t.run("INSERT INTO member(edition, person, area, protected) VALUES(?, ?, ?, ?)",
            {number_, Blob(row.person.tag), row.area, row.is_protected});
      if (i % rows_between_progress == 0 && !progress((people.size() + i) / 2, people.size())) {
        t.undo();
        return false;
      }
    }
    for (const auto& former : all.formers) {
      t.run("INSERT INTO former(edition, former, person) VALUES(?, ?, ?)", {number_, Blob(former.former.tag), Blob(former.person.tag)});
    }
    write_sizes(t, people.size());
    write_counts(t);
    t.run("DELETE FROM row_read WHERE edition = ?", {number_});
    t.run("UPDATE edition SET phase = 1, people = ?, digest = ? WHERE number = ?", {people.size(), Blob(digest), number_});
    return true;
  });
}

}  // namespace radslag::registrar
