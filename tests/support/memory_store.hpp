// A store in memory that keeps the contract of ledger/store/store.hpp; for tests that need a store and no disk.
#pragma once

#include <map>
#include <mutex>

#include "ledger/store/store.hpp"

namespace radslag::testing {

class MemoryStore : public store::Store {
 public:
  /// The next append throws StoreFull and changes nothing.
  void fill_once();
  /// The next append throws StoreFailure; the batches are kept if `kept`, since the outcome of such a write is unknown. All later ones
  /// throw.
  void fail_once(bool kept);

  void append(const std::vector<store::Batch>& batches) override;
  [[nodiscard]] std::vector<store::LogName> logs() const override;
  [[nodiscard]] std::uint64_t size(const store::LogName& log) const override;
  [[nodiscard]] std::optional<std::string> checkpoint(const store::LogName& log) const override;
  [[nodiscard]] std::optional<std::string> entry(const store::LogName& log, std::uint64_t index) const override;
  void scan(const store::LogName& log, std::uint64_t begin, std::uint64_t end,
            const std::function<void(std::uint64_t, std::string_view, const store::Digest&)>& visit) const override;
  [[nodiscard]] std::optional<std::string> blob(const store::Digest& digest) const override;
  [[nodiscard]] std::optional<store::Place> find(const store::IdempotencyKey& key) const override;

 private:
  struct Log {
    std::vector<std::pair<std::string, store::Digest>> entries;  ///< body and leaf
    std::string checkpoint;
  };
  struct State {
    std::vector<store::LogName> order;
    std::map<store::LogName, Log> logs;
    std::map<store::Digest, std::string> blobs;
    std::map<store::IdempotencyKey, store::Place> places;
  };
  enum class Trouble { none, full, failure_lost, failure_kept, stopped };

  [[nodiscard]] const Log* log(const store::LogName& name) const;
  static void add(State& state, const store::Batch& batch);

  mutable std::mutex mutex_;
  State state_;
  Trouble trouble_ = Trouble::none;
};

}  // namespace radslag::testing
