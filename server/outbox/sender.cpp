#include "server/outbox/sender.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "server/outbox/compose.hpp"
#include "server/storage/errors.hpp"

namespace radslag::outbox {

using std::chrono::milliseconds;

class Sender::Inside {
 public:
  Inside(const Outbox& outbox, Transport& transport, SenderOptions options)
      : outbox_(outbox), transport_(transport), options_(std::move(options)), thread_([this] { run(); }) {}

  ~Inside() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    transport_.stop();
    thread_.join();
  }

 private:
  void run() {
    try {
      while (!wait(pause_))
        if (!unwritten_)
          pause_ = look();
        else
          pause_ = write_down();
    } catch (const std::exception& error) {
      if (options_.fatal) options_.fatal(error.what());
    }
  }

  /// True when the house closes.
  bool wait(milliseconds time) {
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, time, [this] { return stopping_; });
  }

  /// Sends at most one message. Gives how long to wait before the next look.
  milliseconds look() {
    try {
      for (const Failed& failed : outbox_.expire())
        report({Report::Kind::given_up, failed.id, failed.event, failed.reason, failed.attempts});
      due_ = outbox_.take();
    } catch (const storage::NothingWritten& error) {
      return stuck(error);
    }
    if (!due_) return options_.look_every;
    attempt_ = transport_.send(compose(due_->message, options_.from, due_->id, due_->queued_hour));
    unwritten_ = true;
    return write_down();
  }

  /// Kept in hand until the database takes it: a full disk shall not make the same letter go out again and again.
  milliseconds write_down() {
    try {
      switch (attempt_.outcome) {
        case Outcome::delivered: outbox_.set_sent(*due_); break;
        case Outcome::refused: outbox_.set_failed(*due_, attempt_.reason); break;
        case Outcome::later: outbox_.set_later(*due_, attempt_.reason); break;
        case Outcome::unavailable: outbox_.put_back(*due_, attempt_.reason); break;
      }
    } catch (const storage::NothingWritten& error) {
      return stuck(error);
    }
    unwritten_ = false;
    report({kind_of(attempt_.outcome), due_->id, due_->message.event, attempt_.reason, due_->attempt});
    if (attempt_.outcome != Outcome::unavailable) {
      next_pause_ = options_.first_pause;
      return milliseconds(0);
    }
    const milliseconds pause = next_pause_;
    next_pause_ = std::min(2 * pause, options_.longest_pause);
    return pause;
  }

  milliseconds stuck(const std::exception& error) {
    report({Report::Kind::stuck, "", "", error.what(), 0});
    return options_.first_pause;
  }

  static Report::Kind kind_of(Outcome outcome) {
    switch (outcome) {
      case Outcome::delivered: return Report::Kind::sent;
      case Outcome::refused: return Report::Kind::failed;
      case Outcome::later: return Report::Kind::later;
      case Outcome::unavailable: return Report::Kind::unavailable;
    }
    return Report::Kind::stuck;
  }

  void report(const Report& report) const {
    if (options_.report) options_.report(report);
  }

  const Outbox& outbox_;
  Transport& transport_;
  SenderOptions options_;
  std::optional<Due> due_;
  Attempt attempt_;
  bool unwritten_ = false;  ///< attempt_ is the outcome of due_, and the database does not know it
  milliseconds pause_{0};
  milliseconds next_pause_ = options_.first_pause;

  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;  // last: it uses all the others
};

Sender::Sender(const Outbox& outbox, Transport& transport, SenderOptions options)
    : inside_(std::make_unique<Inside>(outbox, transport, std::move(options))) {}
Sender::~Sender() = default;

}  // namespace radslag::outbox
