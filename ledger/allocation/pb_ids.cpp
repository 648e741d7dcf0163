#include "ledger/allocation/pb_ids.hpp"

#include <algorithm>
#include <bit>

namespace radslag::allocation::pb {
namespace {

constexpr std::size_t kProbes = 8;

/// FNV-1a: ids are a few bytes long.
std::size_t hash(std::string_view text) {
  std::uint64_t h = 0xCBF29CE484222325;
  for (const char c : text) h = (h ^ static_cast<unsigned char>(c)) * 0x100000001B3;
  return static_cast<std::size_t>(h ^ (h >> 32));
}

}  // namespace

ProjectIds::ProjectIds(const std::vector<PbProject>& projects) : slots_(std::bit_ceil(projects.size() * 4 + kProbes)) {
  for (std::size_t p = 0; p < projects.size(); ++p) {
    const Entry entry{projects[p].project.id, static_cast<std::uint16_t>(p)};
    const std::size_t start = hash(entry.id);
    std::size_t probe = 0;
    while (probe < kProbes && !slots_[(start + probe) & (slots_.size() - 1)].id.empty()) ++probe;
    if (probe < kProbes)
      slots_[(start + probe) & (slots_.size() - 1)] = entry;
    else
      rest_.push_back(entry);
  }
  std::sort(rest_.begin(), rest_.end(), [](const Entry& a, const Entry& b) { return a.id < b.id; });
}

std::optional<std::uint16_t> ProjectIds::find(std::string_view id) const {
  if (id.empty()) return std::nullopt;
  const std::size_t start = hash(id);
  for (std::size_t probe = 0; probe < kProbes; ++probe) {
    const Entry& entry = slots_[(start + probe) & (slots_.size() - 1)];
    if (entry.id == id) return entry.project;
    if (entry.id.empty()) return std::nullopt;  // it would lie here
  }
  const auto found = std::lower_bound(rest_.begin(), rest_.end(), id, [](const Entry& e, std::string_view text) { return e.id < text; });
  if (found == rest_.end() || found->id != id) return std::nullopt;
  return found->project;
}

}  // namespace radslag::allocation::pb
