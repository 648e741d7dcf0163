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

  explicit House(store::Store& store, std::size_t queue = 4'096, heads::HeadStore* heads = nullptr,
                 const std::function<void(const std::string&)>& fatal = {});

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

  // --- initiatives: raised to the board "technical" ---

  /// A registrar, an edition with so many people, and a board that hands over at `threshold` signatures.
  void registrar(std::size_t people = 40, std::uint64_t threshold = 5);
  /// What the registrar would attest for that person of the roll; no two are the same. Ready to be submitted.
  [[nodiscard]] journal::Submission raising(const std::string& matter, std::size_t person) const;
  [[nodiscard]] journal::Submission signature(const std::string& matter, std::size_t person, const std::string& name = "") const;
  [[nodiscard]] journal::Submission withdrawal(const std::string& matter, std::size_t person) const;
  /// Raised by person 0, and opened.
  void open_initiative(const std::string& matter);
  /// Opens what has been raised.
  void open(const std::string& matter);
  void reject(const std::string& matter, record::RejectReason reason);
  void set_aside(const std::string& matter, std::size_t person);
  /// The submission as the registrar's text, good until that second.
  [[nodiscard]] static std::string carrier(const journal::Submission& what, std::uint64_t expires);

  [[nodiscard]] log::Checkpoint checkpoint(const std::string& log) const;
  [[nodiscard]] std::string vkey() const { return log::VerifierKey::of(origin, town_key.public_key()).text(); }

  store::Store& store;
  std::atomic<std::uint64_t> hour = 494'122;
  crypto::SigningKey town_key = key_of("log-town"), round_key = key_of("log-round");
  crypto::SigningKey spare_key = key_of("log-spare");  ///< for a log that changes its key
  std::unique_ptr<journal::Journal> journal;

 private:
  [[nodiscard]] record::Attestation attestation(const std::string& matter, std::size_t person, const record::Digest& subject) const;
  void put_town(const record::Statement& statement, const Signers& signers, std::vector<std::string> blobs = {});
};

}  // namespace radslag::testing
