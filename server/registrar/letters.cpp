#include "server/registrar/letters.hpp"

#include <algorithm>
#include <unordered_set>
#include <vector>

#include "server/registrar/csv_file.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/letter_codes.hpp"
#include "server/registrar/personal_number.hpp"
#include "server/registrar/roll_columns.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;

constexpr std::uint64_t rows_between_progress = 512;

struct NewCode {
  crypto::Digest stored{};
  Person person;
};

/// What the edition says of a person on the mailing list.
struct Addressee {
  Person person;
  bool is_protected = false, has_code = false;
  std::string area;
};

class Addressees {
 public:
  Addressees(storage::Database& database, std::int64_t edition) : database_(database), edition_(edition) {}

  [[nodiscard]] std::optional<Addressee> find(const Person& person) const {
    return database_.read([&](storage::Reading& reading) -> std::optional<Addressee> {
      const auto row = reading.first(
          "SELECT member.person, member.protected, edition_area.id, code.mac IS NOT NULL FROM member "
          "LEFT JOIN edition_area ON edition_area.edition = member.edition AND edition_area.area = member.area "
          "LEFT JOIN code ON code.edition = member.edition AND code.person = member.person WHERE member.edition = ?1 "
          "AND member.person IN (?2, (SELECT former.person FROM former WHERE former.edition = ?1 AND former.former = ?2))",
          {edition_, Blob(person.tag)});
      if (!row) return std::nullopt;
      return Addressee{{row->bytes<32>(0)}, row->flag(1), row->flag(3), row->maybe_text(2).value_or("")};
    });
  }

 private:
  storage::Database& database_;
  std::int64_t edition_;
};

class Printing {
 public:
  Printing(storage::Database& database, const Keys& keys, const LettersOptions& options, const RollColumns& columns, std::int64_t edition)
      : keys_(keys), options_(options), columns_(columns), addressees_(database, edition) {}

  void take(const CsvRow& row, const std::function<void(const Letter&)>& write) {
    if (row.fault != CsvFault::none) return void(++count.bad_rows);
    const auto number = PersonalNumber::parse(row.cells[columns_.number], options_.today);
    if (!number) return void(++count.bad_rows);
    const auto found = addressees_.find(person_of(keys_.roll(), *number));
    if (!found) return void(++count.not_on_roll);
    // The list may know of a protection that is newer than the edition.
    const bool protected_since = columns_.is_protected && protection_of(row.cells[*columns_.is_protected]) != Protection::no;
    if (found->is_protected || protected_since) return void(++count.protected_persons);
    if (!options_.area.empty() && found->area != options_.area) return void(++count.other_area);
    if ((found->has_code && !options_.replace) || !served_.insert(std::string(crypto::view(found->person.tag))).second) {
      return void(++count.have_one);
    }
    const auto code = new_letter_code();
    codes.push_back({stored_code(keys_, code), found->person});
    const auto printed = print_letter_code(code);
    const auto cell = [&](const std::optional<std::size_t>& column) { return column ? row.cells[*column] : std::string_view(); };
    write({++count.letters, row.line, printed, cell(columns_.name), cell(columns_.address), cell(columns_.postcode), cell(columns_.city)});
  }

  LettersCount count;
  std::vector<NewCode> codes;

 private:
  const Keys& keys_;
  const LettersOptions& options_;
  const RollColumns& columns_;
  Addressees addressees_;
  std::unordered_set<std::string> served_;  ///< persons of this printing: a list may name somebody twice
};

void store(storage::Database& database, std::int64_t edition, std::vector<NewCode>& codes) {
  // In the index's order: half a million rows in random order would touch every page again and again.
  std::sort(codes.begin(), codes.end(), [](const auto& a, const auto& b) { return a.stored < b.stored; });
  database.transaction([&](storage::Transaction& t) {
    for (const auto& code : codes) t.run("DELETE FROM code WHERE edition = ? AND person = ?", {edition, Blob(code.person.tag)});
    for (const auto& code : codes) {
      t.run("INSERT INTO code(mac, edition, person) VALUES(?, ?, ?)", {Blob(code.stored), edition, Blob(code.person.tag)});
    }
  });
}

}  // namespace

Result<LettersCount> make_letters(storage::Database& database, const Keys& keys, const std::filesystem::path& list,
                                  const LettersOptions& options, const std::function<void(const Letter&)>& write,
                                  const std::function<void()>& written, const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
  const auto edition = database.read(
      [&](storage::Reading& reading) { return reading.first("SELECT number FROM edition WHERE id = ? AND phase = 1", {options.edition}); });
  if (!edition) return refuse(Errc::not_found, "there is no frozen edition " + options.edition);
  const auto file = CsvFile::open(list);
  if (!file) return tl::make_unexpected(file.error());
  auto reader = CsvReader::open(file->reader(0));
  if (!reader) return tl::make_unexpected(reader.error());
  const auto columns = RollColumns::find(reader->header());
  if (!columns) return tl::make_unexpected(columns.error());

  Printing printing(database, keys, options, *columns, edition->integer(0));
  CsvRow row;
  for (std::uint64_t rows = 1; reader->next(row); ++rows) {
    printing.take(row, write);
    if (rows % rows_between_progress == 0 && !progress(reader->offset(), file->size())) {
      printing.count.stopped = true;
      return printing.count;
    }
  }
  written();
  store(database, edition->integer(0), printing.codes);
  return printing.count;
}

}  // namespace radslag::registrar
