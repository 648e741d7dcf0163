// The conditions of FORMAT.md section 4.5: from ideas to projects.
#include <algorithm>

#include "ledger/record/inside.hpp"

namespace radslag::record {
namespace {

/// So that nobody can fill the record.
constexpr std::size_t max_proposals_of_person = 20;
constexpr std::size_t max_picture_bytes = std::size_t{1} << 20;
constexpr std::string_view jpeg_begins = "\xff\xd8\xff";

/// The newest assessment that stands below a size of the town log; nullptr for none.
const ProposalState::Assessed* assessed_before(const ProposalState& proposal, std::uint64_t town_size) {
  const ProposalState::Assessed* newest = nullptr;
  for (const auto& assessment : proposal.assessments) {
    if (assessment.index < town_size) newest = &assessment;
  }
  return newest;
}

}  // namespace

Result<> Record::Inside::town(const CallOpened& x, const Context& at) {
  if (state.town.calls.contains(x.call)) return refuse(Errc::duplicate, "there is a call " + x.call + " already");
  if (state.rounds.contains(x.call)) return refuse(Errc::out_of_order, "the round " + x.call + " has been begun already");
  if (state.town.initiatives.contains(x.call)) return refuse(Errc::duplicate, "there is an initiative " + x.call + " already");
  const auto dialogue = state.town.dialogues.find(x.dialogue);
  if (dialogue == state.town.dialogues.end()) return refuse(Errc::not_found, "no such dialogue: " + x.dialogue);
  if (x.closes <= at.entry.hour) return refuse(Errc::malformed, "the call would close before it opens");
  auto text = content<CallContent>(x.content);
  if (!text) return tl::make_unexpected(text.error());
  if (text->currency != state.town.currency) return refuse(Errc::mismatch, "the call's currency is not the town's");
  CallState call;
  call.index = at.index;
  call.hour = at.entry.hour;
  call.row = x;
  call.content = std::move(*text);
  state.town.calls.emplace(x.call, std::move(call));
  dialogue->second.calls.push_back(x.call);
  return {};
}

std::size_t Record::Inside::proposed(const ProjectProposed& x) const {
  const auto call = proposers.find(x.matter);
  if (call == proposers.end()) return 0;
  const auto person = call->second.find(x.attested.pseudonym);
  return person == call->second.end() ? 0 : person->second;
}

Result<> Record::Inside::is_picture(const Digest& digest) {
  const auto bytes = blob(digest);
  if (!bytes && bytes.error().code == Errc::not_found) {
    missing.push_back(digest);
    return {};
  }
  if (!bytes) return tl::make_unexpected(bytes.error());
  if (bytes->size() > max_picture_bytes) return refuse(Errc::too_large, "a picture has at most 1 MiB");
  if (!blob_content(*bytes)->starts_with(jpeg_begins)) return refuse(Errc::unsupported, "the picture is not a JPEG");
  return {};
}

Result<> Record::Inside::town(const ProjectProposed& x, const Context& at) {
  const auto found = state.town.calls.find(x.matter);
  if (found == state.town.calls.end()) return refuse(Errc::not_found, "no such call: " + x.matter);
  auto& call = found->second;
  if (at.entry.hour >= call.row.closes) return refuse(Errc::closed, "the time for proposals to " + x.matter + " is over");
  if (state.town.proposals.contains(x.proposal)) return refuse(Errc::duplicate, "there is a proposal " + x.proposal + " already");
  if (call.roll && (*call.roll != x.attested.roll || call.edition != x.edition))
    return refuse(Errc::mismatch, "the attestation is for another roll than the call's");
  if (const auto* round = state.round(x.matter); round && round->phase != Phase::begun)
    return refuse(Errc::closed, "round " + x.matter + " has been opened: no proposal can become one of its projects");
  if (auto fresh = new_subject(x.attested.subject); !fresh) return fresh;
  if (proposed(x) >= max_proposals_of_person)
    return refuse(Errc::too_large, "a person may propose " + std::to_string(max_proposals_of_person) + " projects to a call");
  if (auto sound = attested(x.attested, x.edition, at); !sound) return sound;
  if (!x.place.empty() && !state.town.editions.at(x.edition).area(x.place)) return refuse(Errc::not_found, "no such area: " + x.place);
  auto text = content_if_there<ProposalContent>(x.attested.subject);
  if (!text) return tl::make_unexpected(text.error());
  ++proposers[x.matter][x.attested.pseudonym];
  call.roll = x.attested.roll;
  call.edition = x.edition;
  call.proposals.push_back(x.proposal);
  state.town.proposals.emplace(
      x.proposal, ProposalState{x.proposal, x.matter, x.place, x.attested.subject, at.index, at.entry.hour, std::move(*text), {}});
  state.town.sealed.insert(x.attested.subject);
  subjects.insert(x.attested.subject);
  return {};
}

Result<> Record::Inside::town(const ProjectAssessed& x, const Context& at) {
  const auto found = state.town.proposals.find(x.proposal);
  if (found == state.town.proposals.end()) return refuse(Errc::not_found, "no such proposal: " + x.proposal);
  auto& proposal = found->second;
  const auto* round = state.round(proposal.call);
  if (round && round->phase != Phase::begun)
    return refuse(Errc::frozen, "round " + round->id + " has been opened: its projects and their costs were frozen then");
  if (x.version != proposal.assessments.size() + 1) {
    return refuse(Errc::out_of_order, "the next assessment of proposal " + x.proposal + " is number " +
                                          std::to_string(proposal.assessments.size() + 1) + ", not " + std::to_string(x.version));
  }
  if (!x.into.empty()) {
    const auto* other = state.proposal(x.into);
    const bool merged = other && !other->assessments.empty() && other->assessments.back().row.outcome == Assessment::merged;
    if (!other || other->id == x.proposal || other->call != proposal.call || merged)
      return refuse(Errc::not_found, "there is no proposal " + x.into + " of the same call to merge into");
  }
  auto text = content<AssessmentContent>(x.content);
  if (!text) return tl::make_unexpected(text.error());
  if (text->has_alt != x.picture.has_value())
    return refuse(Errc::malformed, "a picture needs words for those who do not see it, and only a picture does");
  if (auto seen = x.picture ? is_picture(*x.picture) : Result<>(); !seen) return seen;
  if (x.outcome != Assessment::unlawful) {
    state.town.sealed.erase(proposal.subject);
    expect(proposal.subject, proposal.content != nullptr);
  }
  proposal.assessments.push_back({at.index, at.entry.hour, x, std::make_shared<const AssessmentContent>(std::move(*text))});
  return {};
}

Result<> Record::Inside::grew_from_call(const std::string& round, const RoundDefinition& definition, std::uint64_t town_size) const {
  const auto call = state.town.calls.find(round);
  if (call == state.town.calls.end() || call->second.index >= town_size) return {};
  for (const auto& project : definition.projects) {
    const auto* proposal = state.proposal(project.id);
    const auto* assessed = proposal && proposal->call == round ? assessed_before(*proposal, town_size) : nullptr;
    if (!assessed || assessed->row.outcome != Assessment::feasible)
      return refuse(Errc::unknown_project, "project " + project.id + " is not a proposal of the call that was found feasible");
    if (assessed->row.cost != project.cost)
      return refuse(Errc::mismatch, "project " + project.id + " does not cost what its assessment says");
  }
  return {};
}

}  // namespace radslag::record
