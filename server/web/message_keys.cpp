#include "server/web/message_keys.hpp"

#include <array>
#include <span>
#include <string_view>

#include "ledger/record/contents.hpp"
#include "ledger/record/entry.hpp"
#include "server/web/count_model.hpp"
#include "server/web/count_words.hpp"
#include "server/web/matter_message_keys.hpp"
#include "server/web/outcome_model.hpp"

namespace radslag::web {
namespace {

constexpr std::string_view single[] = {"page_title.register",
                                       "page_title.vote",
                                       "page_title.result",
                                       "page_title.project",
                                       "page_title.record",
                                       "page_title.verify",
                                       "page_title.entries",
                                       "page_title.entry",
                                       "page_title.about",
                                       "page_title.accessibility",
                                       "dates.range",
                                       "dates.day",
                                       "dates.hour",
                                       "round.opened_text",
                                       "round.closes_text",
                                       "round.closed_at_text",
                                       "round.rule_approval_text",
                                       "round.rule_one_text",
                                       "round.rule_ranking_text",
                                       "round.rule_points_text",
                                       "vote.use_places",
                                       "vote.use_order",
                                       "vote.use_names",
                                       "vote.use_points",
                                       "vote.use_given",
                                       "vote.place_worth_text",
                                       "round.participation_text",
                                       "round.project_count_text",
                                       "result.headline_text",
                                       "result.turnout_text",
                                       "result.votes_text",
                                       "result.tie_equal_text",
                                       "decision.departures_text",
                                       "decision.funded",
                                       "decision.not-funded",
                                       "record.log_town",
                                       "record.log_round",
                                       "record.log_active",
                                       "entries.range_text"};

constexpr std::string_view phases[] = {"announced", "open", "closed", "counted", "decided"};

void add(std::vector<std::string>& keys, std::string_view section, std::span<const std::string_view> words) {
  for (const std::string_view word : words) keys.push_back(std::string(section) + '.' + std::string(word));
}

template <std::size_t... I>
constexpr std::array<std::string_view, sizeof...(I)> kinds(std::index_sequence<I...>) {
  return {std::variant_alternative_t<I, record::Statement>::kind...};
}

}  // namespace

std::vector<std::string> message_keys() {
  std::vector<std::string> keys(std::begin(single), std::end(single));
  for (const std::string_view section : {"status", "status_group"}) add(keys, section, record::words(record::DialogueStatus{}));
  for (const std::string_view status : record::words(record::DialogueStatus{})) keys.push_back("register.count_" + std::string(status));
  for (const std::string_view section : {"level", "level_meaning"}) add(keys, section, record::words(record::Level{}));
  for (const std::string_view section : {"phase", "cta"}) add(keys, section, phases);
  const auto all_kinds = kinds(std::make_index_sequence<std::variant_size_v<record::Statement>>());
  for (const std::string_view section : {"kind", "kind_meaning"}) add(keys, section, all_kinds);
  add(keys, "signal", record::words(record::Signal{}));
  add(keys, "dialogue_kind", record::words(record::DialogueKind{}));
  add(keys, "milestone", record::words(record::MilestoneState{}));
  for (auto& more : {count_message_keys(), outcome_message_keys(), count_page_message_keys()})
    keys.insert(keys.end(), more.begin(), more.end());
  add_matter_message_keys(keys);
  return keys;
}

}  // namespace radslag::web
