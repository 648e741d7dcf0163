#include "server/outbox/outbox.hpp"

#include <algorithm>
#include <chrono>

#include "crypto/encoding.hpp"
#include "crypto/hmac.hpp"
#include "crypto/random.hpp"
#include "server/outbox/check.hpp"
#include "server/storage/database.hpp"

namespace radslag::outbox {

using storage::Reading;
using storage::Row;
using storage::Transaction;

Outbox::Outbox(storage::Database& database, Options options) : database_(database), options_(std::move(options)) {}

std::int64_t Outbox::now() const {
  if (options_.now) return options_.now();
  return std::chrono::duration_cast<std::chrono::seconds>(std::chrono::system_clock::now().time_since_epoch()).count();
}

/// A line end stands in neither part, so no two different messages give the same bytes.
std::string Outbox::id_of(const Message& message) const {
  constexpr std::size_t kDigits = 32;
  const auto key = std::string_view(reinterpret_cast<const char*>(options_.secret.data()), options_.secret.size());
  return crypto::to_hex(crypto::hmac_sha256(key, message.event + '\n' + message.to)).substr(0, kDigits);
}

std::int64_t Outbox::pause(int attempt) const {
  const int doublings = std::min(attempt - 1, 20);
  const std::int64_t whole =
      std::min(std::int64_t{options_.first_retry_seconds} << doublings, std::int64_t{options_.longest_retry_seconds});
  return whole - whole / 4 + crypto::random_below(static_cast<std::uint32_t>(whole / 2 + 1));
}

Result<Queued> Outbox::enqueue(Transaction& transaction, const Message& message) const {
  if (auto checked = check(message); !checked) return tl::make_unexpected(checked.error());
  const std::int64_t time = now();
  std::int64_t give_up = time + std::int64_t{options_.give_up_hours} * 3600;
  if (message.useless_after != 0) give_up = std::min(give_up, message.useless_after);
  const auto rows = transaction.run(
      "INSERT INTO outbox(id, state, attempts, event, queued_hour, due, give_up, recipient, subject, body, language, unsubscribe_url)"
      " VALUES(?1, 'waiting', 0, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)"
      " ON CONFLICT(id) DO UPDATE SET state = 'waiting', attempts = 0, event = ?2, queued_hour = ?3, due = ?4, give_up = ?5, recipient = "
      "?6,"
      " reason = NULL, subject = ?7, body = ?8, language = ?9, unsubscribe_url = ?10 WHERE state = 'failed'",
      {id_of(message), message.event, time / 3600, time, give_up, message.to, message.subject, message.text, message.language,
       message.unsubscribe_url});
  return rows == 1 ? Queued::now : Queued::before;
}

Result<Queued> Outbox::enqueue(const Message& message) const {
  return database_.transaction([&](Transaction& transaction) { return enqueue(transaction, message); });
}

Counts Outbox::counts() const {
  return database_.read([](Reading& reading) {
    Counts counts;
    const auto waiting = reading.first("SELECT count(*), min(queued_hour) FROM outbox WHERE state = 'waiting'");
    counts.waiting = static_cast<std::uint64_t>(waiting->integer(0));
    counts.oldest_waiting_hour = waiting->maybe_integer(1);
    counts.failed = static_cast<std::uint64_t>(reading.first("SELECT count(*) FROM outbox WHERE state = 'failed'")->integer(0));
    return counts;
  });
}

namespace {

Failed failed_of(const Row& row) { return {row.text(0), row.text(1), row.maybe_text(2).value_or(""), static_cast<int>(row.integer(3))}; }

}  // namespace

std::vector<Failed> Outbox::failed() const {
  return database_.read([](Reading& reading) {
    std::vector<Failed> all;
    reading.each("SELECT id, event, reason, attempts FROM outbox WHERE state = 'failed' ORDER BY rowid DESC LIMIT 200", {},
                 [&](const Row& row) { all.push_back(failed_of(row)); });
    return all;
  });
}

std::optional<Due> Outbox::take() const {
  const std::int64_t time = now();
  const auto any = database_.read(
      [&](Reading& reading) { return reading.first("SELECT 1 FROM outbox WHERE state = 'waiting' AND due <= ? LIMIT 1", {time}); });
  if (!any) return std::nullopt;  // asked every second: most often nothing is to be written
  return database_.transaction([&](Transaction& transaction) -> std::optional<Due> {
    const auto row = transaction.first(
        "SELECT id, attempts, queued_hour, event, recipient, subject, body, language, unsubscribe_url, give_up FROM outbox"
        " WHERE state = 'waiting' AND due <= ? AND give_up > ? ORDER BY due LIMIT 1",
        {time, time});
    if (!row) return std::nullopt;
    Due due{row->text(0), static_cast<int>(row->integer(1)) + 1, row->integer(2),
            Message{row->text(3), row->text(4), row->text(5), row->text(6), row->text(7), row->text(8), row->integer(9)}};
    transaction.run("UPDATE outbox SET attempts = ?, due = ? WHERE id = ?", {due.attempt, time + pause(due.attempt), due.id});
    return due;
  });
}

void Outbox::set_sent(const Due& due) const {
  database_.transaction([&](Transaction& transaction) {
    transaction.run(
        "UPDATE outbox SET state = 'sent', reason = NULL, attempts = NULL, event = NULL, queued_hour = NULL, due = NULL, give_up = NULL,"
        " recipient = NULL, subject = NULL, body = NULL, language = NULL, unsubscribe_url = NULL WHERE id = ? AND state = 'waiting'",
        {due.id});
  });
}

void Outbox::set_failed(const Due& due, std::string_view reason) const {
  database_.transaction([&](Transaction& transaction) {
    transaction.run(
        "UPDATE outbox SET state = 'failed', reason = ?, queued_hour = NULL, due = NULL, give_up = NULL, recipient = NULL, subject = NULL,"
        " body = NULL, language = NULL, unsubscribe_url = NULL WHERE id = ? AND state = 'waiting'",
        {reason, due.id});
  });
}

void Outbox::set_later(const Due& due, std::string_view reason) const {
  database_.transaction([&](Transaction& transaction) {
    transaction.run("UPDATE outbox SET reason = ? WHERE id = ? AND state = 'waiting'", {reason, due.id});
  });
}

void Outbox::put_back(const Due& due, std::string_view reason) const {
  database_.transaction([&](Transaction& transaction) {
    transaction.run("UPDATE outbox SET reason = ?, attempts = ?, due = ? WHERE id = ? AND state = 'waiting'",
                    {reason, due.attempt - 1, now(), due.id});
  });
}

std::vector<Failed> Outbox::expire() const {
  const std::int64_t time = now();
  const auto any = database_.read(
      [&](Reading& reading) { return reading.first("SELECT 1 FROM outbox WHERE state = 'waiting' AND give_up <= ? LIMIT 1", {time}); });
  if (!any) return {};
  return database_.transaction([&](Transaction& transaction) {
    std::vector<Failed> all;
    transaction.each(
        "UPDATE outbox SET state = 'failed', reason = coalesce(reason, 'not-tried'), queued_hour = NULL, due = NULL, give_up = NULL,"
        " recipient = NULL, subject = NULL, body = NULL, language = NULL, unsubscribe_url = NULL WHERE state = 'waiting' AND give_up <= ?"
        " RETURNING id, event, reason, attempts",
        {time}, [&](const Row& row) { all.push_back(failed_of(row)); });
    return all;
  });
}

}  // namespace radslag::outbox
