// A service on a Town: what a test's steps have written is what the front sees.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/service/service.hpp"
#include "tests/support/town.hpp"

namespace radslag::testing {

class FakeService final : public service::Service {
 public:
  explicit FakeService(Town& town) : town_(town) { refresh(); }

  /// After acts of the town: a new snapshot. Ballots show in `head` without it.
  void refresh() { state_ = std::make_shared<const record::State>(town_.state()); }

  std::optional<Error> refusal;              ///< what cast, act and hand_in answer
  std::vector<std::string> reasons;          ///< of not_ready
  std::uint64_t now_seconds = 0;             ///< what hand_in takes for the time
  std::optional<service::Act> acted;         ///< the last act handed in
  std::optional<service::Receipt> standing;  ///< what announced answers, where it is not refused
  mutable int bundles = 0;                   ///< how many were built

  [[nodiscard]] std::shared_ptr<const record::State> state() const override { return state_; }
  [[nodiscard]] std::shared_ptr<const std::map<std::string, record::SignatureCount>> signature_counts() const override;
  [[nodiscard]] std::vector<std::string> shown_names(const std::string& initiative, std::size_t most) const override;
  [[nodiscard]] std::optional<Head> head(const std::string& log) const override;
  std::map<std::string, Witnessed> witnessed_heads;  ///< by log, for tests to fill
  [[nodiscard]] std::optional<Witnessed> witnessed(const std::string& log) const override {
    const auto found = witnessed_heads.find(log);
    return found == witnessed_heads.end() ? std::nullopt : std::optional(found->second);
  }
  [[nodiscard]] Result<std::string> witnessed_receipt(const std::string& log, std::uint64_t index) const override {
    const auto found = witnessed_heads.find(log);
    if (found == witnessed_heads.end() || !found->second.has_quorum() || index >= found->second.size)
      return refuse(Errc::not_found, "no witnessed head covers entry " + std::to_string(index));
    return receipt(log, index);
  }
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
  [[nodiscard]] Result<record::AllocationContent> allocation(const std::string& round) const override {
    return town_.record().allocation(round);
  }
  [[nodiscard]] Result<record::TallyContent> recount(const std::string& round) const override { return town_.record().recount(round); }
  /// Puts the ballot into the town.
  void cast(const std::string& round, std::string blob, std::function<void(Result<service::Receipt>)> done) override;
  /// Keeps the act and answers with the receipt of the log's last entry.
  void act(service::Act act, std::function<void(Result<service::Receipt>)> done) override;
  [[nodiscard]] Result<std::optional<service::Receipt>> announced(const record::AnnouncedAct& act) const override;
  /// Puts the statement into the town, with what it makes due, and refreshes.
  void hand_in(std::string carrier, std::function<void(Result<service::Receipt>)> done) override;
  /// Puts the statement into the town and refreshes.
  void hand_out(std::string statement, std::function<void(Result<service::Receipt>)> done) override;
  /// Puts the receipt into the town, with what it makes due, and refreshes.
  void show_lost(std::string receipt, std::function<void(Result<service::ShownReceipt>)> done) override;
  [[nodiscard]] std::optional<Turnout> turnout(const std::string& round) const override;
  /// Looks through all round logs.
  [[nodiscard]] Result<Place> find(const store::IdempotencyKey& key) const override;
  [[nodiscard]] Result<std::shared_ptr<const std::string>> urn_archive(const std::string&, const std::string&) override {
    return refuse(Errc::out_of_order, "a town has no archives");
  }
  [[nodiscard]] crypto::PublicKey next_round_key() override { return Town::public_key("log-next"); }
  [[nodiscard]] std::vector<std::string> not_ready() const override { return reasons; }

 private:
  [[nodiscard]] service::Receipt last_receipt(const std::string& log, const record::Digest& digest) const;
  [[nodiscard]] service::Receipt receipt_at(const std::string& log, std::uint64_t index, const record::Digest& digest) const;

  Town& town_;
  std::shared_ptr<const record::State> state_;
};

}  // namespace radslag::testing
