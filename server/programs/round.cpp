// radslag round: a budget round from its beginning to what became of it.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <fstream>
#include <iostream>
#include <iterator>
#include <set>

#include "ledger/record/credential.hpp"
#include "ledger/record/standing_trustees.hpp"
#include "ledger/record/values.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/office_flags.hpp"
#include "server/programs/voting_codes.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;
using Options = std::shared_ptr<OfficeOptions>;

std::string read_text(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw Stop(Exit::no_input, "There is no file " + path.string() + ".");
  return {std::istreambuf_iterator<char>(file), {}};
}

/// A file of the registrar's.
template <class T>
T read_content(const fs::path& path, const char* what) {
  auto content = record::parse_content<T>(read_text(path));
  if (!content) throw Stop(Exit::data, path.string() + " is not " + what + ": " + content.error().detail + ".");
  return std::move(*content);
}

record::RoundDefinition read_definition(const fs::path& path) {
  return read_content<record::RoundDefinition>(path, "a round's definition");
}

record::Credentials credentials_of(const std::vector<fs::path>& files, const std::string& origin) {
  record::Credentials credentials;
  for (const auto& file : files) {
    const auto codes = read_voting_codes(file);
    if (!codes) throw Stop(Exit::data, codes.error().detail + ".");
    for (const auto& code : *codes) credentials.keys.push_back(record::credential_of_code(code.code, origin).public_key());
  }
  if (credentials.keys.empty()) throw Stop(Exit::data, "There are no voting codes in the files given: nobody could vote.");
  return credentials;
}

const record::RoundState& round_of(const Office& office, const std::string& id) {
  const auto* round = office.state().round(id);
  if (round) return *round;
  std::string known;
  for (const auto& [name, state] : office.state().rounds) known += (known.empty() ? "" : ", ") + name;
  throw Stop(Exit::data, "There is no round " + id + "." + (known.empty() ? " None has been begun." : " There are: " + known + "."));
}

/// A subcommand of `round` that takes the round's id.
CLI::App* add(CLI::App& group, const char* name, const char* what, std::shared_ptr<std::string> round, const std::string& examples) {
  auto* command = group.add_subcommand(name, what);
  command->add_option("ROUND", *round, "the round's id")->required();
  command->footer("Examples\n" + examples);
  return command;
}

void add_begin(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command = add(group, "begin", "Names a new round, and its log's key, in the town log (2 of the election board)", round,
                      "  radslag round begin parks-2026 --dialogue parks --key anna.key --key bo.key");
  const auto options = add_office_flags(*command, "round-begun.draft");
  const auto dialogue = std::make_shared<std::string>();
  command->add_option("--dialogue", *dialogue, "the dialogue in the register that the round belongs to")->required();
  command->callback([=, &chosen] {
    chosen = [=] {
      const Office office(*options);
      office.finish(record::draft_round_begun(office.state(), *round, *dialogue, office.next_round_key()));
      return 0;
    };
  });
}

std::vector<record::PublicKey> trustees_of(const record::State& state) {
  std::vector<record::PublicKey> keys;
  for (const auto* officer : record::standing_trustees(state.town)) keys.push_back(officer->key);
  return keys;
}

void add_trustees(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command =
      add(group, "trustees", "Names who will hold the key of the secret ballots: all officers with that role (2 of the election board)",
          round, "  radslag round trustees parks-2026 --threshold 2 --key anna.key --key bo.key");
  const auto options = add_office_flags(*command, "ceremony-begun.draft");
  const auto threshold = std::make_shared<std::uint64_t>(2);
  const auto name = std::make_shared<std::string>("Ed25519");
  command->add_option("--threshold", *threshold, "so many of them decrypt; 0: all are needed")->capture_default_str();
  command->add_option("--group", *name, "Ed25519, BELENIOS-2048 (totals only) or RFC-3526-2048")->capture_default_str();
  command->callback([=, &chosen] {
    chosen = [=] {
      record::VotingGroup group_of_key{};
      if (!record::Word{group_of_key}.read(*name)) throw Stop(Exit::usage, "--group is Ed25519, BELENIOS-2048 or RFC-3526-2048.");
      const Office office(*options);
      const auto& town = office.checkpoint("town");
      office.finish(record::draft_ceremony_begun(office.state(), *round, town.size, town.root, group_of_key, *threshold,
                                                 trustees_of(office.state())));
      return 0;
    };
  });
}

void add_open(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command = add(
      group, "open", "Freezes everything and opens the voting (2 of the election board)", round,
      "  radslag round open parks-2026 --definition parks/definition.txt --electorate electorate-parks-2026.txt --urns urns-parks-2026.txt "
      "--key anna.key --key bo.key\n"
      "  radslag round open parks-2026 --definition parks/definition.txt --codes parks/voting-codes.tsv --key anna.key --key bo.key");
  const auto options = add_office_flags(*command, "round-opened.draft");
  const auto definition = std::make_shared<fs::path>();
  const auto codes = std::make_shared<std::vector<fs::path>>();
  command->add_option("--definition", *definition, "the round's definition (ledger/FORMAT.md 4.3), as radslag import-pb writes it")
      ->required();
  const auto electorate = std::make_shared<fs::path>(), urns = std::make_shared<fs::path>();
  auto* clear =
      command->add_option("--codes", *codes, "ballots in clear: file of voting codes; only their public halves leave this machine");
  auto* secret = command->add_option("--electorate", *electorate, "secret ballots: the registrar's electorate-….txt");
  command->add_option("--urns", *urns, "secret ballots: the registrar's urns-….txt")->needs(secret);
  secret->excludes(clear);
  command->callback([=, &chosen] {
    chosen = [=] {
      if (codes->empty() && electorate->empty()) throw Stop(Exit::usage, "Give --electorate and --urns, or for ballots in clear --codes.");
      const Office office(*options);
      const auto& town = office.checkpoint("town");
      if (!electorate->empty()) {
        auto frozen = read_definition(*definition);
        if (!urns->empty()) frozen.urns = read_content<record::UrnPlan>(*urns, "a plan of urns").urns;
        office.finish(record::draft_secret_round_opened(office.state(), *round, town.size, town.root, frozen,
                                                        read_content<record::Electorate>(*electorate, "an electorate"),
                                                        office.ballot_page()));
        return 0;
      }
      const auto credentials = credentials_of(*codes, round_of(office, *round).origin);
      office.finish(record::draft_round_opened(office.state(), *round, town.size, town.root, read_definition(*definition), credentials));
      return 0;
    };
  });
}

void say_if_early(const record::RoundState& round) {
  const auto now = record::current_hour();
  if (!round.frozen || now >= round.frozen->definition.closes) return;
  std::cerr << "Note: the announced closing is " << record::hour_text(round.frozen->definition.closes) << ", in "
            << (round.frozen->definition.closes - now) << " hours. A closing cannot be taken back.\n";
}

void add_close(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command = add(group, "close", "Closes the voting and opens the urn (2 of the election board)", round,
                      "  radslag round close parks-2026 --key anna.key --key bo.key");
  const auto options = add_office_flags(*command, "round-closed.draft");
  command->callback([=, &chosen] {
    chosen = [=] {
      const Office office(*options);
      say_if_early(round_of(office, *round));
      office.finish(record::draft_round_closed(office.state(), *round, round_of(office, *round).ballots));
      return 0;
    };
  });
}

/// Whom a secret round waits for, in sentences; empty where nobody.
std::string waits_for(const record::RoundState& round) {
  std::string text;
  if (!round.frozen || round.phase != record::Phase::closed) return text;
  for (std::size_t i = 0; i < round.urns.size(); ++i) {
    const auto& urn = round.urns[i];
    const auto& ceremony = *round.frozen->ceremony;
    const auto say = [&](std::size_t have, std::size_t needed, const char* what) {
      text += "Urn " + round.frozen->urns[i].id + ": " + std::to_string(have) + " of " + std::to_string(needed) + what + "\n";
    };
    if (!round.is_shuffled(i)) {
      say(urn.shuffles.size(), ceremony.shuffles_needed(),
          " shuffles are there. Next, a trustee who has not shuffled: radslag-trustee shuffle");
    } else if (!round.is_decrypted(i)) {
      say(urn.decryptions.size(), ceremony.needed(),
          " partial decryptions are there. Next, a trustee who has not decrypted: radslag-trustee decrypt");
    }
  }
  return text;
}

/// What comes next when a closed round is counted; false when there is nothing more.
bool count_step(const OfficeOptions& options, const std::string& id) {
  const Office office(options);
  const auto& round = round_of(office, id);
  switch (round.phase) {
    case record::Phase::begun:
    case record::Phase::open: throw Stop(Exit::data, "Round " + id + " has not been closed; radslag round close comes first.");
    case record::Phase::closed:
      if (const auto waiting = waits_for(round); !waiting.empty()) {
        std::cout << "The count of " << id << " waits for the trustees.\n" << waiting << "Then call this again.\n";
        return false;
      }
      return office.finish(record::draft_tally(office.state(), id, office.recount(id)));
    case record::Phase::tallied:
      if (round.awaits_lot()) {
        std::cout << "The allocation of " << id << " waits for the lot that decides ties: radslag round draw-lot " << id
                  << " with the election board's shares.\nThen call this again.\n";
        return false;
      }
      return office.finish(record::draft_allocation(office.state(), id, office.allocation(id)));
    case record::Phase::allocated: break;
  }
  if (round.ended_at) return false;
  const auto& end = office.checkpoint(record::round_log_name(id));
  return office.finish(record::draft_round_ended(office.state(), id, end.size, end.root));
}

void add_count(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command = add(group, "count",
                      "Recounts a closed round here, and hands in tally, allocation and the round's end (2 of the election board)", round,
                      "  radslag round count parks-2026 --key anna.key --key bo.key\n"
                      "Without keys it drafts the next step that is missing; call it again when that has been handed in.");
  const auto options = add_office_flags(*command, "round-count.draft");
  options->counts = true;
  command->callback([=, &chosen] {
    chosen = [=] {
      while (count_step(*options, *round)) continue;
      return 0;
    };
  });
}

/// "G012=funded:reason" or "G012=not-funded:reason".
record::ProjectDecision read_departure(const std::string& text) {
  for (const bool funded : {true, false}) {
    const std::string middle = funded ? "=funded:" : "=not-funded:";
    const auto at = text.find(middle);
    if (at != std::string::npos) return {text.substr(0, at), funded, text.substr(at + middle.size())};
  }
  throw Stop(Exit::usage, "A departure is PROJECT=funded:REASON or PROJECT=not-funded:REASON, not \"" + text + "\".");
}

/// A decision stands for good, so what was meant as a departure and is none must not be passed over.
void require_departures(const record::RoundState& round, const std::vector<record::ProjectDecision>& departures) {
  if (!round.allocation) return;  // refused with its own reason
  std::set<std::string> named;
  for (const auto& departure : departures) {
    if (!named.insert(departure.project).second) throw Stop(Exit::data, "--depart names " + departure.project + " twice.");
    const bool funded = round.allocation->funds(departure.project);
    if (round.frozen->project_index.contains(departure.project) && funded == departure.funded) {
      throw Stop(Exit::data,
                 departure.project + (funded ? " is funded" : " is not funded") +
                     " by the allocation already: that is no departure. Leave it out; a reason is recorded for departures only.");
    }
  }
}

void add_decide(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command = add(group, "decide", "The board's decision: as allocated, but for departures with a reason (2 of the board)", round,
                      "  radslag round decide parks-2026 --board 'Tekniska nämnden' --meeting 2026-11-03 --diary 'TN 2026/88' --key "
                      "ordf.key --key sekr.key\n"
                      "  … --depart 'lekplats=not-funded:The ground is polluted; it is cleaned first'");
  const auto options = add_office_flags(*command, "decision.draft");
  const auto board = std::make_shared<std::string>(), meeting = std::make_shared<std::string>(), diary = std::make_shared<std::string>();
  const auto departures = std::make_shared<std::vector<std::string>>();
  command->add_option("--board", *board, "the deciding board's name")->required();
  command->add_option("--meeting", *meeting, "date of the meeting, YYYY-MM-DD")->required();
  command->add_option("--diary", *diary, "the municipality's diary number")->required();
  command->add_option("--depart", *departures, "PROJECT=funded:REASON or PROJECT=not-funded:REASON, once for each departure");
  command->callback([=, &chosen] {
    chosen = [=] {
      std::vector<record::ProjectDecision> read;
      for (const auto& text : *departures) read.push_back(read_departure(text));
      const Office office(*options);
      require_departures(round_of(office, *round), read);
      office.finish(record::draft_decision(office.state(), *round, *board, *meeting, *diary, read));
      return 0;
    };
  });
}

void add_milestone(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round) {
  auto* command =
      add(group, "milestone", "What has become of a funded project (1 officer)", round,
          "  radslag round milestone parks-2026 --project bad-2 --date 2026-11-20 --state done --text 'The jetty is open.' --key eva.key");
  const auto options = add_office_flags(*command, "milestone.draft");
  const auto project = std::make_shared<std::string>(), date = std::make_shared<std::string>(), text = std::make_shared<std::string>();
  const auto state = std::make_shared<std::string>();
  command->add_option("--project", *project, "the project's id")->required();
  command->add_option("--date", *date, "YYYY-MM-DD")->required();
  command->add_option("--state", *state, "planned, started, delayed, done or cancelled")->required();
  command->add_option("--text", *text, "in a sentence or two")->required();
  command->callback([=, &chosen] {
    chosen = [=] {
      record::MilestoneState milestone{};
      if (!record::Word{milestone}.read(*state)) throw Stop(Exit::usage, "--state is planned, started, delayed, done or cancelled.");
      const Office office(*options);
      office.finish(record::draft_milestone(office.state(), *round, *project, *date, milestone, *text));
      return 0;
    };
  });
}

/// The lot that decides ties can be drawn, and the allocation waits for it.
bool awaits_lot(const record::RoundState& round) { return round.phase >= record::Phase::closed && round.awaits_lot(); }

void add_status(CLI::App& group, Command& chosen) {
  auto* command = group.add_subcommand("status", "Where each round stands, and what comes next");
  const auto options = add_office_flags(*command, "status.draft");
  command->footer("Examples\n  radslag round status --url http://localhost:8080");
  command->callback([=, &chosen] {
    chosen = [=] {
      const Office office(*options);
      for (const auto& [id, round] : office.state().rounds) {
        const bool makes_key = round.phase == record::Phase::begun && round.ceremony && !round.ceremony->complete();
        const char* next = makes_key ? "none: the trustees make the key, radslag-trustee ceremony"
                           : round.phase == record::Phase::begun && !round.ceremony ? "round trustees (secret ballots) or round open"
                           : round.phase == record::Phase::begun                    ? "round open"
                           : round.phase == record::Phase::open                     ? "round close"
                           : awaits_lot(round)                                      ? "round draw-lot"
                           : !round.ended_at                                        ? "round count"
                           : !round.decision                                        ? "round decide"
                                                                                    : "round milestone";
        std::cout << id << ": " << (round.decision ? "decided" : record::word(round.phase)) << ", " << round.ballots
                  << " ballots; next: radslag " << next << ' ' << id << '\n'
                  << waits_for(round);
      }
      return 0;
    };
  });
}

}  // namespace

void add_round(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand(
      "round", "A budget round: begin, trustees, lot-share, open, slip, close, draw-lot, count, decide, milestone, status");
  group->require_subcommand(1);
  const auto round = std::make_shared<std::string>();
  add_begin(*group, chosen, round);
  add_trustees(*group, chosen, round);
  add_lot_share(*group, chosen);
  add_open(*group, chosen, round);
  add_close(*group, chosen, round);
  add_round_slip(*group, chosen, round);
  add_draw_lot(*group, chosen, round);
  add_count(*group, chosen, round);
  add_decide(*group, chosen, round);
  add_milestone(*group, chosen, round);
  add_status(*group, chosen);
  group->footer(
      "Examples\n  radslag round status\n  radslag round close parks-2026 --key anna.key --key bo.key\nradslag round COMMAND --help shows "
      "more.");
}

}  // namespace radslag::programs
