#include "server/registrar/follow/follower.hpp"

#include <algorithm>
#include <condition_variable>
#include <ctime>
#include <filesystem>
#include <map>
#include <mutex>
#include <set>
#include <thread>

#include "crypto/encoding.hpp"
#include "server/registrar/follow/news.hpp"
#include "server/registrar/follow/round_follower.hpp"
#include "server/storage/errors.hpp"

namespace radslag::registrar {
namespace {

constexpr std::uint64_t most_text_bytes = 1 << 20;
constexpr std::uint64_t most_checkpoint_bytes = 16'384;
constexpr int texts_at_once = 200;            ///< asked for in one look, so that missing ones cannot hold it up for long
constexpr unsigned looks_between_texts = 20;  ///< where nothing else is new: a text that is withheld for good is asked for seldom

}  // namespace

std::string_view touch_name(Touch touch) {
  switch (touch) {
    case Touch::none_yet: return "none-yet";
    case Touch::following: return "following";
    case Touch::lost: return "lost";
    case Touch::contradicted: return "contradicted";
  }
  return "";
}

class Follower::Inside {
 public:
  Inside(std::unique_ptr<audit::Source> source, FollowerOptions options)
      : source_(std::move(source)), options_(std::move(options)), copy_(options_.copy, options_.key.name), keys_(options_.key) {
    town_ = read_copy();
    find_rounds();
    standing_.size = seen_.size();
    if (seen_.size() > 0) standing_.touch = Touch::lost;
    thread_ = std::thread([this] { run(); });
  }

  ~Inside() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    thread_.join();
  }

  std::shared_ptr<const Town> town() const {
    const std::lock_guard lock(mutex_);
    return town_;
  }

  Standing standing() const {
    const std::lock_guard lock(mutex_);
    return standing_;
  }

  std::shared_ptr<const RoundLog> round(const std::string& id) const {
    const std::lock_guard lock(mutex_);
    const auto found = round_logs_.find(id);
    return found == round_logs_.end() ? nullptr : found->second;
  }

  void look(std::chrono::milliseconds patience) {
    std::unique_lock lock(mutex_);
    if (ended_ || standing_.touch == Touch::lost || standing_.touch == Touch::contradicted) return;
    const auto mine = ++asked_;
    changed_.notify_all();
    changed_.wait_for(lock, patience, [&] { return answered_ >= mine || stopping_ || ended_; });
  }

 private:
  void run() {
    try {
      for (;;) {
        const auto answering = begin_look();
        look_once();
        if (!rest(answering)) return;
      }
    } catch (const std::exception& error) {
      {
        const std::lock_guard lock(mutex_);
        ended_ = true;
      }
      changed_.notify_all();
      if (options_.fatal) options_.fatal(error.what());
    }
  }

  std::uint64_t begin_look() {
    const std::lock_guard lock(mutex_);
    return asked_;
  }

  /// Answers those who had asked before the look began, then waits for the next. False when the house closes.
  bool rest(std::uint64_t answered) {
    std::unique_lock lock(mutex_);
    answered_ = answered;
    changed_.notify_all();
    if (changed_.wait_for(lock, options_.rest, [this] { return stopping_; })) return false;
    changed_.wait_for(lock, options_.look_every - std::min(options_.rest, options_.look_every),
                      [this] { return stopping_ || asked_ > answered_; });
    return !stopping_;
  }

  /// The town as the copy has it.
  std::shared_ptr<const Town> read_copy() {
    seen_ = copy_.frontier();
    keys_ = record::KeyChain(options_.key);
    auto town = std::make_shared<Town>();
    copy_.each_entry(0, [&](const KeptEntry& kept) { take(*town, kept); });
    fill_texts(*town, [&](const record::Digest& digest) { return copy_.text(digest); });
    town->size = seen_.size();
    return town;
  }

  void take(Town& town, const KeptEntry& kept) {
    const auto entry = record::parse_entry(kept.bytes);
    if (!entry) return;
    apply(town, *entry);
    keys_.take(kept.index, *entry);
  }

  /// The town log lost its end, by its own word: what was kept of what was seen is gone on from.
  Result<News> go_on() {
    auto successor = read_successor(*source_, "town", record::KeyChain(options_.key), copy_, concerns);
    if (!successor) return tl::make_unexpected(successor.error());
    copy_.go_back(successor->kept, successor->generation);
    publish(read_copy());
    texts_missing_ = true;
    return std::move(successor->news);
  }

  void look_once() {
    Standing now{Touch::following, {}, seen_.size(), 0};
    try {
      auto news = read_news(*source_, "town", keys_, seen_, concerns);
      if (!news && has_successor(*source_, "town", options_.key.name, copy_)) news = go_on();
      if (!news) {
        now.touch = news.error().code == Errc::malformed ? Touch::lost : Touch::contradicted;
        now.what = news.error().detail;
      } else {
        take(std::move(*news));
        watch_rounds();
        now.what = follow_rounds();
        tell();
        now.seen_at = std::time(nullptr);
      }
    } catch (const audit::Unavailable& error) {
      now.touch = Touch::lost;
      now.what = error.what();
    } catch (const storage::NothingWritten& error) {
      now.touch = Touch::lost;
      now.what = error.what();
    }
    now.size = seen_.size();
    set_standing(std::move(now));
  }

  void set_standing(Standing now) {
    bool another = false;
    {
      const std::lock_guard lock(mutex_);
      if (now.touch == Touch::lost && seen_.size() == 0) now.touch = Touch::none_yet;
      if (now.seen_at == 0) now.seen_at = standing_.seen_at;
      another = now.touch != standing_.touch || now.what != standing_.what;
      standing_ = now;
    }
    if (another && options_.report) options_.report(now);
  }

  void take(News&& news) {
    const bool ask_again = texts_missing_ && looks_++ % looks_between_texts == 0;
    if (news.leaves.empty() && !ask_again) return;
    copy_.add(seen_.size(), news.leaves, news.entries);
    for (const auto& leaf : news.leaves) seen_.append(leaf);
    auto town = std::make_shared<Town>(*town_);
    for (const auto& kept : news.entries) {
      const auto entry = record::parse_entry(kept.bytes);
      if (!entry) continue;
      apply(*town, *entry);
      keys_.take(kept.index, *entry);
      forget_withheld(entry->statement);
    }
    // Read on past the recovery of an end that was never seen: from now on the new generation's word is what counts.
    if (keys_.generation("town") > copy_.generation()) copy_.go_back(seen_.size(), keys_.generation("town"));
    town->size = seen_.size();
    fetch_texts(*town);
    publish(std::move(town));
  }

  void forget_withheld(const record::Statement& statement) {
    const auto* act = std::get_if<record::BlobsWithheld>(&statement);
    if (!act) return;
    std::vector<log::Hash> digests;
    for (const auto& blob : act->blobs) digests.push_back(blob.digest);
    copy_.forget_texts(digests);
  }

  void publish(std::shared_ptr<const Town> town) {
    const std::lock_guard lock(mutex_);
    town_ = std::move(town);
  }

  void fetch_texts(Town& town) {
    int asked = 0;
    texts_missing_ = false;
    fill_texts(town, [&](const record::Digest& digest) {
      auto blob = asked++ < texts_at_once ? fetch_text(digest) : std::nullopt;
      texts_missing_ |= !blob;
      return blob;
    });
  }

  /// A text that is withheld, or cannot be had now, holds up nothing else.
  std::optional<std::string> fetch_text(const record::Digest& digest) {
    try {
      auto blob = source_->get("town/blob/" + crypto::to_hex(digest), most_text_bytes);
      if (!blob || crypto::sha256(*blob) != digest) return std::nullopt;
      copy_.add_text(digest, *blob);
      return std::move(*blob);
    } catch (const audit::Unavailable&) {
      return std::nullopt;
    }
  }

  /// A round is open from the first entry of its own log on; its key stands in the town log.
  void watch_rounds() {
    std::shared_ptr<Town> changed;
    for (const auto& [id, round] : town_->rounds) {
      if (round.opened) continue;
      const auto note = source_->get(record::round_log_name(id) + "/checkpoint", most_checkpoint_bytes);
      const auto checkpoint = note ? keys_.open(record::round_log_name(id), *note) : tl::make_unexpected(note.error());
      if (!checkpoint || checkpoint->size == 0) continue;
      if (!changed) changed = std::make_shared<Town>(*town_);
      changed->rounds.at(id).opened = true;
    }
    if (changed) publish(std::move(changed));
  }

  /// Begins to follow the rounds that are not followed yet.
  void find_rounds() {
    if (options_.rounds.empty()) return;
    for (const auto& [id, round] : town_->rounds) {
      auto& follower = rounds_[id];
      if (follower) continue;
      std::filesystem::create_directories(options_.rounds);
      follower = std::make_unique<RoundFollower>(options_.rounds / (id + ".sqlite"), round);
      const std::lock_guard lock(mutex_);
      round_logs_[id] = follower->log();
    }
  }

  /// Gives what is wrong with any of them.
  std::string follow_rounds() {
    find_rounds();
    std::string wrong;
    for (const auto& [id, follower] : rounds_) {
      const auto& round = town_->rounds.at(id);
      // Of a round that has ended nothing new is wanted.
      if (round.ended && follower->log()->phase() == RoundLog::Phase::closed) continue;
      if (const auto what = follower->look(*source_, keys_); !what.empty()) wrong = what;
    }
    return wrong;
  }

  void tell() {
    const auto town = this->town();
    if (options_.listener.entry) {
      const auto told = copy_.told();
      copy_.each_entry(told, [&](const KeptEntry& kept) {
        if (const auto entry = record::parse_entry(kept.bytes)) options_.listener.entry(*town, kept.index, *entry);
        copy_.set_told(kept.index + 1);
      });
      if (told < seen_.size()) copy_.set_told(seen_.size());
    }
    for (const auto& [id, round] : town->rounds) {
      if (!round.opened || round.ended || rounds_told_.contains(id)) continue;
      if (options_.listener.round_opened) options_.listener.round_opened(*town, id);
      rounds_told_.insert(id);
    }
  }

  // The thread's own:
  std::unique_ptr<audit::Source> source_;
  FollowerOptions options_;
  TownCopy copy_;
  log::Frontier seen_;
  record::KeyChain keys_;  ///< as far as `seen_`
  bool texts_missing_ = true;
  unsigned looks_ = 0;
  std::set<std::string> rounds_told_;
  std::map<std::string, std::unique_ptr<RoundFollower>> rounds_;

  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::shared_ptr<const Town> town_;  // replaced by the thread alone
  Standing standing_;
  std::map<std::string, std::shared_ptr<const RoundLog>> round_logs_;
  std::uint64_t asked_ = 0, answered_ = 0;
  bool stopping_ = false, ended_ = false;
  std::thread thread_;
};

Follower::Follower(std::unique_ptr<audit::Source> source, FollowerOptions options)
    : inside_(std::make_unique<Inside>(std::move(source), std::move(options))) {}
Follower::~Follower() = default;

std::shared_ptr<const Town> Follower::town() const { return inside_->town(); }
Standing Follower::standing() const { return inside_->standing(); }
std::shared_ptr<const RoundLog> Follower::round(const std::string& id) const { return inside_->round(id); }
void Follower::look(std::chrono::milliseconds patience) { inside_->look(patience); }

}  // namespace radslag::registrar
