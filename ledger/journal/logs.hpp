// The logs in memory: trees, keys and heads of everything committed, and the state that their replay gives.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>

#include "ledger/journal/counts.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/journal/turnouts.hpp"

namespace radslag::journal {

struct Log {
  log::Tree tree;  ///< may be ahead of `head` while a commit is under way
  Head head;
};

class Logs {
 public:
  Logs(store::Store& store, Keys keys, unsigned threads);

  /// Reads the whole store and replays it. Until it is done, readers go on with what was published before. Throws Corrupt.
  void replay(const std::function<void(std::uint64_t, std::uint64_t)>& progress);

  // --- the writer's ---
  [[nodiscard]] record::Record& record() { return *record_; }
  /// Adds an admitted entry's leaf.
  void append(const LogName& log, const log::Hash& leaf);
  /// Whether this machine holds the key that a log is to be signed with.
  [[nodiscard]] Result<> holds_key(const crypto::PublicKey& key) const;
  [[nodiscard]] std::uint64_t size(const LogName& log) const;
  /// The checkpoint of the tree as it stands, signed with the log's newest key, and with the one before it while that is here.
  [[nodiscard]] std::string sign(const LogName& log) const;
  [[nodiscard]] std::string checkpoint_origin(const LogName& log) const;
  void publish(const LogName& log, std::string checkpoint);
  void publish_state();
  /// Blobs of the submission being admitted, looked at before the store's.
  std::map<store::Digest, const std::string*> pending_blobs;
  Counts counts;      ///< the writer sets, anyone reads
  Turnouts turnouts;  ///< likewise

  // --- anyone's ---
  [[nodiscard]] std::shared_ptr<const record::State> state() const;
  [[nodiscard]] std::optional<Head> head(const LogName& log) const;
  /// See Journal::check_heads.
  [[nodiscard]] std::vector<std::string> check_heads(const std::vector<SeenHead>& seen) const;
  /// Opens a head that the head store has, with the keys that its log's generation had. Throws HeadsDiffer.
  [[nodiscard]] SeenHead open_head(const std::string& who, const std::string& origin, const std::string& note) const;
  /// Everything about a place but the entry's bytes.
  [[nodiscard]] Result<Committed> prove(const LogName& log, std::uint64_t index) const;
  [[nodiscard]] Result<Committed> prove(const LogName& log, std::uint64_t index, std::uint64_t size) const;
  [[nodiscard]] Result<log::Path> consistency(const LogName& log, std::uint64_t from, std::uint64_t to) const;
  [[nodiscard]] Result<std::string> tile(const LogName& log, std::size_t level, std::uint64_t n, std::uint64_t width) const;

 private:
  void replay_town(const std::function<void(std::uint64_t)>& step);
  void replay_round(const std::string& round, const std::function<void(std::uint64_t)>& step);
  void replay_entry(const LogName& name, Log& log, std::uint64_t index, std::string_view body, const store::Digest& stored_leaf);
  void check_head(const LogName& name, Log& log);
  [[nodiscard]] Result<Committed> prove_locked(std::map<LogName, Log>::const_iterator found, const LogName& name, std::uint64_t index,
                                               std::uint64_t size) const;
  [[nodiscard]] record::Sources sources();

  store::Store& store_;
  Keys keys_;
  unsigned threads_;
  std::unique_ptr<record::Record> record_;
  mutable std::shared_mutex mutex_;  ///< over logs_ and state_; the record is the writer's alone
  std::map<LogName, Log> logs_;
  std::map<LogName, Log>* replayed_ = nullptr;  ///< the logs that a replay under way builds; the writer's
  std::shared_ptr<const record::State> state_;
};

}  // namespace radslag::journal
