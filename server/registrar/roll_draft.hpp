// An edition while it is being made: what the rows of the file have become, and the end, where they are sorted and frozen.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "server/registrar/roll.hpp"
#include "server/registrar/roll_import.hpp"

namespace radslag::storage {
class Database;
class Transaction;
}  // namespace radslag::storage

namespace radslag::registrar {

/// One accepted row, on its way into the database.
struct RowRead {
  std::uint64_t line = 0;
  Person person;
  std::optional<Person> previous;
  std::uint32_t area = 0;  ///< 0: none
  bool is_protected = false;
};

/// Where an unfinished import stands. Kept in memory, and written with each batch of rows.
class RollDraft {
 public:
  /// Takes up the unfinished edition of that name, or begins it. Errors: frozen, mismatch.
  [[nodiscard]] static Result<RollDraft> open(storage::Database& database, const ImportOptions& options, const crypto::Digest& source,
                                              std::uint64_t source_bytes);

  [[nodiscard]] std::uint64_t offset() const { return offset_; }  ///< 0: at the header
  [[nodiscard]] std::uint64_t line() const { return line_; }
  [[nodiscard]] std::uint64_t rows() const { return rows_; }

  static constexpr std::size_t most_areas = 1'000;
  [[nodiscard]] bool too_many_areas() const { return too_many_areas_; }
  /// The area's number; 0 with `unknown` set where the list of areas lacks it, or it is no name. Learns it where there is no list.
  [[nodiscard]] std::uint32_t area(std::string_view cell, bool& unknown);
  void count(RowOutcome outcome) { ++counts_[outcome]; }
  /// Counts, and keeps the line for the report.
  void note(std::uint64_t line, RowOutcome outcome);
  void add(RowRead row) { waiting_.push_back(row); }
  void row_done() { ++rows_; }

  /// Everything since the last time, and where the file stands now, in one transaction.
  void commit(std::uint64_t offset, std::uint64_t line);
  /// Sorts, takes duplicates out, digests, freezes. False: `progress` stopped it, and nothing has changed.
  [[nodiscard]] bool freeze(const std::function<bool(std::uint64_t done, std::uint64_t all)>& progress);

 private:
  RollDraft(storage::Database& database, const ImportOptions& options) : database_(&database), options_(&options) {}
  void load(storage::Transaction& t, std::int64_t number);
  void begin(storage::Transaction& t, const crypto::Digest& source, std::uint64_t source_bytes);
  void write_areas(storage::Transaction& t);
  void write_counts(storage::Transaction& t);
  void write_sizes(storage::Transaction& t, std::uint64_t people);
  [[nodiscard]] std::string free_area_id(std::string_view name) const;

  struct Area {
    std::string id, name;
    bool learned = false, written = false;
    std::uint64_t people = 0;
  };
  storage::Database* database_;
  const ImportOptions* options_;
  std::int64_t number_ = 0;
  std::uint64_t offset_ = 0, line_ = 1, rows_ = 0, kept_issues_ = 0;
  std::map<RowOutcome, std::uint64_t> counts_;
  std::vector<Area> areas_;                            ///< number - 1
  std::map<std::string, std::uint32_t> area_numbers_;  ///< by folded id and name
  std::vector<RowRead> waiting_;
  std::vector<RowIssue> issues_;  ///< not yet written
  bool too_many_areas_ = false;
};

}  // namespace radslag::registrar
