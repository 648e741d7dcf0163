// The inside of audit_belenios(): one object an audit.
#pragma once

#include <memory>
#include <optional>
#include <set>

#include "crypto/voting/decryption.hpp"
#include "crypto/voting/trustee.hpp"
#include "ledger/archive/belenios_reader.hpp"
#include "ledger/audit/belenios.hpp"
#include "ledger/audit/belenios_ballots.hpp"

namespace radslag::audit {

class BeleniosInspection {
 public:
  BeleniosInspection(const std::function<archive::Source()>& open, const BeleniosOptions& options) : open_(open), options_(options) {}
  [[nodiscard]] BeleniosReport run();

 private:
  /// Reads the archive's form, and which ballots count. False where its form does not hold.
  [[nodiscard]] bool skim();
  /// False where nothing further can be judged.
  [[nodiscard]] bool take(archive::BeleniosStep step);
  [[nodiscard]] bool setup(const archive::BeleniosStep& step);
  void end_ballots();
  void encrypted_tally(const archive::BeleniosStep& step);
  void shuffle(const archive::BeleniosStep& step);
  /// Before the first decryption: whoever must shuffle has.
  void judge_shuffles(std::uint64_t event);
  void partial_decryption(const archive::BeleniosStep& step);
  void result(const archive::BeleniosStep& step);
  void list_invalid_rows();

  void finding(std::string name, std::optional<std::uint64_t> event, std::string detail);
  void finding(const voting::Flaw& flaw, std::uint64_t event, std::string_view json);
  void cannot(std::string what) { report_.unchecked.push_back(std::move(what)); }
  [[nodiscard]] bool is_trustee(std::uint64_t owner) const { return trustees_ && owner >= 1 && owner <= trustees_->keys().size(); }
  [[nodiscard]] voting::Work work(std::string what) const;
  void tell(const std::string& what, std::uint64_t done, std::uint64_t all) const;

  const std::function<archive::Source()>& open_;
  const BeleniosOptions& options_;
  BeleniosReport report_;

  BeleniosLastBallots last_;
  std::optional<voting::Election> election_;
  std::optional<voting::Trustees> trustees_;
  std::unique_ptr<BeleniosBallots> ballots_;
  /// What is shuffled next, then decrypted. Nothing once it is not known any more.
  std::optional<voting::EncryptedTally> tally_;
  std::uint64_t listed_weight_ = 0, largest_total_ = 0;
  std::set<std::uint64_t> shufflers_, decrypters_;
  std::vector<voting::OwnedFactors> factors_;
  bool shuffles_judged_ = false, decryptions_good_ = true;
};

}  // namespace radslag::audit
