// The kinds of entry (FORMAT.md section 4) as values, and an entry's three parts: stamp, statement, seals.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "crypto/hash.hpp"
#include "crypto/signing.hpp"
#include "ledger/record/attestation.hpp"
#include "ledger/record/keeping.hpp"
#include "ledger/result.hpp"

namespace radslag::record {

using crypto::Digest;
using crypto::PublicKey;

enum class Role { keeper, officer, election_board, board, registrar, trustee };
enum class DialogueStatus { planned, ongoing, finished };
enum class Signal { green, yellow, red };
enum class MilestoneState { planned, started, delayed, done, cancelled };
enum class Level { information, consultation, dialogue, participation, co_decision };
enum class ThresholdUnit { signatures, per_mille };
enum class RejectReason { not_municipal, personal, offensive, unlawful, advertising, unclear, decided_already, duplicate };
enum class InitiativeOutcome { approved, partly, rejected };
enum class ReportStep { preparation, answer, follow_up };
enum class Assessment { feasible, declined, merged, unlawful };
/// Where secret ballots are encrypted: the words are Belenios' names of the groups.
enum class VotingGroup { ed25519, belenios_2048, rfc_3526_2048 };
/// Of the ceremony in which trustees make the key, in this order.
enum class KeyStep { certificate, commitment, polynomial, key };

[[nodiscard]] std::span<const std::string_view> words(Role);
[[nodiscard]] std::span<const std::string_view> words(DialogueStatus);
[[nodiscard]] std::span<const std::string_view> words(Signal);
[[nodiscard]] std::span<const std::string_view> words(MilestoneState);
[[nodiscard]] std::span<const std::string_view> words(Level);
[[nodiscard]] std::span<const std::string_view> words(ThresholdUnit);
[[nodiscard]] std::span<const std::string_view> words(RejectReason);
[[nodiscard]] std::span<const std::string_view> words(InitiativeOutcome);
[[nodiscard]] std::span<const std::string_view> words(ReportStep);
[[nodiscard]] std::span<const std::string_view> words(Assessment);
[[nodiscard]] std::span<const std::string_view> words(VotingGroup);
[[nodiscard]] std::span<const std::string_view> words(KeyStep);

/// The name of an enum's value: word(Status::planned) == "planned".
template <class E>
[[nodiscard]] std::string_view word(E value) {
  return words(value)[static_cast<std::size_t>(value)];
}

struct OfficerLine {
  PublicKey key{};
  std::vector<Role> roles;  ///< ascending, each once, at least one
  std::string name;         ///< the office and, where the person acts in public, the name
};

// --- town log ---
struct TownBegun {
  static constexpr std::string_view kind = "town-begun";
  std::string origin, name, currency;
  bool demo = false;
  std::vector<OfficerLine> officers;  ///< ascending by key
};
struct OfficerAnnounced {
  static constexpr std::string_view kind = "officer-announced";
  std::string origin;
  OfficerLine officer;
};
struct OfficerEnded {
  static constexpr std::string_view kind = "officer-ended";
  std::string origin;
  PublicKey officer{};
};
struct Dialogue {
  static constexpr std::string_view kind = "dialogue";
  std::string origin, dialogue;
  std::uint64_t version = 0;
  DialogueStatus status{};
  Signal signal{};
  std::string begins, ends;
  Digest content{};
};
struct RoundBegun {
  static constexpr std::string_view kind = "round-begun";
  std::string origin, round, dialogue, log;
  PublicKey key{};
};
struct RoundEnded {
  static constexpr std::string_view kind = "round-ended";
  std::string origin, round;
  std::uint64_t size = 0;
  Digest root{}, allocation{};
};
struct Decision {
  static constexpr std::string_view kind = "decision";
  std::string origin, round;
  Digest allocation{};
  std::uint64_t departures = 0;
  Digest content{};
};
struct Milestone {
  static constexpr std::string_view kind = "milestone";
  std::string origin, round, project, date;
  MilestoneState state{};
  Digest content{};
};

// --- town log: the registrar and the roll ---
struct RegistrarAnnounced {
  static constexpr std::string_view kind = "registrar-announced";
  std::string origin;
  PublicKey registrar{};
  std::string site;  ///< where residents sign in: "https://rostlangd.example.se"
};
struct RollEdition {
  static constexpr std::string_view kind = "roll-edition";
  std::string origin, edition;
  std::string drawn;         ///< the day that the roll describes
  std::uint64_t people = 0;  ///< on the roll
  Digest digest{};           ///< of the registrar's listing, which nobody else sees
  struct Area {
    std::string id;
    std::uint64_t people = 0;  ///< protected persons apart; at least 10
    std::string name;
  };
  std::vector<Area> areas;  ///< ascending by id
};

// --- town log: initiatives ---
struct Threshold {
  std::uint64_t number = 100;
  ThresholdUnit unit{};
};
struct Board {
  static constexpr std::string_view kind = "board";
  std::string origin, board;
  std::uint64_t version = 0;
  std::string name;
  bool email = false;           ///< signatures by confirmed e-mail are accepted
  std::uint64_t cosigners = 0;  ///< that must have signed before an initiative is looked at
  std::uint64_t days = 0;       ///< that an initiative stays open
  Threshold threshold;          ///< 0: handed over when opened
  struct ForArea {
    std::string area;
    Threshold threshold;
  };
  std::vector<ForArea> areas;  ///< ascending by id
};
struct InitiativeRaised {
  static constexpr std::string_view kind = "initiative-raised";
  std::string origin, matter, board;
  std::string place;    ///< the area that it is about, or empty
  std::string edition;  ///< of the roll that the matter's commitment is made from
  Attestation attested;
};
struct Signature {
  static constexpr std::string_view kind = "signature";
  std::string origin, matter;
  std::optional<Digest> name;  ///< of the blob with the name, where the person chose to show it
  Attestation attested;
};
struct Withdrawal {
  static constexpr std::string_view kind = "withdrawal";
  std::string origin, matter;
  Attestation attested;
};
struct InitiativeOpened {
  static constexpr std::string_view kind = "initiative-opened";
  std::string origin, matter;
  std::uint64_t closes = 0;     ///< hour: signatures from then on are refused
  std::uint64_t threshold = 0;  ///< signatures, by the board's rule
  Level level{};
  Digest content{};
};
struct InitiativeRejected {
  static constexpr std::string_view kind = "initiative-rejected";
  std::string origin, matter;
  RejectReason reason{};
  std::string into;  ///< the initiative that says it already; empty unless the reason is `duplicate`
  Digest content{};
};
struct HandedOver {
  static constexpr std::string_view kind = "handed-over";
  std::string origin, matter, board;
  std::uint64_t signatures = 0;
};
struct InitiativeExpired {
  static constexpr std::string_view kind = "initiative-expired";
  std::string origin, matter;
  std::uint64_t signatures = 0;
};
struct SetAside {
  static constexpr std::string_view kind = "signature-set-aside";
  std::string origin, matter;
  Digest pseudonym{}, content{};
};
struct Restored {
  static constexpr std::string_view kind = "signature-restored";
  std::string origin, matter;
  Digest pseudonym{}, content{};
};
struct InitiativeReport {
  static constexpr std::string_view kind = "initiative-report";
  std::string origin, matter, date;
  ReportStep step{};
  Digest content{};
};
struct InitiativeDecided {
  static constexpr std::string_view kind = "initiative-decided";
  std::string origin, matter;
  InitiativeOutcome outcome{};
  Digest content{};
};
struct Feedback {
  static constexpr std::string_view kind = "feedback";
  std::string origin, dialogue, date;
  Digest content{};
};

// --- town log: from ideas to projects ---
struct CallOpened {
  static constexpr std::string_view kind = "call-opened";
  std::string origin, call;  ///< the call's id is that of the round to come
  std::string dialogue;
  std::uint64_t closes = 0;  ///< hour: proposals from then on are refused
  Digest content{};
};
struct ProjectProposed {
  static constexpr std::string_view kind = "project-proposed";
  std::string origin, matter;  ///< the call
  std::string proposal;
  std::string place;  ///< the area that it is for, or empty
  std::string edition;
  Attestation attested;
};
struct ProjectAssessed {
  static constexpr std::string_view kind = "project-assessed";
  std::string origin, proposal;
  std::uint64_t version = 0;
  Assessment outcome{};
  std::uint64_t cost = 0;         ///< minor units; at least 1 where feasible, else 0
  std::string into;               ///< the proposal that it was merged into; empty unless merged
  std::optional<Digest> picture;  ///< of the blob with a JPEG
  Digest content{};
};

// --- round log ---
struct RoundOpened {
  static constexpr std::string_view kind = "round-opened";
  std::string origin, round;
  std::uint64_t town_size = 0;
  Digest town_root{}, definition{}, credentials{};
  std::uint64_t roll = 0;
  struct Election {
    std::string urn;
    Digest election{};  ///< of the blob with its election.json
  };
  struct Page {
    Digest digest{};  ///< SHA-256 of the file
    std::string path;
  };
  std::vector<Election> elections = {};  ///< of secret ballots: one for each urn, in the definition's order
  std::vector<Page> pages = {};          ///< the files that a voter's browser gets, ascending by path
};
struct Ballot {
  static constexpr std::string_view kind = "ballot";
  PublicKey credential{};
  Digest ballot{};
};
struct RoundClosed {
  static constexpr std::string_view kind = "round-closed";
  std::string origin;
  std::uint64_t ballots = 0;  ///< at least so many ballot entries: what the officers saw when they sealed
};
struct Tally {
  static constexpr std::string_view kind = "tally";
  std::string origin;
  Digest tally{};
};
/// Draws the lot by which ties are broken in the end.
struct LotDrawn {
  static constexpr std::string_view kind = "lot-drawn";
  std::string origin;
  std::uint64_t size = 0;  ///< of the round log, just after round-closed
  Digest root{};           ///< at that size
  struct Share {
    std::uint64_t number = 0;  ///< from 1, as the definition lists what it was committed to
    Digest share{};            ///< 32 random bytes
  };
  std::vector<Share> shares;  ///< ascending: all of them; or none, where it cannot be drawn
  Digest seed{};
};
struct Allocation {
  static constexpr std::string_view kind = "allocation";
  std::string origin;
  Digest allocation{};
  std::uint64_t funded = 0, cost = 0;
};

// --- round log: secret ballots (section 4.7) ---
struct CeremonyBegun {
  static constexpr std::string_view kind = "ceremony-begun";
  std::string origin, round;
  std::uint64_t town_size = 0;
  Digest town_root{};
  VotingGroup group{};
  std::uint64_t threshold = 0;  ///< so many trustees decrypt; 0: all, each with a key of their own
  struct Trustee {
    PublicKey key{};
    std::string name;
  };
  std::vector<Trustee> trustees;  ///< number 1, 2, … in this order
};
struct CeremonyStep {
  static constexpr std::string_view kind = "ceremony-step";
  std::string origin;
  std::uint64_t trustee = 0;  ///< from 1
  KeyStep step{};
  Digest content{};
};
/// A resident has got a voting card. Signed by the registrar, not sealed.
struct HandedOut {
  static constexpr std::string_view kind = "credential-handed-out";
  std::string origin;
  Digest commitment{};  ///< to the card: section 7
  crypto::Signature registrar{};
};
struct ReserveActivated {
  static constexpr std::string_view kind = "reserve-activated";
  std::string origin;
  Digest content{};
  struct Active {
    std::string urn;
    std::uint64_t number = 0;
  };
  std::vector<Active> active;  ///< ascending by urn, at least one
};
/// A credential of a secret round: Belenios' text of a group element.
struct UrnCredential {
  std::string urn, credential;
  auto operator<=>(const UrnCredential&) const = default;
};
struct CredentialBlocked {
  static constexpr std::string_view kind = "credential-blocked";
  std::string origin;
  Digest content{};
  std::vector<UrnCredential> credentials;  ///< ascending, at least one
};
struct EnvelopeAccepted {
  static constexpr std::string_view kind = "envelope-accepted";
  std::string origin;
  std::vector<UrnCredential> credentials;  ///< ascending, at least one
};
struct SecretBallot {
  static constexpr std::string_view kind = "secret-ballot";
  std::string urn, credential;
  Digest tracker{};  ///< SHA-256 of the ballot's JSON
  Digest ballot{};
};
struct Shuffle {
  static constexpr std::string_view kind = "shuffle";
  std::string origin, urn;
  std::uint64_t trustee = 0;  ///< from 1
  Digest shuffle{};
};
struct PartialDecryption {
  static constexpr std::string_view kind = "partial-decryption";
  std::string origin, urn;
  std::uint64_t trustee = 0;  ///< from 1
  Digest decryption{};
};

/// The many first: reading tries the kinds in this order.
using Statement =
    std::variant<Ballot, SecretBallot, HandedOut, Signature, Withdrawal, TownBegun, OfficerAnnounced, OfficerEnded, RegistrarAnnounced,
                 RollEdition, Board, Dialogue, Feedback, InitiativeRaised, InitiativeOpened, InitiativeRejected, HandedOver,
                 InitiativeExpired, SetAside, Restored, InitiativeReport, InitiativeDecided, CallOpened, ProjectProposed, ProjectAssessed,
                 RoundBegun, RoundEnded, Decision, Milestone, RoundOpened, RoundClosed, Tally, LotDrawn, Allocation, CeremonyBegun,
                 CeremonyStep, ReserveActivated, CredentialBlocked, EnvelopeAccepted, Shuffle, PartialDecryption, WitnessesAnnounced,
                 LogKey, LogRecovered, EntryResubmitted, BlobsWithheld, MatterKeyDestroyed>;
/// What is cast.
using BallotEntry = std::variant<Ballot, SecretBallot>;

struct Seal {
  PublicKey officer{};
  crypto::Signature signature{};
};

struct Entry {
  std::uint64_t hour = 0;  ///< since 1970-01-01T00:00Z
  Statement statement;
  std::vector<Seal> seals;  ///< ascending by officer

  std::string_view statement_text;  ///< into the bytes that were parsed: what the seals sign
};

/// Reads an entry in its one possible encoding. `bytes` must outlive the result.
[[nodiscard]] Result<Entry> parse_entry(std::string_view bytes);

/// Reads a statement alone (as officers sign it).
[[nodiscard]] Result<Statement> parse_statement(std::string_view text);
[[nodiscard]] std::string encode_statement(const Statement& statement);

/// Stamp + statement + seals. Seals are put in order.
[[nodiscard]] std::string encode_entry(std::uint64_t hour, std::string_view statement_text, std::vector<Seal> seals);

[[nodiscard]] std::string_view kind_of(const Statement& statement);
/// The blobs that a statement names, in the order of its fields: what stands in a blob pack.
[[nodiscard]] std::vector<Digest> blobs_of(const Statement& statement);
/// The registrar's attestation in a statement; nullptr for kinds that carry none.
[[nodiscard]] const Attestation* attestation_of(const Statement& statement);
/// The origin that a statement is bound to; empty for a ballot, whose content is bound instead.
[[nodiscard]] std::string_view origin_of(const Statement& statement);

/// "2026-05-12T09:00Z" for people.
[[nodiscard]] std::string hour_text(std::uint64_t hour);
/// Now, in whole hours since 1970.
[[nodiscard]] std::uint64_t current_hour();

}  // namespace radslag::record
