// radslag: the server and all that an operator does with it.
#include <CLI/CLI.hpp>
#include <iostream>

#include "ledger/audit/source.hpp"
#include "ledger/journal/journal.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/exit.hpp"
#include "server/programs/spelling.hpp"
#include "server/programs/versions.hpp"
#include "server/service/key_ring.hpp"
#include "server/staff/staff_key.hpp"
#include "server/storage/errors.hpp"

namespace radslag::programs {
namespace {

constexpr void (*commands[])(CLI::App&, Command&) = {add_serve,  add_init,    add_check_config, add_heads,     add_recover,  add_keys,
                                                     add_export, add_publish, add_erase,        add_dialogue,  add_officer,  add_witnesses,
                                                     add_round,  add_submit,  add_import_pb,    add_replay_pb, add_allocate, add_staff};

constexpr const char* examples = R"(Examples
  radslag serve --demo --data trial       an example municipality on http://localhost:8080
  radslag check-config --data trial       the settings that hold there
  radslag export --data trial --out -     the whole public record, to standard output
  radslag publish --data trial public/log the same as a folder that any file server can serve

radslag COMMAND --help shows a command's own examples.

Exit codes: 0 done, 64 wrong command line, 65 the data is not right, 69 the port is taken, 73 a file cannot be made,
74 a write's outcome is unknown (start again: the restart finds out), 75 in use, try later, 77 not allowed, 78 a setting is wrong)";

int fail(Exit code, const std::string& what) {
  std::cerr << "radslag: " << what << '\n';
  return static_cast<int>(code);
}

/// What CLI11 found wrong, and what to do.
int explain(const CLI::App& app, int argc, char** argv, const CLI::ParseError& error) {
  std::vector<std::string> names;
  for (const auto* command : app.get_subcommands({})) names.push_back(command->get_name());
  const std::string first = argc > 1 ? argv[1] : "";
  const bool known = std::find(names.begin(), names.end(), first) != names.end();
  if (!known && !first.empty() && first[0] != '-') {
    return fail(Exit::usage, "There is no command \"" + first + "\"." + did_you_mean(first, names) + " radslag --help lists all.");
  }
  std::string what = error.what();
  while (!what.empty() && (what.back() == '\n' || what.back() == ' ')) what.pop_back();
  if (!what.ends_with('.')) what += '.';
  return fail(Exit::usage, what + " radslag " + (known ? first + " " : "") + "--help shows examples.");
}

int run(int argc, char** argv) {
  CLI::App app("Rådslag: a municipality's dialogues and budget rounds, with a record that anyone can check", "radslag");
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
}  // namespace radslag::programs

int main(int argc, char** argv) {
  using namespace radslag;
  using programs::Exit;
  try {
    return programs::run(argc, argv);
  } catch (const programs::Stop& stop) {
    return programs::fail(stop.code(), stop.what());
  } catch (const audit::Unavailable& error) {
    return programs::fail(Exit::unavailable, std::string(error.what()) + ".");
  } catch (const audit::NoInput& error) {
    return programs::fail(Exit::no_input, std::string(error.what()) + ".");
  } catch (const store::StoreInUse& error) {
    return programs::fail(Exit::try_later, std::string(error.what()) + ". Stop that one first, or choose another folder with --data.");
  } catch (const store::StoreUnusable& error) {
    return programs::fail(Exit::config, std::string(error.what()) + ".");
  } catch (const journal::HeadsDiffer& error) {
    return programs::fail(Exit::data, std::string(error.what()) + ".");
  } catch (const journal::KeyMissing& error) {
    return programs::fail(Exit::config, std::string(error.what()) + ".");
  } catch (const journal::Corrupt& error) {
    return programs::fail(Exit::data, std::string("The record does not hold: ") + error.what() +
                                          ". Nothing was changed. Keep a copy of the data folder as it is, and see deploy/RUNBOOK.md.");
  } catch (const service::KeyError& error) {
    return programs::fail(Exit::config, std::string(error.what()) + ".");
  } catch (const storage::StorageInUse& error) {
    return programs::fail(Exit::try_later, std::string(error.what()) + ".");
  } catch (const storage::StorageUnusable& error) {
    return programs::fail(Exit::config, std::string(error.what()) + ".");
  } catch (const staff::StaffKeyError& error) {
    return programs::fail(Exit::config, std::string(error.what()) + ".");
  } catch (const storage::NothingWritten& error) {
    return programs::fail(Exit::cannot_create,
                          std::string("Nothing was written: ") + error.what() + ". df -h shows whether the disk is full; then try again.");
  } catch (const storage::StorageFailure& error) {
    return programs::fail(Exit::unknown_write,
                          std::string("The disk failed: ") + error.what() + ". Start again: the restart finds out what was written.");
  } catch (const store::StoreFull& error) {
    return programs::fail(Exit::cannot_create,
                          std::string("The disk is full: ") + error.what() + ". df -h shows where; free some space and try again.");
  } catch (const store::StoreFailure& error) {
    return programs::fail(Exit::unknown_write,
                          std::string("The disk failed: ") + error.what() + ". Start again: the restart finds out what was written.");
  } catch (const std::filesystem::filesystem_error& error) {
    return programs::fail(Exit::cannot_create, error.path1().string() + ": " + error.code().message() +
                                                   ". Is it the right place, and may this user write there?");
  } catch (const std::exception& error) {
    return programs::fail(Exit::software, error.what());
  }
}
