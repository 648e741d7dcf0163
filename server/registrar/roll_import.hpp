// A roll's CSV becomes an edition while it streams by. The file is never copied, and no personal number reaches the database.
//
// The rows read so far are committed every `batch_rows` rows with the place in the file, so that a killed import goes on there: the same
// file (by digest and size) with the same rule. When the file has been read, duplicates are taken out, everything is sorted and digested,
// and the edition is frozen, in one transaction.
#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "ledger/result.hpp"
#include "server/registrar/roll.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

class Keys;

struct ImportOptions {
  std::string edition;       ///< an id of FORMAT.md section 2
  Day drawn;                 ///< the day that the file describes; "today" for the centuries of ten-digit numbers
  unsigned minimum_age = 0;  ///< 0: none, and birth dates are not looked at
  Day age_on;
  std::vector<RollArea> areas;  ///< id and name; empty: areas are learned from the file
  bool replace = false;         ///< throw away what an unfinished import of another file or rule has read
  std::uint64_t batch_rows = 25'000;
};

enum class ImportStage { digesting, reading, freezing };
/// Called often; `all` is in the same unit as `done` (bytes, then rows). False stops the import: what has been committed stays.
using ImportProgress = std::function<bool(ImportStage stage, std::uint64_t done, std::uint64_t all)>;

struct ImportEnd {
  bool finished = false;  ///< false: `progress` stopped it
  std::uint64_t resumed_at_row = 0;
};

/// Errors: not_found (no such file), malformed (not a CSV of a roll; what is wrong in words), frozen (the edition is finished),
/// mismatch (unfinished with another file or rule, and not `replace`; or the file changed while it was read).
[[nodiscard]] Result<ImportEnd> import_roll(storage::Database& database, const Keys& keys, const std::filesystem::path& file,
                                            const ImportOptions& options, const ImportProgress& progress);

/// A list of areas: lines "id;name" or "name", UTF-8; '#' begins a comment. Errors: not_found, malformed naming the line.
[[nodiscard]] Result<std::vector<RollArea>> read_areas(const std::filesystem::path& file);

}  // namespace radslag::registrar
