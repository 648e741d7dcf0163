// The subcommands of `radslag-registrar`: one file each, one line each in main.cpp's table.
#pragma once

#include <functional>

namespace CLI {
class App;
}

namespace radslag::registrar_program {

/// What the command line asked for; run after all of it has been read. Gives the exit code; throws programs::Stop.
using Command = std::function<int()>;

/// Each adds a subcommand to `app` that puts itself into `chosen` when it is called.
void add_serve(CLI::App& app, Command& chosen);
void add_init(CLI::App& app, Command& chosen);
void add_announce(CLI::App& app, Command& chosen);
void add_check_config(CLI::App& app, Command& chosen);
void add_import_roll(CLI::App& app, Command& chosen);
void add_roll(CLI::App& app, Command& chosen);
void add_letters(CLI::App& app, Command& chosen);
void add_code(CLI::App& app, Command& chosen);
void add_cards(CLI::App& app, Command& chosen);
void add_staff(CLI::App& app, Command& chosen);
void add_destroy_key(CLI::App& app, Command& chosen);
/// Those of `cards`, each into the group.
void add_cards_make(CLI::App& group, Command& chosen);
void add_cards_status(CLI::App& group, Command& chosen);
void add_cards_letters(CLI::App& group, Command& chosen);
void add_cards_half(CLI::App& group, Command& chosen);
void add_cards_paper(CLI::App& group, Command& chosen);
/// Demo only: invented residents.
void add_example(CLI::App& app, Command& chosen);

}  // namespace radslag::registrar_program
