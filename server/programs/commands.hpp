// The subcommands of `radslag`: one file each, one line each in main.cpp's table.
#pragma once

#include <functional>
#include <memory>
#include <string>

namespace CLI {
class App;
}

namespace radslag::programs {

/// What the command line asked for; run after all of it has been read. Gives the exit code; throws Stop.
using Command = std::function<int()>;

/// Each adds a subcommand to `app` that puts itself into `chosen` when it is called.
void add_serve(CLI::App& app, Command& chosen);
void add_init(CLI::App& app, Command& chosen);
void add_check_config(CLI::App& app, Command& chosen);
void add_heads(CLI::App& app, Command& chosen);
void add_recover(CLI::App& app, Command& chosen);
void add_keys(CLI::App& app, Command& chosen);
void add_export(CLI::App& app, Command& chosen);
void add_erase(CLI::App& app, Command& chosen);
void add_publish(CLI::App& app, Command& chosen);
void add_dialogue(CLI::App& app, Command& chosen);
void add_officer(CLI::App& app, Command& chosen);
void add_witnesses(CLI::App& app, Command& chosen);
void add_round(CLI::App& app, Command& chosen);
void add_submit(CLI::App& app, Command& chosen);
void add_import_pb(CLI::App& app, Command& chosen);
void add_replay_pb(CLI::App& app, Command& chosen);
void add_allocate(CLI::App& app, Command& chosen);
void add_staff(CLI::App& app, Command& chosen);

/// Below `round`; `round` is where the round's id goes.
void add_round_slip(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round);
void add_draw_lot(CLI::App& group, Command& chosen, std::shared_ptr<std::string> round);
void add_lot_share(CLI::App& group, Command& chosen);

}  // namespace radslag::programs
