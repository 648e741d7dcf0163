#include "server/programs/example_matters.hpp"

#include <algorithm>
#include <boost/json.hpp>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "crypto/encoding.hpp"

namespace radslag::programs {
namespace {

namespace json = boost::json;
namespace fs = std::filesystem;
using json::object;

constexpr std::int64_t hours_a_day = 24;

json::value read_json(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::ostringstream text;
  text << in.rdbuf();
  boost::system::error_code error;
  auto value = json::parse(text.str(), error);
  if (!in || error) throw std::runtime_error(file.string() + " cannot be read as JSON");
  return value;
}

std::string text(const object& x, const char* name) { return std::string(x.at(name).as_string()); }
std::int64_t number(const object& x, const char* name) { return x.contains(name) ? x.at(name).to_number<std::int64_t>() : 0; }
std::uint64_t money(const object& x, const char* name) { return static_cast<std::uint64_t>(number(x, name)) * 100; }

/// The value with that word.
template <class E>
E named(const object& x, const char* name) {
  const auto wanted = text(x, name);
  const auto all = record::words(E{});
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (all[i] == wanted) return static_cast<E>(i);
  }
  throw std::runtime_error("the example says \"" + wanted + "\" for " + name);
}

}  // namespace

class ExampleMatters::Inside {
 public:
  Inside(const fs::path& content, const fs::path& attested, std::int64_t today, ExampleHands hands)
      : content_(read_json(content)), attested_(read_json(attested)), today_(today), hands_(std::move(hands)) {}

  void plan() {
    const auto& statements = attested_.as_object().at("statements").as_array();
    const auto first = statements.at(0).as_object().at("hour").to_number<std::uint64_t>();
    plan_offices(first - 20);
    for (const auto& item : statements) {
      const auto& x = item.as_object();
      plan_at(x.at("hour").to_number<std::uint64_t>(), [this, &x] { hands_.hand_in(text(x, "attested")); });
    }
    for (const auto& x : content_.as_object().at("initiatives").as_array()) plan_initiative(x.as_object());
    for (const auto& x : content_.as_object().at("calls").as_array()) plan_call(x.as_object());
  }

  std::vector<Event> events;

 private:
  [[nodiscard]] std::uint64_t at(std::int64_t days, std::int64_t hour) const {
    return static_cast<std::uint64_t>((today_ + days) * hours_a_day + hour);
  }
  [[nodiscard]] std::string date(std::int64_t days) const { return record::hour_text(at(days, 12)).substr(0, 10); }
  void plan_at(std::uint64_t hour, std::function<void()> happen) { events.push_back({hour, std::move(happen)}); }
  void act_at(std::uint64_t hour, std::function<Result<record::Draft>(const record::State&)> draft) {
    plan_at(hour, [this, draft = std::move(draft)] { hands_.act(draft(hands_.state())); });
  }
  [[nodiscard]] std::string board_name(const std::string& id) const { return hands_.state().town.boards.at(id).row.name; }

  void plan_offices(std::uint64_t hour) {
    const auto& x = attested_.as_object();
    const auto key = crypto::array_from_hex<32>(text(x, "registrar"));
    const auto edition = record::parse_statement(text(x, "edition"));
    if (!key || !edition) throw std::runtime_error("the registrar's half of the example cannot be read");
    act_at(hour, [key, &x](const record::State& state) { return record::draft_registrar(state, *key, text(x, "site")); });
    act_at(hour,
           [edition](const record::State& state) { return record::draft_roll_edition(state, std::get<record::RollEdition>(*edition)); });
    for (const auto& item : content_.as_object().at("boards").as_array()) {
      act_at(hour, [&item](const record::State& state) { return record::draft_board(state, board_of(item.as_object())); });
    }
  }

  static record::Board board_of(const object& x) {
    record::Board board;
    board.board = text(x, "id");
    board.name = text(x, "name");
    board.email = x.at("email").as_bool();
    board.cosigners = static_cast<std::uint64_t>(number(x, "cosigners"));
    board.days = static_cast<std::uint64_t>(number(x, "days"));
    board.threshold = {static_cast<std::uint64_t>(number(x, "threshold")), named<record::ThresholdUnit>(x, "unit")};
    for (const auto& item : x.at("areas").as_array()) {
      const auto& area = item.as_object();
      board.areas.push_back(
          {text(area, "area"), {static_cast<std::uint64_t>(number(area, "number")), named<record::ThresholdUnit>(area, "unit")}});
    }
    return board;
  }

  void plan_initiative(const object& x) {
    const auto id = text(x, "id"), stage = text(x, "stage"), board = text(x, "board");
    if (x.contains("rejection")) {
      const auto& r = x.at("rejection").as_object();
      act_at(at(number(r, "days"), 14), [id, &r](const record::State& state) {
        return record::draft_initiative_rejected(state, id, named<record::RejectReason>(r, "reason"), text(r, "into"), text(r, "text"));
      });
    }
    if (x.contains("opening")) {
      const auto& o = x.at("opening").as_object();
      const auto closes = at(number(x, "closes_days"), 0);
      act_at(at(number(x, "opened_days"), 12), [id, closes, &o](const record::State& state) {
        return record::draft_initiative_opened(state, id, closes, named<record::Level>(o, "level"),
                                               {text(o, "can_be_influenced"), text(o, "are_we_open"), text(o, "do_we_need_values"),
                                                text(o, "will_people_learn"), text(o, "influence")});
      });
      if (stage == "expired") {
        plan_at(closes, [this, id] { hands_.put(record::InitiativeExpired{hands_.state().town.origin, id, standing_.at(id)}); });
        standing_[id] = 1;
        for (const auto& count : x.at("signatures").as_object()) standing_[id] += count.value().to_number<std::uint64_t>();
      }
    }
    if (x.contains("aside")) plan_aside(id, text(x.at("aside").as_object(), "text"));
    if (x.contains("reports")) {
      for (const auto& item : x.at("reports").as_array()) {
        const auto& r = item.as_object();
        act_at(at(number(r, "days"), 15), [this, id, board, &r](const record::State& state) {
          return record::draft_initiative_report(state, id, date(number(r, "days")), named<record::ReportStep>(r, "step"),
                                                 {board_name(board), text(r, "text")});
        });
      }
    }
    if (x.contains("decision")) {
      const auto& d = x.at("decision").as_object();
      act_at(at(number(d, "days"), 16), [this, id, &d](const record::State& state) {
        return record::draft_initiative_decided(state, id, named<record::InitiativeOutcome>(d, "outcome"),
                                                {text(d, "board"), date(number(d, "days")), text(d, "diary"), text(d, "reasons")});
      });
    }
  }

  /// One that came on paper, the day after.
  void plan_aside(const std::string& id, const std::string& why) {
    for (const auto& item : attested_.as_object().at("statements").as_array()) {
      const auto& x = item.as_object();
      const auto carrier = text(x, "attested");
      const auto mark = carrier.find("\tpseudonym ");
      if (carrier.find("\tmatter " + id + "\n") == std::string::npos || carrier.find("\tassurance paper\n") == std::string::npos) continue;
      const auto pseudonym = crypto::array_from_hex<32>(std::string_view(carrier).substr(mark + 11, 64));
      if (!pseudonym) throw std::runtime_error("the registrar's half of the example cannot be read");
      return act_at(x.at("hour").to_number<std::uint64_t>() + 1,
                    [id, pseudonym, why](const record::State& state) { return record::draft_set_aside(state, id, *pseudonym, why); });
    }
  }

  void plan_call(const object& x) {
    const auto id = text(x, "id");
    act_at(at(number(x, "opened_days"), 9), [this, id, &x](const record::State& state) {
      record::CallContent content{text(x, "title"), text(x, "text"), state.town.currency, money(x, "envelope_kr"), {}};
      for (const auto& item : x.at("areas").as_array()) {
        const auto& area = item.as_object();
        content.areas.push_back({text(area, "area"), money(area, "amount_kr"), text(area, "name")});
      }
      return record::draft_call_opened(state, id, text(x, "dialogue"), at(number(x, "closes_days"), 0), content);
    });
    for (const auto& proposal : x.at("proposals").as_array()) {
      for (const auto& item : proposal.as_object().at("assessments").as_array())
        plan_assessment(text(proposal.as_object(), "id"), item.as_object());
    }
  }

  void plan_assessment(const std::string& id, const object& x) {
    act_at(at(number(x, "days"), 11), [id, &x](const record::State& state) {
      record::ProposalAssessment assessment;
      assessment.proposal = id;
      assessment.outcome = named<record::Assessment>(x, "outcome");
      assessment.cost = money(x, "cost_kr");
      if (x.contains("into")) assessment.into = text(x, "into");
      assessment.content.title = text(x, "title");
      assessment.content.summary = text(x, "summary");
      assessment.content.reasons = text(x, "reasons");
      for (const auto& item : x.at("translations").as_array()) {
        const auto& translation = item.as_object();
        assessment.content.translations.push_back(
            {text(translation, "language"), text(translation, "title"), text(translation, "summary")});
      }
      return record::draft_project_assessed(state, std::move(assessment));
    });
  }

  const json::value content_, attested_;
  std::int64_t today_;
  ExampleHands hands_;
  std::map<std::string, std::uint64_t> standing_;
};

ExampleMatters::ExampleMatters(const fs::path& content, const fs::path& attested, std::int64_t today, ExampleHands hands)
    : inside_(std::make_unique<Inside>(content, attested, today, std::move(hands))) {}
ExampleMatters::~ExampleMatters() = default;

std::vector<Event> ExampleMatters::events() {
  inside_->plan();
  return std::move(inside_->events);
}

}  // namespace radslag::programs
