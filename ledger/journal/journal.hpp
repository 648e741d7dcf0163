// The one writer: admits what waits, groups it into a commit, signs the checkpoint, and only then answers.
//
//   submit -> bounded queue -> writer thread: Record admits -> leaves, root, signed checkpoint -> Store (durable) -> head store (durable)
//          -> published -> done
//
// Where an entry makes another due (the hand-over of an initiative that has reached its threshold), that stands right after it in the same
// commit. A submission that repeats an idempotency key gets the first one's place again. If a commit's outcome is unknown the process must
// end: `fatal` is called and does not return; the restart replays the store and finds out.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/record.hpp"
#include "ledger/store/store.hpp"

namespace radslag::heads {
class HeadStore;
}

namespace radslag::journal {

using store::LogName;

/// What logs are signed with. Which key is a log's stands in the record, but for the town log's first.
struct Keys {
  crypto::PublicKey town{};                                                 ///< the town log's first key, that of its vkey
  std::function<const crypto::SigningKey*(const crypto::PublicKey&)> held;  ///< nullptr if this machine does not hold it
};

struct Submission {
  LogName log;
  std::string statement;
  std::vector<record::Seal> seals;
  std::vector<std::string> blobs;  ///< exactly those that the statement names
  store::IdempotencyKey key{};
  /// Set for a ballot that `accept_ballot` has passed; `statement` and `seals` are empty then, and `key` is its `key_of`.
  std::optional<record::BallotEntry> ballot;
  /// Set for what the registrar attests or hands out, where `check_attestation` or `check_handed_out` has passed with this key. `key` is
  /// not looked at then: it is `attested_key(statement)`.
  std::optional<record::PublicKey> attested_by = {};
  /// Filled in by `submit`: what was found good before the writer's turn of an act that takes long to check.
  std::shared_ptr<const record::HeavyCheck> heavy = {};
};

/// The registrar's statement that a voting card was handed out, checked, ready to be submitted. Errors: malformed, not_found (no such
/// round), not_open, unsupported (another kind of statement, or a round of clear ballots), bad_signature.
[[nodiscard]] Result<Submission> handed_out(const record::State& state, std::string statement);

/// The idempotency key of what the registrar attests: the statement itself decides, so that handing it in again is the same act.
[[nodiscard]] store::IdempotencyKey attested_key(std::string_view statement);

/// By initiative.
using SignatureCounts = std::map<std::string, record::SignatureCount>;
/// So many shown names of an initiative are at hand without asking the writer.
inline constexpr std::size_t max_named_signatures = 500;

/// Of a round as of the newest commit, ahead of what `state()` says of it.
struct Turnout {
  std::uint64_t ballots = 0, voters = 0, handed_out = 0;
  std::vector<record::UrnState> urns;  ///< of secret ballots
};

/// Where an entry stands, with all that a receipt needs.
struct Committed {
  LogName log;
  std::uint64_t index = 0, size = 0;
  std::string entry;
  log::Path path;
  std::shared_ptr<const std::string> checkpoint;
  bool repeated = false;  ///< the key had been used before: nothing new was written
};

struct Head {
  std::uint64_t size = 0;
  std::shared_ptr<const std::string> checkpoint;
};

struct Options {
  std::size_t queue_submissions = 4'096;   ///< more are answered Errc::busy
  std::size_t commit_submissions = 1'024;  ///< at most in one commit
  std::function<std::uint64_t()> hour = record::current_hour;
  /// Called with one plain line when a write's outcome is unknown. Must not return.
  std::function<void(const std::string&)> fatal;
  std::function<void(std::uint64_t done, std::uint64_t all)> replay_progress;  ///< may be empty
  unsigned threads = 1;                                                        ///< for the proofs of shuffles and decryptions
  /// Where each commit's heads go before anyone hears of it; must outlive the journal. nullptr: nowhere, and nothing is compared at start.
  heads::HeadStore* heads = nullptr;
};

/// A head of one of our logs that somebody else has: a witness, or whoever kept a receipt.
struct SeenHead {
  std::string who;  ///< as it stands in a sentence: "the witness example.se/w"
  log::Checkpoint checkpoint;
};

/// Somebody has a head that is not on our tree, or beyond it. Names both heads, and says what to do.
struct HeadsDiffer : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The store holds something that its own checkpoint or the record's rules refuse. Says where.
struct Corrupt : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The record names a log key that this machine does not hold: the log cannot go on. Says which.
struct KeyMissing : std::runtime_error {
  using std::runtime_error::runtime_error;
};

class Journal {
 public:
  /// Replays the store: leaves and roots are recomputed and held against the signed checkpoints. Throws Corrupt, KeyMissing. Then holds
  /// them against the head store, which is moved on where the record is ahead of it (a crash between the two). Throws HeadsDiffer where it
  /// is not so.
  Journal(store::Store& store, Keys keys, Options options);
  ~Journal();  ///< answers what has been submitted, then ends the writer

  using Done = std::function<void(Result<Committed>)>;

  /// From any thread but the writer's. `done` is called once, on the writer's thread (or at once, if the queue is full): it should be
  /// short. Proofs of shuffles and partial decryptions, and the recount for a tally of secret ballots, are worked out first, on the
  /// caller's thread: seconds to minutes where there are many ballots.
  void submit(Submission submission, Done done);
  [[nodiscard]] Result<Committed> submit_and_wait(Submission submission);

  /// The newest committed state. Another pointer only when an act was admitted, which signatures, withdrawals, ballots and hand-outs are
  /// not; of a round that is open, `turnout` knows more.
  [[nodiscard]] std::shared_ptr<const record::State> state() const;
  /// Of all initiatives, as of the newest commit. Another pointer only when one of them changed.
  [[nodiscard]] std::shared_ptr<const SignatureCounts> signature_counts() const;
  /// Entries of the town log whose signature stands and shows a name, the newest first; at most `max_named_signatures`.
  [[nodiscard]] std::vector<std::uint64_t> named_signatures(const std::string& initiative, std::size_t most) const;
  /// Nothing of a round that has no entries.
  [[nodiscard]] std::optional<Turnout> turnout(const std::string& round) const;
  /// Of a closed round of secret ballots: what is known of each urn. For trustees' programs, archives, `record::check_heavy`.
  [[nodiscard]] Result<std::vector<record::UrnCount>> urn_counts(const std::string& round) const;
  /// Where the entry with this key stands; not_found if there is none.
  [[nodiscard]] Result<Committed> find(const store::IdempotencyKey& key) const;
  [[nodiscard]] std::optional<Head> head(const LogName& log) const;
  /// A proof against the newest checkpoint. not_found beyond it.
  [[nodiscard]] Result<Committed> locate(const LogName& log, std::uint64_t index) const;
  /// The same in the tree of an earlier size, whose checkpoint the caller has: `checkpoint` is null where `size` is not the newest.
  /// not_found unless index < size and `size` has been published.
  [[nodiscard]] Result<Committed> locate(const LogName& log, std::uint64_t index, std::uint64_t size) const;
  /// From one published size to a later one. not_found unless from <= to and `to` has been published.
  [[nodiscard]] Result<log::Path> consistency(const LogName& log, std::uint64_t from, std::uint64_t to) const;
  /// The bytes of a C2SP tile, never beyond the newest checkpoint; not_found where there is none of that width, or the width is 0.
  [[nodiscard]] Result<std::string> tile(const LogName& log, std::size_t level, std::uint64_t n, std::uint64_t width) const;
  /// Of a closed round: the choices of the last ballot under each credential, in the order of the choices.
  [[nodiscard]] Result<record::CountedBallots> counted_ballots(const std::string& round) const;
  /// What the frozen rule gives on a tallied round. The rule is applied on the caller's thread.
  [[nodiscard]] Result<record::AllocationContent> allocation(const std::string& round) const;
  /// The recount of a closed round: what a tally must equal.
  [[nodiscard]] Result<record::TallyContent> recount(const std::string& round) const;
  /// Holds what others have seen against the trees; for the counter's start, before it answers anyone. Heads of generations that have been
  /// ended and say more than their recovery does come back as sentences for a person. Throws HeadsDiffer.
  [[nodiscard]] std::vector<std::string> check_heads(const std::vector<SeenHead>& seen) const;
  [[nodiscard]] const store::Store& store() const;
  /// The last commit found no space, in the store or at the head store's place; reads go on, and the next commit tries again.
  [[nodiscard]] bool full() const;

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::journal
