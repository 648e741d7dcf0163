#include "server/programs/example.hpp"

#include <algorithm>
#include <future>
#include <random>
#include <stdexcept>

#include "ledger/record/credential.hpp"
#include "ledger/record/officer_key.hpp"
#include "ledger/record/seals.hpp"
#include "server/programs/example_content.hpp"
#include "server/programs/example_matters.hpp"
#include "server/programs/example_secret.hpp"
#include "server/programs/town_writer.hpp"
#include "server/programs/voting_codes.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;
using record::Role;

constexpr std::int64_t hours_a_day = 24;
constexpr std::int64_t days_of_matters = 215;  ///< since the oldest of its initiatives
constexpr std::size_t codes_left = 25;         ///< voting codes that nobody has used, for who tries an open round with ballots in clear
constexpr std::uint64_t trustees_needed = 2;   ///< of the example's three

class Example {
 public:
  Example(const ExampleOptions& options, ExampleContent content, std::int64_t today)
      : options_(options), dir_{options.data}, content_(std::move(content)), today_(today) {
    if (!options.attested.empty()) cards_ = read_example_cards(options.attested);
    // Without the registrar's half nobody has a voting card.
    for (auto& round : content_.rounds) {
      if (!cards_.contains(round.id)) round.definition.ballot = "clear/v1";
    }
    if (!options.attested.empty())
      matters_ = std::make_unique<ExampleMatters>(options.content.parent_path() / "initiatives.json", options.attested, today, hands());
  }

  void make() {
    make_officers();
    begin_town();
    TownWriter writer(dir_, true);
    writer_ = &writer;
    plan_witnesses();
    plan_dialogues();
    for (auto& round : content_.rounds) plan_round(round);
    if (matters_) {
      for (auto& event : matters_->events()) plan(event.hour, std::move(event.happen));
    }
    std::stable_sort(events_.begin(), events_.end(), [](const Event& a, const Event& b) { return a.hour < b.hour; });
    for (std::size_t i = 0; i < events_.size(); ++i) {
      writer.set_hour(events_[i].hour);
      events_[i].happen();
      if (options_.progress) options_.progress(static_cast<double>(i + 1) / static_cast<double>(events_.size()));
    }
    writer_ = nullptr;
  }

 private:
  void make_officers() {
    fs::create_directories(dir_.officers());
    fs::permissions(dir_.officers(), fs::perms::owner_all);
    for (const auto& officer : content_.officers) {
      keys_.push_back(std::make_unique<crypto::SigningKey>(crypto::SigningKey::generate()));
      const auto written = record::write_officer_key(dir_.officers() / (officer.id + ".key"), officer.name, *keys_.back());
      if (!written) throw std::runtime_error(written.error().detail);
    }
  }

  void begin_town() {
    record::TownBegun town{options_.origin + "/log/town", content_.name, content_.currency, true, {}};
    for (std::size_t i = 0; i < keys_.size(); ++i)
      town.officers.push_back({keys_[i]->public_key(), content_.officers[i].roles, content_.officers[i].name});
    std::sort(town.officers.begin(), town.officers.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
    TownWriter::begin(dir_, town, at(first_day() - 1, 9));
  }

  /// The first `count` officers with a role.
  [[nodiscard]] std::vector<const crypto::SigningKey*> officers(Role role, std::size_t count) const {
    std::vector<const crypto::SigningKey*> found;
    for (std::size_t i = 0; i < keys_.size() && found.size() < count; ++i) {
      const auto& roles = content_.officers[i].roles;
      if (std::find(roles.begin(), roles.end(), role) != roles.end()) found.push_back(keys_[i].get());
    }
    return found;
  }

  [[nodiscard]] static std::uint64_t at(std::int64_t day, int hour) { return static_cast<std::uint64_t>(day * hours_a_day + hour); }

  ExampleHands hands() {
    return {[this]() -> const record::State& { return state(); },
            [this](const Result<record::Draft>& draft) {
              if (!draft) throw std::runtime_error("the act cannot be drafted: " + draft.error().detail);
              const auto office = record::office_for(record::parse_statement(draft->statement).value());
              writer_->act(*draft, officers(office.role, office.seals));
            },
            [this](const std::string& carrier) { writer_->hand_in(carrier); },
            [this](const record::Statement& statement) {
              writer_->act(record::Draft{"town", record::encode_statement(statement), {}}, {});
            }};
  }

  [[nodiscard]] std::int64_t first_day() const {
    auto day = matters_ ? today_ - days_of_matters : today_;
    for (const auto& round : content_.rounds) day = std::min(day, round.opened_day - 20);
    return day;
  }

  [[nodiscard]] const record::State& state() {
    state_ = writer_->journal().state();
    return *state_;
  }

  /// Never later than now: the record's hours are not of the future.
  void plan(std::uint64_t hour, std::function<void()> happen) {
    events_.push_back({std::min(hour, record::current_hour()), std::move(happen)});
  }

  void plan_witnesses() {
    if (options_.witnesses.empty()) return;
    plan(at(first_day() - 1, 10), [this] {
      record::WitnessesAnnounced announced;
      announced.witnesses = options_.witnesses;
      announced.quorum = announced.witnesses.size() / 2 + 1;
      writer_->act(record::draft_witnesses(state(), std::move(announced)), officers(Role::keeper, 2));
    });
  }

  void plan_dialogues() {
    int turn = 0;
    for (auto& dialogue : content_.dialogues) {
      // A dialogue stands in the register as planned before it is what it is now.
      plan(at(first_day() + turn % 5, 9 + turn % 6), [this, &dialogue] {
        auto row = dialogue.row;
        row.status = record::DialogueStatus::planned;
        row.signal = record::Signal::green;
        writer_->act(record::draft_dialogue(state(), row, dialogue.content), officers(Role::officer, 1));
      });
      if (dialogue.feedback) {
        plan(at(dialogue.feedback->day, 15), [this, &dialogue] {
          const auto& told = *dialogue.feedback;
          writer_->act(record::draft_feedback(state(), dialogue.row.id, told.date, told.content), officers(Role::officer, 1));
        });
      }
      if (dialogue.row.status != record::DialogueStatus::planned) {
        plan(at(today_ - 3, 8 + turn % 8), [this, &dialogue] {
          writer_->act(record::draft_dialogue(state(), dialogue.row, dialogue.content), officers(Role::officer, 1));
        });
      }
      ++turn;
    }
  }

  void plan_round(ExampleRound& round) {
    const auto board = officers(Role::election_board, 2);
    const bool secret = cards_.contains(round.id);
    if (!secret) {
      codes_[round.id].reserve(round.roll);
      for (std::size_t i = 0; i < round.roll; ++i) codes_[round.id].push_back(record::new_voting_code());
    }
    plan(at(round.opened_day - 4, 13), [this, &round, board] {
      writer_->act(record::draft_round_begun(state(), round.id, round.dialogue, writer_->keys().make_round_key()), board);
    });
    if (secret) plan(at(round.opened_day - 2, 10), [this, &round, board] { make_key(round, board); });
    plan(at(round.opened_day, 7), [this, &round, board] { open(round, board); });
    plan_ballots(round);
    if (round.phase == "open") {
      if (!secret) plan(record::current_hour(), [this, &round] { write_codes(round); });
      return;
    }
    plan(at(round.closes_day, 21), [this, &round, board] {
      const auto ballots = writer_->checkpoint(record::round_log_name(round.id)).size - 1;  // all but the opening
      writer_->act(record::draft_round_closed(state(), round.id, ballots), board);
    });
    plan(at(round.closes_day + 1, 9), [this, &round, board] { count(round, board); });
    if (round.decision) plan_decision(round);
  }

  void make_key(const ExampleRound& round, const std::vector<const crypto::SigningKey*>& board) {
    std::vector<record::PublicKey> named;
    std::vector<ExampleTrustee> trustees;
    for (std::size_t i = 0; i < keys_.size(); ++i) {
      const auto& officer = content_.officers[i];
      if (std::find(officer.roles.begin(), officer.roles.end(), Role::trustee) == officer.roles.end()) continue;
      named.push_back(keys_[i]->public_key());
      trustees.push_back({keys_[i].get(), dir_.trustees() / officer.id});
    }
    const auto town = writer_->checkpoint("town");
    writer_->act(
        record::draft_ceremony_begun(state(), round.id, town.size, town.root, record::VotingGroup::ed25519, trustees_needed, named), board);
    fs::create_directories(dir_.trustees());
    make_example_key(*writer_, round.id, trustees);
  }

  void open_secret(const ExampleRound& round, const std::vector<const crypto::SigningKey*>& board) {
    const auto& cards = cards_.at(round.id);
    auto definition = round.definition;
    definition.urns = cards.urns.urns;
    const auto town = writer_->checkpoint("town");
    writer_->act(
        record::draft_secret_round_opened(state(), round.id, town.size, town.root, definition, cards.electorate, options_.ballot_page),
        board);
  }

  void open(const ExampleRound& round, const std::vector<const crypto::SigningKey*>& board) {
    if (cards_.contains(round.id)) return open_secret(round, board);
    const auto& origin = state().round(round.id)->origin;
    record::Credentials credentials;
    for (const auto& code : codes_[round.id]) credentials.keys.push_back(record::credential_of_code(code, origin).public_key());
    const auto town = writer_->checkpoint("town");
    writer_->act(record::draft_round_opened(state(), round.id, town.size, town.root, round.definition, credentials), board);
  }

  /// Votes come every day, most on the first and the last.
  void plan_ballots(const ExampleRound& round) {
    const auto last_day = std::min(round.closes_day, today_ - 1);
    const auto days = static_cast<std::size_t>(std::max<std::int64_t>(1, last_day - round.opened_day));
    const auto all = round.voters + round.revotes;
    for (std::size_t day = 0; day < days; ++day) {
      const auto from = all * day / days, to = all * (day + 1) / days;
      plan(at(round.opened_day + static_cast<std::int64_t>(day), 18), [this, &round, from, to] { vote(round, from, to); });
    }
  }

  /// Of the voter with this number: those past the number of voters vote again. Whoever has not got a voting card yet gets it first.
  std::vector<std::string> ballots_of(const ExampleRound& round, const record::RoundState& voting, std::size_t number) {
    const auto cards = cards_.find(round.id);
    if (cards == cards_.end()) {
      const auto key = record::credential_of_code(codes_[round.id][number % round.voters], voting.origin);
      return {record::make_clear_ballot(*voting.frozen, key, choose(round))};
    }
    const auto& handed = cards->second.hand_outs.at(number % round.voters);
    if (number < round.voters) writer_->act(record::Draft{record::round_log_name(round.id), handed.statement, {}}, {});
    return example_ballots(*voting.frozen, handed.card, choose(round));
  }

  void vote(const ExampleRound& round, std::size_t from, std::size_t to) {
    const auto* voting = state().round(round.id);
    const auto frozen = voting->frozen;
    std::vector<std::string> blobs;
    for (auto i = from; i < to; ++i) {
      for (auto& blob : ballots_of(round, *voting, i)) blobs.push_back(std::move(blob));
    }
    std::vector<std::future<void>> cast;
    for (auto& blob : blobs) {
      journal::Submission submission;
      submission.log = record::round_log_name(round.id);
      auto accepted = record::accept_ballot(*frozen, blob).value();
      submission.key = record::key_of(accepted.entry);
      submission.ballot = std::move(accepted.entry);
      submission.blobs.push_back(std::move(blob));
      auto answered = std::make_shared<std::promise<void>>();
      cast.push_back(answered->get_future());
      writer_->journal().submit(std::move(submission), [answered](Result<journal::Committed> place) {
        if (place) return answered->set_value();
        answered->set_exception(std::make_exception_ptr(std::runtime_error("a ballot was refused: " + place.error().detail)));
      });
    }
    for (auto& one : cast) one.get();
  }

  /// Projects by popularity, as many as this voter likes, within the ballot's rule.
  record::Choices choose(const ExampleRound& round) {
    const auto& rule = round.definition;
    auto& random = random_.try_emplace(round.id, 2026).first->second;
    const auto wanted = rule.choices_min + random() % (rule.choices_max - rule.choices_min + 1);
    auto weights = weights_of(round, random);
    record::Choices choices;
    std::uint64_t cost = 0;
    for (std::uint64_t turn = 0; turn < 3 * wanted && choices.places.size() < wanted; ++turn) {
      std::uint64_t sum = 0;
      for (const auto weight : weights) sum += weight;
      if (sum == 0) break;
      auto at_weight = random() % sum;
      std::uint16_t place = 0;
      while (at_weight >= weights[place]) at_weight -= weights[place++];
      weights[place] = 0;
      if (rule.budget_max != 0 && cost + rule.projects[place].cost > rule.budget_max) continue;
      cost += rule.projects[place].cost;
      choices.places.push_back(place);
    }
    if (rule.ballot_rule != record::BallotRule::ranking) std::sort(choices.places.begin(), choices.places.end());
    if (rule.ballot_rule == record::BallotRule::points && !choices.places.empty()) {
      choices.points.assign(choices.places.size(), 1);
      for (auto left = rule.points_max - choices.places.size(); left > 0; --left) ++choices.points[random() % choices.points.size()];
    }
    return choices;
  }

  /// How likely this voter is to choose each project.
  static std::vector<unsigned> weights_of(const ExampleRound& round, std::mt19937& random) {
    constexpr unsigned more = 40;  // times as likely where it is what the voter likes
    auto weights = round.popularity;
    if (round.tastes.empty()) return weights;
    unsigned sum = 0;
    for (const auto& taste : round.tastes) sum += taste.share;
    auto at_taste = static_cast<unsigned>(random() % sum);
    std::size_t taste = 0;
    while (at_taste >= round.tastes[taste].share) at_taste -= round.tastes[taste++].share;
    for (std::size_t i = 0; i < weights.size(); ++i) {
      const auto& project = round.definition.projects[i];
      if (project.area == round.tastes[taste].likes || project.theme == round.tastes[taste].likes) weights[i] *= more;
    }
    return weights;
  }

  void count(const ExampleRound& round, const std::vector<const crypto::SigningKey*>& board) {
    writer_->act(record::draft_tally(state(), round.id, recount(round)), board);
    const auto allocation = writer_->journal().allocation(round.id);
    if (!allocation) throw std::runtime_error("the rule cannot be applied: " + allocation.error().detail);
    writer_->act(record::draft_allocation(state(), round.id, *allocation), board);
    const auto end = writer_->checkpoint(record::round_log_name(round.id));
    writer_->act(record::draft_round_ended(state(), round.id, end.size, end.root), board);
  }

  record::TallyContent recount(const ExampleRound& round) {
    const auto tally = writer_->journal().recount(round.id);
    if (!tally) throw std::runtime_error("the ballots cannot be counted: " + tally.error().detail);
    return *tally;
  }

  void plan_decision(const ExampleRound& round) {
    plan(at(round.decision->day, 16), [this, &round] {
      const auto& d = *round.decision;
      writer_->act(record::draft_decision(state(), round.id, d.board, d.meeting, d.diary, d.departures), officers(Role::board, 2));
    });
    for (const auto& milestone : round.milestones) {
      plan(at(milestone.day, 10), [this, &round, &milestone] {
        writer_->act(record::draft_milestone(state(), round.id, milestone.project, milestone.date, milestone.state, milestone.text),
                     officers(Role::officer, 1));
      });
    }
  }

  void write_codes(const ExampleRound& round) {
    const auto& codes = codes_[round.id];
    for (auto i = round.voters; i < std::min(codes.size(), round.voters + codes_left); ++i) unused_.push_back({codes[i], round.id});
    write_voting_codes(dir_.voting_codes(), unused_);
  }

  const ExampleOptions& options_;
  DataDir dir_;
  ExampleContent content_;
  std::int64_t today_;
  std::vector<std::unique_ptr<crypto::SigningKey>> keys_;
  std::map<std::string, std::vector<std::string>> codes_;  ///< of rounds with ballots in clear
  std::vector<VotingCode> unused_;                         ///< of the open ones among them
  std::map<std::string, ExampleCards> cards_;              ///< of rounds with secret ballots
  std::vector<Event> events_;
  std::unique_ptr<ExampleMatters> matters_;
  TownWriter* writer_ = nullptr;
  std::shared_ptr<const record::State> state_;
  std::map<std::string, std::mt19937> random_;  ///< by round: the same choices each time, whatever the day; keys and codes differ
};

}  // namespace

void make_example(const ExampleOptions& options) {
  if (fs::exists(options.data) && !fs::is_empty(options.data))
    throw std::runtime_error("the folder " + options.data.string() + " is not empty");
  const auto today = static_cast<std::int64_t>(record::current_hour()) / hours_a_day;
  auto content = read_example(options.content, today);
  // Made beside its place and then moved there, so that an interrupted beginning leaves nothing half made.
  auto unfinished = options;
  unfinished.data = options.data.string() + ".making";
  fs::remove_all(unfinished.data);
  fs::create_directories(unfinished.data);
  Example(unfinished, std::move(content), today).make();
  fs::remove(options.data);
  fs::rename(unfinished.data, options.data);
}

}  // namespace radslag::programs
