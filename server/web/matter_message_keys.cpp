#include "server/web/matter_message_keys.hpp"

#include <span>
#include <string_view>

#include "ledger/record/entry.hpp"
#include "ledger/record/state.hpp"
#include "server/service/initiative_list.hpp"
#include "server/service/timeline.hpp"
#include "server/web/withheld_model.hpp"

namespace radslag::web {
namespace {

constexpr std::string_view single[] = {
    "nav.initiatives",
    "page_title.attested",
    "page_title.attested_batch",
    "page_title.call",
    "page_title.faulty",
    "page_title.initiatives",
    "page_title.propose",
    "page_title.raise",
    "page_title.receipt",
    "assessment.waiting",
    "attested_batch.known_text",
    "attested_batch.refused_text",
    "attested_batch.taken_text",
    "call.closed_text",
    "call.closes_text",
    "call.is_closed",
    "call.is_open",
    "call.waiting_text",
    "call.who_text",
    "initiative.closed_text",
    "initiative.closes_text",
    "initiative.names_more_text",
    "initiative.next_answer_text",
    "initiative.next_board_text",
    "initiative.next_follow_up_text",
    "initiative.next_open_text",
    "initiative.next_over_text",
    "initiative.next_raised_text",
    "initiative.next_review_text",
    "initiative.of_threshold_text",
    "initiative.raised_text",
    "initiative.set_aside_text",
    "initiative.share_subject_text",
    "initiative.signatures_text",
    "initiative.untitled_text",
    "initiative.who_text",
    "initiative.withdrawn_text",
    "initiatives.count_text",
    "late.dialogue_feedback",
    "late.initiative_answer",
    "late.initiative_decision",
    "late.more_text",
    "late.round_feedback",
    "proposal.history_version_text",
    "proposal.untitled_text",
    "propose.next_assessed",
    "propose.next_vote",
    "propose.title_hint_text",
    "raise.next_cosigners_text",
    "raise.next_review",
    "raise.next_threshold_text",
    "raise.title_hint_text",
    "timeline.handed_over_text",
    "timeline.threshold_text",
    "write.area_label",
    "write.board_label",
    "write.choose_area",
    "write.choose_board",
    "write.estimate_fault",
    "write.estimate_label_text",
    "write.fault_text",
    "write.next_identify",
    "write.text_hint_text",
    "write.text_label",
    "write.title_label",
};

constexpr std::string_view gates[] = {"can-be-influenced", "are-we-open", "do-we-need-values", "will-people-learn"};
constexpr std::string_view purposes[] = {"raise", "sign", "withdraw", "propose"};
constexpr std::string_view refusals[] = {"expired",   "duplicate", "duplicate-raised", "closed", "not-open",  "email",
                                         "set-aside", "nothing",   "too-many",         "busy",   "unreadable"};

void add(std::vector<std::string>& keys, std::string_view section, std::span<const std::string_view> words, std::string_view ending = {}) {
  for (const std::string_view word : words) keys.push_back(std::string(section) + std::string(word) + std::string(ending));
}

}  // namespace

void add_matter_message_keys(std::vector<std::string>& keys) {
  keys.insert(keys.end(), std::begin(single), std::end(single));
  add(keys, "initiative_phase.", record::words(record::InitiativePhase{}));
  add(keys, "initiative_order.", service::words(service::InitiativeOrder{}));
  add(keys, "initiative_outcome.", record::words(record::InitiativeOutcome{}));
  add(keys, "reject_reason.", record::words(record::RejectReason{}));
  add(keys, "reject_standard.", record::words(record::RejectReason{}));
  add(keys, "assurance.", record::words(record::Assurance{}));
  add(keys, "assessment.", record::words(record::Assessment{}));
  add(keys, "timeline.", service::words(service::TimelineEvent::Kind{}));
  for (const std::string& key : withheld_message_keys()) keys.push_back(key);
  add(keys, "gate.", gates);
  add(keys, "receipt.heading_", purposes);
  add(keys, "receipt.text_", purposes);
  add(keys, "attested.", refusals);
  add(keys, "attested.", refusals, "_todo");
}

}  // namespace radslag::web
