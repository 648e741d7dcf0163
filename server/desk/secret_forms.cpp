// What a round with secret ballots needs beside the steps of all rounds: who holds the key. What trustees do they do with radslag-trustee
// on machines of their own; here it is only followed (round_pages.cpp).
#include <algorithm>
#include <boost/json.hpp>

#include "ledger/log/checkpoint.hpp"
#include "ledger/record/standing_trustees.hpp"
#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace {

using record::VotingGroup;

constexpr VotingGroup groups[] = {VotingGroup::ed25519, VotingGroup::rfc_3526_2048, VotingGroup::belenios_2048};

std::vector<const record::Officer*> trustees_of(const Visit& visit) { return record::standing_trustees(visit.state->town); }

Result<Subject> no_key_yet(const Visit& visit) {
  const auto& id = visit.args[0];
  const auto* round = visit.state->round(id);
  if (!round) return refuse(Errc::not_found, "no such round");
  if (round->phase != record::Phase::begun) return refuse(Errc::frozen, "round " + id + " has been opened");
  if (round->ceremony) return refuse(Errc::out_of_order, "the key holders of round " + id + " have been named");
  Subject subject{board_of_dialogue(*visit.state, round->dialogue), id, id, "/staff/rounds/" + id};
  if (const auto call = visit.state->town.calls.find(id); call != visit.state->town.calls.end()) subject.title = call->second.content.title;
  std::string names;
  for (const auto* trustee : trustees_of(visit)) names += (names.empty() ? "" : "\n") + trustee->name;
  subject.facts.push_back(fact(visit, "desk_fact.trustees", names));
  return subject;
}

std::vector<Option> group_options(const Visit&) {
  std::vector<Option> options;
  for (const auto group : groups) options.push_back({std::string(record::word(group)), std::string(record::word(group))});
  return options;
}

std::string threshold_preset(const Visit& visit) {
  const auto trustees = trustees_of(visit).size();
  return std::to_string(trustees < 2 ? trustees : trustees / 2 + 1);  // more than half
}

Result<record::Draft> name_trustees(const Visit& visit, const Values& values) {
  const auto town = visit.service.head("town");
  if (!town) return refuse(Errc::not_found, "no town log");
  const auto checkpoint = log::open_checkpoint(town->checkpoint, visit.service.log_key("town"));
  if (!checkpoint) return tl::make_unexpected(checkpoint.error());
  std::vector<record::PublicKey> trustees;
  for (const auto* officer : trustees_of(visit)) trustees.push_back(officer->key);
  return record::draft_ceremony_begun(*visit.state, visit.args[0], checkpoint->size, checkpoint->root,
                                      value_named(groups, values.text("group")), values.number("key_threshold"), trustees);
}

}  // namespace

void add_secret_forms(std::vector<ActForm>& forms) {
  forms.push_back(
      {"round-trustees",
       "/staff/rounds/{round}/trustees",
       staff::Action::run_round,
       no_key_yet,
       {{"group", Input::choice, 20, true, group_options}, {"key_threshold", Input::number, 2, true, nullptr, threshold_preset}},
       name_trustees});
}

}  // namespace radslag::desk
