#include "server/registrar/web/subject.hpp"

#include <algorithm>
#include <chrono>

#include "server/registrar/follow/follower.hpp"
#include "server/registrar/registrar.hpp"

namespace radslag::registrar_web {
namespace {

using record::InitiativePhase;
using registrar::Purpose;
using registrar::Town;
using Found = tl::expected<Subject, Obstacle>;

constexpr std::chrono::milliseconds patience{1'200};

tl::unexpected<Obstacle> no(Obstacle obstacle) { return tl::make_unexpected(obstacle); }

/// The text that came along, if it is one of that kind.
template <class T>
std::optional<T> parse(const Errand& errand) {
  auto content = record::parse_content<T>(errand.content);
  return content ? std::optional(std::move(*content)) : std::nullopt;
}

std::optional<Obstacle> phase_obstacle(const registrar::Initiative& initiative, const record::Board& board, Purpose purpose,
                                       std::uint64_t hour) {
  switch (initiative.phase) {
    case InitiativePhase::raised:
      return board.cosigners == 0 && purpose == Purpose::sign ? std::optional(Obstacle::not_open) : std::nullopt;
    case InitiativePhase::open:
    case InitiativePhase::handed_over:
      return purpose == Purpose::sign && hour >= initiative.closes ? std::optional(Obstacle::over) : std::nullopt;
    case InitiativePhase::decided:
    case InitiativePhase::rejected:
    case InitiativePhase::expired: return Obstacle::over;
  }
  return Obstacle::over;
}

/// Of an initiative that is in the record: its text from there, or where it is sealed, as it came along with the one digest.
Found of_initiative(const std::shared_ptr<const Town>& town, const Errand& errand, std::uint64_t hour) {
  const auto* initiative = town->initiative(errand.matter);
  const auto* board = initiative ? town->board(initiative->board) : nullptr;
  if (!board) return no(Obstacle::no_such);
  if (const auto obstacle = phase_obstacle(*initiative, *board, errand.purpose, hour)) return no(*obstacle);
  Subject subject;
  if (initiative->content) {
    subject.title = initiative->content->title;
    subject.text = initiative->content->text;
  } else if (errand.has_text()) {
    const auto content = parse<record::InitiativeContent>(errand);
    if (!content || crypto::sha256(errand.blob()) != initiative->subject) return no(Obstacle::other_text);
    subject.title = content->title;
    subject.text = content->text;
  } else {
    return no(initiative->text_public ? Obstacle::no_text : Obstacle::needs_link);
  }
  subject.town = town;
  subject.board_name = board->name;
  subject.area_name = town->area_name(initiative->edition, initiative->place);
  subject.closes = initiative->closes;
  subject.by_mail = board->email;
  subject.edition = initiative->edition;
  subject.digest = initiative->subject;
  subject.roll = initiative->roll;
  return subject;
}

Found to_raise(const std::shared_ptr<const Town>& town, const Errand& errand) {
  if (town->initiative(errand.matter) || town->call(errand.matter)) return no(Obstacle::taken);
  const auto* board = town->board(errand.board);
  const auto content = parse<record::InitiativeContent>(errand);
  const auto area = town->area_name(town->newest_edition, errand.area);
  if (!board || !content || (!errand.area.empty() && area.empty())) return no(Obstacle::wrong_form);
  Subject subject;
  subject.town = town;
  subject.title = content->title;
  subject.text = content->text;
  subject.board_name = board->name;
  subject.area_name = area;
  subject.by_mail = board->email;
  subject.edition = town->newest_edition;
  subject.digest = crypto::sha256(errand.blob());
  return subject;
}

/// Calls have no board whose rule could accept e-mail: projects are proposed by people on the roll.
Found to_propose(const std::shared_ptr<const Town>& town, const Errand& errand, std::uint64_t hour) {
  const auto* call = town->call(errand.call);
  if (!call) return no(Obstacle::no_such);
  if (town->proposal(errand.matter)) return no(Obstacle::taken);
  if (hour >= call->closes) return no(Obstacle::over);
  if (!call->content) return no(Obstacle::no_text);
  const auto& edition = call->roll ? call->edition : town->newest_edition;
  const auto content = parse<record::ProposalContent>(errand);
  const auto area = town->area_name(edition, errand.area);
  if (!content || (!errand.area.empty() && area.empty())) return no(Obstacle::wrong_form);
  Subject subject;
  subject.town = town;
  subject.title = content->title;
  subject.text = content->text;
  subject.call_title = call->content->title;
  subject.area_name = area;
  subject.estimate = content->estimate;
  subject.currency = call->content->currency;
  subject.closes = call->closes;
  subject.edition = edition;
  subject.digest = crypto::sha256(errand.blob());
  subject.roll = call->roll;
  return subject;
}

Found look_up(const std::shared_ptr<const Town>& town, const Visit& visit, const Errand& errand) {
  const auto touch = visit.site.follower.standing().touch;
  if (touch == registrar::Touch::none_yet || touch == registrar::Touch::contradicted) return no(Obstacle::town_unknown);
  if (!town->registrar || town->registrar->registrar != visit.site.house.public_key() || town->newest_edition.empty())
    return no(Obstacle::not_announced);
  switch (errand.purpose) {
    case Purpose::raise: return to_raise(town, errand);
    case Purpose::propose: return to_propose(town, errand, visit.hour());
    case Purpose::sign:
    case Purpose::withdraw: break;
  }
  return of_initiative(town, errand, visit.hour());
}

bool may_be_news(Obstacle obstacle) {
  return obstacle == Obstacle::no_such || obstacle == Obstacle::not_open || obstacle == Obstacle::needs_link ||
         obstacle == Obstacle::not_announced || obstacle == Obstacle::wrong_form;
}

}  // namespace

std::string_view obstacle_name(Obstacle obstacle) {
  switch (obstacle) {
    case Obstacle::town_unknown: return "town-unknown";
    case Obstacle::not_announced: return "not-announced";
    case Obstacle::no_such: return "no-such";
    case Obstacle::not_open: return "not-open";
    case Obstacle::over: return "over";
    case Obstacle::needs_link: return "needs-link";
    case Obstacle::other_text: return "other-text";
    case Obstacle::no_text: return "no-text";
    case Obstacle::taken: return "taken";
    case Obstacle::wrong_form: return "wrong-form";
  }
  return {};
}

Found subject_of(const Visit& visit, const Errand& errand) {
  auto found = look_up(visit.town, visit, errand);
  if (found || !may_be_news(found.error())) return found;
  visit.site.follower.look(patience);
  return look_up(visit.site.follower.town(), visit, errand);
}

Eligibility eligibility_of(const Visit& visit, const Errand& errand, const Subject& subject) {
  auto& house = visit.site.house;
  const auto& resident = visit.resident.value();
  const auto matter = errand.purpose == Purpose::propose ? errand.call : errand.matter;
  Eligibility eligibility;
  for (const auto& part : house.participation.of(resident.person))
    eligibility.asked_before |= part.matter == matter && part.purpose == errand.purpose && errand.purpose != Purpose::propose;
  if (resident.assurance == record::Assurance::email) {
    eligibility.needs_code = !subject.by_mail;
    return eligibility;
  }
  const auto member = house.rolls.member(subject.edition, resident.person);
  eligibility.not_on_roll = !member;
  if (subject.roll) {
    const auto pseudonym = house.matters.pseudonym(matter, resident.person);
    eligibility.not_on_roll = !pseudonym || !house.matters.membership(matter, *pseudonym);
  }
  if (member && member->area_attested && !member->is_protected)
    eligibility.area_name = subject.town->area_name(subject.edition, member->area);
  return eligibility;
}

}  // namespace radslag::registrar_web
