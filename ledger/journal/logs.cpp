#include "ledger/journal/logs.hpp"

#include <set>
#include <utility>

namespace radslag::journal {
namespace {

constexpr const char* town = "town";

[[noreturn]] void corrupt(const LogName& log, std::uint64_t index, const std::string& why) {
  throw Corrupt("log " + log + ", entry " + std::to_string(index) + ": " + why);
}

}  // namespace

Logs::Logs(store::Store& store, Keys keys, unsigned threads) : store_(store), keys_(std::move(keys)), threads_(threads) {}

record::Sources Logs::sources() {
  record::Sources sources;
  sources.threads = threads_;
  sources.blob = [this](const record::Digest& digest) -> std::optional<std::string> {
    const auto pending = pending_blobs.find(digest);
    return pending == pending_blobs.end() ? store_.blob(digest) : *pending->second;
  };
  sources.root = [this](std::string_view name, std::uint64_t size) -> std::optional<log::Hash> {
    const auto& logs = replayed_ ? *replayed_ : logs_;
    const auto found = logs.find(std::string(name));
    if (found == logs.end() || size > found->second.tree.size()) return std::nullopt;
    return found->second.tree.root(size);
  };
  return sources;
}

void Logs::replay(const std::function<void(std::uint64_t, std::uint64_t)>& progress) {
  std::uint64_t all = 0, done = 0;
  for (const auto& name : store_.logs()) all += store_.size(name);
  const auto step = [&](std::uint64_t entries) {
    done += entries;
    if (progress) progress(done, all);
  };
  std::map<LogName, Log> logs;
  replayed_ = &logs;
  record_ = std::make_unique<record::Record>(sources());
  replay_town(step);
  for (const auto& name : store_.logs()) {
    if (!logs.contains(name)) throw Corrupt("the store holds a log that the town log does not name: " + name);
  }
  if (record_->due()) throw Corrupt("log town ends with a reached threshold, without the hand-over that is written in the same commit");
  auto state = std::make_shared<const record::State>(record_->state());
  counts.reset(*record_);
  turnouts.reset(*state);
  replayed_ = nullptr;
  const std::unique_lock lock(mutex_);
  logs_ = std::move(logs);
  state_ = std::move(state);
}

void Logs::replay_town(const std::function<void(std::uint64_t)>& step) {
  auto& log = (*replayed_)[town];
  std::set<std::string> replayed;
  store_.scan(town, 0, store_.size(town), [&](std::uint64_t index, std::string_view body, const store::Digest& leaf) {
    // A round's end is judged against the round log, so that is replayed before it.
    if (body.find("radslag/v1/round-ended\n") != std::string_view::npos) {
      const auto entry = record::parse_entry(body);
      const auto* ended = entry ? std::get_if<record::RoundEnded>(&entry->statement) : nullptr;
      if (ended && record_->state().rounds.contains(ended->round) && replayed.insert(ended->round).second) replay_round(ended->round, step);
    }
    replay_entry(town, log, index, body, leaf);
    if (index == 0) log.origin = record_->state().town.origin;
    step(1);
  });
  if (log.tree.size() > 0) {
    log.key = &keys_.town();
    check_head(town, log);
  }
  for (const auto& [id, round] : record_->state().rounds) {
    if (!replayed.contains(id)) replay_round(id, step);
  }
}

void Logs::replay_round(const std::string& round, const std::function<void(std::uint64_t)>& step) {
  const auto name = record::round_log_name(round);
  auto& log = (*replayed_)[name];
  log.origin = origin_of(name);
  log.key = key_of(name);
  const auto size = store_.size(name);
  log.tree.reserve(size);
  std::uint64_t since_step = 0;
  store_.scan(name, 0, size, [&](std::uint64_t index, std::string_view body, const store::Digest& leaf) {
    replay_entry(name, log, index, body, leaf);
    if (++since_step == 10'000) step(std::exchange(since_step, 0));
  });
  step(since_step);
  if (size > 0) check_head(name, log);
}

void Logs::replay_entry(const LogName& name, Log& log, std::uint64_t index, std::string_view body, const store::Digest& stored_leaf) {
  const auto leaf = log::leaf_hash(body);
  if (leaf != stored_leaf) corrupt(name, index, "its bytes are not those that were hashed when it was written");
  if (auto admitted = record_->admit(name, body, record::Scrutiny::order); !admitted) corrupt(name, index, admitted.error().detail);
  log.tree.append(leaf);
}

void Logs::check_head(const LogName& name, Log& log) {
  const auto note = store_.checkpoint(name);
  if (!note) throw Corrupt("log " + name + " has entries but no signed checkpoint");
  if (!log.key) throw Corrupt("the signing key of log " + name + " is not among the key files");
  const auto checkpoint = log::open_checkpoint(*note, log::VerifierKey::of(log.origin, log.key->public_key()));
  if (!checkpoint) throw Corrupt("log " + name + ": " + checkpoint.error().detail);
  if (checkpoint->size != log.tree.size() || checkpoint->root != log.tree.root()) {
    throw Corrupt("log " + name + ": the entries do not give the root that its newest checkpoint (size " +
                  std::to_string(checkpoint->size) + ") signs");
  }
  log.head = {checkpoint->size, std::make_shared<const std::string>(*note)};
}

std::string Logs::origin_of(const LogName& name) const {
  const auto* round = record_->state().round(record::round_of_log(name));
  return round ? round->origin : record_->state().town.origin;
}

const crypto::SigningKey* Logs::key_of(const LogName& name) const {
  if (name == town) return &keys_.town();
  const auto* round = record_->state().round(record::round_of_log(name));
  return round ? keys_.round(round->log_key) : nullptr;
}

Result<> Logs::holds_key(const crypto::PublicKey& key) const {
  if (keys_.round(key)) return {};
  return refuse(Errc::not_found, "this server does not hold the signing key that the round's log names");
}

void Logs::append(const LogName& name, const log::Hash& leaf) {
  const std::unique_lock lock(mutex_);
  auto& log = logs_[name];
  if (!log.key) {
    log.key = key_of(name);
    log.origin = origin_of(name);
  }
  log.tree.append(leaf);
}

std::uint64_t Logs::size(const LogName& name) const {
  const std::shared_lock lock(mutex_);
  const auto found = logs_.find(name);
  return found == logs_.end() ? 0 : found->second.tree.size();
}

std::string Logs::sign(const LogName& name) const {
  const auto& log = logs_.at(name);
  return log::sign_checkpoint({log.origin, log.tree.size(), log.tree.root()}, *log.key);
}

void Logs::publish(const LogName& name, std::string checkpoint) {
  const std::unique_lock lock(mutex_);
  auto& log = logs_.at(name);
  log.head = {log.tree.size(), std::make_shared<const std::string>(std::move(checkpoint))};
}

void Logs::publish_state() {
  auto state = std::make_shared<const record::State>(record_->state());
  const std::unique_lock lock(mutex_);
  state_ = std::move(state);
}

std::shared_ptr<const record::State> Logs::state() const {
  const std::shared_lock lock(mutex_);
  return state_;
}

std::optional<Head> Logs::head(const LogName& name) const {
  const std::shared_lock lock(mutex_);
  const auto found = logs_.find(name);
  if (found == logs_.end() || found->second.head.size == 0) return std::nullopt;
  return found->second.head;
}

Result<Committed> Logs::prove(const LogName& name, std::uint64_t index) const {
  const std::shared_lock lock(mutex_);
  const auto found = logs_.find(name);
  if (found == logs_.end() || index >= found->second.head.size) {
    return refuse(Errc::not_found, "log " + name + " has no entry " + std::to_string(index));
  }
  const auto& log = found->second;
  return Committed{name, index, log.head.size, {}, log.tree.inclusion(index, log.head.size), log.head.checkpoint, false};
}

}  // namespace radslag::journal
