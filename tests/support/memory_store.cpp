#include "tests/support/memory_store.hpp"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace radslag::testing {

using namespace store;

void MemoryStore::fill_once() {
  const std::lock_guard lock(mutex_);
  trouble_ = Trouble::full;
}

void MemoryStore::fail_once(bool kept) {
  const std::lock_guard lock(mutex_);
  trouble_ = kept ? Trouble::failure_kept : Trouble::failure_lost;
}

void MemoryStore::append(const std::vector<Batch>& batches) {
  const std::lock_guard lock(mutex_);
  if (trouble_ == Trouble::stopped) throw StoreFailure("no further writes after an earlier failure");
  if (trouble_ == Trouble::full) {
    trouble_ = Trouble::none;
    throw StoreFull("no space, as the test asked");
  }
  State next = state_;
  for (const Batch& batch : batches) add(next, batch);
  const Trouble trouble = trouble_;
  if (trouble != Trouble::failure_lost) state_ = std::move(next);
  if (trouble != Trouble::none) {
    trouble_ = Trouble::stopped;
    throw StoreFailure("a failed commit, as the test asked");
  }
}

void MemoryStore::add(State& state, const Batch& batch) {
  if (!state.logs.contains(batch.log)) state.order.push_back(batch.log);
  Log& log = state.logs[batch.log];
  if (batch.first_index != log.entries.size()) throw std::logic_error("not the next index");
  for (const NewEntry& entry : batch.entries) {
    if (!state.places.emplace(entry.key, Place{batch.log, log.entries.size()}).second) throw std::logic_error("repeated idempotency key");
    log.entries.emplace_back(entry.body, entry.leaf);
  }
  for (const NewBlob& blob : batch.blobs) {
    if (!state.blobs.emplace(blob.digest, blob.bytes).second) throw std::logic_error("repeated blob digest");
  }
  log.checkpoint = batch.checkpoint;
}

std::vector<LogName> MemoryStore::logs() const {
  const std::lock_guard lock(mutex_);
  return state_.order;
}

const MemoryStore::Log* MemoryStore::log(const LogName& name) const {
  const auto found = state_.logs.find(name);
  return found == state_.logs.end() ? nullptr : &found->second;
}

std::uint64_t MemoryStore::size(const LogName& name) const {
  const std::lock_guard lock(mutex_);
  const Log* found = log(name);
  return found ? found->entries.size() : 0;
}

std::optional<std::string> MemoryStore::checkpoint(const LogName& name) const {
  const std::lock_guard lock(mutex_);
  const Log* found = log(name);
  if (!found) return std::nullopt;
  return found->checkpoint;
}

std::optional<std::string> MemoryStore::entry(const LogName& name, std::uint64_t index) const {
  const std::lock_guard lock(mutex_);
  const Log* found = log(name);
  if (!found || index >= found->entries.size()) return std::nullopt;
  return found->entries[index].first;
}

void MemoryStore::scan(const LogName& name, std::uint64_t begin, std::uint64_t end,
                       const std::function<void(std::uint64_t, std::string_view, const Digest&)>& visit) const {
  std::vector<std::pair<std::string, Digest>> entries;  // a copy: the visitor may read from the store itself
  {
    const std::lock_guard lock(mutex_);
    if (const Log* found = log(name)) entries = found->entries;
  }
  for (std::uint64_t i = begin; i < std::min<std::uint64_t>(end, entries.size()); ++i) visit(i, entries[i].first, entries[i].second);
}

std::optional<std::string> MemoryStore::blob(const Digest& digest) const {
  const std::lock_guard lock(mutex_);
  const auto found = state_.blobs.find(digest);
  if (found == state_.blobs.end()) return std::nullopt;
  return found->second;
}

std::optional<Place> MemoryStore::find(const IdempotencyKey& key) const {
  const std::lock_guard lock(mutex_);
  const auto found = state_.places.find(key);
  if (found == state_.places.end()) return std::nullopt;
  return found->second;
}

}  // namespace radslag::testing
