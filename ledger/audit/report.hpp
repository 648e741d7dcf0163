// What an audit found, as values; sentences.hpp and the renderers below make it readable.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "ledger/allocation/allocation.hpp"
#include "ledger/record/signatures.hpp"
#include "ledger/record/state.hpp"

namespace radslag::audit {

enum class Severity {
  broken,   ///< something contradicts the format, a rule, a signature or another part of the record
  missing,  ///< something that must be there is not, or cannot be read
};

/// One reason why the record does not hold.
struct Finding {
  std::string log;                     ///< "town", "rounds/<id>"; empty for what belongs to no log
  std::optional<std::uint64_t> index;  ///< of the entry
  std::string place;                   ///< the file, where no entry can be named
  Severity severity = Severity::broken;
  std::string sentence;
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
  std::optional<allocation::Outcome> outcome;
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

struct ReceiptReport {
  std::string name;  ///< as it was given: the file's
  std::string log;
  std::uint64_t index = 0, size = 0;
  bool holds = false;   ///< the record agrees with it; false with a finding where it proves that the record was changed
  std::string invalid;  ///< why it is no receipt of this record at all, and so says nothing about it; empty otherwise
};

struct Counts {
  std::uint64_t entries = 0, ballots = 0, blobs = 0;
  std::uint64_t checkpoint_signatures = 0, seal_signatures = 0, attestation_signatures = 0, ballot_signatures = 0;  ///< verified

  [[nodiscard]] std::uint64_t signatures() const {
    return checkpoint_signatures + seal_signatures + attestation_signatures + ballot_signatures;
  }
};

struct Report {
  std::string town, origin;
  bool demo = false;
  std::string vkey;  ///< what the town's checkpoint was verified with
  bool pinned = false;
  Counts counts;
  std::vector<LogReport> logs;
  bool town_sound = false;                    ///< the town log is intact and was replayed to its end: what follows is what the town signed
  std::vector<InitiativeReport> initiatives;  ///< as they were raised
  std::vector<CallReport> calls;              ///< in the order of their ids
  std::vector<RoundReport> rounds;            ///< likewise
  std::vector<ReceiptReport> receipts;
  std::vector<Finding> findings;
  std::vector<std::string> unchecked;  ///< sentences: what this audit cannot or did not say

  [[nodiscard]] bool holds() const { return findings.empty(); }
  [[nodiscard]] std::uint64_t rounds_in(record::Phase phase) const;
};

/// For people: plain sentences, one paragraph a matter.
[[nodiscard]] std::string render_text(const Report& report);
/// For programs: one JSON object, UTF-8.
[[nodiscard]] std::string render_json(const Report& report);

/// A finding in one line: "town, entry 12: the tally does not ...".
[[nodiscard]] std::string finding_text(const Finding& finding);

}  // namespace radslag::audit
