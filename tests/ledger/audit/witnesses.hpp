// Witnesses of a town's record: cosignatures put on its checkpoints.
#pragma once

#include "ledger/log/cosignature.hpp"
#include "tests/ledger/audit/tampering.hpp"

namespace radslag::audit {

inline constexpr std::uint64_t kWhen = 1'778'900'000;  ///< seconds since 1970, after the hours of a Town's entries

inline log::NoteSignature cosigned(const std::string& note, const std::string& witness, std::uint64_t time = kWhen) {
  return log::cosign(log::parse_note(note).value().text, witness, testing::Town::key_of(witness), time);
}

inline void cosign(testing::Files& files, const std::string& path, const std::vector<std::string>& witnesses, std::uint64_t time = kWhen) {
  for (const auto& witness : witnesses)
    files.at(path) = log::add_signature(files.at(path), cosigned(files.at(path), witness, time)).value();
}

/// As an auditor has it on paper: `k` of w1.example, w2.example and w3.example.
inline log::Policy paper_policy(const testing::Town& town, std::size_t k = 2) {
  std::vector<log::Policy::Witness> witnesses;
  for (const std::string name : {"w1.example", "w2.example", "w3.example"})
    witnesses.push_back({name, log::CosignerKey::of(name, testing::Town::public_key(name)), {}});
  return log::Policy::of({{town.vkey(), {}}}, std::move(witnesses), k);
}

inline Options with_policy(const testing::Town& town, std::size_t k = 2) {
  Options options;
  options.key = town.vkey();
  options.key_by_policy = true;
  options.policy = paper_policy(town, k);
  options.now = kWhen + 60;
  return options;
}

inline Report audit_with(const testing::Files& files, const Options& options) {
  const auto source = open_files(files);
  return audit(*source, options);
}

/// Whether a finding has this key, in that log or of that place.
inline bool has_finding(const Report& report, const std::string& key, const std::string& log, const std::string& place = {}) {
  for (const auto& finding : report.findings) {
    if (finding.sentence.key == key && finding.log == log && (place.empty() || finding.place == place)) return true;
  }
  return false;
}

}  // namespace radslag::audit
