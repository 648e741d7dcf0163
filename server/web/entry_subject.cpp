#include "server/web/entry_subject.hpp"

#include "server/web/round_model.hpp"

namespace radslag::web {
namespace {

std::string dialogue_title(const record::State& state, const std::string& id) {
  const auto found = state.town.dialogues.find(id);
  return found == state.town.dialogues.end() ? id : found->second.content.title;
}

/// Its id as long as its text is sealed.
std::string initiative_title(const record::State& state, const std::string& id) {
  const record::InitiativeState* initiative = state.initiative(id);
  if (initiative == nullptr || !initiative->content || state.town.sealed.contains(initiative->subject)) return id;
  return initiative->content->title;
}

/// What a proposal is called: by its officers, once they have looked at it.
std::string proposal_title(const record::State& state, const std::string& id) {
  const record::ProposalState* proposal = state.proposal(id);
  if (proposal == nullptr || state.town.sealed.contains(proposal->subject) || proposal->assessments.empty()) return id;
  return proposal->assessments.back().content->title;
}

struct Subject {
  const record::State& state;

  std::string of_round(const std::string& id) const {
    const record::RoundState* round = state.round(id);
    return round == nullptr ? id : round_title(state, *round);
  }
  std::string operator()(const record::TownBegun& entry) const { return entry.name; }
  std::string operator()(const record::OfficerAnnounced& entry) const { return entry.officer.name; }
  std::string operator()(const record::Dialogue& entry) const { return dialogue_title(state, entry.dialogue); }
  std::string operator()(const record::Feedback& entry) const { return dialogue_title(state, entry.dialogue); }
  std::string operator()(const record::RollEdition& entry) const { return entry.edition; }
  std::string operator()(const record::Board& entry) const { return entry.name; }
  std::string operator()(const record::CallOpened& entry) const {
    const auto found = state.town.calls.find(entry.call);
    return found == state.town.calls.end() ? entry.call : found->second.content.title;
  }
  std::string operator()(const record::ProjectProposed& entry) const { return proposal_title(state, entry.proposal); }
  std::string operator()(const record::ProjectAssessed& entry) const { return proposal_title(state, entry.proposal); }
  std::string operator()(const record::RoundBegun& entry) const { return of_round(entry.round); }
  std::string operator()(const record::RoundEnded& entry) const { return of_round(entry.round); }
  std::string operator()(const record::Decision& entry) const { return of_round(entry.round); }
  std::string operator()(const record::Milestone& entry) const {
    const record::RoundState* round = state.round(entry.round);
    if (round == nullptr || !round->frozen) return entry.project;
    const auto place = round->frozen->project_index.find(entry.project);
    return place == round->frozen->project_index.end() ? entry.project : round->frozen->definition.projects[place->second].title;
  }
  std::string operator()(const record::LogRecovered& entry) const { return entry.log; }
  std::string operator()(const record::BlobsWithheld& entry) const { return entry.decision; }
  std::string operator()(const record::MatterKeyDestroyed& entry) const {
    return entry.matter_kind == record::MatterKind::initiative ? initiative_title(state, entry.matter) : of_round(entry.matter);
  }
  /// The rest are about an initiative, or about their own log.
  template <class T>
  std::string operator()(const T& entry) const {
    if constexpr (requires { entry.matter; }) {
      return initiative_title(state, entry.matter);
    } else {
      return {};
    }
  }
};

}  // namespace

std::string entry_subject(const record::State& state, const record::Statement& statement) { return std::visit(Subject{state}, statement); }

}  // namespace radslag::web
