// The inside of `Record`: shared by record.cpp (which log, which order), town.cpp and round.cpp (the conditions of each kind).
#pragma once

#include <array>
#include <deque>
#include <map>
#include <set>
#include <string>

#include "ledger/record/record.hpp"
#include "ledger/record/secret_count.hpp"
#include "ledger/record/urn.hpp"

namespace radslag::record {

struct LogPosition {
  std::uint64_t size = 0, last_hour = 0;
};

/// The entry being admitted, and where.
struct Context {
  const Entry& entry;
  std::uint64_t index;
  Scrutiny scrutiny;
  const PublicKey* attested_by;  ///< whoever's signature on the attestation has been checked elsewhere
  const HeavyCheck* heavy;       ///< what has been found good elsewhere; or nullptr

  [[nodiscard]] bool full() const { return scrutiny == Scrutiny::full; }
};

/// A round of secret ballots, beside what `RoundState` shows of it.
struct SecretRound {
  struct OfUrn {
    Urn ballots;
    std::vector<bool> blocked;                                    ///< by credential; by envelope too
    std::shared_ptr<const voting::EncryptedTally> now;            ///< as the last shuffle left them, once worked out
    std::vector<std::shared_ptr<const voting::Factors>> factors;  ///< of each decryption; null where not worked out
    std::shared_ptr<const UrnResult> result;
  };
  std::vector<OfUrn> urns;
  DigestSet handed_out, trackers;
};

/// Where a secret ballot is to be put.
struct SecretPlace {
  std::size_t urn = 0;
  std::uint32_t credential = 0;
  bool paper = false;
};

/// What entries of one log name that may be withheld, apart from ballots, which the urns know.
struct Withholdable {
  DigestSet contents;
  /// Signers' names are the many. Half a digest tells them apart: whoever finds another with the same half could withhold what is not
  /// there.
  std::deque<std::array<std::uint8_t, 16>> names;
  std::unordered_map<Digest, std::uint64_t, DigestHash> absent;  ///< not there when they were named; the entry that names them
};

struct Record::Inside {
  Sources sources;
  State state;
  std::map<std::string, Urn> urns;            ///< by round, of clear ballots
  std::map<std::string, SecretRound> secret;  ///< by round, from opening on
  std::vector<RegistrarState> registrars_in_order;
  std::map<std::string, LogPosition, std::less<>> positions;
  std::map<std::string, Signatures> signatures;                    ///< by initiative
  std::map<std::string, std::map<Digest, std::size_t>> proposers;  ///< by call: how much each pseudonym has proposed
  std::set<PublicKey> registrars;                                  ///< all that were ever announced
  std::set<Digest> subjects;                                       ///< of all that was ever raised or proposed
  std::optional<Statement> due;
  std::map<std::string, Withholdable, std::less<>> withholdable;  ///< by log
  std::vector<Digest> missing;  ///< of the entry being admitted: contents that are not there and that a later entry must withhold

  Result<> admit_town(const Context& at);
  Result<> admit_round(RoundState& round, const Context& at);

  /// The content of the blob with this digest, checked against it and parsed.
  template <class T>
  Result<T> content(const Digest& digest) const;
  [[nodiscard]] Result<std::string> blob(const Digest& digest) const;
  /// The same where the blob may be sealed or withheld: nullptr then.
  template <class T>
  Result<std::shared_ptr<const T>> content_if_there(const Digest& digest) const;
  /// The same where its absence must be explained by a later `blobs-withheld`.
  template <class T>
  Result<std::shared_ptr<const T>> content_if_kept(const Digest& digest);
  /// The text of a `reason`; empty where it is absent.
  Result<std::string> reason_text(const Digest& digest);

  Result<> place_ballot(const RoundState& round, std::uint64_t hour, const Ballot& ballot, std::uint32_t& credential) const;
  void put_in(RoundState& round, std::uint32_t credential, const Ballot& ballot, const BallotContent* content);
  /// The same of either kind.
  Result<> would_put_in(const RoundState& round, std::uint64_t hour, const BallotEntry& ballot) const;
  Result<> put_in(RoundState& round, std::uint64_t hour, const BallotEntry& ballot, const BallotContent* content);
  Result<TallyContent> recount(const RoundState& round);
  /// Not before closing, and not once ballots have been withheld.
  [[nodiscard]] Result<> can_be_counted(const RoundState& round) const;
  /// Calls `count` for the last ballot under each credential. Blobs are asked for once: counting again is cheap.
  Result<> for_each_clear(const RoundState& round, const std::function<void(const Choices&)>& count);
  /// The same of all urns, clear or secret, as a list.
  Result<CountedBallots> counted(const RoundState& round);

  Result<> town(const TownBegun&, const Context&);
  Result<> town(const OfficerAnnounced&, const Context&);
  Result<> town(const OfficerEnded&, const Context&);
  Result<> town(const Dialogue&, const Context&);
  Result<> town(const RegistrarAnnounced&, const Context&);
  Result<> town(const RollEdition&, const Context&);
  Result<> town(const Board&, const Context&);
  Result<> town(const Feedback&, const Context&);

  // --- initiatives.cpp ---
  Result<> town(const InitiativeRaised&, const Context&);
  Result<> town(const Signature&, const Context&);
  Result<> town(const Withdrawal&, const Context&);
  Result<> town(const InitiativeOpened&, const Context&);
  Result<> town(const InitiativeRejected&, const Context&);
  Result<> town(const HandedOver&, const Context&);
  Result<> town(const InitiativeExpired&, const Context&);
  Result<> town(const SetAside&, const Context&);
  Result<> town(const Restored&, const Context&);
  Result<> town(const InitiativeReport&, const Context&);
  Result<> town(const InitiativeDecided&, const Context&);
  /// The registrar attested this, in time, for someone on that edition.
  Result<> attested(const Attestation& attestation, const std::string& edition, const Context& at) const;
  /// What is raised or proposed is new: whoever repeats a text that has been unsealed would seal it again.
  Result<> new_subject(const Digest& subject) const;
  Result<InitiativeState*> initiative(const std::string& id);
  void look_at_threshold(const InitiativeState& initiative);

  // --- projects.cpp ---
  Result<> town(const CallOpened&, const Context&);
  Result<> town(const ProjectProposed&, const Context&);
  Result<> town(const ProjectAssessed&, const Context&);
  /// How many projects whoever proposes this has proposed to the call before.
  [[nodiscard]] std::size_t proposed(const ProjectProposed&) const;
  /// A JPEG of bearable size; or not handed out.
  [[nodiscard]] Result<> is_picture(const Digest& digest);
  /// Where the round grew out of a call: its projects are feasible proposals of it, at their cost, as of that size of the town log.
  Result<> grew_from_call(const std::string& round, const RoundDefinition& definition, std::uint64_t town_size) const;

  // --- witnesses.cpp, succession.cpp, withholding.cpp ---
  Result<> town(const WitnessesAnnounced&, const Context&);
  Result<> town(const LogKey&, const Context&);
  Result<> town(const LogRecovered&, const Context&);
  Result<> town(const EntryResubmitted&, const Context&);
  Result<> town(const BlobsWithheld&, const Context&);
  Result<> town(const MatterKeyDestroyed&, const Context&);
  Result<> round(RoundState&, const EntryResubmitted&, const Context&);
  /// What the log lost, as far as the statement says it.
  Result<> is_end(const LogRecovered&, const Context&) const;
  /// `counts`: puts the lost entry in effect, if it is to be admitted now.
  Result<> resubmitted(std::string_view log, const EntryResubmitted&, const Context&, const std::function<bool(const Context&)>& counts);

  /// No blob is named again once it has been withheld: it would come back.
  [[nodiscard]] Result<> names_nothing_withheld(const Statement& statement) const;
  /// Keeps in mind what an admitted entry names.
  void note_named(std::string_view log, std::uint64_t index, const Statement& statement);
  /// The blob may be withheld: an entry of that log names it, it is of such a kind, and the time has come.
  [[nodiscard]] Result<> may_withhold(const std::string& log, const Digest& blob, std::uint64_t hour) const;
  /// Takes the contents out of the state.
  void forget(const BlobsWithheld& x);
  /// The text of an initiative or a proposal must be readable from now on, or be withheld.
  void expect(const Digest& text, bool is_there);

  Result<> town(const RoundBegun&, const Context&);
  Result<> town(const RoundEnded&, const Context&);
  Result<> town(const Decision&, const Context&);
  Result<> town(const Milestone&, const Context&);

  Result<> round(RoundState&, const RoundOpened&, const Context&);
  Result<> round(RoundState&, const Ballot&, const Context&);
  Result<> round(RoundState&, const RoundClosed&, const Context&);
  Result<> round(RoundState&, const Tally&, const Context&);
  Result<> round(RoundState&, const LotDrawn&, const Context&);
  Result<> round(RoundState&, const Allocation&, const Context&);
  /// What the frozen rule gives, from ballots counted here.
  Result<AllocationContent> allocation_of(const RoundState& round);
  /// The same, as `at.heavy` says it, if it still fits.
  Result<AllocationContent> allocation_for(const RoundState& round, const Context& at);
  Result<> check_allocation(RoundState& round, const AllocationContent& stated, const Context& at);
  /// The town log had that root at that size, round-begun stands below it, and the seals are of officers as they stood then.
  Result<std::vector<Officer>> rests_on_town(const RoundState& round, const std::string& id, std::uint64_t town_size,
                                             const Digest& town_root, const Context& at) const;

  Result<> freeze_credentials(Frozen& frozen, const RoundOpened& x) const;

  // --- ceremony.cpp ---
  Result<> round(RoundState&, const CeremonyBegun&, const Context&);
  Result<> round(RoundState&, const CeremonyStep&, const Context&);

  // --- secret_opening.cpp ---
  /// The urns of a round of secret ballots: everything about them that is frozen.
  Result<> freeze_urns(Frozen& frozen, const RoundState& round, const RoundOpened& x, const Context& at) const;
  void open_urns(RoundState& round);

  // --- secret_voting.cpp ---
  Result<> round(RoundState&, const HandedOut&, const Context&);
  Result<> round(RoundState&, const ReserveActivated&, const Context&);
  Result<> round(RoundState&, const CredentialBlocked&, const Context&);
  Result<> round(RoundState&, const EnvelopeAccepted&, const Context&);
  Result<> round(RoundState&, const SecretBallot&, const Context&);
  Result<SecretPlace> place_secret(const RoundState& round, std::uint64_t hour, const SecretBallot& ballot) const;
  void put_in(RoundState& round, const SecretPlace& place, const SecretBallot& ballot, const BallotContent* content);
  /// No ballot stands under these credentials, and none is blocked.
  Result<std::vector<SecretPlace>> unused(const RoundState& round, const std::vector<UrnCredential>& credentials) const;

  // --- secret_counting.cpp ---
  Result<> round(RoundState&, const Shuffle&, const Context&);
  Result<> round(RoundState&, const PartialDecryption&, const Context&);
  [[nodiscard]] UrnCount count_of(const RoundState& round, std::size_t urn) const;
  [[nodiscard]] std::vector<UrnCount> counts_of(const RoundState& round) const;
  /// What `at.heavy` says of this statement, if it still fits; else worked out here.
  Result<HeavyCheck> heavy(const RoundState& round, const Context& at);
  Result<TallyContent> recount_secret(const RoundState& round);
  Result<TallyContent> recount_for(const RoundState& round, const Context& tally);
  /// How many ballots the count would need and has not; only where they may have been withheld since. Of one urn, and of a round.
  [[nodiscard]] std::uint64_t gone(const RoundState& round, std::size_t urn) const;
  [[nodiscard]] std::uint64_t gone(const RoundState& round) const;
  /// The recount, as far as ballots are there: else only that the numbers of the tally are those of the entries.
  Result<> check_tally(RoundState& round, const TallyContent& stated, const Context& at);
  Result<> all_decrypted(const RoundState& round) const;
  Result<CountedBallots> decrypted(const RoundState& round);
};

template <class T>
Result<T> Record::Inside::content(const Digest& digest) const {
  auto bytes = blob(digest);
  if (!bytes) return tl::make_unexpected(bytes.error());
  return parse_content<T>(*blob_content(*bytes));
}

template <class T>
Result<std::shared_ptr<const T>> Record::Inside::content_if_there(const Digest& digest) const {
  const auto bytes = blob(digest);
  if (!bytes && bytes.error().code == Errc::not_found) return std::shared_ptr<const T>();
  if (!bytes) return tl::make_unexpected(bytes.error());
  auto read = parse_content<T>(*blob_content(*bytes));
  if (!read) return tl::make_unexpected(read.error());
  return std::make_shared<const T>(std::move(*read));
}

template <class T>
Result<std::shared_ptr<const T>> Record::Inside::content_if_kept(const Digest& digest) {
  auto read = content_if_there<T>(digest);
  if (read && !*read) missing.push_back(digest);
  return read;
}

}  // namespace radslag::record
