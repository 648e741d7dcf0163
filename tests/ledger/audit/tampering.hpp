// Helpers of the tampering tests: audit with the town's true key, and expect a finding that names the place and the reason.
#pragma once

#include <catch2/catch.hpp>

#include "ledger/audit/audit.hpp"
#include "tests/support/town.hpp"

namespace radslag::audit {

inline constexpr const char* round_log = "rounds/parks-2026";

inline Report audit_pinned(const testing::Files& files, const log::VerifierKey& key) {
  Options options;
  options.key = key;
  const auto source = open_files(files);
  return audit(*source, options);
}

/// Whether one of the findings is in that log and says so, at that entry if one is given.
inline bool found(const Report& report, const std::string& log, std::optional<std::uint64_t> index, const std::string& words) {
  for (const auto& finding : report.findings) {
    const bool there = finding.log == log && (!index || finding.index == index);
    if (there && text_of(finding.sentence).find(words) != std::string::npos) return true;
  }
  return false;
}

inline void expect(const testing::Files& files, const testing::Town& town, const std::string& log, std::optional<std::uint64_t> index,
                   const std::string& words) {
  const auto report = audit_pinned(files, town.vkey());
  INFO(render_text(report));
  INFO("expected in " << log << ": " << words);
  CHECK_FALSE(report.holds());
  CHECK(found(report, log, index, words));
}

/// A round in voting: voter-0 has voted; entry 2 of the round log comes next.
inline testing::Town voting_town() {
  testing::Town town;
  town.begin();
  town.dialogue();
  town.begin_round("parks-2026");
  town.open("parks-2026", testing::Town::definition(), 4);
  town.vote("parks-2026", 0, {0, 1});
  return town;
}

}  // namespace radslag::audit
