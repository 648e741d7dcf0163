// The append-only store: what the record needs from a disk, as an interface with one contract test (tests/ledger/store/contract.hpp).
//
// Trusted to keep what it acknowledged; not trusted to tell the truth: whoever opens it recomputes leaves and roots.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "crypto/hash.hpp"

namespace radslag::store {

using Digest = crypto::Digest;

/// Chosen by whoever submits a write: the same key never makes two entries. For a ballot, the digest of its blob.
using IdempotencyKey = std::array<std::uint8_t, 32>;

/// A log's short name: "town" or "rounds/<id>".
using LogName = std::string;

struct Place {
  LogName log;
  std::uint64_t index = 0;
  bool operator==(const Place&) const = default;
};

struct NewEntry {
  std::string body;
  Digest leaf{};
  IdempotencyKey key{};
};

struct NewBlob {
  Digest digest{};
  std::string bytes;
};

/// What one commit adds to one log, with the signed checkpoint that covers it. Entries take the next indexes in order. Without entries it
/// adds blobs or a fresh checkpoint of the same size. Leaves may repeat; keys and blob digests may not, in any log.
struct Batch {
  LogName log;
  std::uint64_t first_index = 0;  ///< must be the log's size
  std::vector<NewEntry> entries;
  std::vector<NewBlob> blobs;
  std::string checkpoint;  ///< signed note for size first_index + entries.size()
};

/// The outcome of a write is unknown: an fsync or commit failed. The process must stop; the restart finds out.
struct StoreFailure : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The store as found cannot be used (a newer version, another program's file, already open elsewhere): says what to do.
struct StoreUnusable : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// No space or a size limit: nothing was written, reads go on. The writer may try again later.
struct StoreFull : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Store {
 public:
  virtual ~Store() = default;

  // --- one thread, the writer's ---

  /// All batches in one durable commit, or none of them. Throws StoreFull (rolled back for sure) or StoreFailure (unknown).
  /// A repeated idempotency key, a repeated blob digest or an index that is not the next is a bug of the caller: std::logic_error, rolled
  /// back.
  virtual void append(const std::vector<Batch>& batches) = 0;

  // --- any thread; sees only what has been committed ---

  [[nodiscard]] virtual std::vector<LogName> logs() const = 0;
  [[nodiscard]] virtual std::uint64_t size(const LogName& log) const = 0;  ///< 0 for an unknown log
  /// The newest signed checkpoint; nothing for an unknown log.
  [[nodiscard]] virtual std::optional<std::string> checkpoint(const LogName& log) const = 0;
  [[nodiscard]] virtual std::optional<std::string> entry(const LogName& log, std::uint64_t index) const = 0;
  /// Calls `visit(index, body, stored leaf hash)` for begin <= index < end in order, up to the log's size when the scan began. `visit` may
  /// read from the store; its exceptions come out. Throws StoreUnusable if an entry is missing.
  virtual void scan(const LogName& log, std::uint64_t begin, std::uint64_t end,
                    const std::function<void(std::uint64_t, std::string_view, const Digest&)>& visit) const = 0;
  /// Empty for one that was erased: its row stays, so that its digest is not used again.
  [[nodiscard]] virtual std::optional<std::string> blob(const Digest& digest) const = 0;
  [[nodiscard]] virtual std::optional<Place> find(const IdempotencyKey& key) const = 0;
};

}  // namespace radslag::store
