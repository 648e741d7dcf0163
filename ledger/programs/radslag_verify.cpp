// radslag-verify: is this record right? For anybody; links nothing of the municipality's server.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdlib>
#include <iostream>
#include <thread>

#include "ledger/programs/command.hpp"
#include "ledger/programs/verify_record.hpp"
#include "ledger/programs/verify_voting.hpp"

namespace radslag::programs {
namespace {

constexpr const char* examples = R"(Examples:
  radslag-verify --policy policy.txt bundle.tar      with the policy that you have on paper or a USB stick
  radslag-verify --key town.vkey https://radslag.example.se
  radslag-verify --key town.vkey --seen notice.txt --seen old-checkpoint folder/
  radslag-verify --policy policy.txt --report report.html --lang sv bundle.tar
  radslag-verify --key town.vkey --receipt mine.tlog-proof https://radslag.example.se
  radslag-verify --only parks-2026 --key town.vkey bundle.tar
  radslag-verify --key town.vkey --keep mirror/ https://radslag.example.se
  radslag-verify --json --quiet folder/ > report.json
  radslag-verify receipt mine.tlog-proof --policy policy.txt
  radslag-verify https://radslag.example.se --page https://radslag.example.se/rounds/parks-2026/vote
  radslag-verify ballot opened-ballot.json election.json
  radslag-verify election.bel                        any Belenios election (protocol version 1)

The key is the line that the municipality has published on paper or in other
places than its own site; a policy has that line, and names the witnesses whose
cosignatures count. Without --key and --policy the record is checked against
the key that comes with it, and the report says so.

Exit codes: 0 the record holds; 2 it holds, with items withheld by decision;
1 it does not hold, each reason is listed; 64 wrong usage; 65 not a bundle,
key, policy or receipt, or one that says nothing about this record; 66 nothing
there; 69 the site does not answer; 73 the report cannot be written;
74 reading failed.)";

constexpr const char* receipt_examples = R"(Examples:
  radslag-verify receipt mine.tlog-proof --policy policy.txt     alone, without a network
  radslag-verify receipt mine.tlog-proof --key town.vkey         the same, without witnesses
  radslag-verify receipt mine.tlog-proof bundle.tar --key town.vkey

Exit codes: 0 the receipt is genuine, and has the policy's quorum of witnesses
where one was given; 1 it is not. With a record: those of radslag-verify.)";

struct Arguments : VerifyArguments {
  std::string page, language_name;
  std::string ballot, election;         ///< of `radslag-verify ballot`
  std::string receipt, receipt_record;  ///< of `radslag-verify receipt`
};

audit::Language language_of_surroundings() {
  for (const char* const name : {"LC_ALL", "LC_MESSAGES", "LANG"}) {
    const char* const value = std::getenv(name);  // NOLINT(concurrency-mt-unsafe): before any thread
    if (value && *value) return audit::language_of_locale(value);
  }
  return audit::Language::en;
}

void add_common(CLI::App& app, Arguments& arguments) {
  app.add_option("--key", arguments.key, "file with the town's public key (a vkey line)")->option_text("FILE");
  app.add_option("--policy", arguments.policy, "file with the log's key and the witnesses that count (tlog-policy)")->option_text("FILE");
  app.add_option("--report", arguments.report, "write the report as a page, too")->option_text("FILE.html");
  app.add_option("--lang", arguments.language_name, "language of the report (default: that of LANG)")
      ->check(CLI::IsMember({"sv", "en"}))
      ->option_text("sv|en");
  app.add_option("--threads", arguments.threads, "how many cores may work")->check(CLI::Range(1, 256))->option_text("N (default: all)");
  app.add_flag("--json", arguments.json, "the report as JSON");
  app.add_flag("--quiet", arguments.quiet, "no progress");
}

void add_record_options(CLI::App& app, Arguments& arguments) {
  app.add_option("record", arguments.place, "a bundle (file or directory), the address of a site, or a Belenios archive")
      ->option_text("BUNDLE|DIR|URL|FILE.bel");
  add_common(app, arguments);
  app.add_option("--seen", arguments.seen,
                 "a text with signed checkpoints that you have seen: a notice sheet, an old checkpoint, a receipt; may be given again")
      ->option_text("FILE")
      ->allow_extra_args(false);
  app.add_option("--keep", arguments.keep, "mirror the site into this folder while verifying; goes on where it was interrupted")
      ->option_text("DIR");
  app.add_option("--receipt", arguments.receipts, "a receipt that must agree with the record; may be given again")
      ->option_text("FILE")
      ->allow_extra_args(false);
  app.add_option("--only", arguments.only,
                 "verify only the town log, or only a round and what it rests on; the report says what was left out")
      ->option_text("town|ROUND");
  app.add_option("--page", arguments.page, "also: whether this voting page is the one that its round's opening names")->option_text("URL");
}

CLI::App* add_ballot(CLI::App& app, Arguments& arguments) {
  auto* ballot = app.add_subcommand("ballot", "What an opened ballot holds: for voters who checked the encryption before casting");
  ballot->add_option("file", arguments.ballot, "the opened ballot, as the voting page saved it")->required()->option_text("FILE");
  ballot->add_option("election", arguments.election, "its election.json: a file, or its address on the site")
      ->required()
      ->option_text("FILE|URL");
  ballot->footer(
      "Example:\n  radslag-verify ballot parks-2026-town-opened-ballot.json "
      "https://radslag.example.se/rounds/parks-2026/urns/town/election.json");
  return ballot;
}

CLI::App* add_receipt(CLI::App& app, Arguments& arguments) {
  auto* receipt = app.add_subcommand("receipt", "What a receipt proves, by itself or against a record");
  receipt->add_option("file", arguments.receipt, "the receipt (.tlog-proof)")->required()->option_text("FILE");
  receipt->add_option("record", arguments.receipt_record, "compare it with this record")->option_text("BUNDLE|DIR|URL");
  add_common(*receipt, arguments);
  receipt->footer(receipt_examples);
  return receipt;
}

int verify(const Arguments& arguments) {
  if (arguments.page.empty()) return verify_record(arguments);
  return verify_page(arguments.place, arguments.key, arguments.page, arguments.threads, arguments.quiet, arguments.language);
}

int verify_receipt(Arguments arguments) {
  if (arguments.receipt_record.empty()) return verify_receipt_alone(arguments.receipt, arguments);
  arguments.place = arguments.receipt_record;
  arguments.receipts = {arguments.receipt};
  return verify_record(arguments);
}

}  // namespace
}  // namespace radslag::programs

int main(int argc, char** argv) {
  using namespace radslag::programs;
  Arguments arguments;
  arguments.threads = std::max(1U, std::thread::hardware_concurrency());
  CLI::App app(
      "Verifies the record of a municipality's Rådslag: every entry, signature, initiative, ballot, count, allocation and decision.",
      "radslag-verify");
  app.footer(examples);
  add_record_options(app, arguments);
  auto* ballot = add_ballot(app, arguments);
  auto* receipt = add_receipt(app, arguments);
  app.set_version_flag("--version", version_text("radslag-verify"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? good : usage;
  }
  if (!ballot->parsed() && !receipt->parsed() && arguments.place.empty()) {
    std::cerr << "radslag-verify: which record? radslag-verify --help has examples.\n";
    return usage;
  }
  arguments.language = radslag::audit::language_named(arguments.language_name).value_or(language_of_surroundings());
  return run("radslag-verify", [&] {
    if (ballot->parsed()) return verify_ballot(arguments.ballot, arguments.election, arguments.language);
    return receipt->parsed() ? verify_receipt(arguments) : verify(arguments);
  });
}
