// What the registrar knows of a round's own log, where voting cards are handed out: whether it is open, which credentials have a ballot,
// are blocked, or voted on paper. Ballots themselves are not read.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_set>

#include "ledger/record/contents.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::registrar {

/// Thread-safe; one thread applies entries, others ask.
class RoundLog {
 public:
  enum class Phase { begun, open, closed };

  /// Whether a round log's entries of that kind are kept.
  [[nodiscard]] static bool concerns(const record::Statement& statement);

  /// The next entry that concerns it.
  void apply(const record::Entry& entry);
  /// The log lost its end: what was applied is forgotten.
  void begin_again();
  /// The log cannot be believed any more, or can again.
  void set_contradicted(bool is);
  /// Asks for the blobs of the opening that are wanted and not here: the definition's text, and the electorate, of which only the digest is
  /// kept. Gives whether all are here.
  bool fill(const std::function<std::optional<std::string>(const record::Digest&)>& blob);

  [[nodiscard]] Phase phase() const;
  [[nodiscard]] bool is_contradicted() const;
  /// Of the ceremony; nothing before it.
  [[nodiscard]] std::optional<record::VotingGroup> group() const;
  /// nullptr before the opening, or where it is not handed out.
  [[nodiscard]] std::shared_ptr<const record::RoundDefinition> definition() const;
  /// SHA-256 of the electorate's content, without the blob's 32 bytes before it.
  [[nodiscard]] std::optional<crypto::Digest> electorate() const;

  [[nodiscard]] bool has_ballot(const record::UrnCredential& credential) const;
  /// Blocked, or voted on paper.
  [[nodiscard]] bool is_stopped(const record::UrnCredential& credential) const;
  /// How many of the urn's reserve may vote.
  [[nodiscard]] std::uint64_t active_reserve(const std::string& urn) const;
  [[nodiscard]] std::uint64_t handed_out() const;

 private:
  struct FirstBytes {
    std::size_t operator()(const crypto::Digest& digest) const;
  };
  using Set = std::unordered_set<crypto::Digest, FirstBytes>;  ///< of digests: half a million texts would be much memory

  template <class T>
  void take(const T&) {}
  void take(const record::CeremonyBegun& x);
  void take(const record::RoundOpened& x);
  void take(const record::RoundClosed& x);
  void take(const record::SecretBallot& x);
  void take(const record::HandedOut& x);
  void take(const record::ReserveActivated& x);
  void take(const record::CredentialBlocked& x);
  void take(const record::EnvelopeAccepted& x);

  mutable std::shared_mutex mutex_;
  Phase phase_ = Phase::begun;
  bool contradicted_ = false;
  std::optional<record::VotingGroup> group_;
  std::optional<record::RoundOpened> opening_;
  std::shared_ptr<const record::RoundDefinition> definition_;
  std::optional<crypto::Digest> electorate_;
  Set ballots_, stopped_;
  std::map<std::string, std::uint64_t> active_;
  std::uint64_t handed_out_ = 0;
};

}  // namespace radslag::registrar
