// What has happened to an initiative, step by step, for people who want to follow it.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/record/state.hpp"

namespace radslag::service {

struct TimelineEvent {
  enum class Kind { raised, opened, rejected, handed_over, preparation, set_aside, restored, decided, answer, follow_up, expired };
  Kind kind{};
  std::uint64_t hour = 0;              ///< of the entry
  std::optional<std::uint64_t> index;  ///< of the entry in the town log; nothing for an expiry
  std::string date;                    ///< "YYYY-MM-DD" where what is told has a day of its own: a report's, a board's meeting
  std::string board;                   ///< who tells it; may be empty
  std::string text;                    ///< as written: a reason, a report; may be empty
  std::uint64_t signatures = 0;        ///< of a hand-over: how many there were; of an opening: how many it asks for
  record::Digest blob{};               ///< that the text stands in, where it may be withheld; `text` is empty then
};
/// "raised", "handed-over" ...
[[nodiscard]] std::span<const std::string_view> words(TimelineEvent::Kind);

/// Oldest first.
[[nodiscard]] std::vector<TimelineEvent> timeline_of(const record::InitiativeState& initiative);

}  // namespace radslag::service
