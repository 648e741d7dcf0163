#include "server/service/desk.hpp"

#include <future>

#include "crypto/encoding.hpp"
#include "crypto/random.hpp"
#include "ledger/record/seals.hpp"
#include "server/storage/database.hpp"

namespace radslag::service {
namespace {

constexpr std::size_t max_seal_lines = 64;

std::string_view name(ActState state) {
  switch (state) {
    case ActState::waiting: return "waiting";
    case ActState::done: return "done";
    case ActState::dropped: break;
  }
  return "dropped";
}

ActState state_named(std::string_view text) {
  return text == "waiting" ? ActState::waiting : text == "done" ? ActState::done : ActState::dropped;
}

/// The columns of `select`, in order.
DeskAct act_of(const storage::Row& row) {
  DeskAct act;
  act.id = row.text(0);
  act.label = {row.text(1), row.text(2), row.text(3), row.text(4)};
  act.made_hour = static_cast<std::uint64_t>(row.integer(5));
  act.file = record::parse_draft_file(row.text(6)).value();  // as it was written here
  act.state = state_named(row.text(7));
  if (const auto entry = row.maybe_integer(8)) act.entry = static_cast<std::uint64_t>(*entry);
  const auto office = record::office_for(record::parse_statement(act.file.draft.statement).value());
  act.role = office.role;
  act.needed = office.seals;
  return act;
}

void read_seals(storage::Reading& reading, DeskAct& act) {
  reading.each("SELECT officer, signature FROM seal WHERE act = ? ORDER BY officer", {act.id}, [&](const storage::Row& row) {
    act.seals.push_back({row.bytes<32>(0), row.bytes<64>(1)});
  });
}

Result<std::vector<record::Seal>> parse_seals(std::string_view lines) {
  std::vector<record::Seal> seals;
  while (!lines.empty()) {
    const auto end = lines.find('\n');
    auto line = lines.substr(0, end);
    lines.remove_prefix(end == std::string_view::npos ? lines.size() : end + 1);
    while (!line.empty() && (line.back() == ' ' || line.back() == '\r')) line.remove_suffix(1);
    if (line.empty()) continue;
    constexpr std::string_view word = "signed ";
    const bool shaped = line.starts_with(word) && line.size() == word.size() + 64 + 1 + 128 && line[word.size() + 64] == ' ';
    const auto key = shaped ? crypto::array_from_hex<32>(line.substr(word.size(), 64)) : std::nullopt;
    const auto signature = shaped ? crypto::array_from_hex<64>(line.substr(word.size() + 65)) : std::nullopt;
    if (!key || !signature || seals.size() == max_seal_lines)
      return refuse(Errc::malformed,
                    "seals are lines of \"signed\", the officer's key and the signature, as radslag-trustee sign writes them");
    seals.push_back({*key, *signature});
  }
  if (seals.empty()) return refuse(Errc::malformed, "there is no seal in it");
  return seals;
}

Result<> still_waiting(const std::optional<DeskAct>& act) {
  if (!act) return refuse(Errc::not_found, "no such act on the desk");
  if (act->state != ActState::waiting) return refuse(Errc::closed, "the act has been handed in or dropped");
  return {};
}

}  // namespace

Desk::Desk(storage::Database& database, Service& service) : database_(database), service_(service) {}

std::string Desk::put(record::Draft draft, const ActLabel& label) {
  const auto id = crypto::to_hex(crypto::random_bytes<8>());
  const record::DraftFile file{std::move(draft), crypto::random_bytes<32>()};
  const auto text = record::encode_draft_file(file);
  database_.transaction([&](storage::Transaction& transaction) {
    transaction.run(
        "INSERT INTO act(id, number, action, board, subject, made_by, made_hour, draft, state) "
        "VALUES(?, (SELECT coalesce(max(number), 0) + 1 FROM act), ?, ?, ?, ?, ?, ?, 'waiting')",
        {id, label.action, label.board, label.subject, label.made_by, record::current_hour(), text});
  });
  return id;
}

std::optional<DeskAct> Desk::find(const std::string& id) const {
  return database_.read([&](storage::Reading& reading) -> std::optional<DeskAct> {
    const auto row =
        reading.first("SELECT id, action, board, subject, made_by, made_hour, draft, state, entry FROM act WHERE id = ?", {id});
    if (!row) return std::nullopt;
    auto act = act_of(*row);
    read_seals(reading, act);
    return act;
  });
}

std::vector<DeskAct> Desk::waiting() const {
  return database_.read([&](storage::Reading& reading) {
    std::vector<DeskAct> acts;
    reading.each(
        "SELECT id, action, board, subject, made_by, made_hour, draft, state, entry FROM act WHERE state = 'waiting' ORDER BY number", {},
        [&](const storage::Row& row) { acts.push_back(act_of(row)); });
    for (auto& act : acts) read_seals(reading, act);
    return acts;
  });
}

std::vector<DeskAct> Desk::settled(std::size_t most) const {
  return database_.read([&](storage::Reading& reading) {
    std::vector<DeskAct> acts;
    reading.each(
        "SELECT id, action, board, subject, made_by, made_hour, draft, state, entry FROM act WHERE state != 'waiting' ORDER BY number DESC "
        "LIMIT ?",
        {most}, [&](const storage::Row& row) { acts.push_back(act_of(row)); });
    for (auto& act : acts) read_seals(reading, act);
    return acts;
  });
}

Result<> Desk::add_seals(const std::string& id, std::string_view lines) {
  const auto act = find(id);
  if (auto open = still_waiting(act); !open) return open;
  auto seals = parse_seals(lines);
  if (!seals) return tl::make_unexpected(seals.error());
  const auto bytes = record::encode_entry(0, act->file.draft.statement, *seals);
  const auto entry = record::parse_entry(bytes);
  if (!entry) return tl::make_unexpected(entry.error());
  if (auto good = record::check_seals_so_far(*service_.state(), act->file.draft.log, *entry); !good) return good;
  database_.transaction([&](storage::Transaction& transaction) {
    for (const auto& seal : *seals) {
      transaction.run("INSERT INTO seal(act, officer, signature) VALUES(?, ?, ?) ON CONFLICT DO NOTHING",
                      {id, storage::Blob(seal.officer), storage::Blob(seal.signature)});
    }
  });
  return {};
}

Result<> Desk::drop(const std::string& id) {
  if (auto open = still_waiting(find(id)); !open) return open;
  database_.transaction([&](storage::Transaction& transaction) {
    transaction.run("UPDATE act SET state = ? WHERE id = ? AND state = 'waiting'", {name(ActState::dropped), id});
  });
  return {};
}

Result<Receipt> Desk::hand_in(const std::string& id) {
  const auto act = find(id);
  if (auto open = still_waiting(act); !open) return tl::make_unexpected(open.error());
  if (!act->is_sealed()) {
    return refuse(Errc::not_authorised,
                  "the act has " + std::to_string(act->seals.size()) + " of the " + std::to_string(act->needed) + " seals that it needs");
  }
  const auto& draft = act->file.draft;
  std::promise<Result<Receipt>> answer;
  service_.act({draft.log, draft.statement, act->seals, draft.blobs, act->file.key},
               [&](Result<Receipt> receipt) { answer.set_value(std::move(receipt)); });
  auto receipt = answer.get_future().get();
  if (!receipt) return receipt;
  // A crash before this is no harm: handing in again with the same key gives the same place.
  database_.transaction([&](storage::Transaction& transaction) {
    transaction.run("UPDATE act SET state = ?, entry = ? WHERE id = ?", {name(ActState::done), receipt->index, id});
  });
  return receipt;
}

}  // namespace radslag::service
