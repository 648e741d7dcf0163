// Belenios archives taken apart into their events, and put together again in whatever way a forger likes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "ledger/archive/belenios_reader.hpp"

namespace radslag::archive {

/// The bytes in pieces, as a file gives them. They must outlive the source.
[[nodiscard]] Source source_of(std::string_view archive);

/// All events of a good archive; throws std::runtime_error where it is not.
[[nodiscard]] std::vector<BeleniosStep> steps_of(std::string_view archive);

/// Writes members and events of any kind in any order: right names, heights and parents, and no questions.
class BeleniosForger {
 public:
  explicit BeleniosForger(std::uint64_t timestamp = 1'795'305'317);

  BeleniosForger& member(std::string_view name, std::string_view content);
  /// Gives its hash.
  std::string data(std::string_view content);
  BeleniosForger& event_text(std::string_view json);
  BeleniosForger& event(BeleniosEvent type, std::string payload = {});
  /// An event with its data. `height` and `hash` are not looked at.
  BeleniosForger& step(const BeleniosStep& step);

  std::string archive;
  std::string last;  ///< hash of the last event
  std::uint64_t height = 0;

 private:
  std::uint64_t timestamp_;
};

/// All steps, one after the other.
[[nodiscard]] std::string forge(const std::vector<BeleniosStep>& steps);

}  // namespace radslag::archive
