// The inside of audit(): one object an audit. town_log.cpp, round_log.cpp, initiatives.cpp, facts.cpp, receipts.cpp,
// seen.cpp and witnessed.cpp hold its parts.
#pragma once

#include <deque>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/audit/audit.hpp"
#include "ledger/audit/log_stream.hpp"
#include "ledger/audit/sparse_tree.hpp"
#include "ledger/audit/tile_check.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/record/record.hpp"

namespace radslag::audit {

/// What a receipt, or a checkpoint that comes from elsewhere, claims of a log: noted while the log goes by.
struct Watch {
  std::string origin;
  std::uint64_t index = 0, size = 0;
  std::optional<log::Hash> leaf, root;  ///< of the entry `index`, and over the first `size`
  std::optional<std::uint64_t> hour{};  ///< of the last of those
};

/// A log by what stands in its checkpoints' first line, which names its generation too.
struct KnownLog {
  std::string log;                                  ///< "town", "rounds/<id>"
  std::vector<log::VerifierKey> keys;               ///< of that generation
  const record::RecoveryState* ended_by = nullptr;  ///< what ended that generation; nullptr for the newest
};

/// The checkpoint that a note claims to be, nothing of it verified; empty where it is none.
[[nodiscard]] log::Checkpoint claimed_by(std::string_view note);

class Inspection {
 public:
  Inspection(Source& source, const Options& options);
  [[nodiscard]] Report run();

 private:
  struct AbsentBallot {
    record::Digest digest{};
    std::uint64_t index = 0;
  };
  /// Of the ballots of a round while its log goes by.
  struct Urn {
    std::uint64_t shown = 0, first_shown = 0;
    std::vector<AbsentBallot> absent{};  ///< those that are sealed, or withheld
  };

  // --- town_log.cpp ---
  [[nodiscard]] bool open_town();
  [[nodiscard]] bool choose_key();
  [[nodiscard]] bool take_town_checkpoint();
  void read_town(std::uint64_t begin);
  void replay_town_entry(std::uint64_t index, const Item& item);
  void read_open_rounds();
  void finish_town();

  // --- key_chain.cpp ---
  /// A checkpoint of the town log that does not claim to be signed with the pinned key: the record may lead to the key that it is.
  [[nodiscard]] bool may_be_of_later_key(const std::string& note) const;
  /// What is wrong with the signature of a log's newest checkpoint, as the replay so far says whose it must be.
  [[nodiscard]] std::optional<Sentence> trouble_with_key(const std::string& log, const std::string& note) const;
  void judge_town_key();
  /// Holds what recoveries of a log say of it against its tree of this size.
  void look_at_kept(const std::string& log, std::uint64_t size, const std::function<log::Hash()>& root);
  void collect_succession();

  // --- initiatives.cpp ---
  /// Keeps in mind what an admitted entry showed, or withheld.
  void note_blobs(std::uint64_t index, const Item& item);
  /// Whether texts were shown that are sealed as far as was read; each text is asked about once. A site may have opened them meanwhile.
  [[nodiscard]] bool must_read_on_for_texts();
  void judge_texts();
  /// Throws Unavailable where a site showed a text sealed and then let an officer open it, all while it was read.
  void expect_text_of(std::uint64_t index, const record::Statement& opening) const;
  void judge_hand_over();
  void collect_initiatives();
  void say_what_initiatives_leave_open();

  // --- round_log.cpp ---
  void read_round(const std::string& round, std::optional<std::string> note);
  void read_round_entries(const record::RoundState& round, LogReport& report);
  void replay_round_bundle(const std::string& round, Bundle& bundle, LogStream& stream, Urn& urn, LogReport& report);
  [[nodiscard]] bool replay_round_entry(const std::string& log, std::uint64_t index, const Item& item, Urn& urn);
  [[nodiscard]] bool replay_ballot(const std::string& log, std::uint64_t index, const Item& item, const record::BallotEntry& ballot,
                                   Urn& urn);
  void note_paper_ballot(const std::string& log, std::uint64_t index, const Item& item, Urn& urn);
  void note_late(const std::string& log, std::uint64_t index, const Item& item);
  [[nodiscard]] bool rests_on_replayed_town(const std::string& log, const Item& item);
  void judge_open_urn(const record::RoundState& round, const Urn& urn, const LogReport& report);

  // --- withholding.cpp ---
  /// Whether something was not there that no decision withholds as far as was read; asked once a size. A site may have one meanwhile.
  [[nodiscard]] bool must_read_on_for_decisions();
  void judge_absent();
  void collect_withheld();

  // --- receipts.cpp ---
  void watch_for_receipts();
  Watch* watch_for(const std::string& origin, std::uint64_t index, std::uint64_t size);
  void look(const std::vector<Watch*>& watches, std::uint64_t index, const Item& item, const std::function<log::Hash()>& root);
  [[nodiscard]] std::vector<Watch*> watches_of(const std::string& origin);
  void check_receipts();
  /// How the record contradicts a valid receipt; `report.invalid` where the receipt is none.
  [[nodiscard]] std::optional<Sentence> trouble_with(const log::Receipt& receipt, const Watch& watch, ReceiptReport& report);

  // --- seen.cpp ---
  void watch_for_seen();
  void check_seen();
  void check_seen(const log::Checkpoint& seen, const Watch& watch);
  [[nodiscard]] SeenReport seen_report(const NamedHead& seen, const Watch& watch);

  // --- witnessed.cpp ---
  /// The newest checkpoints of a log as they were read.
  struct Heads {
    std::string checkpoint;
    std::optional<std::string> witnessed;  ///< the newest with a quorum, as the record says
    Watch* watch = nullptr;                ///< of `witnessed`
  };
  struct Cosigned {
    std::vector<WitnessedReport::Cosignature> good;
    bool quorum = false;
  };
  /// Before the log's checkpoint is taken, so that it cannot be newer than that.
  void fetch_witnessed(const std::string& log);
  [[nodiscard]] std::optional<KnownLog> known_log(const std::string& origin) const;
  void judge_witnesses();
  void judge_witnesses_of(const LogReport& log, const log::Policy& policy);
  [[nodiscard]] bool judge_witnessed_head(const LogReport& log, const Heads& heads);
  [[nodiscard]] Cosigned cosignatures_of(const std::string& log, const std::string& path, const std::string& note,
                                         std::uint64_t newest_hour, const log::Policy& policy, WitnessedReport& report);
  [[nodiscard]] std::string witness_named(const log::Policy::Witness& witness) const;
  void judge_finality();

  // --- facts.cpp ---
  void collect_facts();
  [[nodiscard]] RoundReport facts_of(const record::RoundState& round) const;
  void say_what_secrecy_leaves_open(const RoundReport& round);
  void say_what_was_not_checked();

  // --- extra_files.cpp ---
  void look_for_extra_files();
  [[nodiscard]] bool belongs(const std::string& path, bool unfinished);
  [[nodiscard]] bool is_blob(const std::string& path, const std::string& name);
  [[nodiscard]] bool is_beginning(const std::string& path, const std::string& newest);

  // --- audit.cpp ---
  [[nodiscard]] record::Sources sources();
  /// The root that the town log had at an earlier size.
  [[nodiscard]] std::optional<log::Hash> town_root(std::uint64_t size);
  /// The record admits the entry, whose blobs it finds in the item.
  [[nodiscard]] Result<> admit(const std::string& log, const Item& item);
  /// Whether all of an entry is to be checked, or what it rests on and its place only: Options::only.
  [[nodiscard]] bool in_full(const std::string& log, const record::Entry& entry) const;
  [[nodiscard]] bool is_left_out(const std::string& round) const;
  void count(const Item& item);
  void file_finding(const std::string& log, const FileTrouble& trouble);
  void file_finding(const std::string& log, const std::string& path, Sentence sentence, Severity severity = Severity::broken);
  void entry_finding(const std::string& log, std::uint64_t index, Sentence sentence, Severity severity = Severity::broken);
  void finding(Finding finding);
  void progress(const std::string& log, std::uint64_t done, std::uint64_t size) const;
  [[nodiscard]] const record::State& state() const { return record_.state(); }
  [[nodiscard]] const LogReport* log_report(const std::string& name) const;

  Source& source_;
  const Options& options_;
  Report report_;
  Workers workers_;
  std::optional<log::VerifierKey> town_key_;  ///< before the record, which asks for it when it is made
  record::Record record_;
  const Item* current_ = nullptr;  ///< the entry being admitted

  log::Checkpoint town_checkpoint_;
  bool town_key_is_later_ = false;  ///< its signature has not been checked: judge_town_key does
  SparseTree town_;
  TileCheck town_tiles_;
  std::optional<std::uint64_t> town_stopped_at_;  ///< the entry that the replay did not admit
  bool town_unreadable_ = false;                  ///< its entries could not be read to the end
  std::set<std::string> rounds_read_;
  std::set<std::string> logs_without_size_;  ///< whose checkpoint is not to be trusted
  /// Of round logs: just after closing, and at the end.
  std::map<std::string, std::map<std::uint64_t, log::Hash>, std::less<>> round_roots_;
  std::map<std::string, std::uint64_t> checked_ballots_;                         ///< by round
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> late_ballots_;  ///< by round: how many, and the first one's entry
  std::map<record::Digest, std::uint64_t> shown_texts_;                          ///< of residents, where they stand in the town log
  std::set<record::Digest> read_on_for_;
  std::map<record::Digest, std::uint64_t> sealed_texts_;             ///< those not handed out, and how much of the town log was signed then
  std::map<std::string, std::vector<AbsentBallot>> absent_ballots_;  ///< of rounds that have been closed, by log
  std::uint64_t read_on_at_ = 0;                                     ///< entries of the town log
  std::deque<Watch> watches_;
  std::vector<Watch*> receipt_watches_, trusted_watches_, seen_watches_;  ///< as in `receipts`, `seen` and `seen_heads` of the options
  std::map<std::string, Heads> heads_;                                    ///< by log
  std::map<std::string, std::string> who_;                                ///< runs a witness, by its key
};

}  // namespace radslag::audit
