#include "server/witnesses/cosignatures.hpp"

#include <algorithm>

#include "ledger/log/checkpoint.hpp"
#include "server/storage/database.hpp"

namespace radslag::witnesses {
namespace {

using storage::Reading;
using storage::Row;
using storage::Transaction;

constexpr std::string_view migrations[] = {R"(
CREATE TABLE head(
  number INTEGER PRIMARY KEY,        -- in the order of keeping
  log TEXT NOT NULL,                 -- short name
  origin TEXT NOT NULL,              -- of the checkpoint, with the log's generation
  size INTEGER NOT NULL,
  note TEXT NOT NULL,                -- with a quorum of cosignatures
  for_good INTEGER NOT NULL          -- the first after an act of office
) STRICT;
CREATE INDEX head_by_log ON head(log, number);
)"};

/// "Rdws".
constexpr storage::Schema schema{.application_id = 0x52647773,
                                 .what = "Rådslag's witnessed heads: checkpoints with the cosignatures of witnesses",
                                 .migrations = migrations};

constexpr storage::Sql newest_kept("SELECT log, note FROM head WHERE number IN (SELECT MAX(number) FROM head GROUP BY log)");

const log::CosignerKey* key_of(const Announced& announced, const log::NoteSignature& signature) {
  for (const auto& key : announced.witnesses) {
    if (key.name == signature.name && key.id == signature.id) return &key;
  }
  return nullptr;
}

}  // namespace

/// A head, and who has cosigned it when.
struct Cosignatures::Gathered {
  log::Checkpoint checkpoint;
  std::string text, note;
  struct Line {
    log::NoteSignature signature;
    std::uint64_t time = 0;  ///< 0: does not verify, or of nobody who is announced now
  };
  std::vector<Line> lines;  ///< all but the log's own

  static std::optional<Gathered> of(const std::string& note, const Announced& announced) {
    auto parsed = log::parse_note(note);
    if (!parsed) return std::nullopt;
    auto checkpoint = log::parse_checkpoint_text(parsed->text);
    if (!checkpoint) return std::nullopt;
    Gathered gathered{std::move(*checkpoint), std::move(parsed->text), note, {}};
    for (auto& signature : parsed->signatures) {
      if (signature.name != gathered.checkpoint.origin) gathered.lines.push_back({std::move(signature), 0});
    }
    gathered.judge(announced);
    return gathered;
  }

  void judge(const Announced& announced) {
    for (auto& line : lines) {
      const auto* key = key_of(announced, line.signature);
      line.time = key ? log::verify_cosignature(text, line.signature, *key).value_or(0) : 0;
    }
  }

  void add(const log::NoteSignature& signature, std::uint64_t time) {
    auto with = log::add_signature(note, signature);
    if (!with) return;  // sixteen already
    note = std::move(*with);
    std::erase_if(lines, [&](const Line& line) { return line.signature.name == signature.name && line.signature.id == signature.id; });
    lines.push_back({signature, time});
  }
};

struct Cosignatures::Log {
  std::optional<Gathered> newest;     ///< that anybody has cosigned
  std::optional<Gathered> witnessed;  ///< with a quorum
};

Announced announced_by(const record::WitnessesAnnounced& row) {
  Announced announced{row.version, static_cast<std::size_t>(row.quorum), {}};
  for (const auto& witness : row.witnesses) announced.witnesses.push_back(log::CosignerKey::of(witness.name, witness.key));
  return announced;
}

std::unique_ptr<storage::Database> open_cosignatures_file(const std::filesystem::path& file) {
  return storage::Database::open(file, schema, {.create = true});
}

std::map<std::string, std::string> kept_notes(const std::filesystem::path& file) {
  std::map<std::string, std::string> notes;
  if (!std::filesystem::exists(file)) return notes;
  storage::Database::open_to_read(file, schema)->read([&](Reading& r) {
    r.each(newest_kept, {}, [&](const Row& row) { notes.emplace(row.text(0), row.text(1)); });
  });
  return notes;
}

Cosignatures::Cosignatures(storage::Database& database) : database_(database) { load(); }
Cosignatures::~Cosignatures() = default;

void Cosignatures::load() {
  database_.read([&](Reading& r) {
    r.each(newest_kept, {}, [&](const Row& row) { logs_[row.text(0)].witnessed = Gathered::of(row.text(1), announced_); });
  });
}

void Cosignatures::set_announced(const Announced& announced) {
  const std::lock_guard lock(mutex_);
  if (announced.version == announced_.version) return;
  announced_ = announced;
  for (auto& [name, log] : logs_) {
    for (auto* gathered : {&log.newest, &log.witnessed}) {
      if (*gathered) (*gathered)->judge(announced_);
    }
  }
}

Announced Cosignatures::announced() const {
  const std::lock_guard lock(mutex_);
  return announced_;
}

Result<> Cosignatures::add(const std::string& name, const std::string& note, const log::NoteSignature& signature, bool first_after_act) {
  const std::lock_guard lock(mutex_);
  const auto* key = key_of(announced_, signature);
  if (!key) return refuse(Errc::not_authorised, "a cosignature of nobody who is announced: " + signature.name);
  auto offered = Gathered::of(note, announced_);
  if (!offered) return refuse(Errc::malformed, "not a checkpoint");
  const auto time = log::verify_cosignature(offered->text, signature, *key);
  if (!time) return refuse(Errc::bad_signature, "the cosignature of " + signature.name + " does not verify");
  auto& log = logs_[name];
  if (!log.newest || log.newest->text != offered->text) {
    const bool known = log.witnessed && log.witnessed->text == offered->text;
    log.newest = known ? log.witnessed : std::move(offered);
  }
  log.newest->add(signature, *time);
  if (const auto head = count(log.newest); head && head->count >= head->needed) {
    log.witnessed = log.newest;
    keep(name, *log.witnessed, first_after_act);
  }
  return {};
}

void Cosignatures::keep(const std::string& name, const Gathered& gathered, bool for_good) {
  database_.transaction([&](Transaction& t) {
    const auto newest = t.first("SELECT number, origin, size, for_good FROM head WHERE log = ? ORDER BY number DESC LIMIT 1", {name});
    if (newest) {
      const auto number = newest->integer(0);
      const bool same =
          newest->text(1) == gathered.checkpoint.origin && newest->integer(2) == static_cast<std::int64_t>(gathered.checkpoint.size);
      // The first with a quorum stays as it was: what is printed from it is the same each time.
      if (same && newest->flag(3)) return;
      if (same || !newest->flag(3)) t.run("DELETE FROM head WHERE number = ?", {number});
    }
    t.run("INSERT INTO head(log, origin, size, note, for_good) VALUES(?, ?, ?, ?, ?)",
          {name, gathered.checkpoint.origin, gathered.checkpoint.size, gathered.note, for_good});
  });
}

std::string Cosignatures::with_cosignatures(const std::string& name, const std::string& note) const {
  const std::lock_guard lock(mutex_);
  const auto found = logs_.find(name);
  if (found == logs_.end()) return note;
  auto out = note;
  for (const auto* gathered : {&found->second.newest, &found->second.witnessed}) {
    if (!*gathered || !note.starts_with((*gathered)->text + '\n')) continue;
    for (const auto& line : (*gathered)->lines) {
      if (line.time == 0) continue;
      if (auto with = log::add_signature(out, line.signature)) out = std::move(*with);
    }
    break;
  }
  return out;
}

std::optional<CosignedHead> Cosignatures::count(const std::optional<Gathered>& gathered) const {
  if (!gathered || announced_.quorum == 0) return std::nullopt;
  std::vector<std::uint64_t> times;
  for (const auto& line : gathered->lines) {
    if (line.time != 0) times.push_back(line.time);
  }
  if (times.empty()) return std::nullopt;
  std::sort(times.rbegin(), times.rend());
  const auto last = times.size() >= announced_.quorum ? announced_.quorum - 1 : 0;
  return CosignedHead{gathered->note, gathered->checkpoint.size, times.size(), announced_.quorum, announced_.witnesses.size(), times[last]};
}

std::optional<CosignedHead> Cosignatures::witnessed(const std::string& name) const {
  const std::lock_guard lock(mutex_);
  const auto found = logs_.find(name);
  auto head = found == logs_.end() ? std::nullopt : count(found->second.witnessed);
  if (head && head->count < head->needed) head.reset();  // others have been announced since
  return head;
}

std::optional<CosignedHead> Cosignatures::newest(const std::string& name) const {
  if (auto head = witnessed(name)) return head;
  const std::lock_guard lock(mutex_);
  const auto found = logs_.find(name);
  return found == logs_.end() ? std::nullopt : count(found->second.newest);
}

std::optional<std::string> Cosignatures::first_covering(const std::string& name, std::uint64_t index) const {
  return database_.read([&](Reading& r) -> std::optional<std::string> {
    const auto newest = r.first("SELECT origin FROM head WHERE log = ? ORDER BY number DESC LIMIT 1", {name});
    if (!newest) return std::nullopt;
    const auto row =
        r.first("SELECT note FROM head WHERE log = ? AND origin = ? AND size > ? ORDER BY number LIMIT 1", {name, newest->text(0), index});
    return row ? std::optional(row->text(0)) : std::nullopt;
  });
}

}  // namespace radslag::witnesses
