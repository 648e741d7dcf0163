#include "server/registrar/paper_batches.hpp"

#include <algorithm>
#include <array>
#include <set>

#include "crypto/random.hpp"
#include "server/registrar/keys.hpp"
#include "server/registrar/roll.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar {
namespace {

using storage::Blob;
using storage::Row;
using storage::Transaction;

constexpr std::uint64_t seconds_an_hour = 3'600;
constexpr std::array<std::string_view, 5> findings{"good", "not-on-roll", "bad-number", "twice", "already-paper"};
constexpr std::array<std::string_view, 3> phases{"waiting", "confirmed", "rejected"};

/// The first word of a line: names and remarks beside a number are not looked at.
std::string_view first_word(std::string_view line) {
  const auto begin = line.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  line.remove_prefix(begin);
  return line.substr(0, line.find_first_of(" \t\r;,"));
}

std::string_view take_line(std::string_view& list) {
  const auto end = std::min(list.find('\n'), list.size());
  const auto line = list.substr(0, end);
  list.remove_prefix(std::min(end + 1, list.size()));
  return line;
}

/// A line with the person that it is about, where it is good so far.
struct Read {
  PaperLine line;
  std::optional<Person> person;
};

std::vector<Read> read_list(std::string_view list, const Keys& keys, const Rolls& rolls, const std::string& edition, Day today) {
  std::vector<Read> lines;
  std::set<Person> seen;
  for (std::uint64_t number = 1; !list.empty(); ++number) {
    const auto word = first_word(take_line(list));
    if (word.empty()) continue;
    const auto personal = PersonalNumber::parse(word, today);
    if (!personal) {
      lines.push_back({{number, PaperFinding::bad_number, personal.error()}, {}});
      continue;
    }
    const auto person = rolls.on_roll(edition, person_of(keys.roll(), *personal));
    if (!person) {
      lines.push_back({{number, PaperFinding::not_on_roll, {}}, {}});
    } else if (!seen.insert(*person).second) {
      lines.push_back({{number, PaperFinding::twice, {}}, {}});
    } else {
      lines.push_back({{number, PaperFinding::good, {}}, person});
    }
  }
  return lines;
}

PaperBatch batch_of(const Row& row) {
  PaperBatch batch;
  batch.id = static_cast<std::uint64_t>(row.integer(0));
  batch.matter = row.text(1);
  batch.phase = static_cast<PaperPhase>(row.integer(2));
  batch.entered_by = row.text(3);
  batch.entered_hour = static_cast<std::uint64_t>(row.integer(4));
  batch.judged_by = row.text(5);
  batch.judged_hour = static_cast<std::uint64_t>(row.integer(6));
  return batch;
}

std::optional<PaperBatch> load(storage::Reading& reading, std::uint64_t id) {
  const auto row =
      reading.first("SELECT id, matter, phase, entered_by, entered_hour, judged_by, judged_hour FROM paper_batch WHERE id = ?", {id});
  if (!row) return std::nullopt;
  auto batch = batch_of(*row);
  reading.each("SELECT line, finding, fault FROM paper_line WHERE batch = ? ORDER BY line", {id}, [&](const Row& line) {
    batch.lines.push_back({static_cast<std::uint64_t>(line.integer(0)), static_cast<PaperFinding>(line.integer(1)), {}});
    if (const auto fault = line.maybe_integer(2)) batch.lines.back().fault = static_cast<NumberFault>(*fault);
  });
  return batch;
}

/// The batch if it still waits.
Result<PaperBatch> waiting(Transaction& t, std::uint64_t id) {
  auto batch = load(t, id);
  if (!batch) return refuse(Errc::not_found, "there is no list " + std::to_string(id));
  if (batch->phase != PaperPhase::waiting) return refuse(Errc::out_of_order, "the list was judged before");
  return *batch;
}

void judge(Transaction& t, PaperBatch& batch, PaperPhase phase, const std::string& officer, std::uint64_t now) {
  batch.phase = phase;
  batch.judged_by = officer;
  batch.judged_hour = now / seconds_an_hour;
  t.run("UPDATE paper_batch SET phase = ?, judged_by = ?, judged_hour = ? WHERE id = ?",
        {static_cast<int>(phase), officer, batch.judged_hour, batch.id});
}

}  // namespace

std::string_view finding_name(PaperFinding finding) { return findings[static_cast<std::size_t>(finding)]; }
std::string_view phase_name(PaperPhase phase) { return phases[static_cast<std::size_t>(phase)]; }

std::uint64_t PaperBatch::good() const {
  return static_cast<std::uint64_t>(
      std::count_if(lines.begin(), lines.end(), [](const PaperLine& line) { return line.finding == PaperFinding::good; }));
}

Result<PaperBatch> PaperBatches::enter(const std::string& matter, const std::string& officer, std::string_view list, std::uint64_t now) {
  const auto found = matters_.find(matter);
  if (!found) return refuse(Errc::not_found, "there is no matter " + matter);
  if (static_cast<std::size_t>(std::count(list.begin(), list.end(), '\n')) > most_lines) {
    return refuse(Errc::too_large, "a list has at most " + std::to_string(most_lines) + " lines");
  }
  auto lines = read_list(list, keys_, rolls_, found->edition, day_of(now));
  if (lines.empty()) return refuse(Errc::malformed, "the list is empty");
  return database_.transaction([&](Transaction& t) {
    t.run("INSERT INTO paper_batch(matter, phase, entered_by, entered_hour, judged_by, judged_hour) VALUES(?, 0, ?, ?, '', 0)",
          {matter, officer, now / seconds_an_hour});
    const auto id = static_cast<std::uint64_t>(t.first("SELECT max(id) FROM paper_batch").value().integer(0));
    for (auto& [line, person] : lines) {
      if (person) {
        const auto added = t.run("INSERT INTO paper_person(matter, person, batch, nonce) VALUES(?, ?, ?, ?) ON CONFLICT DO NOTHING",
                                 {matter, Blob(person->tag), id, Blob(crypto::random_bytes<16>())});
        if (added == 0) line.finding = PaperFinding::already_paper;
      }
      const auto fault = line.fault ? std::optional(static_cast<int>(*line.fault)) : std::nullopt;
      t.run("INSERT INTO paper_line(batch, line, finding, fault) VALUES(?, ?, ?, ?)",
            {id, line.line, static_cast<int>(line.finding), fault});
    }
    return load(t, id).value();
  });
}

Result<PaperBatch> PaperBatches::confirm(std::uint64_t id, const std::string& officer, std::uint64_t now) {
  return database_.transaction([&](Transaction& t) -> Result<PaperBatch> {
    auto batch = waiting(t, id);
    if (!batch) return batch;
    if (batch->entered_by == officer) return refuse(Errc::not_authorised, "another officer than who entered a list confirms it");
    judge(t, *batch, PaperPhase::confirmed, officer, now);
    return batch;
  });
}

Result<PaperBatch> PaperBatches::reject(std::uint64_t id, const std::string& officer, std::uint64_t now) {
  return database_.transaction([&](Transaction& t) -> Result<PaperBatch> {
    auto batch = waiting(t, id);
    if (!batch) return batch;
    t.run("DELETE FROM paper_person WHERE batch = ?", {id});
    judge(t, *batch, PaperPhase::rejected, officer, now);
    return batch;
  });
}

std::optional<PaperBatch> PaperBatches::find(std::uint64_t id) const {
  return database_.read([&](storage::Reading& reading) { return load(reading, id); });
}

std::vector<PaperBatch> PaperBatches::all() const {
  std::vector<PaperBatch> batches;
  database_.read([&](storage::Reading& reading) {
    reading.each("SELECT id, matter, phase, entered_by, entered_hour, judged_by, judged_hour FROM paper_batch ORDER BY id DESC", {},
                 [&](const Row& row) { batches.push_back(batch_of(row)); });
  });
  return batches;
}

Result<std::vector<std::string>> PaperBatches::carriers(std::uint64_t id, const RecordedMatter& matter, std::uint64_t now) {
  struct Attested {
    Person person;
    record::Nonce nonce;
  };
  const auto batch = find(id);
  if (!batch || batch->matter != matter.id) return refuse(Errc::not_found, "there is no list " + std::to_string(id));
  if (batch->phase != PaperPhase::confirmed) return refuse(Errc::out_of_order, "a second officer has not confirmed the list");
  std::vector<Attested> people;
  database_.read([&](storage::Reading& reading) {
    // By nonce: a random order.
    reading.each("SELECT person, nonce FROM paper_person WHERE batch = ? ORDER BY nonce", {id}, [&](const Row& row) {
      people.push_back({{row.bytes<32>(0)}, row.bytes<16>(1)});
    });
  });
  std::vector<std::string> carriers;
  for (const auto& [person, nonce] : people) {
    auto carrier = attestations_.sign_on_paper(person, matter, nonce, now);
    if (!carrier) return tl::make_unexpected(carrier.error());
    carriers.push_back(std::move(*carrier));
  }
  return carriers;
}

}  // namespace radslag::registrar
