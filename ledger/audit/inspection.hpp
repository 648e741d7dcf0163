// The inside of audit(): one object an audit. town_log.cpp, round_log.cpp, initiatives.cpp, facts.cpp and receipts.cpp hold its parts.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "ledger/audit/audit.hpp"
#include "ledger/audit/log_stream.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/record/record.hpp"

namespace radslag::audit {

/// What a receipt, or a checkpoint that was seen before, claims of a log: noted while the log goes by.
struct Watch {
  const NamedReceipt* given = nullptr;    ///< a receipt,
  const log::Checkpoint* seen = nullptr;  ///< or a checkpoint
  std::string origin;
  std::uint64_t index = 0, size = 0;
  std::optional<log::Hash> leaf, root;
};

class Inspection {
 public:
  Inspection(Source& source, const Options& options);
  [[nodiscard]] Report run();

 private:
  /// Of the ballots of a round while its log goes by.
  struct Urn {
    std::uint64_t sealed = 0, first_sealed = 0;
    std::uint64_t shown = 0, first_shown = 0;
  };

  // --- town_log.cpp ---
  [[nodiscard]] bool open_town();
  [[nodiscard]] bool choose_key();
  [[nodiscard]] bool take_town_checkpoint();
  void read_town(std::uint64_t begin);
  void replay_town_entry(std::uint64_t index, const Item& item);
  void read_open_rounds();
  void finish_town();

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

  // --- receipts.cpp ---
  void watch_for_receipts();
  void look(const std::vector<Watch*>& watches, std::uint64_t index, const log::Hash& leaf, const std::function<log::Hash()>& root);
  [[nodiscard]] std::vector<Watch*> watches_of(const std::string& origin);
  void check_receipts();
  void check_seen(const Watch& watch);
  /// How the record contradicts a valid receipt; `report.invalid` where the receipt is none.
  [[nodiscard]] std::optional<std::string> trouble_with(const Watch& watch, ReceiptReport& report);

  // --- facts.cpp ---
  void collect_facts();
  [[nodiscard]] RoundReport facts_of(const record::RoundState& round) const;
  void look_for_extra_files();
  void say_what_secrecy_leaves_open(const RoundReport& round);
  void say_what_was_not_checked();

  // --- audit.cpp ---
  [[nodiscard]] record::Sources sources();
  /// The record admits the entry, whose blobs it finds in the item.
  [[nodiscard]] Result<> admit(const std::string& log, const Item& item);
  void count(const Item& item);
  void file_finding(const std::string& log, const FileTrouble& trouble);
  void entry_finding(const std::string& log, std::uint64_t index, std::string sentence, Severity severity = Severity::broken);
  void finding(Finding finding);
  void progress(const std::string& log, std::uint64_t done, std::uint64_t size) const;
  [[nodiscard]] const record::State& state() const { return record_.state(); }
  [[nodiscard]] const LogReport* log_report(const std::string& name) const;

  Source& source_;
  const Options& options_;
  Report report_;
  Workers workers_;
  record::Record record_;
  const Item* current_ = nullptr;  ///< the entry being admitted

  std::optional<log::VerifierKey> town_key_;
  log::Checkpoint town_checkpoint_;
  log::Tree town_;
  std::optional<std::uint64_t> town_stopped_at_;  ///< the entry that the replay did not admit
  bool town_unreadable_ = false;                  ///< its entries could not be read to the end
  std::set<std::string> rounds_read_;
  std::set<std::string> logs_without_size_;  ///< whose checkpoint is not to be trusted
  std::map<std::string, std::pair<std::uint64_t, log::Hash>, std::less<>> round_ends_;
  std::map<std::string, std::uint64_t> checked_ballots_;                         ///< by round
  std::map<std::string, std::pair<std::uint64_t, std::uint64_t>> late_ballots_;  ///< by round: how many, and the first one's entry
  std::map<record::Digest, std::uint64_t> shown_texts_;                          ///< of residents, where they stand in the town log
  std::set<record::Digest> read_on_for_;
  std::map<record::Digest, std::uint64_t> sealed_texts_;  ///< those not handed out, and how much of the town log was signed then
  std::uint64_t withheld_names_ = 0, withheld_pictures_ = 0;
  std::vector<Watch> watches_;
};

}  // namespace radslag::audit
