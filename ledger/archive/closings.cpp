#include "ledger/archive/closings.hpp"

#include <algorithm>
#include <string_view>

namespace radslag::archive {
namespace {

bool is_closing(std::string_view body) {
  return body.substr(std::min(body.find('\n'), body.size())).starts_with("\nradslag/v1/round-closed\n");
}

}  // namespace

bool Closings::closed(const store::LogName& log, std::uint64_t size) const {
  const std::lock_guard lock(mutex_);
  auto& read = read_[log];
  if (!read.closed_at && read.size < size) {
    store_.scan(log, read.size, size, [&](std::uint64_t index, std::string_view body, const store::Digest&) {
      if (!read.closed_at && is_closing(body)) read.closed_at = index;
    });
    read.size = size;
  }
  return read.closed_at && *read.closed_at < size;
}

}  // namespace radslag::archive
