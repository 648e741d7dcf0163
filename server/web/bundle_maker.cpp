#include "server/web/bundle_maker.hpp"

#include <exception>
#include <utility>

#include "server/service/service.hpp"

namespace radslag::web {

std::vector<std::uint64_t> BundleMaker::sizes() const {
  std::vector<std::uint64_t> sizes;
  for (const std::string& log : service_.logs()) {
    const auto head = service_.head(log);
    sizes.push_back(head ? head->size : 0);
  }
  return sizes;
}

Result<BundleMaker::Archive> BundleMaker::build() const {
  auto archive = std::make_shared<std::string>();
  bool fits = true;
  service_.bundle([&](std::string_view piece) {
    fits = archive->size() + piece.size() <= max_bytes_;
    if (fits) archive->append(piece);
    return fits;
  });
  if (!fits)
    return refuse(Errc::too_large, "the record is too large to be sent in one piece: fetch its files, or ask the operator for an export");
  return Archive(std::move(archive));
}

BundleMaker::Archive BundleMaker::at_hand(const std::vector<std::uint64_t>& now) {
  const Archive newest = archives_.empty() ? nullptr : archives_.back().lock();
  std::erase_if(archives_, [](const auto& archive) { return archive.expired(); });
  return newest_sizes_ == now || archives_.size() >= max_archives ? newest : nullptr;
}

void BundleMaker::get(Wanted wanted) {
  const std::vector<std::uint64_t> now = sizes();
  std::unique_lock lock(mutex_);
  if (const Archive newest = at_hand(now)) {
    lock.unlock();
    return wanted(newest);
  }
  waiting_.push_back(std::move(wanted));
  if (building_) return;
  building_ = true;
  lock.unlock();
  Result<Archive> archive = refuse(Errc::busy, "the archive could not be built");
  std::exception_ptr failure;
  try {
    archive = build();
  } catch (...) {
    failure = std::current_exception();
  }
  lock.lock();
  building_ = false;
  if (archive) {
    archives_.emplace_back(*archive);
    newest_sizes_ = now;
  }
  const std::vector<Wanted> waiting = std::exchange(waiting_, {});
  lock.unlock();
  for (const Wanted& each : waiting) each(archive);
  if (failure) std::rethrow_exception(failure);
}

}  // namespace radslag::web
