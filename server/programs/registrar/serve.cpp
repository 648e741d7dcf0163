// radslag-registrar serve: the site where residents sign in and sign.
#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "server/http/server.hpp"
#include "server/programs/descriptors.hpp"
#include "server/programs/registrar/commands.hpp"
#include "server/programs/registrar/settings.hpp"
#include "server/programs/registrar/site_house.hpp"
#include "server/programs/server_log.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;
using programs::server_log::Level;

/// The server and the house that it will have: listening comes first, so that a taken port costs nobody a wait.
class Running {
 public:
  explicit Running(const Settings& settings) : settings_(settings), server_(listen()) {}

  void open_house() {
    site_ = settings_.base_url.empty() ? "http://localhost:" + std::to_string(server_->port()) : settings_.base_url;
    while (site_.ends_with('/')) site_.pop_back();
    house_ = std::make_unique<SiteHouse>(settings_, site_);
  }

  void run() {
    programs::server_log::write(Level::info, "started",
                                {{"version", RADSLAG_VERSION},
                                 {"address", settings_.address},
                                 {"port", std::to_string(server_->port())},
                                 {"demo", settings_.demo ? "yes" : "no"}});
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
    config.form_actions = {counter_url_of(settings_)};
    config.stop_on_signals = true;
    config.body_limit = [this](std::string_view method, std::string_view path) { return house_->body_limit(method, path); };
    config.log = [](std::string_view line) { programs::server_log::write(Level::error, "http", {{"what", line}}); };
    try {
      return std::make_unique<http::Server>(std::move(config),
                                            [this](http::Request&& request, std::function<void(http::Response &&)> done) {
                                              house_->handle(std::move(request), std::move(done));
                                            });
    } catch (const http::ListenError& error) {
      throw Stop(Exit::unavailable, std::string(error.what()) + " For another port: --port " + std::to_string(settings_.port % 65'535 + 1));
    } catch (const std::invalid_argument& error) {
      throw Stop(Exit::config,
                 std::string("These settings can serve nobody: ") + error.what() + ". radslag-registrar check-config shows them.");
    }
  }

  void announce() const {
    const auto codes = settings_.dirs.root / "letter-codes.txt";
    std::cerr << "\nThe registrar is running at " << site_ << "\n\n"
              << "  Data          " << std::filesystem::absolute(settings_.dirs.root).lexically_normal().string() << "\n"
              << "  Town log      " << town_url_of(settings_) << "/log/town\n";
    if (settings_.demo && std::filesystem::exists(codes)) std::cerr << "  Letter codes  " << codes.string() << "\n";
    if (settings_.mail.transport == "folder") std::cerr << "  Letters       " << settings_.mail_folder().string() << " (sent to nobody)\n";
    std::cerr << "  Stop          Ctrl-C; the data stays\n\n" << std::flush;
  }

  const Settings& settings_;
  std::string site_;
  std::unique_ptr<SiteHouse> house_;
  std::unique_ptr<http::Server> server_;  // last, so that it is gone before what its handlers use
};

int serve(const SettingFlags& flags) {
  const auto settings = flags.settings();
  ::umask(077);
  std::signal(SIGPIPE, SIG_IGN);
  programs::server_log::begin(settings.log_level);
  programs::allow_descriptors(settings.http.connections);
  Running running(settings);
  running.open_house();
  running.run();
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("serve", "Runs the site where residents sign in");
  const auto flags = add_setting_flags(*command);
  command->footer(R"(Examples
  radslag-registrar serve --data /var/lib/radslag-registrar --town-url https://radslag.example.se --base-url https://rostlangd.example.se
  radslag-registrar serve --demo --data data/registrar           beside radslag serve --demo on the port before

The town log's public key must have been pinned: a file with its one line, as whoever runs the voting server hands it over (--town-vkey). A
demonstration pins the key that it finds the first time. SIGINT and SIGTERM stop it: requests in flight are answered first.)");
  command->callback([&chosen, flags] { chosen = [flags] { return serve(*flags); }; });
}

}  // namespace radslag::registrar_program
