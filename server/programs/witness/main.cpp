// radslag-witness: what an audit office, a newspaper or a neighbour municipality runs, so that a town's record cannot be rewritten unseen.
#include <curl/curl.h>
#include <openssl/crypto.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <system_error>

#include "ledger/audit/source.hpp"
#include "ledger/witness/durable.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/spelling.hpp"
#include "server/programs/witness/commands.hpp"

namespace radslag::witness_program {
namespace {

using programs::Exit;

constexpr void (*commands[])(CLI::App&, Command&) = {add_init, add_trust, add_serve, add_status, add_key, add_check_config};

constexpr const char* examples = R"(Examples
  radslag-witness init --name witness.tidningen.example --data /var/lib/radslag-witness
  radslag-witness trust town town.vkey --url https://radslag.example.se --data /var/lib/radslag-witness
  radslag-witness serve --data /var/lib/radslag-witness
  radslag-witness status --data /var/lib/radslag-witness

radslag-witness COMMAND --help shows a command's own examples. docs/witnesses.md is the whole of it on one page.

Exit codes: 0 done, 64 wrong command line, 65 the town's log is not right, 66 a file is not there, 69 the port is taken or the town's site
does not answer, 73 a file cannot be made, 74 a write's outcome is unknown (start again: the restart finds out), 75 in use, try later,
77 not allowed, 78 a setting, the key or the folder cannot be used)";

int fail(Exit code, const std::string& what) {
  std::cerr << "radslag-witness: " << what << '\n';
  return static_cast<int>(code);
}

/// What CLI11 found wrong, and what to do.
int explain(const CLI::App& app, int argc, char** argv, const CLI::ParseError& error) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string first = argc > 1 ? argv[1] : "";
  const bool known = std::find(names.begin(), names.end(), first) != names.end();
  if (!known && !first.empty() && first[0] != '-') {
    return fail(Exit::usage,
                "There is no command \"" + first + "\"." + programs::did_you_mean(first, names) + " radslag-witness --help lists all.");
  }
  std::string what = error.what();
  while (!what.empty() && (what.back() == '\n' || what.back() == ' ')) what.pop_back();
  if (!what.ends_with('.')) what += '.';
  return fail(Exit::usage, what + " radslag-witness " + (known ? first + " " : "") + "--help shows examples.");
}

std::string versions() {
  return "radslag-witness " RADSLAG_VERSION "\n" + std::string(OpenSSL_version(OPENSSL_VERSION)) + "\nlibsodium " +
         sodium_version_string() + "\n" + curl_version();
}

int run(int argc, char** argv) {
  CLI::App app("A witness of Rådslag's record: cosigns each log's newest checkpoint, and never two histories", "radslag-witness");
  app.set_version_flag("--version", versions(), "this program's version and those of its libraries");
  app.set_help_flag("-h,--help", "this text");
  app.require_subcommand(1);
  app.footer(examples);
  Command chosen;
  for (const auto add : commands) add(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);
    return explain(app, argc, argv, error);
  }
  return chosen();
}

}  // namespace
}  // namespace radslag::witness_program

int main(int argc, char** argv) {
  using namespace radslag;
  using programs::Exit;
  using witness_program::fail;
  try {
    return witness_program::run(argc, argv);
  } catch (const programs::Stop& stop) {
    return fail(stop.code(), stop.what());
  } catch (const witness::InUse& error) {
    return fail(Exit::try_later, std::string(error.what()) + ".");
  } catch (const witness::Unusable& error) {
    return fail(Exit::config, std::string(error.what()) + ".");
  } catch (const witness::NoSpace& error) {
    return fail(Exit::cannot_create, std::string(error.what()) + ". df -h shows where; free some space and try again.");
  } catch (const witness::WriteFailed& error) {
    return fail(Exit::unknown_write, std::string(error.what()) + ". Start again: the restart finds out what was written.");
  } catch (const audit::Unavailable& error) {
    return fail(Exit::unavailable, std::string(error.what()) + ".");
  } catch (const audit::NoInput& error) {
    return fail(Exit::usage, std::string(error.what()) + ".");
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(Exit::cannot_create,
                error.path1().string() + ": " + error.code().message() + ". Is it the right place, and may this user write there?");
  } catch (const std::exception& error) {
    return fail(Exit::software, error.what());
  }
}
