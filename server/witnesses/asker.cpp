#include "server/witnesses/asker.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "ledger/log/cosignature.hpp"
#include "ledger/log/witness_request.hpp"
#include "server/storage/errors.hpp"
#include "server/witnesses/cosignatures.hpp"

namespace radslag::witnesses {
namespace {

using Clock = std::chrono::steady_clock;
using std::chrono::milliseconds;

/// The head of a log that all witnesses are asked about: only on the same one do their cosignatures add up to a quorum.
struct Target {
  Logs::Head head;
  Clock::time_point chosen{};
  bool first_after_act = false;
};

/// "1234\n"
std::optional<std::uint64_t> size_in(std::string_view body) {
  if (body.ends_with('\n')) body.remove_suffix(1);
  std::uint64_t size = 0;
  const auto [end, error] = std::from_chars(body.data(), body.data() + body.size(), size);
  return error == std::errc() && end == body.data() + body.size() ? std::optional(size) : std::nullopt;
}

/// The first line of what an answer says, as far as it can go into a log.
std::string excerpt(std::string_view body) {
  std::string line(body.substr(0, std::min<std::size_t>(body.find('\n'), 160)));
  std::replace_if(
      line.begin(), line.end(), [](char c) { return c < ' ' || c > '~'; }, '?');
  return line;
}

}  // namespace

std::string_view standing_name(Standing standing) {
  constexpr std::array<std::string_view, 6> names{"cosigns", "silent", "refuses", "unknown-log", "ahead", "contradicts"};
  return names[static_cast<std::size_t>(standing)];
}

class Asker::Inside {
 public:
  Inside(Logs logs, Cosignatures& cosignatures, AskerOptions options)
      : logs_(std::move(logs)), cosignatures_(cosignatures), options_(std::move(options)) {
    look();
    for (const auto& [name, url] : options_.urls) {
      threads_.emplace_back([this, witness = name, address = url] { run(witness, address); });
    }
    threads_.emplace_back([this] { keep_looking(); });
  }

  ~Inside() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_all();
    for (auto& thread : threads_) thread.join();
  }
  Inside(const Inside&) = delete;
  Inside& operator=(const Inside&) = delete;

  [[nodiscard]] std::vector<News> standing() const {
    const std::lock_guard lock(mutex_);
    std::vector<News> all;
    for (const auto& [place, news] : standing_) all.push_back(news);
    return all;
  }

 private:
  /// What one witness has been asked about one log.
  struct Asked {
    std::uint64_t size = 0;    ///< that it has cosigned, as far as is known
    std::string cosigned;      ///< the note that it cosigned last
    Clock::time_point at{};    ///< when
    Clock::time_point next{};  ///< not before
    milliseconds wait{0};
  };

  void keep_looking() {
    while (rest(options_.look_every)) look();
  }

  /// Whoever is announced now, and of each log the head that is asked about.
  void look() {
    if (const auto announced = logs_.announced()) cosignatures_.set_announced(announced_by(*announced));
    bool any = false;
    const auto names = logs_.names();
    for (const auto& name : names) any |= choose(name);
    {
      const std::lock_guard lock(mutex_);
      std::erase_if(targets_, [&](const auto& target) { return std::find(names.begin(), names.end(), target.first) == names.end(); });
    }
    if (any) changed_.notify_all();
  }

  bool choose(const std::string& name) {
    const auto acts = logs_.acts();  // before the head, which so covers them
    auto head = logs_.head(name);
    if (!head) return false;
    const auto now = Clock::now();
    const auto witnessed = cosignatures_.witnessed(name);
    const std::lock_guard lock(mutex_);
    auto& target = targets_[name];
    const bool done = witnessed && witnessed->size == target.head.size;
    if (done && target.first_after_act) {
      covered_[name] = chosen_after_[name];
      target.first_after_act = false;
    }
    if (target.head.note == head->note) return false;
    const auto age = now - target.chosen;
    if (!target.head.note.empty() && age < (done ? options_.between : options_.patience)) return false;
    target = {std::move(*head), now, covered_[name] != acts};
    chosen_after_[name] = acts;
    return true;
  }

  void run(const std::string& witness, const std::string& url) {
    Client client(options_.times);
    std::map<std::string, Asked> asked;
    while (true) {
      const auto announced = cosignatures_.announced();
      const auto key = std::find_if(announced.witnesses.begin(), announced.witnesses.end(),
                                    [&](const log::CosignerKey& known) { return known.name == witness; });
      if (key != announced.witnesses.end()) {
        for (const auto& [name, target] : targets()) {
          if (stopping()) return;
          auto& of_log = asked[name];
          if (Clock::now() < of_log.next) continue;
          if (of_log.cosigned == target.head.note && of_log.wait.count() == 0 && Clock::now() - of_log.at < options_.again) continue;
          ask(client, url, *key, name, target, of_log);
        }
      }
      if (!rest(options_.look_every)) return;
    }
  }

  void ask(Client& client, const std::string& url, const log::CosignerKey& key, const std::string& name, const Target& target,
           Asked& asked) {
    // Its size is not known at first: it says it, and the second time has the proof that it wants.
    for (int attempt = 0; attempt < 2; ++attempt) {
      auto proof = logs_.consistency(name, asked.size, target.head.size);
      if (!proof) return later(asked, key.name, name, Standing::refuses, proof.error().detail);
      const auto reply = client.post(url + "/add-checkpoint", log::witness_request_text({asked.size, std::move(*proof), target.head.note}));
      if (reply.status == 200) return take(key, name, target, asked, reply.body);
      if (reply.status != 409) return refused(key.name, name, asked, reply);
      const auto size = size_in(reply.body);
      if (!size) return later(asked, key.name, name, Standing::refuses, "it answers 409 without a size");
      if (*size > target.head.size) return behind(key.name, name, asked, *size);
      if (*size == asked.size) break;
      asked.size = *size;
    }
    later(asked, key.name, name, Standing::refuses, "it names another size each time");
  }

  void take(const log::CosignerKey& key, const std::string& name, const Target& target, Asked& asked, const std::string& body) {
    const auto lines = log::parse_signature_lines(body);
    if (!lines) return later(asked, key.name, name, Standing::refuses, "its answer is no cosignature: " + lines.error().detail);
    const auto line = std::find_if(lines->begin(), lines->end(), [&](const log::NoteSignature& signature) {
      return signature.name == key.name && signature.id == key.id;
    });
    if (line == lines->end()) return later(asked, key.name, name, Standing::refuses, "it signs with another key than the one announced");
    const auto added = keep(name, target, *line);
    if (!added) return later(asked, key.name, name, Standing::refuses, added.error().detail);
    asked.size = target.head.size;
    asked.cosigned = target.head.note;
    asked.wait = milliseconds(0);
    asked.next = {};
    asked.at = Clock::now();
    tell(key.name, name, Standing::cosigns, "size " + std::to_string(target.head.size));
  }

  Result<> keep(const std::string& name, const Target& target, const log::NoteSignature& line) {
    try {
      return cosignatures_.add(name, target.head.note, line, target.first_after_act);
    } catch (const storage::NothingWritten&) {
      return {};  // it holds in memory, and the next one is written again
    } catch (const std::exception& error) {
      if (options_.fatal) options_.fatal(error.what());
      return {};
    }
  }

  /// It has cosigned more than was asked about: that is what an answer that got lost looks like, or a fork.
  void behind(const std::string& witness, const std::string& name, Asked& asked, std::uint64_t size) {
    const auto head = logs_.head(name);
    if (head && head->size >= size) {
      asked.size = size;
      asked.next = Clock::now() + options_.between;
      return;
    }
    later(asked, witness, name, Standing::ahead,
          "it has cosigned " + std::to_string(size) + " entries of " + name + ", and there are " + std::to_string(head ? head->size : 0) +
              " here: has an old copy been put back, or does another server sign with this log's key?");
  }

  void refused(const std::string& witness, const std::string& name, Asked& asked, const Reply& reply) {
    if (reply.status == 0) return later(asked, witness, name, Standing::silent, reply.body);
    const auto said = std::to_string(reply.status) + " " + excerpt(reply.body);
    if (reply.status == 422) return later(asked, witness, name, Standing::contradicts, said);
    const bool unknown = reply.status == 404 || reply.status == 403;
    later(asked, witness, name, unknown ? Standing::unknown_log : Standing::refuses, said);
  }

  void later(Asked& asked, const std::string& witness, const std::string& name, Standing standing, const std::string& what) {
    asked.wait = std::clamp(2 * asked.wait, options_.first_wait, options_.longest_wait);
    asked.next = Clock::now() + asked.wait;
    tell(witness, name, standing, what);
  }

  void tell(const std::string& witness, const std::string& name, Standing standing, const std::string& what) {
    bool changed = false;
    {
      const std::lock_guard lock(mutex_);
      const auto [place, is_new] = standing_.try_emplace({witness, name});
      changed = is_new || place->second.standing != standing;
      place->second = {witness, name, standing, what};
    }
    if (changed && options_.report) options_.report({witness, name, standing, what});
  }

  [[nodiscard]] std::map<std::string, Target> targets() const {
    const std::lock_guard lock(mutex_);
    return targets_;
  }
  [[nodiscard]] bool stopping() const {
    const std::lock_guard lock(mutex_);
    return stopping_;
  }
  /// False: it is time to end. A new head wakes up whoever rests.
  bool rest(milliseconds time) {
    std::unique_lock lock(mutex_);
    if (stopping_) return false;
    changed_.wait_for(lock, time);
    return !stopping_;
  }

  using Place = std::pair<std::string, std::string>;  ///< witness, log
  Logs logs_;
  Cosignatures& cosignatures_;
  AskerOptions options_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::map<std::string, Target> targets_;
  std::map<std::string, std::shared_ptr<const void>> covered_;       ///< by log: the acts that a kept head covers
  std::map<std::string, std::shared_ptr<const void>> chosen_after_;  ///< by log: the acts before its target
  std::map<Place, News> standing_;
  std::vector<std::thread> threads_;
};

Asker::Asker(Logs logs, Cosignatures& cosignatures, AskerOptions options)
    : inside_(std::make_unique<Inside>(std::move(logs), cosignatures, std::move(options))) {}
Asker::~Asker() = default;

std::vector<News> Asker::standing() const { return inside_->standing(); }

}  // namespace radslag::witnesses
