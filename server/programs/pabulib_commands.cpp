// radslag import-pb and replay-pb: real elections from Pabulib files.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <charconv>
#include <fstream>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/allocation/names.hpp"
#include "ledger/audit/source.hpp"
#include "ledger/log/bundle.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/record/credential.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/import.hpp"
#include "server/programs/lot.hpp"
#include "server/programs/office_flags.hpp"
#include "server/programs/pb_file.hpp"
#include "server/programs/replay.hpp"
#include "server/programs/rule_flags.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

struct ImportArguments {
  fs::path file, out;
  std::string currency = "SEK", rule = "as-published", ties;
  std::vector<std::string> lot_shares;
  std::int64_t days = 14;
  bool test_roll = false, widen = false;
};

/// The codes of a round that is open must not be lost to a second call.
void require_new(const fs::path& path) {
  if (fs::exists(path))
    throw Stop(Exit::cannot_create, path.string() + " is there already, and may belong to a round. Choose another folder with --out.");
}

int import_pb(const ImportArguments& arguments) {
  const auto file = read_pb(arguments.file);
  ImportOptions options;
  options.currency = file.currency.empty() ? arguments.currency : file.currency;
  if (options.currency != arguments.currency) {
    std::cerr << "note: the file's amounts are in " << options.currency << "; the round counts them as " << arguments.currency << ".\n";
  }
  options.opens = record::current_hour();
  options.closes = options.opens + static_cast<std::uint64_t>(arguments.days) * 24;
  options.rule = arguments.rule;
  options.widen = arguments.widen;
  if (!arguments.ties.empty()) {
    auto ties = ties_from(arguments.ties);
    if (!ties) throw Stop(Exit::usage, "--ties: " + ties.error().detail + ".");
    options.ties = std::move(*ties);
  }
  for (const auto& share : arguments.lot_shares) options.lot_shares.push_back(commitment_of(share));
  auto round = import_round(file, options);
  if (!round) throw Stop(Exit::data, arguments.file.string() + ": " + round.error().detail + ".");
  for (const auto& note : round->notes) std::cerr << "note: " << note << ".\n";
  auto* definition = &round->definition;
  definition->currency = arguments.currency;

  fs::create_directories(arguments.out);
  const auto path = arguments.out / "definition.txt";
  require_new(path);
  if (arguments.test_roll) require_new(arguments.out / "voting-codes.tsv");
  std::ofstream text(path, std::ios::binary);
  text << record::encode_content(*definition);
  if (!text.flush()) throw Stop(Exit::cannot_create, path.string() + " cannot be written.");
  std::cout << path.string() << ": " << definition->projects.size() << " projects, envelope " << definition->envelope / 100 << " "
            << definition->currency << ".\n";
  if (!arguments.test_roll) return 0;
  std::vector<VotingCode> codes;
  for (std::size_t i = 0; i < file.ballots.size(); ++i) codes.push_back({record::new_voting_code(), std::string(file.ballots.voter(i))});
  write_voting_codes(arguments.out / "voting-codes.tsv", codes);
  std::cout << (arguments.out / "voting-codes.tsv").string() << ": " << codes.size()
            << " voting codes for the file's voters. For demonstrations only.\n";
  return 0;
}

/// What ballots are made against: the round's frozen definition, from its opening entry.
record::Frozen fetch_frozen(const std::string& url, const std::string& round) {
  const auto source = audit::open_url(url);
  const auto log = record::round_log_name(round);
  const auto no_round = [&]() -> Stop { return {Exit::data, "There is no round " + round + " open for voting at " + url + "."}; };
  const auto first = source->get(log + "/tile/entries/" + log::tile_index_path(0, 1), log::max_entry_bytes + 2);
  if (!first) throw no_round();
  const auto bodies = log::split_bundle(*first, 1);
  const auto entry = bodies ? record::parse_entry(bodies->at(0)) : tl::make_unexpected(bodies.error());
  const auto* opened = entry ? std::get_if<record::RoundOpened>(&entry->statement) : nullptr;
  if (!opened) throw no_round();
  const auto blob = source->get(log + "/blob/" + crypto::to_hex(opened->definition), 64 << 20);
  const auto definition = blob && record::blob_digest(*blob) == opened->definition
                              ? record::parse_content<record::RoundDefinition>(*record::blob_content(*blob))
                              : refuse(Errc::mismatch, "its definition is not what the opening entry names");
  if (!definition) throw Stop(Exit::data, "Round " + round + ": " + definition.error().detail + ".");
  record::Frozen frozen;
  frozen.origin = opened->origin;
  frozen.definition = *definition;
  frozen.definition_digest = opened->definition;
  for (const auto& project : definition->projects)
    frozen.project_index.emplace(project.id, static_cast<std::uint16_t>(frozen.project_index.size()));
  return frozen;
}

struct ReplayArguments {
  fs::path file, codes, progress;
  std::string url = default_url, round;
  std::size_t connections = 32;
  bool quiet = false;
};

http::Target target_of(const std::string& url) {
  constexpr std::string_view scheme = "http://";
  const auto wrong =
      Stop(Exit::usage, "replay-pb speaks plain http to a server on this machine: --url http://localhost:8080, with a port up to 65535");
  if (!url.starts_with(scheme)) throw wrong;
  const auto rest = url.substr(scheme.size(), url.find('/', scheme.size()) - scheme.size());
  const auto colon = rest.find(':', rest.starts_with('[') ? rest.find(']') : 0);  // an address in brackets has colons of its own
  http::Target target{rest.substr(0, colon), 80};
  if (target.host.starts_with('[') && target.host.ends_with(']')) target.host = target.host.substr(1, target.host.size() - 2);
  if (colon == std::string::npos) return target;
  const auto* end = rest.data() + rest.size();
  const auto read = std::from_chars(rest.data() + colon + 1, end, target.port);
  if (read.ec != std::errc() || read.ptr != end) throw wrong;
  return target;
}

/// In milliseconds.
double percentile(std::vector<std::uint64_t> values, std::size_t percent) {
  if (values.empty()) return 0;
  const auto at = std::min(values.size() - 1, values.size() * percent / 100);
  std::nth_element(values.begin(), values.begin() + static_cast<std::ptrdiff_t>(at), values.end());
  return static_cast<double>(values[at]) / 1000;
}

int replay_pb(const ReplayArguments& arguments) {
  const auto file = read_pb(arguments.file);
  const auto codes = read_voting_codes(arguments.codes);
  if (!codes) throw Stop(Exit::no_input, codes.error().detail + ".");
  const auto target = target_of(arguments.url);
  const auto frozen = fetch_frozen(arguments.url, arguments.round);
  const progress::Interrupt interrupt;
  progress::Progress preparing("Preparing ballots", file.ballots.size(), arguments.quiet);
  const auto ballots = prepare_ballots(frozen, file, *codes, [&](std::size_t done) { preparing.update(done); });
  if (!ballots) throw Stop(Exit::data, ballots.error().detail + ".");
  Acknowledged acknowledged(arguments.progress.empty() ? fs::path(arguments.codes.string() + ".acknowledged") : arguments.progress);
  const auto before = acknowledged.size();
  progress::Progress casting("Casting ballots", ballots->size(), arguments.quiet);
  std::atomic<bool> stop = false;
  const auto on_answer = [&](std::size_t done) {
    casting.update(done);
    stop = progress::Interrupt::asked();
  };
  const auto result = replay(target, arguments.connections, arguments.round, *ballots, acknowledged, on_answer, stop);

  std::cout << result.acknowledged << " ballots acknowledged";
  if (before > 0) std::cout << " (" << before << " had been before)";
  if (result.seconds > 0)
    std::cout << " in " << result.seconds << " s: " << static_cast<std::uint64_t>(static_cast<double>(result.acknowledged) / result.seconds)
              << " ballots/s";
  std::cout << "; p50 " << percentile(result.microseconds, 50) << " ms, p99 " << percentile(result.microseconds, 99) << " ms; "
            << result.refused << " refused, " << result.unknown << " without an answer.\n";
  if (!result.first_refusal.empty()) std::cerr << "the first refusal: " << result.first_refusal << '\n';
  if (result.refused > 0) return static_cast<int>(Exit::data);
  if (acknowledged.size() < ballots->size()) {
    std::cerr << "Not all were acknowledged: call the same again, it goes on from here.\n";
    return static_cast<int>(Exit::try_later);
  }
  return 0;
}

}  // namespace

void add_import_pb(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("import-pb", "Makes a round's definition from a Pabulib file");
  const auto arguments = std::make_shared<ImportArguments>();
  command->add_option("FILE", arguments->file, "the .pb file")->required();
  command->add_option("--out", arguments->out, "folder for definition.txt and voting-codes.tsv")->required();
  command->add_option("--currency", arguments->currency, "the town's currency")->capture_default_str();
  command->add_option("--rule", arguments->rule, "as radslag allocate takes it: a name (wieliczka-2023), or a JSON object")
      ->capture_default_str();
  command->add_option("--ties", arguments->ties,
                      "criteria (min-cost,max-votes,file-order), or a file with an id a line; else the rule's own");
  command->add_option("--lot-share", arguments->lot_shares, "ties end in a lot: what radslag round lot-share printed, once for each share");
  command->add_option("--days", arguments->days, "announced days of voting")->capture_default_str()->check(CLI::Range(1, 366));
  command->add_flag("--widen", arguments->widen, "limits of a ballot as wide as the file's ballots need, where they break META's");
  command->add_flag("--test-roll", arguments->test_roll, "also a voting code for each voter in the file (demonstrations only)");
  command->footer(R"(Examples
  radslag import-pb Poland_Lodz_2022_Nad_Nerem.pb --out nad-nerem --test-roll
  radslag import-pb Poland_Krakow_2022_Grzegorzki.pb --out grzegorzki --rule mes-points+add1 --ties min-cost,max-votes
  radslag round begin nad-nerem --dialogue budget --key anna.key --key bo.key
  radslag round open nad-nerem --definition nad-nerem/definition.txt --codes nad-nerem/voting-codes.tsv --key anna.key --key bo.key
  radslag replay-pb Poland_Lodz_2022_Nad_Nerem.pb --codes nad-nerem/voting-codes.tsv --round nad-nerem)");
  command->callback([=, &chosen] { chosen = [=] { return import_pb(*arguments); }; });
}

void add_replay_pb(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("replay-pb", "Casts every ballot of a Pabulib file over HTTP; can be interrupted and called again");
  const auto arguments = std::make_shared<ReplayArguments>();
  command->add_option("FILE", arguments->file, "the .pb file")->required();
  command->add_option("--codes", arguments->codes, "the voting codes that import-pb --test-roll made")->required();
  command->add_option("--round", arguments->round, "the round's id")->required();
  command->add_option("--url", arguments->url, "the site's address")->capture_default_str();
  command->add_option("--connections", arguments->connections, "held open at once")->capture_default_str()->check(CLI::Range(1, 1'000));
  command->add_option("--progress", arguments->progress, "file that remembers what was acknowledged (default: CODES.acknowledged)");
  command->add_flag("--quiet", arguments->quiet, "no progress");
  command->footer(
      "Examples\n  radslag replay-pb Poland_Lodz_2022_Nad_Nerem.pb --codes nad-nerem/voting-codes.tsv --round nad-nerem --connections 64");
  command->callback([=, &chosen] { chosen = [=] { return replay_pb(*arguments); }; });
}

}  // namespace radslag::programs
