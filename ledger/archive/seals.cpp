#include "ledger/archive/seals.hpp"

#include <algorithm>
#include <limits>

namespace radslag::archive {
namespace {

constexpr const char* town = "town";
constexpr auto never = std::numeric_limits<std::uint64_t>::max();

/// Signatures are the many: they are told apart without being parsed.
bool may_matter(std::string_view body) {
  const auto statement = body.substr(std::min(body.find('\n') + 1, body.size()));
  return statement.starts_with("radslag/v1/initiative-") || statement.starts_with("radslag/v1/project-") ||
         statement.starts_with("radslag/v1/blobs-withheld\n");
}

}  // namespace

bool Seals::sealed(const store::Digest& blob, std::uint64_t town_size) const {
  const std::lock_guard lock(mutex_);
  read_to(town_size);
  const auto found = opened_at_.find(blob);
  if (found != opened_at_.end() && found->second >= town_size) return true;
  const auto held = withheld_at_.find(blob);
  return held != withheld_at_.end() && held->second < town_size;
}

std::optional<std::uint64_t> Seals::withheld_by(const store::Digest& blob, std::uint64_t town_size) const {
  const std::lock_guard lock(mutex_);
  read_to(town_size);
  const auto held = withheld_at_.find(blob);
  return held != withheld_at_.end() && held->second < town_size ? std::optional(held->second) : std::nullopt;
}

std::vector<SealChange> Seals::changes(std::uint64_t from, std::uint64_t to) const {
  const std::lock_guard lock(mutex_);
  read_to(to);
  const auto before = [](const SealChange& change, std::uint64_t index) { return change.town_index < index; };
  const auto first = std::lower_bound(changes_.begin(), changes_.end(), from, before);
  return {first, std::lower_bound(first, changes_.end(), std::max(from, to), before)};
}

void Seals::read_to(std::uint64_t town_size) const {
  if (size_ >= town_size) return;
  store_.scan(town, size_, town_size, [this](std::uint64_t index, std::string_view body, const store::Digest&) { read(index, body); });
  size_ = town_size;
}

void Seals::read(std::uint64_t index, std::string_view body) const {
  if (!may_matter(body)) return;
  const auto entry = record::parse_entry(body);
  if (!entry) return;
  if (const auto* withheld = std::get_if<record::BlobsWithheld>(&entry->statement)) return withhold(index, *withheld);
  read_text(index, entry->statement);
}

void Seals::read_text(std::uint64_t index, const record::Statement& statement) const {
  const auto seal = [&](auto& texts, const std::string& id, const store::Digest& text) {
    texts.emplace(id, Text{text, index});
    opened_at_.emplace(text, never);
  };
  const auto open = [&](auto& texts, const std::string& id) {
    const auto found = texts.find(id);
    if (found == texts.end()) return;
    opened_at_[found->second.digest] = index;
    changes_.push_back({index, town, found->second.digest, found->second.entry});
    texts.erase(found);
  };
  if (const auto* raised = std::get_if<record::InitiativeRaised>(&statement)) seal(initiatives_, raised->matter, raised->attested.subject);
  if (const auto* opened = std::get_if<record::InitiativeOpened>(&statement)) open(initiatives_, opened->matter);
  if (const auto* rejected = std::get_if<record::InitiativeRejected>(&statement))
    if (rejected->reason != record::RejectReason::unlawful) open(initiatives_, rejected->matter);
  if (const auto* proposed = std::get_if<record::ProjectProposed>(&statement))
    seal(proposals_, proposed->proposal, proposed->attested.subject);
  if (const auto* assessed = std::get_if<record::ProjectAssessed>(&statement))
    if (assessed->outcome != record::Assessment::unlawful) open(proposals_, assessed->proposal);
}

void Seals::withhold(std::uint64_t index, const record::BlobsWithheld& row) const {
  for (const auto& blob : row.blobs) {
    if (!withheld_at_.emplace(blob.digest, index).second) continue;
    changes_.push_back({index, row.log, blob.digest, std::nullopt});
  }
}

}  // namespace radslag::archive
