// What a board withholds from the record, and what the registrar's officers say of keys that are destroyed.
#include <boost/json.hpp>
#include <sstream>

#include "crypto/encoding.hpp"
#include "ledger/record/withholding.hpp"
#include "server/desk/forms.hpp"

namespace radslag::desk {
namespace {

using record::MatterKind;
using record::WithholdingGround;

constexpr WithholdingGround grounds[] = {WithholdingGround::erasure, WithholdingGround::court, WithholdingGround::confidential,
                                         WithholdingGround::unlawful};
constexpr MatterKind kinds[] = {MatterKind::initiative, MatterKind::call, MatterKind::round};
constexpr std::size_t most_digests = 250;
constexpr std::size_t digest_line = 65;

Result<Subject> the_town(const Visit& visit) { return Subject{{}, {}, visit.state->town.name, "/staff/offices", {}}; }

std::vector<Option> ground_options(const Visit& visit) { return word_options(visit, grounds, "withholding_ground."); }

/// The town's log, and those of rounds that have been ended.
std::vector<Option> log_options(const Visit& visit) {
  std::vector<Option> options{{"town", visit.text("desk_page.log_town")}};
  for (const auto& [id, round] : visit.state->rounds) {
    if (!round.ended_at) continue;
    options.push_back({record::round_log_name(id), round.frozen ? round.frozen->definition.title : id});
  }
  return options;
}

/// From an entry's page the address ends in the digest; of a round's log, with a dot and the round's id behind it.
std::string log_preset(const Visit& visit) {
  if (visit.args.empty()) return {};
  const auto dot = visit.args[0].find('.');
  return dot == std::string::npos ? "town" : record::round_log_name(visit.args[0].substr(dot + 1));
}
std::string blob_preset(const Visit& visit) {
  return visit.args.empty() ? std::string() : visit.args[0].substr(0, visit.args[0].find('.'));
}

Result<std::vector<record::Digest>> digests_typed(const std::string& text) {
  std::vector<record::Digest> digests;
  std::istringstream lines(text);
  for (std::string word; lines >> word;) {
    const auto digest = crypto::array_from_hex<32>(word);
    if (!digest) return refuse(Errc::malformed, "a digest is 64 hexadecimal digits, as the entry's page has it: " + word.substr(0, 80));
    digests.push_back(*digest);
  }
  return digests;
}

Result<record::Draft> withhold(const Visit& visit, const Values& values) {
  auto digests = digests_typed(values.text("blobs"));
  if (!digests) return tl::make_unexpected(digests.error());
  return record::draft_blobs_withheld(*visit.state, values.text("log"), value_named(grounds, values.text("ground")), values.text("diary"),
                                      std::move(*digests), values.text("reasons"));
}

std::string matter_value(MatterKind kind, const std::string& id) { return std::string(record::word(kind)) + " " + id; }

std::string title_of(const record::State& state, MatterKind kind, const std::string& id) {
  if (kind == MatterKind::initiative) {
    const auto* initiative = state.initiative(id);
    return initiative != nullptr && initiative->content && !state.town.sealed.contains(initiative->subject) ? initiative->content->title
                                                                                                            : id;
  }
  const auto call = state.town.calls.find(id);
  if (kind == MatterKind::call) return call->second.content.title;
  const auto* round = state.round(id);
  return round->frozen ? round->frozen->definition.title : id;
}

/// Matters whose appeal period is over and whose keys are said to be there still.
std::vector<Option> matter_options(const Visit& visit) {
  std::vector<Option> options;
  const auto& state = *visit.state;
  const auto now = record::current_hour();
  const auto add = [&](MatterKind kind, const std::string& id) {
    const auto over = record::appeal_ends(state, kind, id);
    if (!over || now < *over || state.town.destroyed_keys.contains({kind, id})) return;
    options.push_back(
        {matter_value(kind, id), visit.text("matter_kind." + std::string(record::word(kind))) + ": " + title_of(state, kind, id)});
  };
  for (const auto& [id, initiative] : state.town.initiatives) add(MatterKind::initiative, id);
  for (const auto& [id, call] : state.town.calls) add(MatterKind::call, id);
  for (const auto& [id, round] : state.rounds) add(MatterKind::round, id);
  return options;
}

Result<record::Draft> destroy_key(const Visit& visit, const Values& values) {
  const auto& chosen = values.text("matter");
  const auto space = chosen.find(' ');
  const auto kind = value_named(kinds, std::string_view(chosen).substr(0, space));
  return record::draft_matter_key_destroyed(*visit.state, kind, chosen.substr(space + 1), record::current_hour());
}

}  // namespace

void add_keeping_forms(std::vector<ActForm>& forms) {
  using staff::Action;
  for (const std::string_view pattern : {"/staff/offices/withhold", "/staff/withhold/{blob}"}) {
    forms.push_back({"withhold",
                     pattern,
                     Action::withhold,
                     the_town,
                     {{"log", Input::choice, 80, true, log_options, log_preset},
                      {"blobs", Input::lines, most_digests * digest_line, true, nullptr, blob_preset},
                      {"ground", Input::choice, 20, true, ground_options},
                      {"diary", Input::line, 60},
                      {"reasons", Input::lines, 2'000}},
                     withhold});
  }
  forms.push_back({"destroy-key",
                   "/staff/offices/destroy-key",
                   Action::destroy_key,
                   the_town,
                   {{"matter", Input::choice, 80, true, matter_options}},
                   destroy_key});
}

}  // namespace radslag::desk
