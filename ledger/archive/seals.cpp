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
  return statement.starts_with("radslag/v1/initiative-") || statement.starts_with("radslag/v1/project-");
}

}  // namespace

bool Seals::sealed(const store::Digest& blob, std::uint64_t town_size) const {
  const std::lock_guard lock(mutex_);
  read_to(town_size);
  const auto found = opened_at_.find(blob);
  return found != opened_at_.end() && found->second >= town_size;
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
  const auto seal = [&](auto& texts, const std::string& id, const store::Digest& text) {
    texts.emplace(id, text);
    opened_at_.emplace(text, never);
  };
  const auto open = [&](auto& texts, const std::string& id) {
    const auto found = texts.find(id);
    if (found == texts.end()) return;
    opened_at_[found->second] = index;
    texts.erase(found);
  };
  if (const auto* raised = std::get_if<record::InitiativeRaised>(&entry->statement))
    seal(initiatives_, raised->matter, raised->attested.subject);
  if (const auto* opened = std::get_if<record::InitiativeOpened>(&entry->statement)) open(initiatives_, opened->matter);
  if (const auto* rejected = std::get_if<record::InitiativeRejected>(&entry->statement))
    if (rejected->reason != record::RejectReason::unlawful) open(initiatives_, rejected->matter);
  if (const auto* proposed = std::get_if<record::ProjectProposed>(&entry->statement))
    seal(proposals_, proposed->proposal, proposed->attested.subject);
  if (const auto* assessed = std::get_if<record::ProjectAssessed>(&entry->statement))
    if (assessed->outcome != record::Assessment::unlawful) open(proposals_, assessed->proposal);
}

}  // namespace radslag::archive
