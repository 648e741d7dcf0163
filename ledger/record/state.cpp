#include "ledger/record/state.hpp"

#include <algorithm>
#include <array>

namespace radslag::record {
namespace {

constexpr std::array<std::string_view, 5> phase_words{"begun", "open", "closed", "tallied", "allocated"};
constexpr std::string_view rounds_prefix = "rounds/";

}  // namespace

std::span<const std::string_view> words(Phase) { return phase_words; }

std::optional<std::uint32_t> Frozen::credential_index(const PublicKey& key) const {
  const auto& keys = credentials.keys;
  const auto found = std::lower_bound(keys.begin(), keys.end(), key);
  if (found == keys.end() || *found != key) return std::nullopt;
  return static_cast<std::uint32_t>(found - keys.begin());
}

const RoundState* State::round(const std::string& id) const {
  const auto found = rounds.find(id);
  return found == rounds.end() ? nullptr : &found->second;
}

std::string round_log_name(const std::string& round) { return std::string(rounds_prefix) + round; }

std::string round_of_log(std::string_view log) {
  return log.starts_with(rounds_prefix) ? std::string(log.substr(rounds_prefix.size())) : std::string();
}

}  // namespace radslag::record
