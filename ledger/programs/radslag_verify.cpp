// radslag-verify: is this record right? For anybody; links nothing of the municipality's server.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <iostream>
#include <optional>
#include <thread>

#include "ledger/audit/audit.hpp"
#include "ledger/programs/command.hpp"
#include "ledger/progress/progress.hpp"

namespace radslag::programs {
namespace {

constexpr const char* examples = R"(Examples:
  radslag-verify --key town.vkey bundle.tar          a bundle from the page "The record"
  radslag-verify --key town.vkey https://radslag.example.se
  radslag-verify --key town.vkey --receipt mine.tlog-proof https://radslag.example.se
  radslag-verify --json --quiet folder/ > report.json

The key is the line that the municipality has published on paper or in other
places than its own site. Without --key the record is checked against the key
that comes with it, and the report says so.

Exit codes: 0 the record holds; 1 it does not, each reason is listed; 64 wrong
usage; 65 not a bundle, key or receipt; 66 nothing there; 69 the site does not
answer; 74 reading failed.)";

struct Arguments {
  std::string place, key;
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

log::VerifierKey read_key(const std::string& path) {
  std::string text = read_text_file(path, 4'096);
  while (!text.empty() && (text.back() == '\n' || text.back() == '\r' || text.back() == ' ')) text.pop_back();
  auto key = log::VerifierKey::parse(text);
  if (!key) throw Stop(data_error, path + ": " + key.error().detail);
  return *key;
}

audit::NamedReceipt read_receipt(const std::string& path) {
  auto receipt = log::parse_receipt(read_text_file(path));
  if (!receipt) throw Stop(data_error, path + ": " + receipt.error().detail);
  return {path, std::move(*receipt)};
}

int verify(const Arguments& arguments) {
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
  app.add_option("record", arguments.place, "a bundle (file or directory), or the address of a site")
      ->required()
      ->option_text("BUNDLE|DIR|URL");
  app.add_option("--key", arguments.key, "file with the town's public key (a vkey line)")->option_text("FILE");
  app.add_option("--receipt", arguments.receipts, "a receipt that must agree with the record; may be given again")
      ->option_text("FILE")
      ->allow_extra_args(false);
  app.add_option("--threads", arguments.threads, "how many cores may work")->check(CLI::Range(1, 256))->option_text("N (default: all)");
  app.add_flag("--json", arguments.json, "the report as JSON");
  app.add_flag("--quiet", arguments.quiet, "no progress");
  app.set_version_flag("--version", version_text("radslag-verify"));
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    return app.exit(error) == 0 ? good : usage;
  }
  return run("radslag-verify", [&] { return verify(arguments); });
}
