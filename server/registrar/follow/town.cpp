#include "server/registrar/follow/town.hpp"

namespace radslag::registrar {
namespace {

template <class T>
const T* find(const std::map<std::string, T>& map, const std::string& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

template <class T>
T* find(std::map<std::string, T>& map, const std::string& id) {
  const auto found = map.find(id);
  return found == map.end() ? nullptr : &found->second;
}

void take(Town& town, const record::TownBegun& x) {
  town.origin = x.origin;
  town.name = x.name;
  town.demo = x.demo;
}

void take(Town& town, const record::RegistrarAnnounced& x) { town.registrar = x; }

void take(Town& town, const record::RollEdition& x) {
  town.editions.insert_or_assign(x.edition, x);
  town.newest_edition = x.edition;
}

void take(Town& town, const record::Board& x) { town.boards.insert_or_assign(x.board, x); }

void take(Town& town, const record::InitiativeRaised& x) {
  Initiative raised;
  raised.id = x.matter;
  raised.board = x.board;
  raised.place = x.place;
  raised.edition = x.edition;
  raised.roll = x.attested.roll;
  raised.subject = x.attested.subject;
  town.initiatives.insert_or_assign(x.matter, std::move(raised));
}

void take(Town& town, const record::InitiativeOpened& x) {
  if (auto* initiative = find(town.initiatives, x.matter)) {
    initiative->phase = record::InitiativePhase::open;
    initiative->closes = x.closes;
    initiative->text_public = true;
  }
}

void take(Town& town, const record::InitiativeRejected& x) {
  if (auto* initiative = find(town.initiatives, x.matter)) {
    initiative->phase = record::InitiativePhase::rejected;
    initiative->text_public = x.reason != record::RejectReason::unlawful;
  }
}

void set_phase(Town& town, const std::string& matter, record::InitiativePhase phase) {
  if (auto* initiative = find(town.initiatives, matter)) initiative->phase = phase;
}

void take(Town& town, const record::HandedOver& x) { set_phase(town, x.matter, record::InitiativePhase::handed_over); }
void take(Town& town, const record::InitiativeExpired& x) { set_phase(town, x.matter, record::InitiativePhase::expired); }
void take(Town& town, const record::InitiativeDecided& x) { set_phase(town, x.matter, record::InitiativePhase::decided); }
void take(Town&, const record::InitiativeReport&) {}

void take(Town& town, const record::CallOpened& x) {
  Call call;
  call.id = x.call;
  call.dialogue = x.dialogue;
  call.closes = x.closes;
  call.text = x.content;
  town.calls.insert_or_assign(x.call, std::move(call));
}

void take(Town& town, const record::ProjectProposed& x) {
  auto* call = find(town.calls, x.matter);
  if (!call) return;
  call->roll = x.attested.roll;
  call->edition = x.edition;
  town.proposals.insert_or_assign(x.proposal, Proposal{x.proposal, x.matter, x.attested.subject, false, nullptr});
}

void take(Town& town, const record::ProjectAssessed& x) {
  if (auto* proposal = find(town.proposals, x.proposal)) proposal->text_public |= x.outcome != record::Assessment::unlawful;
}

void take(Town& town, const record::RoundBegun& x) { town.rounds.insert_or_assign(x.round, Round{x.round, x.log, x.key, false, false}); }

void take(Town& town, const record::RoundEnded& x) {
  if (auto* round = find(town.rounds, x.round)) round->opened = round->ended = true;
}

void take(Town&, const record::Decision&) {}
void take(Town&, const record::LogKey&) {}        // see KeyChain
void take(Town&, const record::LogRecovered&) {}  // likewise

void take(Town& town, const record::BlobsWithheld& x) {
  for (const auto& blob : x.blobs) town.withheld.insert(blob.digest);
  for (auto& [id, initiative] : town.initiatives)
    if (town.withheld.contains(initiative.subject)) initiative.content.reset();
  for (auto& [id, proposal] : town.proposals)
    if (town.withheld.contains(proposal.subject)) proposal.content.reset();
}

using Blob = std::function<std::optional<std::string>(const record::Digest&)>;

template <class T>
void fill(std::shared_ptr<const T>& content, const record::Digest& digest, const Blob& ask) {
  if (content) return;
  const auto blob = ask(digest);
  if (!blob || record::blob_digest(*blob) != digest) return;
  const auto text = record::blob_content(*blob);
  if (!text) return;
  if (auto parsed = record::parse_content<T>(*text)) content = std::make_shared<const T>(std::move(*parsed));
}

}  // namespace

const Initiative* Town::initiative(const std::string& id) const { return find(initiatives, id); }
const Call* Town::call(const std::string& id) const { return find(calls, id); }
const Proposal* Town::proposal(const std::string& id) const { return find(proposals, id); }
const record::Board* Town::board(const std::string& id) const { return find(boards, id); }
const record::RollEdition* Town::edition(const std::string& id) const { return find(editions, id); }

std::string Town::area_name(const std::string& edition_id, const std::string& area) const {
  if (const auto* found = edition(edition_id)) {
    for (const auto& row : found->areas)
      if (row.id == area) return row.name;
  }
  return {};
}

bool concerns(const record::Statement& statement) {
  return std::visit(
      [](const auto& x) {
        return requires(Town & town) { take(town, x); };
      },
      statement);
}

void apply(Town& town, const record::Entry& entry) {
  std::visit(
      [&](const auto& x) {
        if constexpr (requires { take(town, x); }) take(town, x);
      },
      entry.statement);
}

void fill_texts(Town& town, const Blob& blob) {
  for (auto& [id, initiative] : town.initiatives)
    if (initiative.text_public && !town.withheld.contains(initiative.subject)) fill(initiative.content, initiative.subject, blob);
  for (auto& [id, call] : town.calls) fill(call.content, call.text, blob);
  for (auto& [id, proposal] : town.proposals)
    if (proposal.text_public && !town.withheld.contains(proposal.subject)) fill(proposal.content, proposal.subject, blob);
}

}  // namespace radslag::registrar
