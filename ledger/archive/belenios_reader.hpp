// Reads a Belenios archive event by event, and refuses whatever is not exactly as its content makes it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "ledger/archive/belenios_format.hpp"
#include "ledger/archive/tar.hpp"

namespace radslag::archive {

/// An event with the data that it brings. What the JSON means is not looked at.
struct BeleniosStep {
  BeleniosEvent event{};
  std::uint64_t height = 0;
  std::string hash;  ///< of the event, hex

  std::string json;                   ///< Setup: the election; else what the event brings
  std::string trustees, credentials;  ///< of Setup
  std::uint64_t num_tallied = 0, total_weight = 0;
  std::uint64_t owner = 0;  ///< of Shuffle and PartialDecryption
};

struct BeleniosLimits {
  std::uint64_t member_bytes = std::uint64_t{1} << 30;
};

/// Holds one event's data at a time, and 32 bytes for every ballot.
class BeleniosReader {
 public:
  explicit BeleniosReader(Source source, const BeleniosLimits& limits = {}) : source_(std::move(source)), limits_(limits) {}

  /// The next event; nothing at the end of the archive. After a refusal there is no going on. Headers, hashes, the chain of events, the
  /// form of events and the order of everything are checked.
  [[nodiscard]] BeleniosResult<std::optional<BeleniosStep>> next();

  /// The last event that was read is Result.
  [[nodiscard]] bool complete() const { return course_.complete(); }
  [[nodiscard]] std::uint64_t bytes_read() const { return bytes_; }
  /// Of all members; known after the first `next`.
  [[nodiscard]] std::uint64_t timestamp() const { return timestamp_.value_or(0); }

 private:
  struct Member {
    std::string name;
    std::string content;
  };
  struct Data {
    std::string hash;
    std::string content;
  };

  [[nodiscard]] std::size_t fill(char* buffer, std::size_t size);
  [[nodiscard]] BeleniosResult<std::optional<Member>> next_member();
  [[nodiscard]] BeleniosResult<> read_head();
  /// Takes a data member that the next event must bring.
  [[nodiscard]] BeleniosResult<> keep(Member member);
  [[nodiscard]] BeleniosResult<BeleniosStep> step(const Member& member);
  [[nodiscard]] BeleniosResult<> bring(const BeleniosEventText& event, BeleniosStep& step);
  /// The data before the event are these, in this order.
  [[nodiscard]] BeleniosResult<> demand(const std::vector<std::string>& hashes) const;

  Source source_;
  BeleniosLimits limits_;
  std::uint64_t bytes_ = 0;
  std::optional<std::uint64_t> timestamp_;
  std::vector<Data> waiting_;
  BeleniosCourse course_;
  std::string last_event_;
  std::uint64_t height_ = 0;
  std::unordered_set<std::string> ballots_;  ///< their digests, as bytes
};

}  // namespace radslag::archive
