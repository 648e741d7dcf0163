// radslag recover: a record whose end was lost goes on as its next generation, by an act of two keepers that says what is gone.
#include <CLI/CLI.hpp>
#include <iostream>

#include "crypto/encoding.hpp"
#include "ledger/record/identity.hpp"
#include "ledger/record/officer_key.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/head_store.hpp"
#include "server/programs/known_heads.hpp"
#include "server/programs/setting_flags.hpp"

namespace radslag::programs {
namespace {

namespace fs = std::filesystem;

struct Options {
  std::vector<fs::path> heads, acts, seals, keys;
  std::vector<std::string> witnesses;
  std::string reason;
  fs::path out = ".";
};

std::string head_words(std::uint64_t size, const log::Hash& root) {
  return "size " + std::to_string(size) + ", root " + crypto::to_base64(crypto::view(root));
}

std::vector<KnownHead> gather(const Settings& settings, const Options& options, const record::State& state) {
  std::vector<KnownHead> heads;
  const auto ours = OurHeads::open(settings.data, settings.demo);
  for (const auto& [origin, note] : ours.store().all()) heads.push_back({ours.store().place(), note, true});
  for (const auto& file : options.heads) heads.push_back(read_head(file));
  for (const auto& witness : options.witnesses) {
    for (auto& head : ask_witness(witness, state)) heads.push_back(std::move(head));
  }
  return heads;
}

/// Both heads, and what lies between them.
void describe(const OfflineTown& town, const Behind& behind) {
  const auto& end = behind.end;
  std::cout << "Log " << behind.origin << '\n';
  if (behind.known) {
    std::cout << "  the record ends at " << head_words(end.kept, end.kept_root);
    if (const auto hour = town.last_hour(end.log); hour > 0) std::cout << ", its last entry of " << record::hour_text(hour);
  } else {
    std::cout << "  the record does not know it: even its beginning is lost";
  }
  std::cout << "\n  " << behind.who << " has " << head_words(end.lost_size, end.lost_root) << '\n';
  if (end.lost_size > end.kept) {
    std::cout << "  lost: " << end.lost_size - end.kept << " entries, at the places " << end.kept << " to " << end.lost_size - 1
              << "; or more, if more were signed than that one knows of\n\n";
  } else {
    std::cout << "  the record has another history from some entry below " << end.lost_size << " on\n\n";
  }
}

fs::path draft_file(const Options& options, const std::string& log) {
  auto name = "recover-" + log + ".draft";
  std::replace(name.begin(), name.end(), '/', '-');
  return options.out / name;
}

constexpr const char* what_it_means = R"(What this means
  Whoever got a receipt for a lost entry holds the proof that it stood there. A lost end is never signed over: the log ends here, and
  goes on as its next generation, with a new key and a new name for its checkpoints, by an act of two keepers that says what is gone.

First
  Look for a copy of the data folder that has these entries: the disk itself, a newer backup, the machine before. It is always better
  than this. Keep the folder as it is now, too.
Then tell
  the election board and whoever supervises the record, before anything is sealed; the witnesses, which must add the new key.
  Residents hand in their receipts below /receipts/lost: lost signatures, withdrawals and voting cards handed out count again. Ballots
  do not: while the round is open they can be cast again.
)";

void draft_all(OfflineTown& town, const Options& options, const std::vector<Behind>& all) {
  if (options.reason.empty()) {
    std::cout << "To go on, give --reason: what happened, in words that residents will read. Nothing has been changed.\n";
    return;
  }
  for (const auto& behind : all) {
    if (fs::exists(draft_file(options, behind.end.log)))
      throw Stop(Exit::cannot_create,
                 draft_file(options, behind.end.log).string() + " exists already: use it, or move it away to draft anew.");
  }
  const auto held_for = [&](const std::string& log) -> const crypto::SigningKey& {
    const auto key = record::identity_of(town.state(), log).key;
    if (const auto* held = town.keys().held(key)) return *held;
    throw Stop(Exit::config, "The signing key of log " + log + ", " + crypto::to_hex(key) + ", is not among the key files.");
  };
  std::string sign, acts;
  for (const auto& behind : all) {
    const auto& log = behind.end.log;
    const auto next = town.keys().make_successor_key();
    const auto draft = record::draft_log_recovered(town.state(), behind.end, held_for(behind.known ? log : "town"), next, options.reason);
    if (!draft) throw Stop(Exit::data, "That cannot be drafted: " + draft.error().detail + ".");
    const auto file = draft_file(options, log);
    write_draft(file, *draft);
    sign += "  radslag-trustee sign --key KEY " + file.string() + " --out NAME.seal\n";
    acts += " --act " + file.string() + " --seal NAME.seal --seal OTHER.seal";
  }
  std::cout << "Drafted. Two keepers read and seal each on devices of their own:\n"
            << sign << "Then, with the server still stopped:\n  radslag recover" << acts << "\n";
}

record::Seal seal_with(const fs::path& file, const record::Draft& draft) {
  const auto key = record::read_officer_key(file);
  if (!key) throw Stop(key.error().code == Errc::not_found ? Exit::no_input : Exit::no_permission, key.error().detail + ".");
  return record::seal(draft, key->key);
}

/// Of all seals that were given, those that are of this act.
Act read_act(const fs::path& file, const Options& options) {
  Act act{read_draft(file), {}};
  act.seals = act.file.seals;
  const auto& statement = act.file.draft.statement;
  const auto parsed = record::parse_statement(statement);
  if (!parsed || !std::holds_alternative<record::LogRecovered>(*parsed))
    throw Stop(Exit::data, file.string() + " is no recovery. Other acts are handed in with radslag submit, to the running server.");
  for (const auto& seals : options.seals) {
    for (const auto& seal : read_seal_file(seals)) {
      if (crypto::verify(seal.officer, statement, seal.signature)) act.seals.push_back(seal);
    }
  }
  for (const auto& key : options.keys) act.seals.push_back(seal_with(key, act.file.draft));
  return act;
}

int write_acts(OfflineTown& town, const Settings& settings, const Options& options) {
  std::vector<Act> acts;
  for (const auto& file : options.acts) acts.push_back(read_act(file, options));
  // The town's own comes first: it names the size that the town log has now.
  std::stable_partition(acts.begin(), acts.end(),
                        [](const Act& act) { return act.file.draft.statement.find("\nlog town\n") != std::string::npos; });
  for (const auto& act : acts) {
    const auto written = town.submit(act);
    std::cout << "In the record: log town, entry " << written.index << (written.repeated ? " (it was there already)" : "") << ".\n";
  }
  std::vector<std::string> notes;
  const auto left = find_behind(town, gather(settings, options, town.state()), notes);
  for (const auto& note : notes) std::cout << note << '\n';
  if (!left.empty()) {
    std::cout << "\nNot all is said yet:\n\n";
    for (const auto& behind : left) describe(town, behind);
    std::cout << "radslag recover --reason TEXT drafts the rest. The server does not start before.\n";
    return static_cast<int>(Exit::data);
  }
  std::cout << "The record goes on. Start the server; then ask the witnesses to add the new key of each log:\n";
  for (const auto& recovery : town.state().town.recoveries) {
    if (record::identity_of(town.state(), recovery.row.log).generation != recovery.row.generation) continue;
    if (recovery.row.log == "town" || town.state().round(record::round_of_log(recovery.row.log)))
      std::cout << "  " << record::verifier_key(town.state(), recovery.row.log).text() << '\n';
  }
  std::cout << "Make a copy of the keys folder: it has new keys. Whoever verifies goes on with the first key, on paper: the record itself "
               "leads from there to the new ones.\n";
  return 0;
}

int recover(const SettingFlags& flags, const Options& options) {
  const auto settings = settings_of(flags.load());
  OfflineTown town(settings.data);
  if (!options.acts.empty()) return write_acts(town, settings, options);
  std::vector<std::string> notes;
  const auto behind = find_behind(town, gather(settings, options, town.state()), notes);
  for (const auto& note : notes) std::cout << note << '\n';
  if (behind.empty()) {
    std::cout << "The record has every head that is known here: nothing is lost, and there is nothing to recover.\n";
    return 0;
  }
  for (const auto& one : behind) describe(town, one);
  std::cout << what_it_means << '\n';
  draft_all(town, options, behind);
  return 0;
}

}  // namespace

void add_recover(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand(
      "recover", "Says what a record that is behind its signed heads has lost, and lets it go on; the server must be stopped");
  const auto flags = add_setting_flags(*command, {"data.dir", "data.head_store"});
  const auto options = std::make_shared<Options>();
  command->add_option("--head", options->heads, "a file with a signed checkpoint, or a receipt, that others have; again for each");
  command->add_option("--witness", options->witnesses, "the address of a witness, to ask it what it has; again for each")->type_name("URL");
  command->add_option("--reason", options->reason, "what happened, in words that residents will read: then the acts are drafted");
  command->add_option("--out", options->out, "folder for the drafts")->capture_default_str()->type_name("FOLDER");
  command->add_option("--act", options->acts, "a sealed act to write into the record; again for each");
  command->add_option("--seal", options->seals, "a file that radslag-trustee sign wrote; again for each");
  command->add_option("--key", options->keys, "a keeper's key file to seal with here, in a trial");
  command->footer(R"(Examples
  radslag recover --data /var/lib/radslag
  radslag recover --data /var/lib/radslag --witness https://witness.example.org --reason "The disk broke on 3 May; ..."
  radslag recover --data /var/lib/radslag --act recover-town.draft --seal anna.seal --seal bo.seal

Without --reason and --act it only shows both heads and what is lost, and changes nothing. The head store is always asked.)");
  command->callback([&chosen, flags, options] { chosen = [flags, options] { return recover(*flags, *options); }; });
}

}  // namespace radslag::programs
