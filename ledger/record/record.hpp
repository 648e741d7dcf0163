// The record: replays entries, says what is true, and admits the next entry or refuses it with a reason.
//
// The one function that admits is the one that audits. It knows of no storage and no clock: what it must look up it asks its Sources.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "ledger/record/ballot.hpp"
#include "ledger/record/signatures.hpp"
#include "ledger/record/state.hpp"

namespace radslag::record {

struct HeavyCheck;
struct UrnCount;
struct UrnResult;

/// Where `Record` gets what stands outside the entries.
struct Sources {
  /// The blob with this digest, or nothing. Its digest is checked here, not there.
  std::function<std::optional<std::string>(const Digest&)> blob;
  /// The root of a log at an earlier size, or nothing if it never had that size.
  std::function<std::optional<log::Hash>(std::string_view log, std::uint64_t size)> root;
  /// On how many threads proofs of shuffles and decryptions are checked where that has not been done elsewhere. `blob` is asked from one
  /// thread at a time.
  unsigned threads = 1;
  /// The town log's first key, as whoever asks has it from paper or made it: `log-key` and `log-recovered` are signed with it, or with what
  /// they made of it. All zero: not known, and neither is admitted.
  PublicKey town_key{};
  /// The entries are of the past: ballots may have been withheld by entries that stand further on. Then a count that needs them is taken as
  /// it was sealed, and `RoundState::uncounted` says of how many.
  bool of_the_past = false;
};

enum class Scrutiny {
  full,   ///< everything
  order,  ///< all but signatures, ballot contents and the recount: for entries that this process has admitted before
};

class Record {
 public:
  explicit Record(Sources sources);
  ~Record();
  Record(Record&&) noexcept;
  Record& operator=(Record&&) noexcept;

  /// Admits the next entry of a log, or refuses it and changes nothing. `attested_by`: the entry's attestation has passed
  /// `check_attestation` elsewhere (a worker thread) with this key; checked here if that is not the registrar's key at this entry; the same
  /// of a hand-out and `check_handed_out`. `heavy`: what `check_heavy` found elsewhere of this statement; worked out here where it does not
  /// fit any more.
  [[nodiscard]] Result<> admit(std::string_view log, std::string_view entry_bytes, Scrutiny scrutiny = Scrutiny::full,
                               const PublicKey* attested_by = nullptr, const HeavyCheck* heavy = nullptr);

  /// What the town log must go on with, before anything else: the hand-over of an initiative that has reached its threshold.
  [[nodiscard]] const std::optional<Statement>& due() const;

  /// Admits a ballot whose blob has passed `accept_ballot` elsewhere (a worker thread), or whose blob is sealed. With `content`, the tally
  /// will use it instead of asking for the blob again. Not for ballots on paper, which are sealed by officers and so go through `admit`.
  [[nodiscard]] Result<> admit_ballot(std::string_view log, std::uint64_t hour, const BallotEntry& ballot, const BallotContent* content);

  /// Whether `admit_ballot` would be refused, without changing anything.
  [[nodiscard]] Result<> would_admit(std::string_view log, std::uint64_t hour, const BallotEntry& ballot) const;

  [[nodiscard]] const State& state() const;
  /// A log's root when it had that size, as its source knows it; nothing for a size that it has not.
  [[nodiscard]] std::optional<log::Hash> root(std::string_view log, std::uint64_t size) const;
  /// The hour of a log's last entry; 0 for an empty log. The next entry's may not be before it.
  [[nodiscard]] std::uint64_t last_hour(std::string_view log) const;

  /// A content that was not there when its entry was admitted.
  struct Absent {
    std::string log;
    std::uint64_t index = 0;  ///< of the entry that names it
  };
  /// Contents that were not there though they are not sealed, and that no entry so far withholds. At the end of a record that holds there
  /// are none. Without ballots: whoever replays them knows which were there.
  [[nodiscard]] std::vector<Absent> absent() const;

  /// The signatures of an initiative so far; nullptr for none such.
  [[nodiscard]] const Signatures* signatures(const std::string& initiative) const;

  /// The recount of a closed round: the last ballot under each credential. What a `tally` entry must equal. Blobs that have been checked
  /// once are not asked for again, so this and `counted` are for the thread that admits.
  [[nodiscard]] Result<TallyContent> recount(const std::string& round) const;
  /// The ballots that the recount counts.
  [[nodiscard]] Result<CountedBallots> counted(const std::string& round) const;
  /// Of a round of secret ballots: what is known of each urn, for `check_heavy` and for trustees. For the thread that admits; what it gives
  /// is for any.
  [[nodiscard]] Result<std::vector<UrnCount>> counts(const std::string& round) const;
  /// Of a closed round of secret ballots: what came out of each urn, where that has been worked out; else none.
  [[nodiscard]] std::vector<std::shared_ptr<const UrnResult>> results(const std::string& round) const;
  /// Keeps what was worked out elsewhere from `counts`, if they are still what the record has.
  void keep_results(const std::string& round, const std::vector<UrnCount>& counts);
  /// What the frozen rule gives on a tallied round: what an `allocation` entry must equal. For the thread that admits, as `recount`.
  [[nodiscard]] Result<AllocationContent> allocation(const std::string& round) const;

 private:
  struct Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::record
