#include "server/registrar/cards/half_letters.hpp"

#include <sodium.h>

#include <fstream>

#include "crypto/encoding.hpp"
#include "server/registrar/cards/card.hpp"
#include "server/registrar/csv_file.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/personal_number.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/roll_columns.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t rows_between_progress = 512;

class Matching {
 public:
  Matching(Registrar& house, const CardRound& round, Day today, const RollColumns& columns, Halves& halves)
      : house_(house), round_(round), key_(house.keys().existing_round(round.id)), today_(today), columns_(columns), halves_(halves) {}

  void take(const CsvRow& row, const std::function<void(const Letter&)>& write) {
    if (row.fault != CsvFault::none) return void(++count.bad_rows);
    const auto number = PersonalNumber::parse(row.cells[columns_.number], today_);
    if (!number) return void(++count.bad_rows);
    const auto person = house_.rolls.on_roll(round_.edition, person_of(house_.keys().roll(), *number));
    const auto member = person ? house_.rolls.member(round_.edition, *person) : std::nullopt;
    if (!member) return void(++count.not_on_roll);
    const bool protected_since = columns_.is_protected && protection_of(row.cells[*columns_.is_protected]) != Protection::no;
    if (member->is_protected || protected_since) return void(++count.protected_persons);
    const auto whose = crypto::to_hex(card_owner(*key_, *person));
    const auto* half = halves_.find(whose);
    if (!half) return void(++count.have_one);
    const auto cell = [&](const std::optional<std::size_t>& column) { return column ? row.cells[*column] : std::string_view(); };
    write({++count.letters, row.line, *half, cell(columns_.name), cell(columns_.address), cell(columns_.postcode), cell(columns_.city)});
    halves_.remove(whose);
  }

  LettersCount count;

 private:
  Registrar& house_;
  const CardRound& round_;
  std::shared_ptr<const Mac> key_;
  Day today_;
  const RollColumns& columns_;
  Halves& halves_;
};

void wipe(std::string& text) { ::sodium_memzero(text.data(), text.size()); }

}  // namespace

Result<Halves> Halves::read(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return refuse(Errc::not_found, path.string() + " cannot be read");
  Halves halves;
  std::string line;
  if (!std::getline(file, line) || line + '\n' != first_line) return refuse(Errc::malformed, path.string() + " is no file of halves");
  while (std::getline(file, line)) {
    const auto mark = line.find(';');
    if (mark == std::string::npos || !Card::parse(std::string_view(line).substr(mark + 1)))
      return refuse(Errc::malformed, path.string() + " is no file of halves, or not the whole of one");
    halves.halves_.emplace(line.substr(0, mark), line.substr(mark + 1));
    wipe(line);
  }
  return halves;
}

Halves::~Halves() {
  for (auto& [whose, half] : halves_) wipe(half);
}

const std::string* Halves::find(const std::string& whose) const {
  const auto found = halves_.find(whose);
  return found == halves_.end() ? nullptr : &found->second;
}

void Halves::remove(const std::string& whose) {
  const auto found = halves_.find(whose);
  if (found == halves_.end()) return;
  wipe(found->second);
  halves_.erase(found);
}

Result<LettersCount> write_half_letters(Registrar& house, const CardRound& round, const std::filesystem::path& list, Day today,
                                        Halves& halves, const std::function<void(const Letter&)>& write,
                                        const std::function<bool(std::uint64_t, std::uint64_t)>& progress) {
  const auto file = CsvFile::open(list);
  if (!file) return tl::make_unexpected(file.error());
  auto reader = CsvReader::open(file->reader(0));
  if (!reader) return tl::make_unexpected(reader.error());
  const auto columns = RollColumns::find(reader->header());
  if (!columns) return tl::make_unexpected(columns.error());
  Matching matching(house, round, today, *columns, halves);
  CsvRow row;
  for (std::uint64_t rows = 1; reader->next(row); ++rows) {
    matching.take(row, write);
    if (rows % rows_between_progress == 0 && !progress(reader->offset(), file->size())) {
      matching.count.stopped = true;
      break;
    }
  }
  return matching.count;
}

}  // namespace radslag::registrar
