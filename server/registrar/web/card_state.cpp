#include "server/registrar/web/card_state.hpp"

#include <algorithm>
#include <chrono>

#include "server/registrar/follow/follower.hpp"

namespace radslag::registrar_web {
namespace {

using registrar::Holding;
using registrar::RoundLog;
using Found = tl::expected<CardSubject, CardObstacle>;

constexpr std::chrono::milliseconds patience{1'200};

tl::unexpected<CardObstacle> no(CardObstacle obstacle) { return tl::make_unexpected(obstacle); }

Found look_up(const Visit& visit, const std::string& id) {
  const auto touch = visit.site.follower.standing().touch;
  if (touch == registrar::Touch::none_yet || touch == registrar::Touch::contradicted) return no(CardObstacle::town_unknown);
  auto round = visit.site.cards ? visit.site.cards->rounds.find(id) : std::nullopt;
  const auto log = visit.site.follower.round(id);
  if (!round || !log) return no(CardObstacle::no_round);
  if (log->is_contradicted()) return no(CardObstacle::town_unknown);
  switch (log->phase()) {
    case RoundLog::Phase::begun: return no(CardObstacle::not_open);
    case RoundLog::Phase::closed: return no(CardObstacle::closed);
    case RoundLog::Phase::open: break;
  }
  const auto electorate = log->electorate();
  if (!electorate) return no(CardObstacle::town_unknown);
  if (*electorate != round->electorate) return no(CardObstacle::other_electorate);
  return CardSubject{std::move(*round), log};
}

/// Reserve cards that have been activated, and voters' cards.
bool is_active(const CardSubject& subject, const Holding& holding) {
  return holding.reserve <= (holding.reserve == 0 ? 0 : subject.log->active_reserve(holding.credentials.front().urn));
}

/// By the log, or by what officers have prepared here.
std::optional<registrar::Stop::Why> stop_of(const Visit& visit, const CardSubject& subject, const registrar::Person& person,
                                            const std::vector<Holding>& holdings) {
  auto& cards = *visit.site.cards;
  if (const auto stop = cards.stops.find(subject.round.id, cards.holders.owner(subject.round, person))) return stop->why;
  const auto credentials = credentials_of(holdings);
  const bool stopped = std::any_of(credentials.begin(), credentials.end(), [&](const auto& one) { return subject.log->is_stopped(one); });
  return stopped ? std::optional(registrar::Stop::Why::blocked) : std::nullopt;
}

}  // namespace

std::string_view card_obstacle_name(CardObstacle obstacle) {
  switch (obstacle) {
    case CardObstacle::town_unknown: return "town-unknown";
    case CardObstacle::no_round: return "no-round";
    case CardObstacle::not_open: return "not-open";
    case CardObstacle::closed: return "closed";
    case CardObstacle::other_electorate: return "other-electorate";
    case CardObstacle::not_on_roll: return "not-on-roll";
    case CardObstacle::not_active: return "not-active";
    case CardObstacle::stopped: return "stopped";
  }
  return {};
}

std::string_view voter_state_name(VoterState state) {
  switch (state) {
    case VoterState::may_vote: return "may-vote";
    case VoterState::has_voted: return "has-voted";
    case VoterState::may_not: return "may-not";
  }
  return {};
}

Found card_subject(const Visit& visit, const std::string& id) {
  auto found = look_up(visit, id);
  if (found || found.error() == CardObstacle::closed || found.error() == CardObstacle::other_electorate) return found;
  visit.site.follower.look(patience);
  return look_up(visit, id);
}

std::vector<record::UrnCredential> credentials_of(const std::vector<Holding>& holdings) {
  std::vector<record::UrnCredential> all;
  for (const auto& holding : holdings) all.insert(all.end(), holding.credentials.begin(), holding.credentials.end());
  return all;
}

tl::expected<std::vector<Holding>, CardObstacle> cards_of(const Visit& visit, const CardSubject& subject, const registrar::Person& person) {
  auto holdings = visit.site.cards->holders.of(subject.round, person);
  if (holdings.empty()) return no(CardObstacle::not_on_roll);
  if (stop_of(visit, subject, person, holdings)) return no(CardObstacle::stopped);
  std::erase_if(holdings, [&](const auto& holding) { return !is_active(subject, holding); });
  if (holdings.empty()) return no(CardObstacle::not_active);
  return holdings;
}

VoterState voter_state(const Visit& visit, const CardSubject& subject, const registrar::Person& person) {
  const auto holdings = visit.site.cards->holders.of(subject.round, person);
  if (holdings.empty()) return VoterState::may_not;
  const auto credentials = credentials_of(holdings);
  if (std::any_of(credentials.begin(), credentials.end(), [&](const auto& one) { return subject.log->has_ballot(one); }))
    return VoterState::has_voted;
  if (const auto why = stop_of(visit, subject, person, holdings))
    return *why == registrar::Stop::Why::envelope ? VoterState::has_voted : VoterState::may_not;
  const bool active = std::all_of(holdings.begin(), holdings.end(), [&](const auto& holding) { return is_active(subject, holding); });
  return active ? VoterState::may_vote : VoterState::may_not;
}

std::string round_title(const Visit& visit, const std::string& round) {
  const auto log = visit.site.follower.round(round);
  const auto definition = log ? log->definition() : nullptr;
  return definition ? definition->title : round;
}

}  // namespace radslag::registrar_web
