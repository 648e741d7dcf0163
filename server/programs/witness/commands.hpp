// The subcommands of `radslag-witness`: one file each, one line each in main.cpp's table.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace radslag::witness_program {

/// What the command line asked for; run after all of it has been read. Gives the exit code; throws programs::Stop.
using Command = std::function<int()>;

/// Each adds a subcommand to `app` that puts itself into `chosen` when it is called.
void add_init(CLI::App& app, Command& chosen);
void add_trust(CLI::App& app, Command& chosen);
void add_serve(CLI::App& app, Command& chosen);
void add_status(CLI::App& app, Command& chosen);
void add_key(CLI::App& app, Command& chosen);
void add_check_config(CLI::App& app, Command& chosen);

}  // namespace radslag::witness_program
