// Follows the town's public log and the rounds': looks every few seconds, believes what is signed by the pinned key and fits to everything
// seen before, keeps what concerns the registrar, and tells of it once it is on the disk.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "ledger/audit/source.hpp"
#include "ledger/log/note.hpp"
#include "server/registrar/follow/round_log.hpp"
#include "server/registrar/follow/town.hpp"

namespace radslag::registrar {

/// What happened in the town since the copy was begun, in the order of the log, each at least once: after a restart the last ones may come
/// again. `town` holds everything up to now, so perhaps more than the entry itself. Runs on the follower's thread. What throws
/// storage::NothingWritten is told again later.
struct Listener {
  std::function<void(const Town& town, std::uint64_t index, const record::Entry& entry)> entry;
  /// Once in each run for each round that is open: its opening stands in a log of its own.
  std::function<void(const Town& town, const std::string& round)> round_opened;
};

enum class Touch {
  none_yet,     ///< nothing has been read since the start, nor before it
  following,    ///< the newest look found a log that fits
  lost,         ///< the town does not answer; what was seen still holds
  contradicted  ///< the log does not fit to what was seen, or cannot be read: nothing of it is believed, nothing is attested
};
[[nodiscard]] std::string_view touch_name(Touch touch);

struct Standing {
  Touch touch{};
  std::string what;          ///< plain English, where something is wrong
  std::uint64_t size = 0;    ///< entries seen
  std::int64_t seen_at = 0;  ///< unix time in seconds of the last look that found a log that fits; 0: none in this run
};

struct FollowerOptions {
  log::VerifierKey key;        ///< of the town log, pinned
  std::filesystem::path copy;  ///< the file of what was seen
  std::chrono::milliseconds look_every{3'000};
  std::chrono::milliseconds rest{500};  ///< between two looks, however many ask
  Listener listener;
  /// After each look whose outcome is another than the one before: for the log.
  std::function<void(const Standing&)> report;
  /// Called with one line when the outcome of a write is unknown, after which the thread ends. The process should end.
  std::function<void(const std::string&)> fatal;
  std::filesystem::path rounds = {};  ///< folder of what was seen of round logs; empty: they are not followed
};

class Follower {
 public:
  /// Reads the copy; looks for the first time on its own thread. Throws what server/storage throws.
  Follower(std::unique_ptr<audit::Source> source, FollowerOptions options);
  ~Follower();  ///< waits for a look under way, within the source's limits
  Follower(const Follower&) = delete;
  Follower& operator=(const Follower&) = delete;

  /// What is known now; never nullptr.
  [[nodiscard]] std::shared_ptr<const Town> town() const;
  [[nodiscard]] Standing standing() const;
  /// What is known of a round's own log; nullptr where it is not followed.
  [[nodiscard]] std::shared_ptr<const RoundLog> round(const std::string& id) const;
  /// Waits for a look that begins after this call, at most so long; not at all where the town did not answer the last time. For somebody
  /// who asks for what should be there.
  void look(std::chrono::milliseconds patience);

 private:
  class Inside;
  std::unique_ptr<Inside> inside_;
};

}  // namespace radslag::registrar
