// The service on a real record: what is read comes from the journal's newest commit, what is handed in goes through it.
#pragma once

#include <memory>

#include "ledger/archive/publication.hpp"
#include "ledger/journal/journal.hpp"
#include "server/service/key_ring.hpp"
#include "server/service/service.hpp"
#include "server/service/urn_archives.hpp"

namespace radslag::witnesses {
class Cosignatures;
struct CosignedHead;
}  // namespace radslag::witnesses

namespace radslag::service {

class RecordService final : public Service {
 public:
  /// `archives`: folder for the archives of counted urns; made when it is needed. `now`: seconds since 1970, for what expires.
  /// `cosignatures`: nullptr where nobody is asked for any; outlives this.
  RecordService(journal::Journal& journal, KeyRing& keys, std::filesystem::path archives,
                std::function<std::uint64_t()> now = system_seconds, const witnesses::Cosignatures* cosignatures = nullptr);

  [[nodiscard]] static std::uint64_t system_seconds();

  [[nodiscard]] std::shared_ptr<const record::State> state() const override;
  [[nodiscard]] std::shared_ptr<const std::map<std::string, record::SignatureCount>> signature_counts() const override;
  [[nodiscard]] std::vector<std::string> shown_names(const std::string& initiative, std::size_t most) const override;
  [[nodiscard]] std::optional<Head> head(const std::string& log) const override;
  [[nodiscard]] std::optional<Witnessed> witnessed(const std::string& log) const override;
  [[nodiscard]] Result<std::string> witnessed_receipt(const std::string& log, std::uint64_t index) const override;
  [[nodiscard]] std::optional<std::string> witnessed_covering(const std::string& log, std::uint64_t index) const override;
  [[nodiscard]] log::VerifierKey log_key(const std::string& log) const override;
  [[nodiscard]] std::vector<std::string> logs() const override;
  [[nodiscard]] std::optional<std::string> entry(const std::string& log, std::uint64_t index) const override;
  [[nodiscard]] std::vector<std::string> entries(const std::string& log, std::uint64_t begin, std::uint64_t end) const override;
  [[nodiscard]] Result<std::string> blob(const std::string& log, const record::Digest& digest) const override;
  [[nodiscard]] Result<std::string> raised_blob(const record::Digest& subject) const override;
  [[nodiscard]] Result<std::string> receipt(const std::string& log, std::uint64_t index) const override;
  [[nodiscard]] Result<std::string> file(const std::string& path) const override;
  void bundle(const std::function<bool(std::string_view)>& sink) const override;
  [[nodiscard]] Result<record::CountedBallots> counted_ballots(const std::string& round) const override;
  [[nodiscard]] Result<record::AllocationContent> allocation(const std::string& round) const override;
  [[nodiscard]] Result<record::TallyContent> recount(const std::string& round) const override;
  void cast(const std::string& round, std::string blob, std::function<void(Result<Receipt>)> done) override;
  void act(Act act, std::function<void(Result<Receipt>)> done) override;
  [[nodiscard]] Result<std::optional<Receipt>> announced(const record::AnnouncedAct& act) const override;
  void hand_in(std::string carrier, std::function<void(Result<Receipt>)> done) override;
  void hand_out(std::string statement, std::function<void(Result<Receipt>)> done) override;
  void show_lost(std::string receipt, std::function<void(Result<ShownReceipt>)> done) override;
  [[nodiscard]] std::optional<Turnout> turnout(const std::string& round) const override;
  [[nodiscard]] Result<Place> find(const store::IdempotencyKey& key) const override;
  [[nodiscard]] Result<std::shared_ptr<const std::string>> urn_archive(const std::string& round, const std::string& urn) override;
  [[nodiscard]] crypto::PublicKey next_round_key() override;
  [[nodiscard]] std::vector<std::string> not_ready() const override;

 private:
  [[nodiscard]] bool is_current(const std::string& log, const std::string& note) const;

  journal::Journal& journal_;
  KeyRing& keys_;
  archive::Publication publication_;
  UrnArchives archives_;
  std::function<std::uint64_t()> now_;
  const witnesses::Cosignatures* cosignatures_;
};

}  // namespace radslag::service
