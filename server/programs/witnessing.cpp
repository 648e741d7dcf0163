#include "server/programs/witnessing.hpp"

#include <iostream>

#include "ledger/journal/journal.hpp"
#include "ledger/record/identity.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/server_log.hpp"
#include "server/storage/database.hpp"
#include "server/witnesses/asker.hpp"
#include "server/witnesses/start_look.hpp"

namespace radslag::programs {
namespace {

using server_log::Level;

std::vector<std::string> logs_of(const record::State& state) {
  std::vector<std::string> logs{"town"};
  for (const auto& [id, round] : state.rounds) logs.push_back(record::round_log_name(id));
  return logs;
}

std::vector<witnesses::OwnLog> own_logs(const record::State& state) {
  std::vector<witnesses::OwnLog> logs;
  for (const auto& name : logs_of(state)) {
    witnesses::OwnLog log{name, record::checkpoint_origin(state, name), {}};
    const auto generation = record::identity_of(state, name).generation;
    for (const auto& identity : record::identities_of(state, name)) {
      if (identity.generation == generation) log.keys.push_back(record::verifier_key(state, name, identity));
    }
    logs.push_back(std::move(log));
  }
  return logs;
}

void report(const witnesses::News& news) {
  using witnesses::Standing;
  const auto level = news.standing == Standing::cosigns                                           ? Level::info
                     : news.standing == Standing::ahead || news.standing == Standing::contradicts ? Level::error
                                                                                                  : Level::warn;
  server_log::write(
      level, "witness",
      {{"name", news.witness}, {"log", news.log}, {"standing", witnesses::standing_name(news.standing)}, {"what", news.what}});
}

}  // namespace

Witnessing::Witnessing(const Settings& settings, const journal::Journal& journal)
    : settings_(settings),
      journal_(journal),
      database_(witnesses::open_cosignatures_file(settings.data.witnessed())),
      cosignatures_(std::make_unique<witnesses::Cosignatures>(*database_)) {
  look();
}

Witnessing::~Witnessing() = default;

void Witnessing::look() const {
  const auto state = journal_.state();
  const auto& announced = state->town.witnesses;
  if (!announced || announced->row.witnesses.empty()) return;
  const auto row = witnesses::announced_by(announced->row);
  cosignatures_->set_announced(row);
  const auto found = witnesses::ask_for_newest(settings_.witnesses, row, own_logs(*state));
  std::vector<journal::SeenHead> seen;
  for (const auto& head : found.seen) seen.push_back({"the witness " + head.witness, head.checkpoint});
  auto warnings = found.warnings;
  for (auto& warning : journal_.check_heads(seen)) warnings.push_back(std::move(warning));
  for (const auto& warning : warnings) {
    std::cerr << warning << '\n';
    server_log::write(Level::warn, "witness-at-start", {{"what", warning}});
  }
}

void Witnessing::begin() {
  if (settings_.witnesses.empty()) return;
  witnesses::Logs logs;
  logs.names = [this] {
    // A round that has been ended is asked about until its last head has been witnessed.
    const auto state = journal_.state();
    std::vector<std::string> names{"town"};
    for (const auto& [id, round] : state->rounds) {
      const auto name = record::round_log_name(id);
      const auto head = journal_.head(name);
      if (!head) continue;
      const auto witnessed = round.ended_at ? cosignatures_->witnessed(name) : std::nullopt;
      if (!witnessed || witnessed->size < head->size || witnessed->count < witnessed->announced) names.push_back(name);
    }
    return names;
  };
  logs.head = [this](const std::string& name) -> std::optional<witnesses::Logs::Head> {
    const auto head = journal_.head(name);
    return head ? std::optional<witnesses::Logs::Head>({head->size, *head->checkpoint}) : std::nullopt;
  };
  logs.consistency = [this](const std::string& name, std::uint64_t from, std::uint64_t to) { return journal_.consistency(name, from, to); };
  logs.announced = [this]() -> std::optional<record::WitnessesAnnounced> {
    const auto state = journal_.state();
    return state->town.witnesses ? std::optional(state->town.witnesses->row) : std::nullopt;
  };
  logs.acts = [this] { return journal_.state(); };
  witnesses::AskerOptions options;
  options.urls = settings_.witnesses;
  options.report = report;
  options.fatal = [](const std::string& why) { end_in_doubt(why); };
  asker_ = std::make_unique<witnesses::Asker>(std::move(logs), *cosignatures_, std::move(options));
}

void Witnessing::end() { asker_.reset(); }

}  // namespace radslag::programs
