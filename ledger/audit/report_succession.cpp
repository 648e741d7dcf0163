// What a report says of keys that were changed and of ends that were lost.
#include "ledger/audit/document.hpp"
#include "ledger/audit/report.hpp"
#include "ledger/record/entry.hpp"

namespace radslag::audit {
namespace {

/// Places are spelled as in paths and commands: not grouped.
std::string place(std::uint64_t index) { return std::to_string(index); }

Line recovery_line(const RecoveryReport& x, Language language) {
  Saying saying(language);
  if (x.lost_size > x.kept) {
    saying.add("recovery.lost", {{"log", x.log},
                                 {"hour", record::hour_text(x.hour)},
                                 {"first", place(x.kept)},
                                 {"last", place(x.lost_size - 1)},
                                 {"number", x.lost_size - x.kept},
                                 {"entry", place(x.entry)}});
  } else {
    saying.add("recovery.other-history",
               {{"log", x.log}, {"hour", record::hour_text(x.hour)}, {"size", x.lost_size}, {"entry", place(x.entry)}});
  }
  return saying.add("recovery.shown", {{"shown", x.shown}, {"counted", x.counted}})
      .add("recovery.reason", {{"reason", x.reason}})
      .add("recovery.generation", {{"generation", x.generation}})
      .line();
}

}  // namespace

Part succession_part(const Report& report, Language language) {
  Part part{text_of(say("heading.succession"), language), {}};
  for (const auto& change : report.key_changes)
    part.lines.push_back(Saying(language).add("key.changed", {{"entry", place(change.entry)}, {"key", change.key}}).line());
  for (const auto& recovery : report.recoveries) part.lines.push_back(recovery_line(recovery, language));
  return part;
}

}  // namespace radslag::audit
