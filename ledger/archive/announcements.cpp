#include "ledger/archive/announcements.hpp"

#include <algorithm>
#include <set>

#include "ledger/archive/heads.hpp"
#include "ledger/record/entry.hpp"
#include "ledger/record/identity.hpp"

namespace radslag::archive {
namespace {

constexpr std::size_t most_logs = 32;  ///< that a policy names

bool may_matter(std::string_view body) {
  const auto statement = body.substr(std::min(body.find('\n') + 1, body.size()));
  return statement.starts_with("radslag/v1/witnesses-announced\n") || statement.starts_with("radslag/v1/log-");
}

}  // namespace

Announcements::Announcements(const store::Store& store, const std::string& vkey) : store_(store) {
  if (auto key = log::VerifierKey::parse(vkey)) {
    origin_ = key->name;
    keys_.emplace_back(0, std::move(*key));
  }
}

log::Policy Announcements::policy(std::uint64_t town_size) const {
  const std::lock_guard lock(mutex_);
  if (size_ < town_size) {
    store_.scan(town_log, size_, town_size,
                [this](std::uint64_t index, std::string_view body, const store::Digest&) { read(index, body); });
    size_ = town_size;
  }
  std::vector<log::Policy::Log> logs;
  for (const auto& [index, key] : keys_)
    if (index < std::max<std::uint64_t>(town_size, 1)) logs.push_back({key, {}});
  if (logs.size() > most_logs) logs.erase(logs.begin(), logs.end() - most_logs);
  const auto newest = std::find_if(witnesses_.rbegin(), witnesses_.rend(), [&](const auto& all) { return all.index < town_size; });
  if (newest == witnesses_.rend()) return log::Policy::of(std::move(logs), {}, 0);
  return log::Policy::of(std::move(logs), newest->all, newest->quorum);
}

bool Announcements::has_quorum(const std::string& note, std::uint64_t town_size) const {
  const auto parsed = log::parse_note(note);
  if (!parsed) return false;
  const auto by = policy(town_size);
  std::set<std::string> names;
  for (const auto& witness : by.witnesses) {
    const bool cosigned = std::any_of(parsed->signatures.begin(), parsed->signatures.end(), [&](const auto& signature) {
      return log::verify_cosignature(parsed->text, signature, witness.key).has_value();
    });
    if (cosigned) names.insert(witness.name);
  }
  return log::quorum_met(by, names);
}

void Announcements::read(std::uint64_t index, std::string_view body) const {
  if (!may_matter(body)) return;
  const auto entry = record::parse_entry(body);
  if (!entry) return;
  if (const auto* changed = std::get_if<record::LogKey>(&entry->statement))
    keys_.emplace_back(index, log::VerifierKey::of(origin_, changed->key));
  const auto* recovered = std::get_if<record::LogRecovered>(&entry->statement);
  if (recovered && recovered->log == town_log) {
    origin_ = record::generation_origin(recovered->origin, recovered->generation);
    keys_.emplace_back(index, log::VerifierKey::of(origin_, recovered->key));
  }
  if (const auto* announced = std::get_if<record::WitnessesAnnounced>(&entry->statement)) {
    Witnesses now{index, {}, announced->quorum};
    for (const auto& witness : announced->witnesses) now.all.push_back({witness.name, log::CosignerKey::of(witness.name, witness.key), {}});
    witnesses_.push_back(std::move(now));
  }
}

}  // namespace radslag::archive
