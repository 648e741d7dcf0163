#include "server/registrar/web/message_keys.hpp"

#include <string_view>

#include "server/html/text_input.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/paper_batches.hpp"
#include "server/registrar/roll.hpp"
#include "server/registrar/web/card_state.hpp"
#include "server/registrar/web/letters.hpp"
#include "server/registrar/web/subject.hpp"
#include "server/staff/web/admission.hpp"

namespace radslag::registrar_web {
namespace {

constexpr std::string_view single[] = {"attest.closes_text",
                                       "attest.assurance_email",
                                       "attest.assurance_code",
                                       "attest.area_shown",
                                       "attest.area_not_shown",
                                       "attest.refused_not_on_roll",
                                       "attest.refused_too_many",
                                       "attest.refused_not_ours",
                                       "attest.refused_mismatch",
                                       "attest.carry_title",
                                       "contact.confirm_title",
                                       "contact.unsubscribe_title",
                                       "contact.too_often",
                                       "letter.sender",
                                       "letter.unsubscribe",
                                       "participation.title",
                                       "registrar_site.title",
                                       "sign_in.title",
                                       "sign_in.sent_title",
                                       "sign_in.mail_link_title",
                                       "sign_in.bad_address",
                                       "sign_in.code_malformed",
                                       "sign_in.code_unknown",
                                       "sign_in.code_wait",
                                       "staff_code.title",
                                       "staff_code.check_first",
                                       "staff_code.not_on_roll",
                                       "staff_home.title",
                                       "staff_home.letters_text",
                                       "staff_paper.title",
                                       "staff_paper.title_one",
                                       "staff_paper.title_judge",
                                       "staff_paper.title_carry",
                                       "staff_paper.unknown_matter",
                                       "staff_paper.no_list",
                                       "staff_paper.same_officer",
                                       "staff_paper.judged_before",
                                       "staff_paper.good_text",
                                       "staff_paper.part_text",
                                       "staff_paper.carry_text",
                                       "staff_roll.title",
                                       "staff_roll.title_one",
                                       "staff_roll.announced",
                                       "staff_roll.not_announced",
                                       "page_title.accessibility",
                                       "card.title",
                                       "card.shown_title",
                                       "card.counter_silent",
                                       "card.counter_refused",
                                       "purpose.card",
                                       "staff_card.title",
                                       "staff_card.title_one",
                                       "staff_card.has_card",
                                       "staff_card.reserve_used_up",
                                       "staff_card.no_urn",
                                       "staff_card.no_card",
                                       "staff_card.not_open",
                                       "staff_card.ballot_stands",
                                       "staff_card.stopped_before",
                                       "staff_card.in_force",
                                       "staff_card.needs_reason",
                                       "staff_card.late_done",
                                       "staff_card.block_done",
                                       "card_phase.unknown",
                                       "card_phase.begun",
                                       "card_phase.open",
                                       "card_phase.closed",
                                       "card_stop.waiting",
                                       "card_stop.in-force",
                                       "card_stop.has-ballot",
                                       "card_stop.envelope",
                                       "card_stop.blocked",
                                       "kiosk.title"};

/// "<family>.<name>" for each value of an enum up to the last.
template <class E>
void add(std::vector<std::string>& keys, const std::string& family, E last, std::string_view (*name)(E), const std::string& end = {}) {
  for (int i = 0; i <= static_cast<int>(last); ++i) keys.push_back(family + std::string(name(static_cast<E>(i))) + end);
}

}  // namespace

std::vector<std::string> message_keys() {
  auto keys = staff_web::message_keys();
  keys.insert(keys.end(), std::begin(single), std::end(single));
  add(keys, "obstacle.", Obstacle::wrong_form, obstacle_name);
  add(keys, "obstacle.", Obstacle::wrong_form, obstacle_name, "_todo");
  add(keys, "card_obstacle.", CardObstacle::stopped, card_obstacle_name);
  add(keys, "card_obstacle.", CardObstacle::stopped, card_obstacle_name, "_todo");
  add(keys, "kiosk.", VoterState::may_not, voter_state_name);
  add(keys, "touch.", registrar::Touch::contradicted, registrar::touch_name);
  add(keys, "number_fault.", registrar::NumberFault::check_digit, registrar::fault_name);
  add(keys, "paper_finding.", registrar::PaperFinding::already_paper, registrar::finding_name);
  add<registrar::PaperPhase>(keys, "paper_phase.", registrar::PaperPhase::rejected, registrar::phase_name);
  add<registrar::EditionPhase>(keys, "edition_phase.", registrar::EditionPhase::ended, registrar::phase_name);
  for (std::size_t i = 0; i < registrar::row_outcomes; ++i)
    keys.push_back("row_outcome." + std::string(registrar::outcome_name(static_cast<registrar::RowOutcome>(i))));
  for (const auto purpose : registrar::words(registrar::Purpose{})) {
    keys.push_back("purpose." + std::string(purpose));
    keys.push_back("attest.title_" + std::string(purpose));
  }
  for (const auto& kind : letter_kinds()) {
    keys.push_back("letter." + kind + "_subject");
    keys.push_back("letter." + kind + "_text");
  }
  return keys;
}

}  // namespace radslag::registrar_web
