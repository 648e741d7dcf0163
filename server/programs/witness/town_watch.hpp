// Follows the towns' logs on a thread of its own: when a request gives cause for it, and now and then.
#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>

#include "ledger/audit/source.hpp"
#include "ledger/witness/witness.hpp"

namespace radslag::witness_program {

/// How the newest look at a town's site ended.
struct TownLook {
  std::string what;          ///< plain English; empty: all is well
  std::uint64_t size = 0;    ///< entries read
  std::int64_t seconds = 0;  ///< since 1970; 0: no look has ended yet
};

struct WatchOptions {
  std::chrono::milliseconds every{60'000};
  std::chrono::milliseconds rest{1'000};  ///< between two looks, however many ask
  /// When a look's outcome is another than the one before.
  std::function<void(const std::string& town, const TownLook&)> report;
  /// Called with one line when the outcome of a write is unknown. Should end the process.
  std::function<void(const std::string&)> fatal;
};

class TownWatch {
 public:
  /// Begins at once. `witness` outlives this.
  TownWatch(witness::Witness& witness, WatchOptions options);
  ~TownWatch();  ///< waits for a look under way, within the source's limits
  TownWatch(const TownWatch&) = delete;
  TownWatch& operator=(const TownWatch&) = delete;

  /// Somebody asked for what a look may find.
  void poke();
  /// By founding origin.
  [[nodiscard]] std::map<std::string, TownLook> looks() const;

 private:
  void run();
  void look(const witness::Town& town);

  witness::Witness& witness_;
  WatchOptions options_;
  std::map<std::string, std::unique_ptr<audit::Source>> sources_;  ///< by URL; the thread's own
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool poked_ = false, stopping_ = false;
  std::map<std::string, TownLook> looks_;
  std::thread thread_;
};

/// A town's site, with limits for a program that must not hang.
[[nodiscard]] std::unique_ptr<audit::Source> open_site(const std::string& url);

}  // namespace radslag::witness_program
