#include "server/programs/example_content.hpp"

#include <chrono>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include <boost/json.hpp>

#include "ledger/allocation/names.hpp"
#include "ledger/record/values.hpp"
#include "server/programs/rule_json.hpp"

namespace radslag::programs {
namespace {

namespace json = boost::json;
using json::object;

constexpr std::uint64_t minor_units = 100;

std::string text(const object& from, const char* key) { return std::string(from.at(key).as_string()); }
std::int64_t number(const object& from, const char* key) { return from.at(key).to_number<std::int64_t>(); }
std::uint64_t money(const object& from, const char* key) { return from.at(key).to_number<std::uint64_t>() * minor_units; }

std::string date(std::int64_t day) { return record::hour_text(static_cast<std::uint64_t>(day) * 24).substr(0, 10); }

template <class E>
E word(const object& from, const char* key) {
  E value{};
  if (!record::Word{value}.read(text(from, key))) throw std::runtime_error("'" + text(from, key) + "' is no " + key);
  return value;
}

ExampleOfficer officer(const object& from) {
  ExampleOfficer out{text(from, "id"), text(from, "name"), {}};
  for (const auto& name : from.at("roles").as_array()) {
    record::Role role{};
    if (!record::Word{role}.read(name.as_string())) throw std::runtime_error("unknown role");
    out.roles.push_back(role);
  }
  return out;
}

ExampleDialogue dialogue(const object& from, std::int64_t today) {
  ExampleDialogue out;
  out.row = {text(from, "id"), word<record::DialogueStatus>(from, "status"), word<record::Signal>(from, "signal"),
             date(today + number(from, "begins_days")), date(today + number(from, "ends_days"))};
  out.content = {text(from, "title"),
                 text(from, "summary"),
                 text(from, "board"),
                 text(from, "officer"),
                 word<record::DialogueKind>(from, "kind"),
                 word<record::Level>(from, "level"),
                 text(from, "influence"),
                 text(from, "reported_to"),
                 text(from, "reported_how"),
                 text(from, "comment")};
  if (const auto* found = from.if_contains("feedback")) {
    const auto& feedback = found->as_object();
    const auto day = today + number(feedback, "days");
    out.feedback = ExampleFeedback{day, date(day), {text(feedback, "board"), text(feedback, "text")}};
  }
  return out;
}

std::vector<record::Place> places(const json::array& from) {
  std::vector<record::Place> out;
  for (const auto& item : from) out.push_back({text(item.as_object(), "id"), text(item.as_object(), "name")});
  return out;
}

allocation::AnyRule rule(const object& from) {
  auto parsed = parse_rule_json(json::serialize(from.at("rule")));
  if (!parsed) throw std::runtime_error(parsed.error().detail);
  return std::move(*parsed);
}

/// How people vote: ticks, unless it says otherwise.
void read_ballot_rule(const object& from, record::RoundDefinition& d) {
  if (from.contains("voting")) d.ballot_rule = word<record::BallotRule>(from, "voting");
  if (from.contains("points_max")) d.points_max = from.at("points_max").to_number<std::uint64_t>();
  if (const auto* places = from.if_contains("place_points")) {
    for (const auto& worth : places->as_array()) d.place_points.push_back(worth.to_number<std::uint64_t>());
  }
}

ExampleDecision decision(const object& from, std::int64_t today) {
  ExampleDecision out;
  out.day = today + number(from, "meeting_days");
  out.board = text(from, "board");
  out.meeting = date(out.day);
  out.diary = text(from, "diary");
  for (const auto& item : from.at("departures").as_array()) {
    const auto& departure = item.as_object();
    out.departures.push_back({text(departure, "project"), departure.at("funded").as_bool(), text(departure, "reason")});
  }
  return out;
}

ExampleRound round(const object& from, const std::string& currency, std::int64_t today) {
  ExampleRound out;
  out.id = text(from, "id");
  out.dialogue = text(from, "dialogue");
  out.phase = text(from, "phase");
  out.opened_day = today + number(from, "opened_days");
  out.closes_day = today + number(from, "closes_days");
  out.roll = from.at("roll").to_number<std::size_t>();
  out.voters = from.at("voters").to_number<std::size_t>();
  out.revotes = from.at("revotes").to_number<std::size_t>();
  auto& d = out.definition;
  d.title = text(from, "title");
  d.summary = text(from, "summary");
  d.currency = currency;
  d.envelope = money(from, "envelope_kr");
  d.ballot = text(from, "ballot");
  d.choices_min = from.at("choices_min").to_number<std::uint64_t>();
  d.choices_max = from.at("choices_max").to_number<std::uint64_t>();
  d.budget_max = money(from, "budget_max_kr");
  read_ballot_rule(from, d);
  d.rule = rule(from);
  for (const auto& item : from.at("ties").as_array()) {
    const auto criterion = allocation::value_named<allocation::TieCriterion>(item.as_string());
    if (!criterion) throw std::runtime_error("unknown tie criterion");
    d.ties.push_back(*criterion);
  }
  if (const auto* found = from.if_contains("tastes")) {
    for (const auto& [theme, share] : found->as_object()) out.tastes.push_back({std::string(theme), share.to_number<unsigned>()});
  }
  d.opens = static_cast<std::uint64_t>(out.opened_day) * 24 + 7;
  d.closes = static_cast<std::uint64_t>(out.closes_day) * 24 + 21;
  d.areas = places(from.at("areas").as_array());
  d.themes = places(from.at("themes").as_array());
  for (const auto& item : from.at("projects").as_array()) {
    const auto& p = item.as_object();
    d.projects.push_back(
        {text(p, "id"), money(p, "cost_kr"), text(p, "area"), text(p, "theme"), false, text(p, "title"), text(p, "summary")});
    out.popularity.push_back(p.at("popularity").to_number<unsigned>());
  }
  if (const auto* found = from.if_contains("decision")) out.decision = decision(found->as_object(), today);
  if (const auto* found = from.if_contains("milestones")) {
    for (const auto& item : found->as_array()) {
      const auto& m = item.as_object();
      const auto day = today + number(m, "days");
      out.milestones.push_back({text(m, "project"), date(day), text(m, "text"), word<record::MilestoneState>(m, "state"), day});
    }
  }
  return out;
}

}  // namespace

ExampleContent read_example(const std::filesystem::path& file, std::int64_t today) {
  std::ifstream stream(file, std::ios::binary);
  if (!stream) throw std::runtime_error("the example's content " + file.string() + " cannot be read");
  const std::string bytes{std::istreambuf_iterator<char>(stream), {}};
  try {
    const auto all = json::parse(bytes);
    const auto& top = all.as_object();
    ExampleContent out{text(top, "name"), text(top, "currency"), {}, {}, {}};
    for (const auto& item : top.at("officers").as_array()) out.officers.push_back(officer(item.as_object()));
    for (const auto& item : top.at("dialogues").as_array()) out.dialogues.push_back(dialogue(item.as_object(), today));
    for (const auto& item : top.at("rounds").as_array()) out.rounds.push_back(round(item.as_object(), out.currency, today));
    return out;
  } catch (const std::exception& error) {
    throw std::runtime_error("the example's content " + file.string() + ": " + error.what());
  }
}

}  // namespace radslag::programs
