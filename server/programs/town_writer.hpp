// Acts of office written straight into a data directory that no server is using: for beginning a town and for the example.
#pragma once

#include <atomic>
#include <memory>
#include <string>
#include <vector>

#include "ledger/journal/journal.hpp"
#include "ledger/record/draft.hpp"
#include "ledger/store/store.hpp"
#include "server/programs/data_dir.hpp"
#include "server/programs/head_store.hpp"
#include "server/service/key_ring.hpp"

namespace radslag::programs {

class TownWriter {
 public:
  /// Makes keys, head store and store in `dir` and begins the town log. Throws std::runtime_error if there is a town already.
  static void begin(const DataDir& dir, const record::TownBegun& town, std::uint64_t hour);

  explicit TownWriter(const DataDir& dir, bool demo = false);
  ~TownWriter();

  /// The hour that the next entries are stamped with.
  void set_hour(std::uint64_t hour) { hour_ = hour; }

  /// Throws std::runtime_error with the reason if the record refuses.
  void act(const record::Draft& draft, const std::vector<const crypto::SigningKey*>& officers);
  void act(const Result<record::Draft>& draft, const std::vector<const crypto::SigningKey*>& officers);

  /// An act that has its seals.
  void sealed(const record::Draft& draft, const std::vector<record::Seal>& seals);

  /// What the registrar attested (record::Carrier), at its own time.
  void hand_in(const std::string& carrier);

  [[nodiscard]] journal::Journal& journal() { return *journal_; }
  [[nodiscard]] service::KeyRing& keys() { return *keys_; }
  /// Size and root of a log as it stands.
  [[nodiscard]] log::Checkpoint checkpoint(const std::string& log) const;

 private:
  std::atomic<std::uint64_t> hour_;  ///< read by the journal's thread
  std::unique_ptr<store::Store> store_;
  std::unique_ptr<service::KeyRing> keys_;
  std::unique_ptr<OurHeads> heads_;
  std::unique_ptr<journal::Journal> journal_;
};

}  // namespace radslag::programs
