// A running town in small: a journal on a store in memory, with officers who sign. For tests of what stands on a journal.
#pragma once

#include <atomic>
#include <memory>
#include <string>

#include "ledger/journal/journal.hpp"
#include "ledger/record/draft.hpp"
#include "tests/support/memory_store.hpp"
#include "tests/support/town.hpp"

namespace radslag::testing {

inline crypto::SigningKey key_of(std::string_view who) { return Town::key_of(who); }

struct House {
  static constexpr const char* origin = "radslag.example.se/log/town";
  static constexpr const char* round_log = "rounds/parks-2026";

  explicit House(MemoryStore& store, std::size_t queue = 4'096);

  Result<journal::Committed> act(const record::Draft& draft, const Signers& signers, store::IdempotencyKey key);
  /// Throws std::logic_error where the record refuses.
  journal::Committed put(const record::Draft& draft, const Signers& signers);

  void begin();
  /// Dialogue, beginning and opening of "parks-2026" with credentials for voter-0, voter-1 ...
  void open_round(std::size_t voters);
  void close_round();
  /// Tally, allocation and the round's end.
  void count_round();
  [[nodiscard]] journal::Submission ballot(std::size_t voter, const record::Choices& choices) const;
  [[nodiscard]] log::Checkpoint checkpoint(const std::string& log) const;
  [[nodiscard]] std::string vkey() const { return log::VerifierKey::of(origin, town_key.public_key()).text(); }

  MemoryStore& store;
  std::atomic<std::uint64_t> hour = 494'122;
  crypto::SigningKey town_key = key_of("log-town"), round_key = key_of("log-round");
  std::unique_ptr<journal::Journal> journal;
};

}  // namespace radslag::testing
