// What an audit found, as values; report_text.cpp and its neighbours make it readable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/audit/words.hpp"
#include "ledger/record/signatures.hpp"
#include "ledger/record/state.hpp"

namespace radslag::audit {

enum class Severity {
  broken,   ///< something contradicts the format, a rule, a signature or another part of the record
  missing,  ///< something that must be there is not, or cannot be read
};

enum class Verdict {
  holds,
  withheld,  ///< it holds, with items withheld
  broken,    ///< there are findings
};

/// One reason why the record does not hold.
struct Finding {
  std::string log;                     ///< "town", "rounds/<id>"; empty for what belongs to no log
  std::optional<std::uint64_t> index;  ///< of the entry
  std::string place;                   ///< the file, where no entry can be named
  Severity severity = Severity::broken;
  Sentence sentence;
};

struct LogReport {
  std::string name, origin;
  std::uint64_t size = 0;  ///< entries that the checkpoint signs
  log::Hash root{};
  bool intact = false;    ///< the entries that were read give the signed root
  bool replayed = false;  ///< each entry was admitted by the rules
};

struct Departure {
  std::string project, title;
  bool funded = false;
  std::string reason;
};

struct DecisionReport {
  std::string board, meeting, diary;
  std::vector<Departure> departures;
};

struct ProjectReport {
  std::string id, title;
  std::uint64_t cost = 0;   ///< minor units
  std::uint64_t votes = 0;  ///< 0 before the tally
  std::optional<allocation::Fate> outcome;
};

/// One urn of secret ballots.
struct UrnReport {
  std::string id;
  std::uint64_t roll = 0, ballots = 0, voters = 0, paper = 0, envelopes = 0, blocked = 0, active_reserve = 0;
  std::uint64_t blank = 0, invalid = 0;              ///< after the tally
  std::vector<std::uint64_t> shuffles, decryptions;  ///< trustees' numbers, in the order of the log
};

/// What a round of secret ballots has beside its votes.
struct SecrecyReport {
  std::uint64_t trustees = 0, needed = 0;  ///< `needed` of them decrypt
  std::string group;
  bool mixnet = false;
  std::uint64_t halves = 1, handed_out = 0, pages = 0;
  std::vector<UrnReport> urns;  ///< in the order of the definition
};

struct RoundReport {
  std::string id, title;
  record::Phase phase{};
  bool has_log = false;  ///< there are entries of it here
  bool sound = false;    ///< its log is intact and was replayed to its end: what follows is what the town signed
  bool sealed = false;   ///< its ballots are not handed out: it has not been closed
  std::uint64_t roll = 0, ballots = 0, voters = 0, blank = 0;
  std::uint64_t checked_ballots = 0;  ///< contents and signatures
  std::string currency;
  std::uint64_t envelope = 0, cost = 0, funded = 0;  ///< minor units; cost and funded: of the allocation
  std::vector<ProjectReport> projects;               ///< in the order of the definition
  std::optional<DecisionReport> decision;
  std::uint64_t milestones = 0;
  std::uint64_t late = 0, first_late = 0;  ///< ballots at or after the announced closing hour; the first one's entry
  std::uint64_t announced_closing = 0;     ///< hour
  std::optional<SecrecyReport> secrecy;    ///< where ballots are secret
  struct Lot {
    std::uint64_t committed = 0;  ///< shares
    bool settled = false;         ///< drawn, or given up
    bool drawn = false;
  };
  std::optional<Lot> lot;             ///< where ties are broken by a lot in the end
  bool allocation_is_stated = false;  ///< the rule was not applied again, since ballots that it needs are not there
  std::uint64_t uncounted = 0;        ///< ballots that are withheld and that a recount needs
  bool left_out = false;              ///< by Options::only: nothing was checked of it but its log's tree, form and order
  bool ended = false;                 ///< the town log has its end
  std::uint64_t cosigned = 0;         ///< good cosignatures of the town's head that covers its end and has the most
  bool final = false;                 ///< those are a quorum
};

/// A signature that an officer took out, or put back.
struct AsideReport {
  std::uint64_t entry = 0;
  std::string pseudonym;  ///< hex
  bool restored = false;
  std::string reason;
};

struct InitiativeReport {
  std::string id;
  std::string title;  ///< empty where the text is sealed
  std::string board;  ///< its name
  record::InitiativePhase phase{};
  bool sealed = false;       ///< its text is not to be handed out
  std::uint64_t people = 0;  ///< on the roll that its commitment was made from
  record::SignatureCount signatures;
  std::uint64_t raised_at = 0;  ///< entries of the town log, here and below
  struct Opening {
    std::uint64_t entry = 0, threshold = 0, closes = 0;
  };
  std::optional<Opening> opening;
  struct HandOver {
    std::uint64_t reached_at = 0, entry = 0, signatures = 0;
  };
  std::optional<HandOver> hand_over;
  struct Rejection {
    std::uint64_t entry = 0;
    record::RejectReason reason{};
    std::string into, text;
  };
  std::optional<Rejection> rejection;
  struct Decided {
    std::uint64_t entry = 0;
    record::InitiativeOutcome outcome{};
    std::string board, meeting, diary;
  };
  std::optional<Decided> decided;
  std::vector<AsideReport> asides;  ///< oldest first
  std::uint64_t reports = 0;
};

struct CallReport {
  std::string id, title;
  std::uint64_t proposals = 0, feasible = 0, declined = 0, merged = 0, unlawful = 0;  ///< by their newest assessment
};

/// What a head must have to be final, and who says so.
struct QuorumReport {
  enum class Source { none, policy, record };
  Source source = Source::none;
  std::uint64_t needed = 0, known = 0;  ///< `needed` of `known` witnesses; 0: none is needed
  std::string group;                    ///< where it is not so simple: the name in the policy of what is needed

  [[nodiscard]] bool is_none() const { return needed == 0 && group.empty(); }
  [[nodiscard]] Sentence sentence() const;  ///< "2 of 3 witnesses"
};

/// What witnesses say of one log.
struct WitnessedReport {
  std::string log;
  struct Cosignature {
    std::string witness;
    std::uint64_t time = 0;  ///< seconds since 1970
  };
  std::uint64_t size = 0;                 ///< of the newest head with a quorum; 0 where there is none
  std::uint64_t newest_size = 0;          ///< of the checkpoint
  std::vector<Cosignature> cosignatures;  ///< good ones of the head with a quorum; else of the newest
  std::uint64_t ignored = 0;              ///< signatures by keys that nobody has named

  [[nodiscard]] bool final() const { return size > 0; }
};

/// A head that was seen elsewhere, against the record.
struct SeenReport {
  std::string name;  ///< as it was given: the file's
  std::string log;   ///< its origin
  std::uint64_t size = 0;
  log::Hash root{};
  bool holds = false;                      ///< the record continues it; false with a finding where it does not
  std::optional<Sentence> invalid;         ///< why it is no head of this record at all, and so says nothing about it
  std::optional<std::uint64_t> lost_with;  ///< it is of an end that was lost: the town log's entry that says so
};

struct ReceiptReport {
  std::string name;  ///< as it was given: the file's
  std::string log;
  std::uint64_t index = 0, size = 0;
  bool holds = false;               ///< the record agrees with it; false with a finding where it proves that the record was changed
  std::optional<Sentence> invalid;  ///< why it is no receipt of this record at all, and so says nothing about it
  std::optional<std::uint64_t> lost_with{};  ///< its entry was lost with an end of its log: the town log's entry that says so
  bool shown_again = false;                  ///< and a receipt of it has been handed in since
};

/// A log whose end was lost, and what has been shown of it since.
struct RecoveryReport {
  std::string log;
  std::uint64_t generation = 0;  ///< that began with it
  std::uint64_t entry = 0;       ///< of the town log
  std::uint64_t hour = 0;        ///< of that entry
  std::uint64_t kept = 0;        ///< entries
  std::uint64_t lost_size = 0;   ///< of the last head that was known
  std::uint64_t shown = 0;       ///< lost entries that receipts have shown
  std::uint64_t counted = 0;     ///< those of them that count again
  std::string reason;
};

/// A new key of the town log.
struct KeyChange {
  std::uint64_t entry = 0;
  std::string key;  ///< hex
};

struct Counts {
  std::uint64_t entries = 0, ballots = 0, blobs = 0;
  std::uint64_t checkpoint_signatures = 0, seal_signatures = 0, attestation_signatures = 0, ballot_signatures = 0;  ///< verified
  std::uint64_t cosignatures = 0;  ///< of witnesses, verified

  [[nodiscard]] std::uint64_t signatures() const {
    return checkpoint_signatures + seal_signatures + attestation_signatures + ballot_signatures;
  }
};

struct Report {
  std::string town, origin;
  bool demo = false;
  std::string vkey;  ///< what the town's checkpoint was verified with
  bool pinned = false;
  bool by_policy = false;  ///< it was pinned by a policy
  std::string only;        ///< Options::only
  Counts counts;
  std::vector<LogReport> logs;
  bool town_sound = false;                    ///< the town log is intact and was replayed to its end: what follows is what the town signed
  std::vector<InitiativeReport> initiatives;  ///< as they were raised
  std::vector<CallReport> calls;              ///< in the order of their ids
  std::vector<RoundReport> rounds;            ///< likewise
  QuorumReport quorum;
  std::vector<WitnessedReport> witnessed;  ///< of each log whose checkpoint is good, in the order of `logs`
  std::vector<KeyChange> key_changes;      ///< oldest first
  std::vector<RecoveryReport> recoveries;  ///< likewise
  std::vector<ReceiptReport> receipts;
  std::vector<SeenReport> seen;
  std::vector<Sentence> withheld;  ///< contents that are not handed out any more, and by which decision
  std::vector<Finding> findings;
  std::vector<Sentence> unchecked;  ///< what this audit cannot or did not say

  [[nodiscard]] bool holds() const { return findings.empty(); }
  [[nodiscard]] Verdict verdict() const;
  [[nodiscard]] std::uint64_t rounds_in(record::Phase phase) const;
};

/// For people: plain sentences, one paragraph a matter.
[[nodiscard]] std::string render_text(const Report& report, Language language = Language::en);
/// The same as a page that stands by itself: no script, nothing fetched, made to be printed too.
[[nodiscard]] std::string render_html(const Report& report, Language language = Language::en);
/// For programs: one JSON object, UTF-8. Sentences have their key, which stays, and their text in that language.
[[nodiscard]] std::string render_json(const Report& report, Language language = Language::en);

/// A finding in one line: "town, entry 12: the tally does not ...".
[[nodiscard]] std::string finding_text(const Finding& finding, Language language = Language::en);
/// The same of its place alone: "town, entry 12".
[[nodiscard]] std::string finding_place(const Finding& finding, Language language = Language::en);

}  // namespace radslag::audit
