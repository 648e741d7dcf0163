// A town's whole record in memory, made step by step through record::Record, and its files as in a bundle (FORMAT.md sections 1 and 6).
// Everything is deterministic: the same steps give the same bytes.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/note.hpp"
#include "ledger/record/record.hpp"
#include "tests/support/roll.hpp"

namespace radslag::testing {

using Files = std::map<std::string, std::string>;  ///< path -> bytes
using Signers = std::vector<std::string>;          ///< names for Town::key_of
using Blobs = std::vector<std::string>;            ///< blobs with their 32 random bytes, in the order of the statement's fields

/// Of the officers that begin() announces.
inline const Signers keepers{"keeper-1", "keeper-2"};
inline const Signers officer{"officer-1"};
inline const Signers election_board{"election-1", "election-2"};
inline const Signers committee{"committee-1", "committee-2"};
inline const Signers roll_officers{"roll-1", "roll-2"};

/// What secret_round opens.
struct SecretPlan {
  record::VotingGroup group = record::VotingGroup::ed25519;
  std::uint64_t threshold = 2;  ///< of three trustees; 0: all, each with a key of their own
  std::uint64_t halves = 1;
  std::size_t voters = 5, reserve = 2, paper = 2;  ///< of each urn
  record::RoundDefinition definition;
  SecretPlan();  ///< Town::secret_definition()
};

class Town {
 public:
  struct Piece {
    std::string entry;
    Blobs blobs;
    bool is_ballot = false;
  };
  /// What the town signed; may be changed at will to make a dishonest record: files() signs what it finds.
  struct Log {
    std::string origin;
    std::string key;  ///< name for key_of
    std::vector<Piece> pieces;
    log::Tree tree;  ///< of the pieces as they were added
    std::uint64_t generation = 1;
  };
  struct Departure {
    std::size_t project = 0;  ///< place in the definition
    std::string reason;
  };

  explicit Town(std::string host = "radslag.example.se");

  /// The key of whoever has this name: "keeper-1", "voter-7", "log-town".
  [[nodiscard]] static crypto::SigningKey key_of(std::string_view who);
  [[nodiscard]] static record::PublicKey public_key(std::string_view who) { return key_of(who).public_key(); }
  [[nodiscard]] log::VerifierKey vkey() const;

  // --- adding entries ---

  /// The entry is added if the Record admits it.
  [[nodiscard]] Result<> attempt(const std::string& log, const record::Statement& statement, const Signers& signers, Blobs blobs = {});
  /// The same; throws std::logic_error where the Record refuses.
  void put(const std::string& log, const record::Statement& statement, const Signers& signers, Blobs blobs = {});
  /// Added without asking the Record: what a dishonest town would do. Later honest steps of the same log are then refused.
  void forge(const std::string& log, const record::Statement& statement, const Signers& signers, Blobs blobs = {});

  /// A blob of this content, with 32 bytes before it that are different each time.
  [[nodiscard]] std::string blob(std::string_view content);

  // --- a life, step by step; each throws std::logic_error where it is not its turn ---

  /// town-begun with the officers above, each with the one role of the name.
  void begin(bool demo = true);
  void dialogue(const std::string& id = "parks");
  void begin_round(const std::string& id, const std::string& dialogue = "parks");
  /// With credentials for voter-0, voter-1 ...
  void open(const std::string& id, const record::RoundDefinition& definition, std::size_t voters);
  void vote(const std::string& id, std::size_t voter, const record::Choices& choices);
  void close(const std::string& id);
  void tally(const std::string& id);
  void allocate(const std::string& id);
  void end(const std::string& id);
  /// As allocated but for the departures.
  void decide(const std::string& id, const std::vector<Departure>& departures = {});
  void milestone(const std::string& id, const std::string& project);
  void feedback(const std::string& dialogue = "parks");

  /// Witnesses "w1.example" … with the keys of their names; the version follows.
  void announce_witnesses(std::size_t number, std::uint64_t quorum);

  // --- the same for initiatives and calls (town_matters.cpp); each also puts the hand-over that falls due ---

  /// The registrar with the key of `registrar_key`, an edition of the roll with `people` people in the areas north, south and none, and
  /// the board "technical" with this rule.
  void registrar(std::size_t people = 40, const record::Board& rule = board_rule());
  /// "2026-1": a half of the people in the north, a quarter in the south.
  [[nodiscard]] record::RollEdition edition(std::size_t people, const std::string& id = "2026-1") const;
  /// Five signatures, three in the north; 60 days; nobody need sign before; e-mail counts.
  [[nodiscard]] static record::Board board_rule();
  void board(record::Board rule);
  void raise(const std::string& matter, std::size_t person = 0, const std::string& place = "");
  /// For 30 days.
  void open_initiative(const std::string& matter);
  void reject_initiative(const std::string& matter, record::RejectReason reason, const std::string& into = "");
  void sign(const std::string& matter, std::size_t person, record::Assurance assurance = record::Assurance::code);
  void sign_with_name(const std::string& matter, std::size_t person, const std::string& name);
  void withdraw(const std::string& matter, std::size_t person, record::Assurance assurance = record::Assurance::code);
  void set_aside(const std::string& matter, const record::Digest& pseudonym);
  void restore(const std::string& matter, const record::Digest& pseudonym);
  void report(const std::string& matter, record::ReportStep step);
  void decide_initiative(const std::string& matter, record::InitiativeOutcome outcome = record::InitiativeOutcome::partly);
  void expire(const std::string& matter);
  /// For 30 days.
  void call(const std::string& id, const std::string& dialogue = "parks");
  void propose(const std::string& call, const std::string& proposal, std::size_t person, const std::string& place = "");
  void assess(const std::string& proposal, record::Assessment outcome, std::uint64_t cost = 0, const std::string& into = "");

  /// An initiative "benches" of the board "technical" from raising to follow-up, beside a "rejected" and an "expired" one and one that is
  /// "unlawful"; signatures by code, e-mail, eID and paper, withdrawn ones and ones set aside; a call "squares" with proposals of every
  /// outcome. Begins where there is no town yet.
  void whole_initiatives();

  // --- rounds of secret ballots (town_secret.cpp); keys of a ceremony are made once a process ---

  /// Officers with the role trustee, and a registrar, where there are none yet.
  void trustees();
  /// The ceremony of a round that has been begun.
  void ceremony(const std::string& id, const SecretPlan& plan = {});
  /// Begins the round, makes the key and opens; begins the town and its dialogue where there are none. `pages`: one file.
  void secret_round(const std::string& id, const SecretPlan& plan = {});
  /// The card of voter, reserve or paper credential number `number` ("voter", 0).
  [[nodiscard]] static std::string card(const std::string& what, std::size_t number);
  /// The text of that card's credential in an urn.
  [[nodiscard]] std::string credential(const std::string& id, std::size_t urn, const std::string& what, std::size_t number) const;
  [[nodiscard]] record::HandedOut handing_out(const std::string& id, const std::string& what, std::size_t number) const;
  void hand_out(const std::string& id, std::size_t voter);
  /// Belenios' JSON, and as a blob with its entry. `choices`: places in the definition, all of the urn.
  [[nodiscard]] std::string secret_ballot(const std::string& id, std::size_t urn, const std::string& what, std::size_t number,
                                          const record::Choices& choices) const;
  [[nodiscard]] record::SecretBallot secret_entry(const std::string& id, const std::string& blob) const;
  /// Hands the card out first where that has not been done.
  void cast_secret(const std::string& id, std::size_t voter, const record::Choices& choices, std::size_t urn = 0);
  /// Of a voter who voted on paper.
  void accept_envelope(const std::string& id, std::size_t voter, std::size_t urn = 0);
  void cast_paper(const std::string& id, std::size_t number, const record::Choices& choices, std::size_t urn = 0);
  /// What trustee `number` (from 1) makes of an urn of a closed round; its entry, ready for attempt().
  [[nodiscard]] std::string shuffle_json(const std::string& id, std::size_t urn) const;
  [[nodiscard]] std::string decryption_json(const std::string& id, std::size_t urn, std::size_t trustee) const;
  void shuffle(const std::string& id, std::size_t trustee, std::size_t urn = 0);
  void decrypt(const std::string& id, std::size_t trustee, std::size_t urn = 0);
  /// Shuffles and decryptions of every urn with a ballot, by as many trustees as are needed.
  void count(const std::string& id);
  /// From closing to the allocation.
  void close_and_count(const std::string& id);
  /// One urn of the whole municipality, mixnet, no more than two choices.
  [[nodiscard]] static record::RoundDefinition secret_definition();
  /// The officer's name of trustee `number`, from 1: for key_of.
  [[nodiscard]] static std::string trustee(std::size_t number) { return "trustee-" + std::to_string(number); }

  // --- keys that change, ends that are lost (town_succession.cpp) ---

  /// The town as a copy put back has it: these logs cut to so many entries, those that are not named whole. No step of its life was taken
  /// twice, so later steps give other bytes than before.
  [[nodiscard]] Town restored(const std::map<std::string, std::uint64_t>& sizes) const;
  [[nodiscard]] record::LogKey new_log_key(const std::string& next_key) const;
  void change_log_key(const std::string& next_key);
  /// What the copy says of the end that `before` had. `blob`: the reason.
  [[nodiscard]] record::LogRecovered recovery(const std::string& log, const Town& before, const std::string& next_key,
                                              const std::string& blob) const;
  void recover(const std::string& log, const Town& before, const std::string& next_key);
  /// A receipt of the entry at `index` as `before` gave it, and its statement.
  [[nodiscard]] std::pair<record::EntryResubmitted, std::string> lost_entry(const std::string& log, const Town& before,
                                                                            std::uint64_t index);
  void resubmit(const std::string& log, const Town& before, std::uint64_t index);

  /// Five projects in two areas, two choices, an envelope for some of them.
  [[nodiscard]] static record::RoundDefinition definition();
  /// All steps with one round "parks-2026": `ballots` ballots of voters 0 .. ballots-1, and votes again by the first two; a decision
  /// with one departure; a milestone.
  /// Where ties are broken by a lot, its shares are those of `lot_share`, and all are revealed.
  [[nodiscard]] static Town whole_life(std::size_t ballots = 7, const record::RoundDefinition& of = definition());
  [[nodiscard]] static record::Digest lot_share(std::size_t number);  ///< from 1
  /// The definition whose ties are broken by a lot of so many of those shares in the end.
  [[nodiscard]] static record::RoundDefinition by_lot(record::RoundDefinition definition, std::size_t shares);
  /// Draws it, from the first so many; 0: a share was kept back.
  void draw_lot(const std::string& id, std::size_t shares);

  // --- what a step would write ---
  [[nodiscard]] record::RoundOpened opening(const std::string& id, const std::string& definition_blob, const std::string& credentials_blob,
                                            std::size_t voters) const;
  [[nodiscard]] std::string credentials_blob(std::size_t voters);
  /// A signed ballot as a blob, and its entry.
  [[nodiscard]] std::string ballot_blob(const std::string& id, std::string_view voter, const record::Choices& choices);
  [[nodiscard]] static record::Ballot ballot_entry(std::string_view voter, const std::string& blob);
  [[nodiscard]] record::RoundEnded ending(const std::string& id) const;
  [[nodiscard]] record::DecisionContent decision(const std::string& id, const std::vector<Departure>& departures) const;

  static constexpr const char* registrar_key = "registrar";
  /// The registrar's word for a person of the matter's roll, or by e-mail for somebody who need not be on it; not signed yet. No two are
  /// the same. A matter's roll has as many people as the newest edition had when the matter was first named here.
  [[nodiscard]] record::Attestation attestation(const std::string& matter, std::size_t person, const record::Digest& subject,
                                                record::Assurance assurance = record::Assurance::code);
  [[nodiscard]] const Roll& roll(const std::string& matter);
  [[nodiscard]] record::Digest pseudonym(const std::string& matter, std::size_t person,
                                         record::Assurance assurance = record::Assurance::code);
  /// Attested, ready for attempt().
  [[nodiscard]] record::InitiativeRaised raising(const std::string& matter, std::size_t person, const record::Digest& subject,
                                                 const std::string& place = "", record::Assurance assurance = record::Assurance::code);
  [[nodiscard]] record::Signature signature(const std::string& matter, std::size_t person,
                                            record::Assurance assurance = record::Assurance::code);
  [[nodiscard]] record::Withdrawal withdrawal(const std::string& matter, std::size_t person,
                                              record::Assurance assurance = record::Assurance::code);
  [[nodiscard]] record::ProjectProposed proposing(const std::string& call, const std::string& proposal, std::size_t person,
                                                  const record::Digest& subject, const std::string& place = "");
  /// Signed again by the registrar, after a change.
  template <class T>
  [[nodiscard]] static T attested(T statement) {
    return std::get<T>(record::parse_statement(record::attest(std::move(statement), key_of(registrar_key))).value());
  }
  [[nodiscard]] record::InitiativeOpened initiative_opening(const std::string& matter, const std::string& content_blob) const;
  [[nodiscard]] static record::OpeningContent opening_content();
  [[nodiscard]] static record::AssessmentContent assessment_content();
  [[nodiscard]] static record::CallContent call_content();

  // --- what can be seen ---
  [[nodiscard]] const record::Record& record() const { return record_; }
  [[nodiscard]] const record::State& state() const { return record_.state(); }
  [[nodiscard]] const record::RoundState& round(const std::string& id) const { return *state().round(id); }
  [[nodiscard]] Log& log(const std::string& name) { return held_->logs.at(name); }
  [[nodiscard]] const Log& log(const std::string& name) const { return held_->logs.at(name); }
  [[nodiscard]] std::string origin() const { return host_ + "/log/town"; }

  /// The bundle; with `sizes`, as it stood when those logs had so many entries.
  [[nodiscard]] Files files(const std::map<std::string, std::uint64_t>& sizes = {}) const;
  /// A tlog-proof with the entry as its extra data.
  [[nodiscard]] std::string receipt(const std::string& log, std::uint64_t index, std::uint64_t size) const;
  /// As a ustar archive.
  [[nodiscard]] static std::string tar(const Files& files);

  std::uint64_t hour = 494'122;      ///< of the next entry
  bool show_sealed_ballots = false;  ///< files() hands out ballots of rounds that are still open
  bool show_sealed_texts = false;    ///< files() hands out what was raised or proposed and not looked at yet, or is unlawful

 private:
  /// Where blobs that were given to attempt() are found.
  [[nodiscard]] std::function<std::optional<std::string>(const record::Digest&)> blobs() const;
  /// An entry of the town log, and the hand-over that it makes fall due.
  void put_and_hand_over(const record::Statement& statement, const Signers& signers, Blobs blobs = {});
  [[nodiscard]] Piece piece(const record::Statement& statement, const Signers& signers, Blobs blobs);
  void add(const std::string& log, Piece piece);
  void write_log(Files& files, const std::string& name, const Log& log, std::uint64_t size) const;

  struct Held {  // stays where it is when the town moves: the Record asks it
    std::map<record::Digest, std::string> blobs;
    std::map<std::string, Log> logs;
  };

  std::string host_;
  std::shared_ptr<Held> held_ = std::make_shared<Held>();
  std::uint64_t salts_ = 0;
  std::uint64_t nonces_ = 0;
  std::map<std::string, std::shared_ptr<const Roll>> rolls_;  ///< by matter
  record::Record record_;
};

}  // namespace radslag::testing
