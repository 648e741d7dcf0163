// What is not there: withheld by a decision that the record names, and then said; or just missing, and then a finding.
//
// What a decision withholds and is handed out all the same is no finding: the record is right, and whoever publishes it goes against the
// decision. That is said.
#include <algorithm>

#include "ledger/audit/inspection.hpp"

namespace radslag::audit {
namespace {

constexpr const char* town = "town";

}  // namespace

bool Inspection::must_read_on_for_decisions() {
  if (town_stopped_at_ || read_on_at_ == town_.size()) return false;
  const auto unexplained = [&](const auto& of) {
    return std::any_of(of.second.begin(), of.second.end(), [&](const auto& ballot) { return !state().withheld(ballot.digest); });
  };
  if (record_.absent().empty() && std::none_of(absent_ballots_.begin(), absent_ballots_.end(), unexplained)) return false;
  read_on_at_ = town_.size();
  return true;
}

void Inspection::judge_absent() {
  for (const auto& absent : record_.absent()) entry_finding(absent.log, absent.index, say("finding.content-missing"), Severity::missing);
  for (const auto& [log, ballots] : absent_ballots_) {
    std::uint64_t missing = 0, first = 0;
    for (const auto& ballot : ballots) {
      if (!state().withheld(ballot.digest) && missing++ == 0) first = ballot.index;
    }
    if (missing > 0) entry_finding(log, first, say("finding.sealed-though-closed", {{"ballots", missing}}), Severity::missing);
  }
}

void Inspection::collect_withheld() {
  const auto& withheld = *state().town.withheld;
  std::vector<std::uint64_t> absent;
  for (const auto& decision : withheld.decisions) absent.push_back(decision.absent);
  for (const auto& [log, ballots] : absent_ballots_) {
    for (const auto& ballot : ballots) {
      if (const auto found = withheld.of.find(ballot.digest); found != withheld.of.end()) ++absent[found->second];
    }
  }
  for (std::size_t i = 0; i < withheld.decisions.size(); ++i) {
    const auto& decision = withheld.decisions[i];
    const std::string key = decision.log == town ? "withheld.decision" : "withheld.decision-of-round";
    report_.withheld.push_back(say(key, {{"decision", decision.decision},
                                         {"index", decision.index},
                                         {"hour", record::hour_text(decision.hour)},
                                         {"ground", std::vector{say("ground." + std::string(record::word(decision.ground)))}},
                                         {"log", decision.log},
                                         {"contents", decision.blobs}}));
    if (!is_left_out(record::round_of_log(decision.log)) && decision.blobs > absent[i])
      report_.withheld.push_back(say("withheld.handed-out", {{"decision", decision.decision}, {"contents", decision.blobs - absent[i]}}));
  }
  for (const auto& [id, round] : state().rounds) {
    if (round.uncounted == 0) continue;
    const bool mixnet = round.frozen->is_secret() && round.frozen->urns.front().mixnet;
    report_.withheld.push_back(
        say(mixnet ? "withheld.not-counted-from-ballots" : "withheld.not-counted", {{"round", id}, {"ballots", round.uncounted}}));
  }
  for (const auto& [matter, destroyed] : state().town.destroyed_keys) {
    const auto kind = "matter-kind." + std::string(record::word(matter.first));
    report_.unchecked.push_back(
        say("unchecked.key-destroyed", {{"kind", std::vector{say(kind)}}, {"matter", matter.second}, {"index", destroyed.index}}));
  }
}

}  // namespace radslag::audit
