// radslag-witness serve: answers add-checkpoint.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "ledger/witness/witness.hpp"
#include "server/http/server.hpp"
#include "server/programs/descriptors.hpp"
#include "server/programs/server_log.hpp"
#include "server/programs/witness/commands.hpp"
#include "server/programs/witness/settings.hpp"
#include "server/programs/witness/site.hpp"

namespace radslag::witness_program {
namespace {

using programs::Exit;
using programs::Stop;
using programs::server_log::Level;

[[noreturn]] void in_doubt(const std::string& why) {
  programs::server_log::write(Level::error, "outcome-unknown", {{"why", why}});
  programs::end_in_doubt(why);
}

/// The server and the witness that it will have: listening comes first, so that a taken port leaves the folder alone.
class Running {
 public:
  explicit Running(const Settings& settings) : settings_(settings), server_(listen()) {}

  void open() {
    witness_ = std::make_unique<witness::Witness>(settings_.data, open_key(settings_));
    WatchOptions options;
    options.every = std::chrono::seconds(settings_.read_seconds);
    options.report = [](const std::string& town, const TownLook& look) {
      if (look.what.empty()) {
        programs::server_log::write(Level::info, "read", {{"town", town}, {"entries", std::to_string(look.size)}});
      } else {
        programs::server_log::write(Level::warn, "not-read", {{"town", town}, {"what", look.what}});
      }
    };
    options.fatal = in_doubt;
    watch_ = std::make_unique<TownWatch>(*witness_, std::move(options));
    site_ = std::make_unique<Site>(*witness_, *watch_, in_doubt);
  }

  void run() {
    programs::server_log::write(Level::info, "started",
                                {{"version", RADSLAG_VERSION}, {"address", settings_.address}, {"port", std::to_string(server_->port())}});
    announce();
    server_->run();
    programs::server_log::write(Level::info, "stopped");
  }

 private:
  std::unique_ptr<http::Server> listen() {
    http::Config config;
    config.address = settings_.address;
    config.port = settings_.port;
    config.limits = settings_.http;
    config.worker_threads = settings_.workers;
    config.strict_transport = settings_.strict_transport;
    config.stop_on_signals = true;
    config.log = [](std::string_view line) { programs::server_log::write(Level::error, "http", {{"what", line}}); };
    try {
      return std::make_unique<http::Server>(
          std::move(config),
          [this](http::Request&& request, const std::function<void(http::Response &&)>& done) { done(site_->answer(request)); });
    } catch (const http::ListenError& error) {
      throw Stop(Exit::unavailable, std::string(error.what()) + " For another port: --port " + std::to_string(settings_.port % 65'535 + 1));
    } catch (const std::invalid_argument& error) {
      throw Stop(Exit::config,
                 std::string("These settings can serve nobody: ") + error.what() + ". radslag-witness check-config shows them.");
    }
  }

  void announce() const {
    const auto address = settings_.base_url.empty() ? "http://localhost:" + std::to_string(server_->port()) : settings_.base_url;
    std::cerr << "\nThe witness " << witness_->key().name << " is running at " << address << "\n\n"
              << "  Public key    " << witness_->key().text() << "\n"
              << "  Data          " << std::filesystem::absolute(settings_.data).lexically_normal().string() << "\n";
    for (const auto& town : witness_->towns()) std::cerr << "  Town          " << town.key << ", read at " << town.url << "\n";
    if (witness_->towns().empty()) std::cerr << "  Town          none yet: radslag-witness trust town\n";
    std::cerr << "  Stop          Ctrl-C; the data stays\n\n" << std::flush;
  }

  const Settings& settings_;
  std::unique_ptr<witness::Witness> witness_;
  std::unique_ptr<TownWatch> watch_;
  std::unique_ptr<Site> site_;
  std::unique_ptr<http::Server> server_;  // last, so that it is gone before what its handlers use
};

int serve(const SettingFlags& flags) {
  const auto settings = flags.settings();
  ::umask(077);
  std::signal(SIGPIPE, SIG_IGN);
  programs::server_log::begin(settings.log_level);
  programs::allow_descriptors(settings.http.connections);
  Running running(settings);
  running.open();
  running.run();
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("serve", "Runs the witness");
  const auto flags = add_setting_flags(*command);
  command->footer(R"(Examples
  radslag-witness serve --data /var/lib/radslag-witness --base-url https://witness.tidningen.example
  radslag-witness serve --data trial-witness --port 8083

It answers the municipality's server (POST /add-checkpoint) and anyone's browser (/). It reads the town's log to learn of new rounds. SIGINT
and SIGTERM stop it. Exit code 74: a write failed and nobody knows whether it is on the disk; start again, the restart finds out.)");
  command->callback([&chosen, flags] { chosen = [flags] { return serve(*flags); }; });
}

}  // namespace radslag::witness_program
