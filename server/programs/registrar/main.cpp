// radslag-registrar: the roll, the residents' sign-in and the attestations, apart from the counter in every way.
#include <openssl/crypto.h>
#include <sodium.h>

#include <CLI/CLI.hpp>
#include <iostream>
#include <system_error>

#include "server/programs/exit.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/spelling.hpp"
#include "server/registrar/keys.hpp"
#include "server/storage/errors.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;

constexpr void (*commands[])(CLI::App&, Command&) = {add_serve,       add_init,  add_announce, add_check_config,
                                                     add_import_roll, add_roll,  add_letters,  add_code,
                                                     add_cards,       add_staff, add_example,  add_destroy_key};

constexpr const char* examples = R"(Examples
  radslag-registrar init --town radslag.example.se --data /var/lib/radslag-registrar
  radslag-registrar import-roll folkbok.csv --edition 2026-1 --minimum-age 16 --areas areas.txt
  radslag-registrar roll report 2026-1
  radslag-registrar cards make parks-2026 --definition definition.txt --paper 200

radslag-registrar COMMAND --help shows a command's own examples. Stop the server before: one process, one database.

Exit codes: 0 done, 64 wrong command line, 65 the data is not right, 66 a file is not there, 73 a file cannot be made,
74 a write's outcome is unknown (start again: the restart finds out), 75 in use, try later, 77 not allowed, 78 a setting is wrong)";

int fail(Exit code, const std::string& what) {
  std::cerr << "radslag-registrar: " << what << '\n';
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
                "There is no command \"" + first + "\"." + programs::did_you_mean(first, names) + " radslag-registrar --help lists all.");
  }
  std::string what = error.what();
  // Somebody may have typed a personal number here; errors go into logs.
  if (dynamic_cast<const CLI::ExtrasError*>(&error)) what = "There is an argument that this command does not take";
  while (!what.empty() && (what.back() == '\n' || what.back() == ' ')) what.pop_back();
  if (!what.ends_with('.')) what += '.';
  return fail(Exit::usage, what + " radslag-registrar " + (known ? first + " " : "") + "--help shows examples.");
}

std::string versions() {
  return "radslag-registrar " RADSLAG_VERSION "\n" + std::string(OpenSSL_version(OPENSSL_VERSION)) + "\nlibsodium " +
         sodium_version_string();
}

int run(int argc, char** argv) {
  CLI::App app("Rådslag's registrar: who may take part, and attestations that say so without saying who", "radslag-registrar");
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
}  // namespace radslag::registrar_program

int main(int argc, char** argv) {
  using namespace radslag;
  using programs::Exit;
  using registrar_program::fail;
  try {
    return registrar_program::run(argc, argv);
  } catch (const programs::Stop& stop) {
    return fail(stop.code(), stop.what());
  } catch (const registrar::KeyError& error) {
    return fail(Exit::config, std::string(error.what()) + ".");
  } catch (const storage::StorageInUse& error) {
    return fail(Exit::try_later, std::string(error.what()) + ".");
  } catch (const storage::StorageUnusable& error) {
    return fail(Exit::config, std::string(error.what()) + ".");
  } catch (const storage::NothingWritten& error) {
    return fail(Exit::cannot_create,
                std::string("Nothing was written: ") + error.what() + ". df -h shows whether the disk is full; then try again.");
  } catch (const storage::StorageFailure& error) {
    return fail(Exit::unknown_write,
                std::string("The disk failed: ") + error.what() + ". Start again: the restart finds out what was written.");
  } catch (const std::filesystem::filesystem_error& error) {
    return fail(Exit::cannot_create,
                error.path1().string() + ": " + error.code().message() + ". Is it the right place, and may this user write there?");
  } catch (const std::system_error& error) {
    return fail(Exit::cannot_create, std::string(error.what()) + ". Is it the right place, and may this user write there?");
  } catch (const std::exception& error) {
    return fail(Exit::software, error.what());
  }
}
