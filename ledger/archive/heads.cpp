#include "ledger/archive/heads.hpp"

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/state.hpp"

namespace radslag::archive {

std::uint64_t signed_size(const std::string& note) {
  const auto parsed = log::parse_note(note);
  const auto checkpoint = parsed ? log::parse_checkpoint_text(parsed->text) : tl::make_unexpected(parsed.error());
  return checkpoint ? checkpoint->size : 0;
}

std::vector<LogHead> heads_of(const store::Store& store, const Newest& newest) {
  const auto head = [&](const store::LogName& log) {
    auto note = (newest ? newest(log) : store.checkpoint(log)).value_or("");
    return LogHead{log, signed_size(note), note};
  };
  std::vector<LogHead> all{{town_log, 0, {}}};
  while (true) {
    // The town's comes last, so that it covers what the rounds' logs rest on; and again if it then ends a round, or names a new one.
    for (auto& log : all) {
      if (log.log != town_log) log = head(log.log);
    }
    auto next = head(town_log);
    bool settled = true;
    store.scan(town_log, all[0].size, next.size, [&](std::uint64_t, std::string_view body, const store::Digest&) {
      if (body.find("\nradslag/v1/round-") == std::string_view::npos) return;
      settled = false;
      const auto entry = record::parse_entry(body);
      const auto* begun = entry ? std::get_if<record::RoundBegun>(&entry->statement) : nullptr;
      if (begun) all.push_back({record::round_log_name(begun->round), 0, {}});
    });
    all[0] = std::move(next);
    if (settled) return all;
  }
}

}  // namespace radslag::archive
