// Studies of counted rounds, made once each and kept.
#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <functional>
#include <list>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "server/web/worker.hpp"

namespace radslag::record {
struct AllocationContent;
struct RoundState;
}  // namespace radslag::record

namespace radslag::web {

struct CountedRound;
struct CountStudy;
struct Visit;

/// A round that has been allocated does not change any more, so neither does its study. Small ones are made while the page waits; others
/// on a thread of their own, and pages say that they are being made. Thread-safe.
class CountStudies {
 public:
  using Clock = std::chrono::steady_clock;
  using Study = std::shared_ptr<const CountStudy>;
  using Make = std::function<Study()>;
  static constexpr std::size_t most_kept = 16;      ///< rounds; the one not asked for longest is dropped
  static constexpr std::size_t most_under_way = 4;  ///< that are being made or wait for it; others begin when they are asked for then
  static constexpr std::chrono::seconds failure_lives{60};  ///< after that it is tried again

  struct Found {
    Study study;             ///< nullptr: not there
    bool is_coming = false;  ///< it is being made: ask again
  };

  CountStudies() = default;
  ~CountStudies() { ending_ = true; }  ///< after the one that is being made; those that wait are not made

  /// Of a round without a signed allocation there is none; nor where its ballots are not there any more.
  [[nodiscard]] Found find(const Visit& visit, const record::RoundState& round);

  /// What is kept under the key, or is being made; nothing: make() it.
  [[nodiscard]] std::optional<Found> at_hand(const std::string& key, Clock::time_point now = Clock::now());
  /// Lets it be made, unless it is there or on its way by now. `at_once`: before this returns. A study that is nullptr, or an exception,
  /// is a failure.
  [[nodiscard]] Found make(const std::string& key, bool at_once, Make make, Clock::time_point now = Clock::now());

 private:
  struct Kept {
    std::string key;
    Study study;
    Clock::time_point ends;  ///< of a failure
  };
  [[nodiscard]] std::optional<Found> known(const std::string& key, Clock::time_point now);  // with the lock held
  Study run(const std::string& key, const Make& make);

  std::mutex mutex_;
  std::condition_variable made_;
  std::list<Kept> kept_;             ///< the latest asked for first
  std::set<std::string> under_way_;  ///< never dropped, so none is made twice
  std::atomic<bool> ending_ = false;
  Worker worker_;  ///< ends before what it works on
};

/// What a study and a .pb file are made from. The round has been tallied.
[[nodiscard]] CountedRound counted_round(const Visit& visit, const record::RoundState& round, record::AllocationContent allocation);

}  // namespace radslag::web
