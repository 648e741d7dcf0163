// A budget round from its beginning to what became of it, step by step, as `radslag round` drafts it on an officer's own device.
#include <algorithm>
#include <boost/json.hpp>
#include <sstream>

#include "crypto/encoding.hpp"
#include "ledger/log/checkpoint.hpp"
#include "ledger/log/tree.hpp"
#include "ledger/record/round_count.hpp"
#include "ledger/record/secret_round.hpp"
#include "server/desk/forms.hpp"
#include "server/desk/round_rule.hpp"
#include "server/html/query.hpp"

namespace radslag::desk {
namespace {

using record::MilestoneState;
using record::Phase;
using record::RoundState;

constexpr MilestoneState milestones[] = {MilestoneState::planned, MilestoneState::started, MilestoneState::delayed, MilestoneState::done,
                                         MilestoneState::cancelled};
constexpr std::size_t credentials_bytes = std::size_t{32} << 20;  // some 400,000 credentials of Ed25519
constexpr std::size_t urns_bytes = 64 << 10;
constexpr std::size_t long_text = 4'000;
constexpr std::string_view clear_ballots = "clear/v1";

const std::string& round_id(const Visit& visit) { return visit.args[0]; }
const RoundState& round(const Visit& visit) { return *visit.state->round(round_id(visit)); }
const record::CallState& call(const Visit& visit) { return visit.state->town.calls.at(round_id(visit)); }

Subject about(const Visit& visit) {
  const auto* known = visit.state->round(round_id(visit));
  const auto from_call = visit.state->town.calls.find(round_id(visit));
  const bool has_call = from_call != visit.state->town.calls.end();
  const auto title = known && known->frozen ? known->frozen->definition.title
                     : has_call             ? from_call->second.content.title
                                            : round_id(visit);
  const auto board = known ? board_of_dialogue(*visit.state, known->dialogue) : board_of_call(*visit.state, round_id(visit));
  return {board, round_id(visit), title, "/staff/rounds/" + round_id(visit)};
}

Result<Subject> not_begun(const Visit& visit) {
  if (!visit.state->town.calls.contains(round_id(visit))) return refuse(Errc::not_found, "no such call");
  if (visit.state->round(round_id(visit))) return refuse(Errc::out_of_order, "the round has been begun already");
  return about(visit);
}

Result<Subject> not_opened(const Visit& visit) {
  const auto* known = visit.state->round(round_id(visit));
  if (!known || !visit.state->town.calls.contains(round_id(visit))) return refuse(Errc::not_found, "no such round that grew out of a call");
  if (known->phase != Phase::begun)
    return refuse(Errc::frozen, "round " + known->id + " has been opened: everything was frozen then; a change needs a new round");
  auto subject = about(visit);
  const auto& content = call(visit).content;
  subject.facts.push_back(fact(visit, "desk_fact.envelope", visit.money(content.envelope, content.currency)));
  std::string projects;
  if (const auto definition = record::definition_from_call(*visit.state, known->id, {})) {
    for (const auto& project : definition->projects)
      projects += (projects.empty() ? "" : "\n") + project.title + ": " + visit.money(project.cost, content.currency);
  }
  subject.facts.push_back(fact(visit, "desk_fact.projects", projects));
  if (known->ceremony && !known->ceremony->complete())
    return refuse(Errc::out_of_order, "the trustees have not finished making the key of round " + known->id);
  return subject;
}

std::uint64_t ballots(const Visit& visit) {
  const auto turnout = visit.service.turnout(round_id(visit));
  return turnout ? turnout->ballots : 0;
}

/// The round, where it is in this phase.
template <Phase Needed>
Result<Subject> in_phase(const Visit& visit) {
  const auto* known = visit.state->round(round_id(visit));
  if (!known) return refuse(Errc::not_found, "no such round");
  if (known->phase != Needed) return refuse(Errc::out_of_order, "the round is " + std::string(record::word(known->phase)));
  return about(visit);
}

Result<Subject> is_open(const Visit& visit) {
  auto subject = in_phase<Phase::open>(visit);
  if (!subject) return subject;
  boost::json::object closing;
  visit.say_hour(closing, "text", round(visit).frozen->definition.closes);
  if (visit.html) subject->facts.push_back(fact(visit, "desk_fact.closes", closing["text"].as_string().c_str()));
  subject->facts.push_back(fact(visit, "desk_fact.ballots", std::to_string(ballots(visit))));
  return subject;
}

Result<Subject> awaits_lot(const Visit& visit) {
  const auto* known = visit.state->round(round_id(visit));
  if (!known) return refuse(Errc::not_found, "no such round");
  if (known->phase < Phase::closed) return refuse(Errc::out_of_order, "the lot is drawn after closing");
  if (!known->awaits_lot()) return refuse(Errc::out_of_order, "no lot is to be drawn");
  auto subject = about(visit);
  std::string commitments;
  for (const auto& share : known->frozen->definition.lot_shares) commitments += (commitments.empty() ? "" : "\n") + crypto::to_hex(share);
  subject.facts.push_back(fact(visit, "desk_fact.lot_shares", commitments));
  return subject;
}

/// Tallied, and what decides ties is there.
Result<Subject> can_allocate(const Visit& visit) {
  auto subject = in_phase<Phase::tallied>(visit);
  if (subject && round(visit).awaits_lot()) return refuse(Errc::out_of_order, "the lot that decides ties comes first");
  return subject;
}

Result<Subject> not_ended(const Visit& visit) {
  auto subject = in_phase<Phase::allocated>(visit);
  if (subject && round(visit).ended_at) return refuse(Errc::out_of_order, "the round has been ended already");
  return subject;
}

Result<Subject> decided(const Visit& visit) {
  const auto* known = visit.state->round(round_id(visit));
  if (!known) return refuse(Errc::not_found, "no such round");
  if (!known->decision) return refuse(Errc::out_of_order, "milestones come after the board's decision");
  return about(visit);
}

/// Where there are key holders ballots are secret; without them they can only be clear.
std::vector<Option> ballot_options(const Visit& visit) {
  if (!round(visit).ceremony) return {{std::string(clear_ballots), visit.text("desk_page.ballot_clear")}};
  return {{std::string(record::mixnet_ballot), visit.text("desk_page.ballot_mixnet")},
          {std::string(record::homomorphic_ballot), visit.text("desk_page.ballot_homomorphic")}};
}
std::vector<Option> milestone_options(const Visit& visit) { return word_options(visit, milestones, "milestone."); }
std::vector<Option> funded_options(const Visit& visit) {
  std::vector<Option> options;
  const auto& known = round(visit);
  for (const auto& outcome : known.decision->content.projects) {
    if (outcome.funded)
      options.push_back({outcome.project, known.frozen->definition.projects[known.frozen->project_index.at(outcome.project)].title});
  }
  return options;
}

std::string title_preset(const Visit& visit) { return call(visit).content.title; }
std::string today_preset(const Visit&) { return today(); }

Result<record::Draft> begin(const Visit& visit, const Values&) {
  return record::draft_round_begun(*visit.state, round_id(visit), call(visit).row.dialogue, visit.service.next_round_key());
}

/// The record's own text of a list, or a key in hex a line.
Result<record::Credentials> credentials(const std::string& text) {
  if (text.starts_with("radslag/v1/credentials\n")) return record::parse_content<record::Credentials>(text);
  record::Credentials list;
  std::size_t number = 0;
  for (std::size_t start = 0; start < text.size();) {
    const auto end = std::min(text.find('\n', start), text.size());
    auto line = text.substr(start, end - start);
    start = end + 1;
    ++number;
    if (line.ends_with('\r')) line.pop_back();  // as some editors leave it
    if (line.empty()) continue;
    const auto key = crypto::array_from_hex<32>(line);
    if (!key) return refuse(Errc::malformed, "line " + std::to_string(number) + " of the list is not a key of 64 hexadecimal digits");
    list.keys.push_back(*key);
  }
  return list;
}

Result<record::RoundDefinition> definition(const Visit& visit, const Values& values, Faults& faults) {
  record::RoundDefinition basis;
  basis.title = values.text("title");
  basis.summary = values.text("summary");
  basis.ballot = values.text("ballot");
  basis.opens = first_hour(visit, values.text("opens_day"));
  basis.closes = first_hour(visit, values.text("closes_day"), 1);
  const auto* kind = record::ballot_kind(basis.ballot);
  if (kind && kind->demo_only() && !visit.state->town.demo)
    return refuse(Errc::demo_only, basis.ballot + " ballots are only for a town log that says demo yes");
  auto whole = record::definition_from_call(*visit.state, round_id(visit), std::move(basis));
  if (whole) read_rules(visit, values, *whole, faults);
  return whole;
}

/// What the record would refuse as well, at the field where it can be put right.
void check_opening(const Visit& visit, const Values& values, Faults& faults) {
  if (values.text("closes_day") < values.text("opens_day")) faults.emplace("closes_day", visit.text("desk_fault.closes_day"));
  const auto whole = definition(visit, values, faults);
  const bool totals_only = values.text("ballot") == record::homomorphic_ballot;
  if (whole && faults.empty() && totals_only && (whole->ballot_rule != record::BallotRule::approval || record::needs_ballots(whole->rule)))
    faults.emplace("ballot", visit.text("desk_fault.totals_only"));
}

Result<log::Checkpoint> checkpoint(const Visit& visit, const std::string& log) {
  const auto head = visit.service.head(log);
  if (!head) return refuse(Errc::not_found, "no log " + log);
  return log::open_checkpoint(head->checkpoint, visit.service.log_key(log));
}

/// With the registrar's two files: which urns, and who may vote in each.
Result<record::Draft> open_secret(const Visit& visit, const Values& values, record::RoundDefinition frozen, const log::Checkpoint& town) {
  auto plan = record::parse_content<record::UrnPlan>(values.text("urns"));
  if (!plan)
    return refuse(Errc::malformed, "the urns are not the registrar's file urns-" + round_id(visit) + ".txt: " + plan.error().detail);
  auto electorate = record::parse_content<record::Electorate>(values.text("credentials"));
  if (!electorate)
    return refuse(Errc::malformed,
                  "the list is not the registrar's file electorate-" + round_id(visit) + ".txt: " + electorate.error().detail);
  frozen.urns = std::move(plan->urns);
  return record::draft_secret_round_opened(*visit.state, round_id(visit), town.size, town.root, frozen, *electorate, *visit.ballot_page);
}

Result<record::Draft> open(const Visit& visit, const Values& values) {
  Faults none;
  auto frozen = definition(visit, values, none);
  if (!frozen) return tl::make_unexpected(frozen.error());
  const auto town = checkpoint(visit, "town");
  if (!town) return tl::make_unexpected(town.error());
  if (round(visit).ceremony) return open_secret(visit, values, std::move(*frozen), *town);
  auto list = credentials(values.text("credentials"));
  if (!list) return tl::make_unexpected(list.error());
  if (list->keys.empty()) return refuse(Errc::malformed, "there is no credential on the list: nobody could vote");
  return record::draft_round_opened(*visit.state, round_id(visit), town->size, town->root, *frozen, std::move(*list));
}

Result<record::Draft> close(const Visit& visit, const Values&) {
  return record::draft_round_closed(*visit.state, round_id(visit), ballots(visit));
}

Result<record::Draft> tally(const Visit& visit, const Values&) {
  const auto counted = visit.service.recount(round_id(visit));
  if (!counted) return tl::make_unexpected(counted.error());
  return record::draft_tally(*visit.state, round_id(visit), *counted);
}

/// The root of the round's log just after its closing, from its entries.
log::Hash root_at_closing(const Visit& visit) {
  log::Frontier tree;
  const auto name = record::round_log_name(round_id(visit));
  const auto size = round(visit).closed_at + 1;
  constexpr std::uint64_t at_once = 1'000;
  for (std::uint64_t from = 0; from < size; from += at_once) {
    for (const auto& entry : visit.service.entries(name, from, std::min(size, from + at_once))) tree.append(log::leaf_hash(entry));
  }
  return tree.root();
}

Result<std::vector<record::Digest>> shares_in(const Values& values) {
  std::vector<record::Digest> shares;
  std::istringstream lines(values.text("shares"));
  for (std::string line; lines >> line;) {
    const auto share = crypto::array_from_hex<32>(line);
    if (!share) return refuse(Errc::malformed, "a share is 64 hexadecimal digits, as in the file that radslag round lot-share made");
    shares.push_back(*share);
  }
  return shares;
}

/// All shares, or none on purpose: a lot from some of them would let whoever holds another choose.
void check_lot(const Visit& visit, const Values& values, Faults& faults) {
  const auto shares = shares_in(values);
  if (!shares) return;  // the draft says why
  const auto all = round(visit).frozen->definition.lot_shares.size();
  if (values.has("without_shares")) {
    if (!shares->empty()) faults.emplace("shares", visit.text("desk_fault.shares_and_none"));
  } else if (shares->size() < all) {
    const auto missing = static_cast<std::int64_t>(all - shares->size());
    faults.emplace("shares", visit.text("desk_fault.shares_missing", {{"missing", missing}, {"all", static_cast<std::int64_t>(all)}}));
  }
}

Result<record::Draft> draw_lot(const Visit& visit, const Values& values) {
  const auto shares = shares_in(values);
  if (!shares) return tl::make_unexpected(shares.error());
  return record::draft_lot(*visit.state, round_id(visit), root_at_closing(visit), *shares);
}

Result<record::Draft> allocate(const Visit& visit, const Values&) {
  const auto allocation = visit.service.allocation(round_id(visit));
  if (!allocation) return tl::make_unexpected(allocation.error());
  return record::draft_allocation(*visit.state, round_id(visit), *allocation);
}

Result<record::Draft> end(const Visit& visit, const Values&) {
  const auto last = checkpoint(visit, record::round_log_name(round_id(visit)));
  if (!last) return tl::make_unexpected(last.error());
  return record::draft_round_ended(*visit.state, round_id(visit), last->size, last->root);
}

Result<record::Draft> milestone(const Visit& visit, const Values& values) {
  return record::draft_milestone(*visit.state, round_id(visit), values.text("project"), values.text("date"),
                                 value_named(milestones, values.text("milestone")), values.text("report"));
}

}  // namespace

void add_round_forms(std::vector<ActForm>& forms) {
  using staff::Action;
  forms.push_back({"round-begin", "/staff/rounds/{round}/begin", Action::draft_round, not_begun, {}, begin});
  std::vector<FormField> opening{{"title", Input::line, 160, true, {}, title_preset},
                                 {"summary", Input::lines, 2'000},
                                 {"ballot", Input::choice, 40, true, ballot_options}};
  add_rule_fields(opening);
  opening.insert(opening.end(), {{"opens_day", Input::date, 10, true, {}, today_preset},
                                 {"closes_day", Input::date, 10},
                                 {"urns", Input::file, urns_bytes, false},
                                 {"credentials", Input::file, credentials_bytes}});
  forms.push_back({"round-open", "/staff/rounds/{round}/open", Action::run_round, not_opened, std::move(opening), open, check_opening});
  forms.push_back({"round-close", "/staff/rounds/{round}/close", Action::run_round, is_open, {}, close});
  forms.push_back({"round-tally", "/staff/rounds/{round}/tally", Action::run_round, in_phase<Phase::closed>, {}, tally});
  forms.push_back({"round-lot",
                   "/staff/rounds/{round}/lot",
                   Action::run_round,
                   awaits_lot,
                   {{"shares", Input::lines, 2'000, false}, {"without_shares", Input::tick, 10, false}},
                   draw_lot,
                   check_lot});
  forms.push_back({"round-allocation", "/staff/rounds/{round}/allocation", Action::run_round, can_allocate, {}, allocate});
  forms.push_back({"round-end", "/staff/rounds/{round}/end", Action::run_round, not_ended, {}, end});
  forms.push_back({"milestone",
                   "/staff/rounds/{round}/milestone",
                   Action::report_milestone,
                   decided,
                   {{"project", Input::choice, 64, true, funded_options},
                    {"milestone", Input::choice, 20, true, milestone_options},
                    {"date", Input::date, 10, true, {}, today_preset},
                    {"report", Input::lines, long_text}},
                   milestone});
}

}  // namespace radslag::desk
