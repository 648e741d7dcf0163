#include "ledger/journal/journal.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <deque>
#include <future>
#include <set>
#include <thread>

#include "ledger/heads/heads.hpp"
#include "ledger/journal/heavy.hpp"
#include "ledger/journal/logs.hpp"
#include "ledger/record/round_count.hpp"
#include "ledger/record/secret_count.hpp"

namespace radslag::journal {
namespace {

constexpr const char* town = "town";
constexpr const char* no_room_for_heads =
    "no space at the head store's place; try again with the same idempotency key: what was written is found then";
constexpr std::chrono::seconds retry_after{1};

/// Keys of acts are chosen by their senders: kept apart from those of ballots, so that none can be put in a ballot's place beforehand.
store::IdempotencyKey act_key(const store::IdempotencyKey& key) {
  return crypto::sha256("radslag/v1/act-key\n" + std::string(crypto::view(key)));
}

store::IdempotencyKey due_key(std::string_view statement) { return crypto::sha256("radslag/v1/due-key\n" + std::string(statement)); }

struct Waiting {
  Submission submission;
  Journal::Done done;
};

/// What the writer has admitted and not yet committed.
struct Commit {
  struct Answer {
    LogName log;
    std::uint64_t index;
    bool repeated;
    Journal::Done done;
    std::string entry;  ///< empty for a repeated one: the store has it
  };
  struct Kept {
    store::Place place;
    std::string statement;  ///< empty for a ballot, whose key says it all
  };
  std::map<LogName, store::Batch> batches;
  std::map<store::IdempotencyKey, Kept> keys;
  std::set<store::Digest> blobs;  ///< of acts
  std::vector<Answer> answers;
  bool changes_state = false;
  std::set<std::string> matters;  ///< whose signatures may have changed
};

/// Of a commit that is in the store.
struct Unpublished {
  std::map<LogName, std::string> heads;  ///< signed
  bool changes_state = false;
  std::set<std::string> matters;
};

/// Signatures and hand-outs are the many, and stand apart from `State`, which is copied.
bool is_one_of_many(const record::Statement& statement) {
  return std::holds_alternative<record::Signature>(statement) || std::holds_alternative<record::Withdrawal>(statement) ||
         std::holds_alternative<record::HandedOut>(statement);
}

/// That a log is to be signed with from this statement on.
const crypto::PublicKey* new_log_key(const record::Statement& statement) {
  if (const auto* begun = std::get_if<record::RoundBegun>(&statement)) return &begun->key;
  if (const auto* changed = std::get_if<record::LogKey>(&statement)) return &changed->key;
  if (const auto* recovered = std::get_if<record::LogRecovered>(&statement)) return &recovered->key;
  return nullptr;
}

std::string matter_of(const record::Statement& statement) {
  return std::visit(
      [](const auto& x) -> std::string {
        if constexpr (requires { x.matter; }) return x.matter;
        return {};
      },
      statement);
}

}  // namespace

store::IdempotencyKey attested_key(std::string_view statement) {
  return crypto::sha256("radslag/v1/attested-key\n" + std::string(statement));
}

class Journal::Inside {
 public:
  Inside(store::Store& store, Keys keys, Options options)
      : options_(std::move(options)), store_(store), logs_(store, std::move(keys), options_.threads) {
    logs_.replay(options_.replay_progress);
    if (options_.heads) meet_head_store();
    writer_ = std::thread([this] { run(); });
  }

  ~Inside() {
    {
      const std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    wake_.notify_one();
    writer_.join();
  }

  void submit(Submission submission, Done done) {
    if (submission.attested_by) {
      submission.key = attested_key(submission.statement);
    } else if (const auto paper = paper_ballot(submission.statement)) {
      submission.key = paper->tracker;
    } else if (!submission.ballot) {
      submission.key = act_key(submission.key);
    }
    if (may_be_heavy(submission.statement) && !store_.find(submission.key)) {
      if (auto good = prepare(submission); !good) return done(tl::make_unexpected(good.error()));
    }
    {
      const std::lock_guard lock(mutex_);
      if (queue_.size() < options_.queue_submissions && !stopping_) {
        queue_.push_back({std::move(submission), std::move(done)});
        wake_.notify_one();
        return;
      }
    }
    done(refuse(Errc::busy, "too many writes are waiting; try again with the same idempotency key"));
  }

  /// The checks that take long, before the writer's turn.
  Result<> prepare(Submission& submission) {
    const auto round = record::round_of_log(submission.log);
    const auto* found = logs_.state()->round(round);
    if (!found || !found->frozen || !found->frozen->is_secret()) return {};  // the record says what is wrong with it, if anything
    const auto counts = urn_counts(round);
    if (!counts) return tl::make_unexpected(counts.error());
    auto checked = check_heavy(*counts, submission, store_, options_.threads);
    if (!checked) return tl::make_unexpected(checked.error());
    submission.heavy = std::move(*checked);
    return {};
  }

  Result<std::vector<record::UrnCount>> urn_counts(const std::string& round) {
    Result<std::vector<record::UrnCount>> counts;
    between_commits([&] { counts = logs_.record().counts(round); });
    return counts;
  }

  /// What came out of a closed round's urns. Decrypting takes long, so it is not done on the writer's thread, nor twice.
  Result<std::vector<std::shared_ptr<const record::UrnResult>>> urn_results(const std::string& round) {
    const std::lock_guard one_at_a_time(counting_);
    std::vector<std::shared_ptr<const record::UrnResult>> results;
    between_commits([&] { results = logs_.record().results(round); });
    if (!results.empty()) return results;
    auto counts = urn_counts(round);
    if (!counts) return tl::make_unexpected(counts.error());
    const record::BlobSource blobs = [this](const record::Digest& digest) {
      auto bytes = store_.blob(digest);
      if (bytes && bytes->empty()) bytes.reset();  // erased
      return bytes;
    };
    for (auto& count : *counts) {
      if (auto known = record::work_out_result(count, blobs, {options_.threads, {}}); !known) return tl::make_unexpected(known.error());
      results.push_back(count.result);
    }
    between_commits([&] { logs_.record().keep_results(round, *counts); });
    return results;
  }

  /// With the entry's bytes.
  Result<Committed> whole(Result<Committed> place) const {
    if (!place) return place;
    auto entry = store_.entry(place->log, place->index);
    if (!entry) throw store::StoreUnusable("the store lost entry " + std::to_string(place->index) + " of log " + place->log);
    place->entry = std::move(*entry);
    return place;
  }

  Logs& logs() { return logs_; }
  store::Store& store() { return store_; }
  bool full() const { return full_; }

  /// Runs `work` on the writer's thread between two commits: the record is its alone.
  void between_commits(std::function<void()> work) {
    std::promise<void> finished;
    {
      const std::lock_guard lock(mutex_);
      errands_.push_back([&] {
        // What goes wrong here is the asker's to hear, and no reason to stop writing.
        try {
          work();
          finished.set_value();
        } catch (...) {
          finished.set_exception(std::current_exception());
        }
      });
    }
    wake_.notify_one();
    finished.get_future().get();
  }

 private:
  void run() {
    std::vector<Waiting> taken;
    std::vector<std::function<void()>> errands;
    while (true) {
      {
        std::unique_lock lock(mutex_);
        const auto something = [this] { return stopping_ || !queue_.empty() || !errands_.empty(); };
        if (!unpublished_) {
          wake_.wait(lock, something);
        } else if (!wake_.wait_for(lock, retry_after, something)) {
          lock.unlock();
          retry();
          continue;
        }
        if (queue_.empty() && errands_.empty()) return;
        errands.swap(errands_);
        while (!queue_.empty() && taken.size() < options_.commit_submissions) {
          taken.push_back(std::move(queue_.front()));
          queue_.pop_front();
        }
      }
      try {
        for (auto& errand : errands) errand();
        errands.clear();
        if (!taken.empty()) commit(taken);
      } catch (const std::exception& error) {
        fatal(error.what());
      }
      taken.clear();
    }
  }

  void retry() {
    try {
      finish_earlier();
    } catch (const std::exception& error) {
      fatal(error.what());
    }
  }

  void commit(std::vector<Waiting>& taken) {
    if (!finish_earlier()) {
      for (auto& waiting : taken) waiting.done(refuse(Errc::busy, no_room_for_heads));
      return;
    }
    Commit commit;
    for (auto& waiting : taken) admit(waiting, commit);
    if (!commit.batches.empty() && !write(commit)) return;
    for (auto& answer : commit.answers) {
      auto place = logs_.prove(answer.log, answer.index);
      if (place) {
        place->repeated = answer.repeated;
        place->entry = answer.repeated ? *store_.entry(answer.log, answer.index) : std::move(answer.entry);
      }
      answer.done(std::move(place));
    }
  }

  /// False if there was no space: all was undone and answered.
  bool write(Commit& commit) {
    std::vector<store::Batch> batches;
    for (auto& [log, batch] : commit.batches) {
      batch.checkpoint = logs_.sign(log);
      batches.push_back(std::move(batch));
    }
    try {
      store_.append(batches);
    } catch (const store::StoreFull& error) {
      full_ = true;
      logs_.replay({});  // what the record admitted was not written: begin again from what was
      for (auto& answer : commit.answers) answer.done(refuse(Errc::busy, std::string("no space to write: ") + error.what()));
      return false;
    }
    unpublished_ = Unpublished{{}, commit.changes_state, std::move(commit.matters)};
    for (auto& batch : batches) unpublished_->heads.emplace(batch.log, std::move(batch.checkpoint));
    if (finish_earlier()) return true;
    // It stands in the record, and its sender will find it there: but nobody is told before its head is safe.
    for (auto& answer : commit.answers) answer.done(refuse(Errc::busy, no_room_for_heads));
    return false;
  }

  /// What is in the store and not yet published: its heads go to the head store, then everyone may see it. False if there was no space
  /// there; nothing more is written before that has been done.
  bool finish_earlier() {
    if (!unpublished_) return true;
    if (options_.heads) {
      std::vector<heads::Swap> swaps;
      for (const auto& [log, note] : unpublished_->heads) {
        const auto origin = logs_.checkpoint_origin(log);
        swaps.push_back({origin, held_[origin], note});
      }
      try {
        options_.heads->swap(swaps);
      } catch (const store::StoreFull&) {
        full_ = true;
        return false;
      }
      for (auto& swap : swaps) held_[swap.origin] = std::move(swap.after);
    }
    full_ = false;
    for (auto& [log, note] : unpublished_->heads) {
      logs_.publish(log, std::move(note));
      if (const auto* round = logs_.record().state().round(record::round_of_log(log))) logs_.turnouts.set(*round);
    }
    if (unpublished_->changes_state) logs_.publish_state();
    for (const auto& matter : unpublished_->matters) {
      if (const auto* signatures = logs_.record().signatures(matter)) logs_.counts.set(matter, *signatures);
    }
    unpublished_.reset();
    return true;
  }

  /// At start: what the head store has is on our trees; where the record is ahead, a crash came between the two, and it is moved on.
  void meet_head_store() {
    held_ = options_.heads->all();
    std::vector<SeenHead> seen;
    for (const auto& [origin, note] : held_) seen.push_back(logs_.open_head(options_.heads->place(), origin, note));
    (void)logs_.check_heads(seen);
    std::vector<heads::Swap> swaps;
    for (const auto& log : store_.logs()) {
      const auto head = logs_.head(log);
      if (!head) continue;
      const auto origin = logs_.checkpoint_origin(log);
      auto& held = held_[origin];
      if (held == *head->checkpoint) continue;
      swaps.push_back({origin, held, *head->checkpoint});
      held = *head->checkpoint;
    }
    options_.heads->swap(swaps);
  }

  void admit(Waiting& waiting, Commit& commit) {
    auto& submission = waiting.submission;
    if (const auto earlier = commit.keys.find(submission.key); earlier != commit.keys.end()) {
      const auto& [place, statement] = earlier->second;
      if (place.log != submission.log || statement != submission.statement)
        return waiting.done(refuse(Errc::duplicate, "the key stands for another act"));
      return commit.answers.push_back({place.log, place.index, true, std::move(waiting.done), {}});
    }
    auto entry = submission.ballot ? admit_ballot(submission) : admit_act(submission, commit);
    if (!entry) {
      // A key or a ballot that is there already is no error: its sender did not hear the answer.
      if (const auto place = repeated(submission)) {
        return commit.answers.push_back({place->log, place->index, true, std::move(waiting.done), {}});
      }
      return waiting.done(tl::make_unexpected(entry.error()));
    }
    add(commit, std::move(submission), std::move(*entry), std::move(waiting.done));
    add_due(commit);
  }

  void add(Commit& commit, Submission&& submission, std::string entry, Done done) {
    const auto index = append(commit, submission.log, entry, submission.key);
    auto& batch = commit.batches[submission.log];
    for (auto& blob : submission.blobs) {
      const auto digest = submission.ballot ? record::blob_of(*submission.ballot) : record::blob_digest(blob);
      if (!submission.ballot) commit.blobs.insert(digest);
      batch.blobs.push_back({digest, std::move(blob)});
    }
    commit.keys.emplace(submission.key, Commit::Kept{{submission.log, index}, submission.statement});
    commit.answers.push_back({submission.log, index, false, std::move(done), std::move(entry)});
  }

  /// What must follow an entry at once stands in the same commit: none is ever there without the other.
  void add_due(Commit& commit) {
    if (!logs_.record().due()) return;
    const auto statement = record::encode_statement(*logs_.record().due());
    const auto entry = record::encode_entry(logs_.record().last_hour(town), statement, {});
    if (auto admitted = logs_.record().admit(town, entry); !admitted)
      throw std::logic_error("a due entry was refused: " + admitted.error().detail);
    append(commit, town, entry, due_key(statement));
    commit.changes_state = true;
  }

  /// A commit signs the heads of the logs that it has a batch of, and a log under a new key or name is signed at once.
  store::Batch& batch_of(Commit& commit, const LogName& log) {
    auto& batch = commit.batches[log];
    if (batch.entries.empty()) {
      batch.log = log;
      batch.first_index = logs_.size(log);
    }
    return batch;
  }

  std::uint64_t append(Commit& commit, const LogName& log, const std::string& entry, const store::IdempotencyKey& key) {
    const auto index = logs_.size(log);
    auto& batch = batch_of(commit, log);
    const auto leaf = log::leaf_hash(entry);
    logs_.append(log, leaf);
    batch.entries.push_back({entry, leaf, key});
    return index;
  }

  std::uint64_t stamp(const LogName& log) const { return std::max(options_.hour(), logs_.record().last_hour(log)); }

  Result<std::string> admit_ballot(const Submission& submission) {
    const auto hour = stamp(submission.log);
    if (auto admitted = logs_.record().admit_ballot(submission.log, hour, *submission.ballot, nullptr); !admitted) {
      return tl::make_unexpected(admitted.error());
    }
    const auto statement = std::visit([](const auto& ballot) { return record::Statement(ballot); }, *submission.ballot);
    return record::encode_entry(hour, record::encode_statement(statement), {});
  }

  Result<std::string> admit_act(const Submission& submission, Commit& commit) {
    if (store_.find(submission.key)) return refuse(Errc::duplicate, "this act is in the record already");
    const auto statement = record::parse_statement(submission.statement);
    if (!statement) return tl::make_unexpected(statement.error());
    const bool cast = std::holds_alternative<record::SecretBallot>(*statement) && submission.seals.empty();
    if (cast || std::holds_alternative<record::Ballot>(*statement))
      return refuse(Errc::unsupported, "ballots are cast, not submitted as acts");
    if (const auto* key = new_log_key(*statement)) {
      if (auto held = logs_.holds_key(*key); !held) return tl::make_unexpected(held.error());
    }
    std::map<store::Digest, const std::string*> blobs;
    for (const auto& blob : submission.blobs) blobs.emplace(record::blob_digest(blob), &blob);
    for (const auto& digest : record::blobs_of(*statement)) {
      if (!blobs.contains(digest)) return refuse(Errc::not_found, "a blob that the statement names did not come with it");
    }
    if (blobs.size() != submission.blobs.size() || blobs.size() != record::blobs_of(*statement).size()) {
      return refuse(Errc::malformed, "the blobs are not exactly those that the statement names");
    }
    for (const auto& [digest, bytes] : blobs) {
      if (commit.blobs.contains(digest) || store_.blob(digest))
        return refuse(Errc::duplicate, "a blob of this act is in the record already: make it anew");
    }
    auto entry = record::encode_entry(stamp(submission.log), submission.statement, submission.seals);
    logs_.pending_blobs = std::move(blobs);
    const auto* attested_by = submission.attested_by ? &*submission.attested_by : nullptr;
    auto admitted = logs_.record().admit(submission.log, entry, record::Scrutiny::full, attested_by, submission.heavy.get());
    logs_.pending_blobs.clear();
    if (!admitted) return tl::make_unexpected(admitted.error());
    if (const auto* recovered = std::get_if<record::LogRecovered>(&*statement); recovered && logs_.size(recovered->log) > 0)
      (void)batch_of(commit, recovered->log);  // its checkpoint is signed anew
    commit.changes_state |= !is_one_of_many(*statement);
    if (auto matter = matter_of(*statement); !matter.empty()) commit.matters.insert(std::move(matter));
    if (std::holds_alternative<record::EntryResubmitted>(*statement)) {  // a lost signature of any of them
      for (const auto& [id, initiative] : logs_.record().state().town.initiatives) commit.matters.insert(id);
    }
    return entry;
  }

  /// Where the same submission stands already. The same key for something else is not the same.
  std::optional<store::Place> repeated(const Submission& submission) const {
    const auto place = store_.find(submission.key);
    if (!place || place->log != submission.log) return std::nullopt;
    if (submission.ballot) return place;
    const auto body = store_.entry(place->log, place->index);
    const auto entry = record::parse_entry(*body);
    return entry && entry->statement_text == submission.statement ? place : std::nullopt;
  }

  [[noreturn]] void fatal(const std::string& why) {
    if (options_.fatal) options_.fatal(why);
    std::terminate();
  }

  Options options_;
  store::Store& store_;
  mutable Logs logs_;
  std::mutex mutex_;
  std::mutex counting_;  ///< held while urns are decrypted for somebody who asks
  std::condition_variable wake_;
  std::optional<Unpublished> unpublished_;  ///< the writer's
  heads::Notes held_;                       ///< what the head store has; the writer's
  std::deque<Waiting> queue_;
  std::vector<std::function<void()>> errands_;
  bool stopping_ = false;
  std::atomic<bool> full_ = false;
  std::thread writer_;
};

Journal::Journal(store::Store& store, Keys keys, Options options)
    : inside_(std::make_unique<Inside>(store, std::move(keys), std::move(options))) {}
Journal::~Journal() = default;

void Journal::submit(Submission submission, Done done) { inside_->submit(std::move(submission), std::move(done)); }

Result<Committed> Journal::submit_and_wait(Submission submission) {
  std::promise<Result<Committed>> answer;
  submit(std::move(submission), [&](Result<Committed> result) { answer.set_value(std::move(result)); });
  return answer.get_future().get();
}

std::shared_ptr<const record::State> Journal::state() const { return inside_->logs().state(); }
std::optional<Head> Journal::head(const LogName& log) const { return inside_->logs().head(log); }
Result<Committed> Journal::locate(const LogName& log, std::uint64_t index) const {
  return inside_->whole(inside_->logs().prove(log, index));
}
Result<Committed> Journal::locate(const LogName& log, std::uint64_t index, std::uint64_t size) const {
  return inside_->whole(inside_->logs().prove(log, index, size));
}
Result<log::Path> Journal::consistency(const LogName& log, std::uint64_t from, std::uint64_t to) const {
  return inside_->logs().consistency(log, from, to);
}
Result<std::string> Journal::tile(const LogName& log, std::size_t level, std::uint64_t n, std::uint64_t width) const {
  return inside_->logs().tile(log, level, n, width);
}
std::shared_ptr<const SignatureCounts> Journal::signature_counts() const { return inside_->logs().counts.all(); }
std::vector<std::uint64_t> Journal::named_signatures(const std::string& initiative, std::size_t most) const {
  return inside_->logs().counts.named(initiative, most);
}
Result<Committed> Journal::find(const store::IdempotencyKey& key) const {
  const auto place = inside_->store().find(key);
  if (!place) return refuse(Errc::not_found, "no entry was handed in under that key");
  auto found = locate(place->log, place->index);
  if (found) found->repeated = true;
  return found;
}
std::vector<std::string> Journal::check_heads(const std::vector<SeenHead>& seen) const { return inside_->logs().check_heads(seen); }
const store::Store& Journal::store() const { return inside_->store(); }
bool Journal::full() const { return inside_->full(); }
std::optional<Turnout> Journal::turnout(const std::string& round) const { return inside_->logs().turnouts.of(round); }
Result<std::vector<record::UrnCount>> Journal::urn_counts(const std::string& round) const { return inside_->urn_counts(round); }

Result<record::CountedBallots> Journal::counted_ballots(const std::string& round) const {
  const auto now = state();
  const auto* found = now->round(round);
  if (!found || !found->frozen || !found->frozen->is_secret() || found->phase < record::Phase::closed || found->withheld_ballots > 0) {
    Result<record::CountedBallots> ballots;
    inside_->between_commits([&] { ballots = inside_->logs().record().counted(round); });
    return ballots;
  }
  for (const auto& urn : found->frozen->urns) {
    if (!urn.mixnet) return refuse(Errc::unsupported, "of homomorphic ballots there are totals only");
  }
  const auto results = inside_->urn_results(round);
  if (!results) return tl::make_unexpected(results.error());
  record::CountedBallots ballots;
  for (const auto& result : *results) {
    ballots.push_back(result->valid);
    std::sort(ballots.back().begin(), ballots.back().end());
  }
  return ballots;
}

Result<record::AllocationContent> Journal::allocation(const std::string& round) const {
  const auto now = state();
  const auto* found = now->round(round);
  if (!found) return refuse(Errc::not_found, "no such round: " + round);
  if (!found->tally) return refuse(Errc::out_of_order, "round " + round + " has no tally yet");
  if (found->awaits_lot()) return refuse(Errc::out_of_order, "ties are broken by a lot, which has not been drawn");
  const auto& definition = found->frozen->definition;
  if (!record::needs_ballots(definition.rule))
    return record::allocate(definition, *found->tally, found->tally_digest, found->lot_seed(), nullptr);
  const auto ballots = counted_ballots(round);
  if (!ballots) return tl::make_unexpected(ballots.error());
  return record::allocate(definition, *found->tally, found->tally_digest, found->lot_seed(), &*ballots);
}

Result<record::TallyContent> Journal::recount(const std::string& round) const {
  const auto now = state();
  const auto* found = now->round(round);
  if (found && found->frozen && found->frozen->is_secret() && found->phase >= record::Phase::closed) {
    if (const auto results = inside_->urn_results(round); !results) return tl::make_unexpected(results.error());
  }
  Result<record::TallyContent> tally;
  inside_->between_commits([&] { tally = inside_->logs().record().recount(round); });  // what takes long has been worked out
  return tally;
}

}  // namespace radslag::journal
