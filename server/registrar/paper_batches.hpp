// Signatures from paper lists: one officer types the personal numbers, another confirms, and only then they are attested. The numbers are
// never stored, only the persons; what a line was about is shown to who types it and is gone.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/result.hpp"
#include "server/registrar/attestations.hpp"
#include "server/registrar/day.hpp"
#include "server/registrar/personal_number.hpp"

namespace radslag::storage {
class Database;
}

namespace radslag::registrar {

enum class PaperFinding {
  good,
  not_on_roll,
  bad_number,     ///< PaperLine::fault says why
  twice,          ///< on an earlier line of this list, perhaps under a previous coordination number
  already_paper,  ///< in another list of this matter that is waiting or confirmed
};
[[nodiscard]] std::string_view finding_name(PaperFinding finding);

/// Whether somebody has signed online is not among the findings: that is nobody's business. The record takes a person once, whatever
/// the channel.
struct PaperLine {
  std::uint64_t line = 0;  ///< of the list as typed, from 1; empty lines are counted and not reported
  PaperFinding finding{};
  std::optional<NumberFault> fault;
};

enum class PaperPhase { waiting, confirmed, rejected };
[[nodiscard]] std::string_view phase_name(PaperPhase phase);

struct PaperBatch {
  std::uint64_t id = 0;
  std::string matter;
  PaperPhase phase{};
  std::string entered_by, judged_by;  ///< accounts of staff
  std::uint64_t entered_hour = 0, judged_hour = 0;
  std::vector<PaperLine> lines;
  [[nodiscard]] std::uint64_t good() const;
};

class PaperBatches {
 public:
  static constexpr std::size_t most_lines = 2'000;

  PaperBatches(storage::Database& database, const Keys& keys, Matters& matters, const Rolls& rolls, Attestations& attestations)
      : database_(database), keys_(keys), matters_(matters), rolls_(rolls), attestations_(attestations) {}

  /// One number a line; what follows a number after a space, tab, ';' or ',' is dropped unseen. Waits for a second officer.
  /// Errors: not_found (the matter), malformed (no line), too_large.
  [[nodiscard]] Result<PaperBatch> enter(const std::string& matter, const std::string& officer, std::string_view list, std::uint64_t now);
  /// Another officer than who entered it. Errors: not_found, not_authorised (the same officer), out_of_order (judged before).
  [[nodiscard]] Result<PaperBatch> confirm(std::uint64_t id, const std::string& officer, std::uint64_t now);
  /// Any officer; its persons can be entered again. Errors: not_found, out_of_order.
  [[nodiscard]] Result<PaperBatch> reject(std::uint64_t id, const std::string& officer, std::uint64_t now);

  [[nodiscard]] std::optional<PaperBatch> find(std::uint64_t id) const;
  /// Of all matters, newest first, without their lines.
  [[nodiscard]] std::vector<PaperBatch> all() const;

  /// The carriers of a confirmed batch, one for each good line, in an order that says nothing of the list's. May be asked for again: the
  /// record takes each person once. Errors: not_found, out_of_order (not confirmed), and those of Attestations::sign_on_paper.
  [[nodiscard]] Result<std::vector<std::string>> carriers(std::uint64_t id, const RecordedMatter& matter, std::uint64_t now);

 private:
  storage::Database& database_;
  const Keys& keys_;
  Matters& matters_;
  const Rolls& rolls_;
  Attestations& attestations_;
};

}  // namespace radslag::registrar
