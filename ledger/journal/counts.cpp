#include "ledger/journal/counts.hpp"

#include <algorithm>

namespace radslag::journal {

void Counts::set(const std::string& initiative, const record::Signatures& now) {
  auto named = now.named(max_named_signatures);
  const std::lock_guard lock(mutex_);
  changed_.insert_or_assign(initiative, now.count());
  named_.insert_or_assign(initiative, std::move(named));
}

void Counts::reset(const record::Record& record) {
  SignatureCounts counts;
  std::map<std::string, std::vector<std::uint64_t>> named;
  for (const auto& id : record.state().town.initiative_order) {
    const auto& signatures = *record.signatures(id);
    counts.emplace(id, signatures.count());
    named.emplace(id, signatures.named(max_named_signatures));
  }
  const std::lock_guard lock(mutex_);
  all_ = std::make_shared<const SignatureCounts>(std::move(counts));
  changed_.clear();
  named_ = std::move(named);
}

std::shared_ptr<const SignatureCounts> Counts::all() const {
  const std::lock_guard lock(mutex_);
  if (!changed_.empty()) {
    auto next = std::make_shared<SignatureCounts>(*all_);
    for (auto& [initiative, count] : changed_) next->insert_or_assign(initiative, std::move(count));
    changed_.clear();
    all_ = std::move(next);
  }
  return all_;
}

std::vector<std::uint64_t> Counts::named(const std::string& initiative, std::size_t most) const {
  const std::lock_guard lock(mutex_);
  const auto found = named_.find(initiative);
  if (found == named_.end()) return {};
  const auto& entries = found->second;
  return {entries.begin(), entries.begin() + static_cast<std::ptrdiff_t>(std::min(most, entries.size()))};
}

}  // namespace radslag::journal
