// Promises of an answer that are overdue: they show on the front page until they are kept.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::service {

inline constexpr std::uint64_t feedback_days = 30;   ///< from a dialogue's last day, or a round's decision, to the feedback
inline constexpr std::uint64_t decision_days = 180;  ///< from an initiative's hand-over to the board's decision
inline constexpr std::uint64_t answer_days = 30;     ///< from that decision to the answer to those who signed

struct Late {
  enum class What { dialogue_feedback, round_feedback, initiative_decision, initiative_answer };
  What what{};
  std::string id;           ///< of the dialogue, the round or the initiative
  std::uint64_t since = 0;  ///< the hour by which it was due
};

/// All that is overdue at that hour, what has waited longest first. A dialogue whose last day is long past stands for its rounds.
[[nodiscard]] std::vector<Late> late_promises(const record::State& state, std::uint64_t now_hour);

/// The hour at which a day begins in UTC. `date`: "YYYY-MM-DD", as the record has it.
[[nodiscard]] std::uint64_t hour_of_date(const std::string& date);

}  // namespace radslag::service
