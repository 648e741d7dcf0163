#include "server/web/entry_subject.hpp"

#include "server/web/round_model.hpp"

namespace radslag::web {
namespace {

std::string dialogue_title(const record::State& state, const std::string& id) {
  const auto found = state.town.dialogues.find(id);
  return found == state.town.dialogues.end() ? id : found->second.content.title;
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
  std::string operator()(const record::RoundBegun& entry) const { return of_round(entry.round); }
  std::string operator()(const record::RoundEnded& entry) const { return of_round(entry.round); }
  std::string operator()(const record::Decision& entry) const { return of_round(entry.round); }
  std::string operator()(const record::Milestone& entry) const {
    const record::RoundState* round = state.round(entry.round);
    if (round == nullptr || !round->frozen) return entry.project;
    const auto place = round->frozen->project_index.find(entry.project);
    return place == round->frozen->project_index.end() ? entry.project : round->frozen->definition.projects[place->second].title;
  }
  template <class OfItsOwnLog>
  std::string operator()(const OfItsOwnLog&) const {
    return {};
  }
};

}  // namespace

std::string entry_subject(const record::State& state, const record::Statement& statement) { return std::visit(Subject{state}, statement); }

}  // namespace radslag::web
