// Messages waiting to be sent: a table in the database of whoever has something to tell, so that a message is queued in the same
// transaction as what it is about (schema.hpp is its migration). Never lost, and never queued twice.
//
// A row is `waiting`, `sent` or `failed`. When it is done its address and texts are overwritten: of a sent message only its id stays, of a
// failed one its event and the class of reasons too.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"
#include "server/outbox/message.hpp"

namespace radslag::storage {
class Database;
class Transaction;
}  // namespace radslag::storage

namespace radslag::outbox {

struct Options {
  /// 32 random bytes from a key file outside the database: without it the ids that stay tell nothing about addresses. For good: with
  /// another one, an event that was told would be told again.
  std::array<std::uint8_t, 32> secret{};
  int first_retry_seconds = 60;  ///< doubled at each try, with a quarter of chance on both sides
  int longest_retry_seconds = 21'600;
  int give_up_hours = 72;                  ///< a message older than that has failed
  std::function<std::int64_t()> now = {};  ///< Unix seconds; empty: the system's clock
};

enum class Queued { now, before };

/// One that is due, and whose next try is already set down: a process that ends with it in its hands tries again later.
struct Due {
  std::string id;
  int attempt = 1;
  std::int64_t queued_hour = 0;  ///< hours since 1970
  Message message;
};

struct Counts {
  std::uint64_t waiting = 0, failed = 0;
  std::optional<std::int64_t> oldest_waiting_hour;  ///< hours since 1970
};

struct Failed {
  std::string id, event, reason;
  int attempts = 0;
};

/// Any thread.
class Outbox {
 public:
  Outbox(storage::Database& database, Options options);

  /// Queues within `transaction`, which must be this outbox's database's. `before`: the same event has been queued for the same address,
  /// and is waiting or sent; one that failed is queued again. Refuses as check() does.
  [[nodiscard]] Result<Queued> enqueue(storage::Transaction& transaction, const Message& message) const;
  /// The same in a transaction of its own.
  [[nodiscard]] Result<Queued> enqueue(const Message& message) const;

  [[nodiscard]] Counts counts() const;
  /// Those queued last come first; at most 200.
  [[nodiscard]] std::vector<Failed> failed() const;

  // For the sender.

  /// The message that has been due for longest. Its attempt is counted before it is given out.
  [[nodiscard]] std::optional<Due> take() const;
  void set_sent(const Due& due) const;
  void set_failed(const Due& due, std::string_view reason) const;
  /// It stays for its next try.
  void set_later(const Due& due, std::string_view reason) const;
  /// It has not been shown to anybody: the attempt is not counted, and it is due at once.
  void put_back(const Due& due, std::string_view reason) const;
  /// Those that waited too long have failed. Gives them.
  std::vector<Failed> expire() const;

 private:
  [[nodiscard]] std::int64_t now() const;
  [[nodiscard]] std::string id_of(const Message& message) const;
  [[nodiscard]] std::int64_t pause(int attempt) const;

  storage::Database& database_;
  Options options_;
};

}  // namespace radslag::outbox
