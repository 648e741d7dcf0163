#include "ledger/journal/logs.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include "crypto/encoding.hpp"
#include "ledger/journal/head_check.hpp"
#include "ledger/log/tile.hpp"
#include "ledger/record/identity.hpp"

namespace radslag::journal {
namespace {

constexpr const char* town = "town";

[[noreturn]] void corrupt(const LogName& log, std::uint64_t index, const std::string& why) {
  throw Corrupt("log " + log + ", entry " + std::to_string(index) + ": " + why);
}

[[noreturn]] void throw_key_missing(const LogName& log, const crypto::PublicKey& key) {
  throw KeyMissing("the signing key of log " + log + ", public key " + crypto::to_hex(key) +
                   ", is not among the key files: put its file back from the safe copy; without it the log cannot go on");
}

}  // namespace

Logs::Logs(store::Store& store, Keys keys, unsigned threads) : store_(store), keys_(std::move(keys)), threads_(threads) {}

record::Sources Logs::sources() {
  record::Sources sources;
  sources.threads = threads_;
  sources.town_key = keys_.town;
  sources.blob = [this](const record::Digest& digest) -> std::optional<std::string> {
    const auto pending = pending_blobs.find(digest);
    if (pending != pending_blobs.end()) return *pending->second;
    auto bytes = store_.blob(digest);
    if (bytes && bytes->empty()) bytes.reset();  // erased
    return bytes;
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
  for (const auto& absent : record_->absent())
    corrupt(absent.log, absent.index, "a text or picture that it names is not there, and no decision withholds it");
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
    step(1);
  });
  if (log.tree.size() > 0) check_head(town, log);
  for (const auto& [id, round] : record_->state().rounds) {
    if (!replayed.contains(id)) replay_round(id, step);
  }
}

void Logs::replay_round(const std::string& round, const std::function<void(std::uint64_t)>& step) {
  const auto name = record::round_log_name(round);
  auto& log = (*replayed_)[name];
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
  const auto key = record::verifier_key(record_->state(), name);
  if (!keys_.held(key.key)) throw_key_missing(name, key.key);
  const auto checkpoint = log::open_checkpoint(*note, key);
  if (!checkpoint) throw Corrupt("log " + name + ": " + checkpoint.error().detail);
  if (checkpoint->size != log.tree.size() || checkpoint->root != log.tree.root()) {
    throw Corrupt("log " + name + ": the entries do not give the root that its newest checkpoint (size " +
                  std::to_string(checkpoint->size) + ") signs");
  }
  log.head = {checkpoint->size, std::make_shared<const std::string>(*note)};
}

Result<> Logs::holds_key(const crypto::PublicKey& key) const {
  if (keys_.held(key)) return {};
  return refuse(Errc::not_found, "this server does not hold the signing key that the log is to have");
}

void Logs::append(const LogName& name, const log::Hash& leaf) {
  const std::unique_lock lock(mutex_);
  logs_[name].tree.append(leaf);
}

std::uint64_t Logs::size(const LogName& name) const {
  const std::shared_lock lock(mutex_);
  const auto found = logs_.find(name);
  return found == logs_.end() ? 0 : found->second.tree.size();
}

std::string Logs::sign(const LogName& name) const {
  const auto& tree = logs_.at(name).tree;
  const auto identities = record::identities_of(record_->state(), name);
  std::vector<const crypto::SigningKey*> keys{keys_.held(identities.back().key)};
  if (!keys[0]) throw_key_missing(name, identities.back().key);
  if (identities.size() > 1 && identities[identities.size() - 2].generation == identities.back().generation) {
    if (const auto* older = keys_.held(identities[identities.size() - 2].key)) keys.push_back(older);
  }
  return log::sign_checkpoint({checkpoint_origin(name), tree.size(), tree.root()}, keys);
}

std::string Logs::checkpoint_origin(const LogName& name) const { return record::checkpoint_origin(record_->state(), name); }

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

std::vector<std::string> Logs::check_heads(const std::vector<SeenHead>& seen) const {
  const std::shared_lock lock(mutex_);
  std::vector<std::string> sentences;
  for (const auto& head : seen) {
    const auto of = whose(*state_, head.checkpoint.origin);
    if (!of) throw_unknown_log(head);
    const auto found = logs_.find(of->log);
    const bool here = found != logs_.end();
    static const log::Tree none;
    const OwnLog own{of->log, record::checkpoint_origin(*state_, of->log), here ? &found->second.tree : &none,
                     here ? found->second.head.size : 0};
    if (own.origin == head.checkpoint.origin) {
      require_on_tree(own, head);
    } else if (auto sentence = judge_ended(*state_, own, of->generation, head)) {
      sentences.push_back(std::move(*sentence));
    }
  }
  return sentences;
}

SeenHead Logs::open_head(const std::string& who, const std::string& origin, const std::string& note) const {
  const std::shared_lock lock(mutex_);
  const auto parsed = log::parse_note(note);
  const auto words = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
  if (!words || words->origin != origin) throw HeadsDiffer("What " + who + " has of log " + origin + " is not a checkpoint of it");
  SeenHead head{who, *words};
  const auto of = whose(*state_, origin);
  if (!of) throw_unknown_log(head);
  std::vector<log::VerifierKey> keys;
  for (const auto& identity : record::identities_of(*state_, of->log)) {
    if (identity.generation == of->generation) keys.push_back(record::verifier_key(*state_, of->log, identity));
  }
  if (keys.empty()) return head;  // of a round whose beginning was lost, as the record itself says: nobody knows its key any more
  if (const auto good = log::open_checkpoint(note, keys); !good) {
    // A newer key than this copy of the record knows of would be another sign of an older copy: the sizes say which it is.
    throw HeadsDiffer("The head of log " + origin + " that " + who + " has, size " + std::to_string(words->size) + ", root " +
                      crypto::to_base64(crypto::view(words->root)) + ", is not signed with a key that the record gives to the log (" +
                      good.error().detail + "); the record has " +
                      std::to_string(logs_.contains(of->log) ? logs_.at(of->log).head.size : 0) +
                      " entries there. It is an older copy of the record, another municipality's, or was changed. See deploy/RUNBOOK.md");
  }
  return head;
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
  return prove_locked(found, name, index, found == logs_.end() ? 0 : found->second.head.size);
}

Result<Committed> Logs::prove(const LogName& name, std::uint64_t index, std::uint64_t size) const {
  const std::shared_lock lock(mutex_);
  return prove_locked(logs_.find(name), name, index, size);
}

Result<Committed> Logs::prove_locked(std::map<LogName, Log>::const_iterator found, const LogName& name, std::uint64_t index,
                                     std::uint64_t size) const {
  if (found == logs_.end() || index >= size || size > found->second.head.size) {
    return refuse(Errc::not_found, "log " + name + " has no entry " + std::to_string(index) + " in a published tree of that size");
  }
  const auto& log = found->second;
  return Committed{name, index, size, {}, log.tree.inclusion(index, size), size == log.head.size ? log.head.checkpoint : nullptr, false};
}

Result<log::Path> Logs::consistency(const LogName& name, std::uint64_t from, std::uint64_t to) const {
  const std::shared_lock lock(mutex_);
  const auto found = logs_.find(name);
  if (found == logs_.end() || from > to || to > found->second.head.size) {
    return refuse(Errc::not_found, "log " + name + " has not published size " + std::to_string(std::max(from, to)));
  }
  return found->second.tree.consistency(from, to);
}

Result<std::string> Logs::tile(const LogName& name, std::size_t level, std::uint64_t n, std::uint64_t width) const {
  const std::shared_lock lock(mutex_);
  const auto found = logs_.find(name);
  if (found == logs_.end() || width == 0 || width > log::tile_hashes(level, n, found->second.head.size)) {
    return refuse(Errc::not_found, "log " + name + " has no such tile");
  }
  return log::tile(found->second.tree, level, n, width);
}

}  // namespace radslag::journal
