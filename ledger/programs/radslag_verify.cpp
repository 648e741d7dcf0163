// radslag-verify: is this record right? For anybody; links nothing of the municipality's server.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <optional>
#include <thread>

#include "ledger/audit/audit.hpp"
#include "ledger/audit/belenios.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/programs/read_key.hpp"
#include "ledger/programs/verify_voting.hpp"
#include "ledger/progress/progress.hpp"

namespace radslag::programs {
namespace {

constexpr const char* examples = R"(Examples:
  radslag-verify --key town.vkey bundle.tar          a bundle from the page "The record"
  radslag-verify --key town.vkey https://radslag.example.se
  radslag-verify --key town.vkey --receipt mine.tlog-proof https://radslag.example.se
  radslag-verify --json --quiet folder/ > report.json
  radslag-verify https://radslag.example.se --page https://radslag.example.se/rounds/parks-2026/vote
  radslag-verify ballot opened-ballot.json election.json
  radslag-verify election.bel                        any Belenios election (protocol version 1)

The key is the line that the municipality has published on paper or in other
places than its own site. Without --key the record is checked against the key
that comes with it, and the report says so.

Exit codes: 0 the record holds; 1 it does not, each reason is listed; 64 wrong
usage; 65 not a bundle, key or receipt; 66 nothing there; 69 the site does not
answer; 74 reading failed.)";

struct Arguments {
  std::string place, key, page;
  std::string ballot, election;  ///< of `radslag-verify ballot`
  std::vector<std::string> receipts;
  unsigned threads = std::max(1U, std::thread::hardware_concurrency());
  bool json = false, quiet = false;
};

/// How far each log's reading has come.
class Meter {
 public:
  explicit Meter(bool quiet) : quiet_(quiet) {}

  void show(const audit::Progress& step) {
    if (step.log != log_) progress_.emplace("Verifying " + step.log, step.size, quiet_);
    log_ = step.log;
    progress_->update(step.done, step.size);
  }
  void end() { progress_.reset(); }

 private:
  bool quiet_;
  std::string log_;
  std::optional<progress::Progress> progress_;
};

audit::NamedReceipt read_receipt(const std::string& path) {
  auto receipt = log::parse_receipt(read_text_file(path));
  if (!receipt) throw Stop(data_error, path + ": " + receipt.error().detail);
  return {path, std::move(*receipt)};
}

/// A Belenios archive, ours or another's, holds by itself: there is no key to it, and no receipt.
int verify_belenios(const Arguments& arguments) {
  if (!arguments.key.empty() || !arguments.receipts.empty())
    throw Stop(usage, "a Belenios archive is verified without --key and --receipt");
  Meter meter(arguments.quiet);
  const auto report = audit::audit_belenios([&] { return audit::open_belenios_file(arguments.place); },
                                            {.threads = arguments.threads, .progress = [&](const std::string& what, auto done, auto all) {
                                               meter.show({what, done, all});
                                             }});
  meter.end();
  std::cout << (arguments.json ? audit::render_json(report) : audit::render_text(report)) << std::flush;
  return report.holds() ? good : bad;
}

int verify(const Arguments& arguments) {
  if (!arguments.page.empty()) return verify_page(arguments.place, arguments.key, arguments.page, arguments.threads, arguments.quiet);
  if (arguments.place.ends_with(".bel") || audit::is_belenios_file(arguments.place)) return verify_belenios(arguments);
  audit::Options options;
  options.threads = arguments.threads;
  if (!arguments.key.empty()) options.key = read_key(arguments.key);
  for (const auto& path : arguments.receipts) options.receipts.push_back(read_receipt(path));
  Meter meter(arguments.quiet);
  options.progress = [&](const audit::Progress& progress) { meter.show(progress); };
  const auto source = audit::open_source(arguments.place);
  const auto report = audit::audit(*source, options);
  meter.end();
  std::cout << (arguments.json ? audit::render_json(report) : audit::render_text(report)) << std::flush;
  if (!report.holds()) return bad;
  const bool all_receipts =
      std::all_of(report.receipts.begin(), report.receipts.end(), [](const auto& receipt) { return receipt.invalid.empty(); });
  return all_receipts ? good : data_error;
}

}  // namespace
}  // namespace radslag::programs

int main(int argc, char** argv) {
  using namespace radslag::programs;
  Arguments arguments;
  CLI::App app(
      "Verifies the record of a municipality's Rådslag: every entry, signature, initiative, ballot, count, allocation and decision.",
      "radslag-verify");
  app.footer(examples);
  app.add_option("record", arguments.place, "a bundle (file or directory), the address of a site, or a Belenios archive")
      ->option_text("BUNDLE|DIR|URL|FILE.bel");
  app.add_option("--key", arguments.key, "file with the town's public key (a vkey line)")->option_text("FILE");
  app.add_option("--receipt", arguments.receipts, "a receipt that must agree with the record; may be given again")
      ->option_text("FILE")
      ->allow_extra_args(false);
  app.add_option("--threads", arguments.threads, "how many cores may work")->check(CLI::Range(1, 256))->option_text("N (default: all)");
  app.add_flag("--json", arguments.json, "the report as JSON");
  app.add_flag("--quiet", arguments.quiet, "no progress");
  app.add_option("--page", arguments.page, "also: whether this voting page is the one that its round's opening names")->option_text("URL");
  auto* ballot = app.add_subcommand("ballot", "What an opened ballot holds: for voters who checked the encryption before casting");
  ballot->add_option("file", arguments.ballot, "the opened ballot, as the voting page saved it")->required()->option_text("FILE");
  ballot->add_option("election", arguments.election, "its election.json: a file, or its address on the site")
      ->required()
      ->option_text("FILE|URL");
  ballot->footer(
      "Example:\n  radslag-verify ballot parks-2026-town-opened-ballot.json "
      "https://radslag.example.se/rounds/parks-2026/urns/town/election.json");
  app.set_version_flag("--version", version_text("radslag-verify"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? good : usage;
  }
  if (!ballot->parsed() && arguments.place.empty()) {
    std::cerr << "radslag-verify: which record? radslag-verify --help has examples.\n";
    return usage;
  }
  return run("radslag-verify", [&] { return ballot->parsed() ? verify_ballot(arguments.ballot, arguments.election) : verify(arguments); });
}
