#include "server/registrar/web/town_news.hpp"

#include <optional>

#include "server/outbox/outbox.hpp"
#include "server/registrar/registrar.hpp"
#include "server/registrar/web/counter_pages.hpp"
#include "server/registrar/web/letters.hpp"

namespace radslag::registrar_web {
namespace {

using registrar::Town;

/// What an entry tells, and of what.
struct Told {
  std::string kind, about;
};

std::optional<Told> tell(const record::InitiativeOpened& x) { return Told{"opened", x.matter}; }
std::optional<Told> tell(const record::InitiativeRejected& x) { return Told{"rejected", x.matter}; }
std::optional<Told> tell(const record::HandedOver& x) { return Told{"handed-over", x.matter}; }
std::optional<Told> tell(const record::InitiativeExpired& x) { return Told{"expired", x.matter}; }
std::optional<Told> tell(const record::InitiativeReport& x) { return Told{std::string(record::word(x.step)), x.matter}; }
std::optional<Told> tell(const record::InitiativeDecided& x) { return Told{"decided-" + std::string(record::word(x.outcome)), x.matter}; }
std::optional<Told> tell(const record::ProjectAssessed& x) { return Told{"assessed-" + std::string(record::word(x.outcome)), x.proposal}; }
std::optional<Told> tell(const record::RoundEnded& x) { return Told{"round-ended", x.round}; }
std::optional<Told> tell(const record::Decision& x) { return Told{"round-decided", x.round}; }
template <class T>
std::optional<Told> tell(const T&) {
  return std::nullopt;
}

/// Of a text that may not be shown, its id.
std::string title_of(const Town& town, const std::string& id) {
  if (const auto* initiative = town.initiative(id)) return initiative->content ? initiative->content->title : id;
  if (const auto* proposal = town.proposal(id)) return proposal->content ? proposal->content->title : id;
  const auto* call = town.call(id);
  return call && call->content ? call->content->title : id;
}

std::string path_of(const Town& town, const Told& told) {
  if (town.initiative(told.about)) return initiative_path(told.about);
  if (town.proposal(told.about)) return proposal_path(told.about);
  return round_path(told.about);
}

}  // namespace

registrar::Listener TownNews::listener() {
  registrar::Listener listener;
  listener.entry = [this](const Town& town, std::uint64_t index, const record::Entry& entry) {
    const auto told = std::visit([](const auto& x) { return tell(x); }, entry.statement);
    if (!told) return;
    write(town, {told->kind, told->about, told->kind + '/' + std::to_string(index), title_of(town, told->about), path_of(town, *told)});
  };
  listener.round_opened = [this](const Town& town, const std::string& round) {
    write(town, {"round-opened", round, "round-opened/" + round, title_of(town, round), round_path(round)});
  };
  return listener;
}

void TownNews::write(const Town& town, const Item& item) {
  for (const auto& contact : house_.contacts.followers(item.about)) {
    Letter letter;
    letter.event = item.event;
    letter.to = contact.address;
    letter.language = contact.language;
    letter.kind = item.kind;
    letter.town = town.name;
    letter.title = item.title;
    letter.link = counter_ + item.path;
    letter.unsubscribe = site_ + "/unsubscribe/" + house_.contacts.unsubscribe_token(contact.id);
    // What the outbox refuses (an address that this house does not write to) is not written, now or later.
    [[maybe_unused]] const auto queued = outbox_.enqueue(message_of(messages_, letter));
  }
}

}  // namespace radslag::registrar_web
