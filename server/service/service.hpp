// What the front needs of the house behind it: read what has been committed, hand in what shall be.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/log/note.hpp"
#include "ledger/record/announced_act.hpp"
#include "ledger/record/ballot.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/signatures.hpp"
#include "ledger/record/state.hpp"
#include "ledger/result.hpp"
#include "ledger/store/store.hpp"
#include "server/service/lost_receipts.hpp"

namespace radslag::service {

/// What whoever handed in an entry gets after the commit.
struct Receipt {
  std::string log;
  std::uint64_t index = 0, size = 0;  ///< of the entry, and of the log that `checkpoint` commits to
  record::Digest digest{};  ///< the idempotency key: for a ballot, the digest of its blob; journal::attested_key for what is handed in
  std::string entry;        ///< verbatim
  std::string receipt;      ///< tlog-proof text; its extra data is the entry
  std::string checkpoint;   ///< signed note
};

/// An act of office, signed on the officers' own devices.
struct Act {
  std::string log;
  std::string statement;
  std::vector<record::Seal> seals;
  std::vector<std::string> blobs;  ///< that the statement names: 32 random bytes and the content each
  store::IdempotencyKey key{};
};

/// Thread-safe.
class Service {
 public:
  virtual ~Service() = default;

  /// The newest snapshot; another pointer only when an act has been admitted, which ballots, signatures and withdrawals are not. Ballots
  /// cast since are in `head`, signatures in `signature_counts`.
  [[nodiscard]] virtual std::shared_ptr<const record::State> state() const = 0;
  /// By initiative, as of the newest commit; another pointer only when one has changed.
  [[nodiscard]] virtual std::shared_ptr<const std::map<std::string, record::SignatureCount>> signature_counts() const = 0;
  /// Names that stand beside signatures by their signers' choice, the newest first; at most 500, however many are asked for.
  [[nodiscard]] virtual std::vector<std::string> shown_names(const std::string& initiative, std::size_t most) const = 0;
  struct Head {
    std::uint64_t size = 0;
    std::string checkpoint;
  };
  /// The newest committed head; nothing for an unknown log.
  [[nodiscard]] virtual std::optional<Head> head(const std::string& log) const = 0;
  /// Of a log: the newest head that enough witnesses have cosigned; before there is one, that with the most cosignatures.
  struct Witnessed {
    std::string note;           ///< with its cosignatures
    std::uint64_t size = 0;     ///< that it signs
    std::size_t count = 0;      ///< announced witnesses who have cosigned it
    std::size_t needed = 0;     ///< the quorum
    std::size_t announced = 0;  ///< witnesses in all
    std::uint64_t seconds = 0;  ///< since 1970: when the last cosignature of the quorum was made; of all, before there is a quorum
    [[nodiscard]] bool has_quorum() const { return needed > 0 && count >= needed; }
  };
  /// Nothing where no witness has cosigned, or none has been announced.
  [[nodiscard]] virtual std::optional<Witnessed> witnessed(const std::string& log) const = 0;
  /// tlog-proof text against the newest head with a quorum. Errors: not_found (none covers the entry yet).
  [[nodiscard]] virtual Result<std::string> witnessed_receipt(const std::string& log, std::uint64_t index) const = 0;
  /// Of an entry, the first head with a quorum that was kept and covers it: of an act of office always the same, so that what is printed
  /// from it is. Nothing while there is none.
  [[nodiscard]] virtual std::optional<std::string> witnessed_covering(const std::string& /*log*/, std::uint64_t /*index*/) const {
    return std::nullopt;
  }
  [[nodiscard]] virtual log::VerifierKey log_key(const std::string& log) const = 0;
  /// "town", then "rounds/<id>" in order of beginning.
  [[nodiscard]] virtual std::vector<std::string> logs() const = 0;
  [[nodiscard]] virtual std::optional<std::string> entry(const std::string& log, std::uint64_t index) const = 0;
  /// Those with begin <= index < end that there are, in order.
  [[nodiscard]] virtual std::vector<std::string> entries(const std::string& log, std::uint64_t begin, std::uint64_t end) const = 0;
  /// Errors: sealed (a ballot before closing, a text that no officer has looked at), not_found.
  [[nodiscard]] virtual Result<std::string> blob(const std::string& log, const record::Digest& digest) const = 0;
  /// The blob of a raised or proposed text, by the digest that was signed, also while it is sealed: for whoever has shown its link key
  /// (link_key.hpp) or signed it, and nobody else. Errors: not_found.
  [[nodiscard]] virtual Result<std::string> raised_blob(const record::Digest& subject) const = 0;
  /// tlog-proof text against the newest checkpoint.
  [[nodiscard]] virtual Result<std::string> receipt(const std::string& log, std::uint64_t index) const = 0;
  /// Anything below /log/, by its path there: checkpoint, tile/entries/..., blobs/..., blob/<hex>.
  [[nodiscard]] virtual Result<std::string> file(const std::string& path) const = 0;
  /// The whole archive in pieces; `sink` returns false to stop.
  virtual void bundle(const std::function<bool(std::string_view)>& sink) const = 0;
  /// The ballots of a closed round that count. Errors: sealed (before closing), not_found, unsupported (of homomorphic ballots there are
  /// totals only).
  [[nodiscard]] virtual Result<record::CountedBallots> counted_ballots(const std::string& round) const = 0;

  /// The recount of a closed round: what its tally must equal. Errors: sealed (before closing), not_found.
  [[nodiscard]] virtual Result<record::TallyContent> recount(const std::string& round) const = 0;
  /// What the frozen rule gives on a tallied round: what its allocation must equal. May take seconds. Errors: not_found, out_of_order (no
  /// tally yet, or a lot that has not been drawn), withheld.
  [[nodiscard]] virtual Result<record::AllocationContent> allocation(const std::string& round) const = 0;

  /// `done` may run on the writer's thread: keep it short.
  virtual void cast(const std::string& round, std::string blob, std::function<void(Result<Receipt>)> done) = 0;
  virtual void act(Act act, std::function<void(Result<Receipt>)> done) = 0;
  /// Whether the blob of an announced act may be sent: it is a shuffle or a partial decryption, sealed by that trustee, whose turn it is.
  /// The receipt where the act is in the record already.
  [[nodiscard]] virtual Result<std::optional<Receipt>> announced(const record::AnnouncedAct& act) const = 0;
  /// What a resident brings from the registrar: a carrier (record::Carrier) with a whole statement. The same again, also when it has
  /// expired meanwhile, gives the first one's receipt. Errors, beside those of the record: expired, bad_signature, not_authorised (no
  /// registrar has been announced).
  virtual void hand_in(std::string carrier, std::function<void(Result<Receipt>)> done) = 0;
  /// The registrar's word that a voting card was handed out: the statement's text (record::HandedOut). The same again gives the first one's
  /// receipt. Errors, beside those of the record: unsupported (another kind), bad_signature, not_found (no such round).
  virtual void hand_out(std::string statement, std::function<void(Result<Receipt>)> done) = 0;
  /// A receipt of an entry that a log lost (record::LogRecovered): taken into the record, where that has not been done. Errors, beside
  /// those of the record: what record::open_receipt refuses.
  virtual void show_lost(std::string receipt, std::function<void(Result<ShownReceipt>)> done) = 0;
  /// Of a round as of the newest commit, ahead of what `state` says of one that is open; nothing of a round without entries.
  struct Turnout {
    std::uint64_t ballots = 0, voters = 0, handed_out = 0;
  };
  [[nodiscard]] virtual std::optional<Turnout> turnout(const std::string& round) const = 0;
  /// Where the entry with this idempotency key stands: of a secret ballot its tracker, of a clear one its digest. Errors: not_found.
  struct Place {
    std::string log;
    std::uint64_t index = 0;
  };
  [[nodiscard]] virtual Result<Place> find(const store::IdempotencyKey& key) const = 0;
  /// A counted urn of secret ballots as a Belenios archive. May take long the first time. Errors: as UrnArchives::get.
  [[nodiscard]] virtual Result<std::shared_ptr<const std::string>> urn_archive(const std::string& round, const std::string& urn) = 0;
  /// The key that the next round's log will be signed with: what its round-begun must name.
  [[nodiscard]] virtual crypto::PublicKey next_round_key() = 0;
  /// Why the service cannot take requests; empty = ready.
  [[nodiscard]] virtual std::vector<std::string> not_ready() const = 0;
};

}  // namespace radslag::service
