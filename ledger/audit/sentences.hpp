// Every sentence that an audit says, in one place: another language is another such file.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace radslag::audit {

struct RoundReport;

// --- findings ---
[[nodiscard]] std::string root_differs(std::uint64_t size);
[[nodiscard]] std::string empty_town_log();
[[nodiscard]] std::string checkpoint_went_back();
[[nodiscard]] std::string changed_while_read();
[[nodiscard]] std::string other_origin(const std::string& stated, const std::string& signing);
[[nodiscard]] std::string sealed_though_closed(std::uint64_t ballots);
[[nodiscard]] std::string urn_was_open(std::uint64_t ballots);
[[nodiscard]] std::string ballot_with_seals();
[[nodiscard]] std::string hand_over_missing(const std::string& initiative);
[[nodiscard]] std::string text_was_shown();
[[nodiscard]] std::string extra_file();
[[nodiscard]] std::string more_extra_files(std::size_t files);

// --- findings about receipts ---
[[nodiscard]] std::string receipt_of_other_log(const std::string& origin);
[[nodiscard]] std::string receipt_without_entry();
[[nodiscard]] std::string receipt_of_unread_log(const std::string& log);
[[nodiscard]] std::string receipt_newer_than_record(std::uint64_t receipt_size, std::uint64_t record_size);
[[nodiscard]] std::string receipt_of_other_history(std::uint64_t size);
[[nodiscard]] std::string receipt_of_other_entry(std::uint64_t index);

// --- findings about what was seen before ---
[[nodiscard]] std::string shorter_than_seen(std::uint64_t seen_size, std::uint64_t size);
[[nodiscard]] std::string other_than_seen(std::uint64_t seen_size);
[[nodiscard]] std::string seen_log_is_gone(std::uint64_t seen_size);

// --- what was not checked ---
[[nodiscard]] std::string key_not_pinned();
[[nodiscard]] std::string nothing_else();
[[nodiscard]] std::string replay_stopped(const std::string& log, std::optional<std::uint64_t> at);
[[nodiscard]] std::string rests_on_unreplayed(const std::string& log, std::uint64_t town_entry);
[[nodiscard]] std::string round_without_log(const std::string& round);
[[nodiscard]] std::string sealed_ballots(const std::string& round, std::uint64_t ballots);
[[nodiscard]] std::string sealed_initiative(const std::string& initiative, bool for_good);
[[nodiscard]] std::string sealed_proposals(std::uint64_t proposals);
[[nodiscard]] std::string withheld_names(std::uint64_t names);
[[nodiscard]] std::string withheld_pictures(std::uint64_t pictures);
[[nodiscard]] std::string email_signatures(std::uint64_t signatures);
[[nodiscard]] std::string pseudonyms_rest_on_registrar();
[[nodiscard]] std::string eligibility_rests_on_registrar(const std::string& round);
[[nodiscard]] std::string secrecy_rests_on_trustees(const std::string& round, std::uint64_t needed, std::uint64_t trustees);
[[nodiscard]] std::string newest_unknown();

/// What a round of secret ballots has beside its votes, in indented lines; and ballots after the announced closing, of any round.
[[nodiscard]] std::string secrecy_text(const RoundReport& round);
[[nodiscard]] std::string late_text(const RoundReport& round);

/// "1 ballot", "1,187 ballots"
[[nodiscard]] std::string counted(std::uint64_t number, const std::string& one, const std::string& many);
/// "61,668"
[[nodiscard]] std::string grouped(std::uint64_t number);
/// "1,234.50 SEK" of minor units.
[[nodiscard]] std::string amount(std::uint64_t minor_units, const std::string& currency);
/// Safe to show: what is not UTF-8, control and bidirectional characters become '?', newlines spaces.
[[nodiscard]] std::string printable(std::string_view text);

}  // namespace radslag::audit
