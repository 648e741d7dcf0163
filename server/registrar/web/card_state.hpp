// Whether somebody may get a voting card now, as the registrar's books and the round's own log say.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tl/expected.hpp>

#include "server/registrar/cards/cards.hpp"
#include "server/registrar/follow/round_log.hpp"
#include "server/registrar/web/visit.hpp"

namespace radslag::registrar_web {

/// Each has a message: card_obstacle.<name>.
enum class CardObstacle {
  town_unknown,      ///< the public record cannot be read, or contradicts itself
  no_round,          ///< no such round, or this registrar has made no cards for it
  not_open,          ///< the voting has not been opened
  closed,            ///< it is over
  other_electorate,  ///< it was opened with an electorate that was not made here
  not_on_roll,       ///< no card for this person
  not_active,        ///< added late, and the entry that activates the card has not come yet
  stopped            ///< blocked, or voted on paper
};
[[nodiscard]] std::string_view card_obstacle_name(CardObstacle obstacle);

struct CardSubject {
  registrar::CardRound round;
  std::shared_ptr<const registrar::RoundLog> log;  ///< never nullptr
};

/// Whoever asks. Looks at the log again first where the round may have been opened a moment ago.
[[nodiscard]] tl::expected<CardSubject, CardObstacle> card_subject(const Visit& visit, const std::string& round);
/// The cards that this person may have now; at least one.
[[nodiscard]] tl::expected<std::vector<registrar::Holding>, CardObstacle> cards_of(const Visit& visit, const CardSubject& subject,
                                                                                   const registrar::Person& person);

/// What an officer at a service point is told, and nothing else.
enum class VoterState { may_vote, has_voted, may_not };
[[nodiscard]] std::string_view voter_state_name(VoterState state);
[[nodiscard]] VoterState voter_state(const Visit& visit, const CardSubject& subject, const registrar::Person& person);
/// All that the person could vote with.
[[nodiscard]] std::vector<record::UrnCredential> credentials_of(const std::vector<registrar::Holding>& holdings);

/// The round's title; its id where that is not known.
[[nodiscard]] std::string round_title(const Visit& visit, const std::string& round);

}  // namespace radslag::registrar_web
