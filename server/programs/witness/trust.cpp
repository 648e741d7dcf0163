// radslag-witness trust: which towns, and which recoveries. What a person decides.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <fstream>
#include <iostream>
#include <iterator>

#include "crypto/encoding.hpp"
#include "ledger/record/contents.hpp"
#include "ledger/witness/log_files.hpp"
#include "ledger/witness/reading.hpp"
#include "ledger/witness/witness.hpp"
#include "server/programs/witness/commands.hpp"
#include "server/programs/witness/settings.hpp"
#include "server/programs/witness/town_watch.hpp"

namespace radslag::witness_program {
namespace {

using programs::Exit;
using programs::Stop;

constexpr std::uint64_t most_blob_bytes = 1 << 20;
constexpr std::size_t most_key_bytes = 1'024;

log::VerifierKey read_vkey(const std::filesystem::path& file) {
  auto text = witness::read_whole(file, most_key_bytes);
  if (!text)
    throw Stop(Exit::no_input,
               "There is no file " + file.string() + ": put the town log's public key into it, the one line that you got on paper.");
  while (text->ends_with('\n') || text->ends_with('\r')) text->pop_back();
  const auto key = log::VerifierKey::parse(*text);
  if (!key)
    throw Stop(Exit::data,
               file.string() + " holds no public key of a log (one line, as below /log/town/vkey): " + key.error().detail + ".");
  if (!key->name.ends_with("/log/town"))
    throw Stop(Exit::data, "The key in " + file.string() + " is that of " + key->name + ", which is no town log.");
  return *key;
}

/// Looks once, so that a mistake in the address shows now.
void look(witness::Witness& house, const witness::Town& town) {
  try {
    const auto source = open_site(town.url);
    const auto read = witness::read_town(*source, town, house.cosigned(town.logs.front().origin), witness::Recoveries::refuse, {});
    if (!read) {
      std::cout << "Its site does not fit to it yet: " << read.error().detail << ".\n";
      return;
    }
    house.put_town(read->town);
    std::cout << "Its log has " << read->checkpoint.size << " entries and names " << read->town.logs.size() - 1 << " rounds.\n";
  } catch (const audit::Unavailable& error) {
    std::cout << "Its site does not answer now (" << error.what() << "). serve will try again.\n";
  }
}

int trust_town(const SettingFlags& flags, const std::filesystem::path& file, const std::string& url) {
  const auto settings = flags.settings();
  ::umask(077);
  const auto key = read_vkey(file);
  (void)open_site(url);  // refuses what is no address
  witness::Witness house(settings.data, open_key(settings));
  auto town = witness::Town::begin(key, url);
  for (auto& known : house.towns()) {
    const auto its = log::VerifierKey::parse(known.key).value();
    if (its.name != key.name) continue;
    if (its.key != key.key) {
      throw Stop(Exit::config,
                 "This witness knows " + key.name + " by another key: " + known.key +
                     ". A key that changes is announced in the town's own log, and followed by itself. If the first key was wrong, "
                     "begin another witness.");
    }
    town = std::move(known);
    town.url = url;
  }
  house.put_town(town);
  std::cout << "This witness cosigns " << key.name << ", and every round log that it names.\n";
  look(house, town);
  return 0;
}

std::string reason_of(audit::Source& source, const witness::Recovery& recovery) {
  const auto blob = source.get("town/blob/" + crypto::to_hex(recovery.reason), most_blob_bytes);
  if (!blob || record::blob_digest(*blob) != recovery.reason) return "(the site does not hand it out)";
  const auto content = record::blob_content(*blob);
  const auto reason = record::parse_content<record::Reason>(content.value_or(""));
  return reason ? reason->text : "(it is not readable)";
}

std::string hash_text(const log::Hash& hash) { return crypto::to_base64(crypto::view(hash)); }

void show(audit::Source& source, const witness::Recovery& recovery, const std::optional<log::Checkpoint>& cosigned) {
  std::cout << "\nThe town log says, in entry " << recovery.entry << ", sealed by two keepers and signed with the log's key so far:\n"
            << "  " << recovery.log << " lost its end and goes on as generation " << recovery.generation << "\n"
            << "  kept    " << recovery.kept << " entries, root " << hash_text(recovery.kept_root) << "\n"
            << "  lost    there had been " << recovery.lost_size << ", root " << hash_text(recovery.lost_root) << "\n"
            << "  reason  " << reason_of(source, recovery) << "\n";
  if (!cosigned) {
    std::cout << "This witness has cosigned nothing of it.\n";
    return;
  }
  std::cout << "This witness has cosigned " << cosigned->size << " entries of it, root " << hash_text(cosigned->root) << ".\n";
  if (cosigned->size > recovery.kept) std::cout << "So " << cosigned->size - recovery.kept << " entries that it has seen are gone.\n";
  if (cosigned->size > recovery.lost_size)
    std::cout << "THAT IS MORE THAN THE RECORD SAYS THERE HAD BEEN: more was lost than it admits. Ask before you say yes.\n";
  if (cosigned->size == recovery.lost_size && cosigned->root != recovery.lost_root)
    std::cout << "THE RECORD NAMES ANOTHER ROOT FOR THAT SIZE: it does not admit what this witness has seen. Ask before you say yes.\n";
}

bool confirmed() {
  std::cout << "\nWho decided this, and do you know them? Once you say yes, this witness cosigns the new generation and never again the "
               "old one.\n"
               "Type yes to follow: "
            << std::flush;
  std::string answer;
  return std::getline(std::cin, answer) && answer == "yes";
}

/// Gives whether there was something to decide.
bool decide(witness::Witness& house, const witness::Town& town, bool yes) {
  const auto source = open_site(town.url);
  const auto read = witness::read_town(*source, town, house.cosigned(town.logs.front().origin), witness::Recoveries::follow, {});
  if (!read) throw Stop(Exit::data, "The town's log cannot be followed: " + read.error().detail + ".");
  bool any = false;
  for (const auto& recovery : read->town.recoveries) {
    const bool known = std::any_of(town.recoveries.begin(), town.recoveries.end(), [&](const witness::Recovery& r) {
      return r.trusted && r.entry == recovery.entry && r.log == recovery.log && r.key == recovery.key;
    });
    if (known) continue;
    any = true;
    const auto* log = town.log(recovery.log);
    const auto cosigned = log ? house.cosigned(log->origin) : std::nullopt;
    show(*source, recovery, cosigned);
    if (const auto kept = witness::check_kept(*source, recovery, cosigned); !kept)
      throw Stop(Exit::data,
                 "It cannot be followed: " + kept.error().detail + ". Keep the checkpoint in this witness's folder: it is evidence.");
  }
  if (!any) return false;
  if (!yes && !confirmed()) throw Stop(Exit::ok, "Nothing was changed.");
  house.put_town(read->town);
  std::cout << "Followed.\n";
  return true;
}

int trust_recovery(const SettingFlags& flags, bool yes) {
  const auto settings = flags.settings();
  ::umask(077);
  witness::Witness house(settings.data, open_key(settings));
  bool any = false;
  for (const auto& town : house.towns()) any |= decide(house, town, yes);
  if (!any) std::cout << "No town that this witness knows has a recovery that waits for your word.\n";
  return 0;
}

}  // namespace

void add_trust(CLI::App& app, Command& chosen) {
  auto* group = app.add_subcommand("trust", "Which towns the witness cosigns, and which recoveries it follows. Stop the server before");
  group->require_subcommand(1);
  auto* town = group->add_subcommand("town", "Cosigns this town's log and every round log that it names");
  const auto flags = add_setting_flags(*town, {"data.dir", "key.file"});
  const auto file = std::make_shared<std::string>(), url = std::make_shared<std::string>();
  town->add_option("FILE", *file, "with the town log's public key: its one line, as you got it on paper")->required();
  town->add_option("--url", *url, "the municipality's site, where its log is read")->required();
  town->footer(R"(Examples
  radslag-witness trust town town.vkey --url https://radslag.example.se --data /var/lib/radslag-witness

Given again, it changes the address. The key must come from people, not from the site: compare it with the one on paper.)");
  town->callback([&chosen, flags, file, url] { chosen = [flags, file, url] { return trust_town(*flags, *file, *url); }; });

  auto* recovery = group->add_subcommand("recovery", "Shows what the record says of a log that lost its end, and follows it if you say so");
  const auto its_flags = add_setting_flags(*recovery, {"data.dir", "key.file"});
  const auto yes = std::make_shared<bool>(false);
  recovery->add_flag("--yes", *yes, "do not ask: you have read what it shows");
  recovery->footer("Examples\n  radslag-witness trust recovery --data /var/lib/radslag-witness");
  recovery->callback([&chosen, its_flags, yes] { chosen = [its_flags, yes] { return trust_recovery(*its_flags, *yes); }; });
}

}  // namespace radslag::witness_program
