#include "server/registrar/roll.hpp"

#include <algorithm>
#include <array>

#include "ledger/record/values.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;

constexpr std::array<std::string_view, 3> phases{"importing", "frozen", "ended"};
constexpr std::array<std::string_view, row_outcomes> outcomes{
    "accepted",   "duplicate",        "too-young",          "bad-check-digit", "temporary-number", "bad-number",  "bad-birth-date",
    "unreadable", "protected-person", "unclear-protection", "unknown-area",    "without-area",     "bad-previous"};

constexpr std::int64_t people_at_once = 5'000;

Day stored_day(const std::string& text) { return parse_day(text).value(); }

Edition edition_of(const Row& row) {
  Edition edition;
  edition.id = row.text(1);
  edition.phase = static_cast<EditionPhase>(row.integer(2));
  edition.drawn = stored_day(row.text(3));
  edition.minimum_age = static_cast<unsigned>(row.integer(4));
  edition.age_on = stored_day(row.text(5));
  edition.source = row.bytes<32>(6);
  edition.source_bytes = static_cast<std::uint64_t>(row.integer(7));
  edition.source_read = static_cast<std::uint64_t>(row.integer(8));
  edition.rows = static_cast<std::uint64_t>(row.integer(9));
  edition.people = static_cast<std::uint64_t>(row.integer(10));
  if (!row.is_null(11)) edition.digest = row.bytes<32>(11);
  return edition;
}

/// What hangs on the edition: counts and areas.
void complete(storage::Reading& reading, std::int64_t number, Edition& edition) {
  reading.each("SELECT outcome, number FROM edition_count WHERE edition = ?", {number}, [&](const Row& row) {
    edition.outcomes[static_cast<RowOutcome>(row.integer(0))] = static_cast<std::uint64_t>(row.integer(1));
  });
  reading.each("SELECT id, name, people, learned, attested FROM edition_area WHERE edition = ? ORDER BY id", {number}, [&](const Row& row) {
    edition.areas.push_back({row.text(0), row.text(1), static_cast<std::uint64_t>(row.integer(2)), row.flag(3), row.flag(4)});
  });
}

std::optional<std::int64_t> number_of(storage::Reading& reading, const std::string& id) {
  const auto row = reading.first("SELECT number FROM edition WHERE id = ?", {id});
  if (!row) return std::nullopt;
  return row->integer(0);
}

}  // namespace

std::string_view phase_name(EditionPhase phase) { return phases[static_cast<std::size_t>(phase)]; }
std::string_view outcome_name(RowOutcome outcome) { return outcomes[static_cast<std::size_t>(outcome)]; }

std::vector<Edition> Rolls::all() const {
  std::vector<Edition> editions;
  std::vector<std::int64_t> numbers;
  database_.read([&](storage::Reading& reading) {
    reading.each(
        "SELECT number, id, phase, drawn, minimum_age, age_on, source, source_bytes, source_read, rows, people, digest FROM edition "
        "ORDER BY number",
        {}, [&](const Row& row) {
          editions.push_back(edition_of(row));
          numbers.push_back(row.integer(0));
        });
    for (std::size_t i = 0; i < editions.size(); ++i) complete(reading, numbers[i], editions[i]);
  });
  return editions;
}

std::optional<Edition> Rolls::find(const std::string& id) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<Edition> {
    const auto row = reading.first(
        "SELECT number, id, phase, drawn, minimum_age, age_on, source, source_bytes, source_read, rows, people, digest FROM edition "
        "WHERE id = ?",
        {id});
    if (!row) return std::nullopt;
    auto edition = edition_of(*row);
    complete(reading, row->integer(0), edition);
    return edition;
  });
}

std::vector<RowIssue> Rolls::issues(const std::string& id, std::size_t most) const {
  std::vector<RowIssue> found;
  database_.read([&](storage::Reading& reading) {
    reading.each(
        "SELECT edition_issue.line, outcome FROM edition_issue JOIN edition ON number = edition WHERE id = ? ORDER BY edition_issue.line, "
        "outcome LIMIT ?",
        {id, most}, [&](const Row& row) {
          found.push_back({static_cast<std::uint64_t>(row.integer(0)), static_cast<RowOutcome>(row.integer(1))});
        });
  });
  return found;
}

std::optional<RollMember> Rolls::member(const std::string& edition, const Person& person) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<RollMember> {
    const auto row = reading.first(
        "SELECT member.protected, edition_area.id, edition_area.attested FROM edition JOIN member ON member.edition = edition.number "
        "LEFT JOIN edition_area ON edition_area.edition = member.edition AND edition_area.area = member.area "
        "WHERE edition.id = ? AND edition.phase <> 0 AND member.person = ?",
        {edition, Blob(person.tag)});
    if (!row) return std::nullopt;
    RollMember member;
    member.is_protected = row->flag(0);
    if (row->is_null(1)) return member;
    member.area = row->text(1);
    member.area_attested = row->flag(2);
    return member;
  });
}

std::optional<Person> Rolls::on_roll(const std::string& edition, const Person& person) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<Person> {
    const auto row = reading.first(
        "SELECT member.person FROM edition JOIN member ON member.edition = edition.number WHERE edition.id = ?1 AND edition.phase <> 0 "
        "AND member.person IN (?2, (SELECT former.person FROM former WHERE former.edition = edition.number AND former.former = ?2))",
        {edition, Blob(person.tag)});
    if (!row) return std::nullopt;
    return Person{row->bytes<32>(0)};
  });
}

void Rolls::each_person(const std::string& edition, const std::function<void(const Person&)>& visit) const {
  std::string after;  // before all 32 bytes
  for (bool more = true; more;) {
    more = false;
    database_.read([&](storage::Reading& reading) {
      const auto number = number_of(reading, edition);
      if (!number) return;
      const auto from = after;
      std::int64_t count = 0;
      reading.each("SELECT person FROM member WHERE edition = ? AND person > ? ORDER BY person LIMIT ?",
                   {*number, Blob(from), people_at_once}, [&](const Row& row) {
                     visit({row.bytes<32>(0)});
                     after = row.text(0);
                     ++count;
                   });
      more = count == people_at_once;
    });
  }
}

void Rolls::each_member(const std::string& edition, const std::function<void(const Person&, const std::string&)>& visit) const {
  std::string after;
  for (bool more = true; more;) {
    more = false;
    database_.read([&](storage::Reading& reading) {
      const auto number = number_of(reading, edition);
      if (!number) return;
      const auto from = after;
      std::int64_t count = 0;
      reading.each(
          "SELECT member.person, edition_area.id FROM member LEFT JOIN edition_area ON edition_area.edition = member.edition "
          "AND edition_area.area = member.area WHERE member.edition = ? AND member.person > ? ORDER BY member.person LIMIT ?",
          {*number, Blob(from), people_at_once}, [&](const Row& row) {
            visit({row.bytes<32>(0)}, row.maybe_text(1).value_or(std::string()));
            after = row.text(0);
            ++count;
          });
      more = count == people_at_once;
    });
  }
}

Result<> Rolls::end(const std::string& id) {
  return database_.transaction([&](storage::Transaction& t) -> Result<> {
    const auto row = t.first("SELECT number, phase FROM edition WHERE id = ?", {id});
    if (!row) return refuse(Errc::not_found, "there is no edition " + id);
    if (static_cast<EditionPhase>(row->integer(1)) == EditionPhase::importing) {
      return refuse(Errc::out_of_order, "the edition " + id + " is still being imported");
    }
    t.run("UPDATE edition SET phase = 2 WHERE number = ?", {row->integer(0)});
    t.run("DELETE FROM code WHERE edition = ?", {row->integer(0)});
    return {};
  });
}

Result<> Rolls::drop(const std::string& id) {
  return database_.transaction([&](storage::Transaction& t) -> Result<> {
    const auto number = number_of(t, id);
    if (!number) return refuse(Errc::not_found, "there is no edition " + id);
    if (t.first("SELECT 1 FROM matter WHERE edition = ?1 UNION ALL SELECT 1 FROM code WHERE edition = ?1 "
                "UNION ALL SELECT 1 FROM card_round WHERE edition = ?1 LIMIT 1",
                {*number})) {
      return refuse(Errc::frozen, "the edition " + id + " is in use: it has matters, letter codes or voting cards");
    }
    t.run("DELETE FROM row_read WHERE edition = ?", {*number});
    t.run("DELETE FROM member WHERE edition = ?", {*number});
    t.run("DELETE FROM former WHERE edition = ?", {*number});
    t.run("DELETE FROM edition_area WHERE edition = ?", {*number});
    t.run("DELETE FROM edition_count WHERE edition = ?", {*number});
    t.run("DELETE FROM edition_issue WHERE edition = ?", {*number});
    t.run("DELETE FROM edition WHERE number = ?", {*number});
    return {};
  });
}

RollListing::RollListing(const std::string& edition, Day drawn, unsigned minimum_age, Day age_on) {
  hash_.update("radslag/v1/roll-listing\nedition " + edition + "\ndrawn " + day_text(drawn) + "\nminimum-age " +
               std::to_string(minimum_age) + " " + day_text(age_on) + "\n");
}

void RollListing::add(const Person& person, std::string_view area, bool is_protected) {
  line_ = "person ";
  record::write_hex(line_, person.tag);
  line_ += ' ';
  line_ += area.empty() ? "-" : area;
  line_ += is_protected ? " yes\n" : " no\n";
  hash_.update(line_);
}

crypto::Digest RollListing::finish() { return hash_.finish(); }

}  // namespace radslag::registrar
