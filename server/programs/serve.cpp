#include <sys/stat.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>

#include "crypto/hash.hpp"
#include "ledger/progress/progress.hpp"
#include "ledger/store/sqlite/sqlite_store.hpp"
#include "server/desk/caretaker.hpp"
#include "server/http/server.hpp"
#include "server/http/static_files.hpp"
#include "server/outbox/sender.hpp"
#include "server/programs/announcement.hpp"
#include "server/programs/commands.hpp"
#include "server/programs/descriptors.hpp"
#include "server/programs/head_store.hpp"
#include "server/programs/mail_room.hpp"
#include "server/programs/server_log.hpp"
#include "server/programs/setting_flags.hpp"
#include "server/programs/town_start.hpp"
#include "server/programs/witnessing.hpp"
#include "server/service/counter_data.hpp"
#include "server/service/desk.hpp"
#include "server/service/record_service.hpp"
#include "server/staff/staff.hpp"
#include "server/web/app.hpp"

namespace radslag::programs {
namespace {

using server_log::Level;

/// Where residents sign in: in a demonstration beside this site, at the next port.
std::string registrar_url(const Settings& settings) {
  if (!settings.registrar_url.empty() || !settings.demo || settings.port == 0) return settings.registrar_url;
  return "http://localhost:" + std::to_string(settings.port + 1);
}

/// A town and its front, in the order in which they need each other.
class House {
 public:
  House(const Settings& settings, const std::string& base_url)
      : store_(store::SqliteStore::open(settings.data.store())),
        keys_(settings.data.keys()),
        heads_(open_heads(settings)),
        journal_(std::make_unique<journal::Journal>(*store_, journal_keys(), journal_options(settings))),
        witnessing_(settings, *journal_),
        service_(*journal_, keys_, settings.data.archives(), service::RecordService::system_seconds, &witnessing_.cosignatures()),
        staff_(open_staff(settings)),
        data_(service::open_counter_data(settings.data.counter())),
        desk_(*data_, service_),
        outbox_(*data_, {.secret = outbox_secret(settings.data.outbox_secret())}),
        transport_(mail_transport(settings.mail, settings.data.mail())),
        files_(load_files(settings.static_files)),
        app_(open_front(settings, base_url)) {
    heads_.remember();
    open_caretaker(settings, base_url);
    witnessing_.begin();
  }
  ~House() {
    witnessing_.end();
    caretaker_.reset();
    journal_.reset();  // before the front: it answers what still waits, in the front's words
  }
  House(const House&) = delete;
  House& operator=(const House&) = delete;

  [[nodiscard]] bool begun() const { return journal_->state()->begun(); }
  [[nodiscard]] bool demo() const { return journal_->state()->town.demo; }
  [[nodiscard]] const OurHeads& heads() const { return heads_; }
  /// As announced in the record; empty: none has been.
  [[nodiscard]] std::string registrar_site() const {
    const auto state = journal_->state();
    return state->town.registrar ? state->town.registrar->row.site : std::string();
  }

  void handle(http::Request&& request, std::function<void(http::Response&&)> done) {
    if (auto file = files_.serve(request)) return done(std::move(*file));
    app_->handle(std::move(request), std::move(done));
  }

  [[nodiscard]] std::size_t body_limit(std::string_view method, std::string_view path) const { return app_->body_limit(method, path); }

 private:
  journal::Keys journal_keys() {
    return {keys_.town_key(), [this](const crypto::PublicKey& key) { return keys_.held(key); }};
  }

  static OurHeads open_heads(const Settings& settings) {
    auto ours = OurHeads::open(settings.data, settings.demo);
    if (!ours.notice().empty()) std::cerr << ours.notice() << '\n';
    server_log::write(Level::info, "head-store",
                      {{"same_disk", ours.same_disk() ? "yes" : "no"}, {"made", ours.notice().empty() ? "no" : "yes"}});
    return ours;
  }

  [[nodiscard]] journal::Options journal_options(const Settings& settings) const {
    journal::Options options;
    options.heads = &heads_.store();
    options.queue_submissions = settings.queue_submissions;
    options.commit_submissions = settings.commit_submissions;
    options.fatal = [](const std::string& why) {
      server_log::write(Level::error, "outcome-unknown", {{"why", why}});
      end_in_doubt(why);
    };
    options.replay_progress = [bar = std::make_shared<progress::Progress>("Reading the record")](std::uint64_t done, std::uint64_t all) {
      bar->update(done, all);
    };
    return options;
  }

  static void require_folder(const std::filesystem::path& folder, const std::string& what, const std::string& setting) {
    if (std::filesystem::is_directory(folder)) return;
    throw Stop(Exit::config, what + " are not in " + folder.string() + ". Set " + setting + " to where they are.");
  }

  static http::StaticFiles load_files(const std::filesystem::path& folder) {
    require_folder(folder, "The built styles and scripts (npm run build, which deploy/run does)", "assets.static");
    return http::StaticFiles::load(folder);
  }

  std::unique_ptr<web::App> open_front(const Settings& settings, const std::string& base_url) {
    require_folder(settings.templates, "The page templates", "assets.templates");
    require_folder(settings.locales, "The message catalogues", "assets.locales");
    try {
      return std::make_unique<web::App>(service_, web_config(settings, base_url));
    } catch (const std::runtime_error& error) {
      throw Stop(Exit::config, std::string("The templates and catalogues cannot be used: ") + error.what());
    }
  }

  [[nodiscard]] std::string town_name() const {
    const auto state = journal_->state();
    return state->begun() ? state->town.name : "Rådslag";
  }

  [[nodiscard]] std::unique_ptr<staff::Staff> open_staff(const Settings& settings) const {
    staff::Settings its;
    its.issuer = town_name();
    return staff::Staff::open(settings.data.staff(), settings.data.staff_key(), staff::system_clock(), std::move(its));
  }

  /// What happens without anybody asking: mail to staff, and the ends of initiatives whose time is over.
  void open_caretaker(const Settings& settings, const std::string& base_url) {
    outbox::SenderOptions sender;
    sender.from = mail_from(settings.mail, town_name());
    sender.report = [](const outbox::Report& report) {
      if (report.kind == outbox::Report::Kind::sent) return;
      server_log::write(Level::warn, "mail", {{"event", report.event}, {"reason", report.reason}});
    };
    sender.fatal = [](const std::string& why) { end_in_doubt(why); };
    sender_ = std::make_unique<outbox::Sender>(outbox_, *transport_, std::move(sender));
    desk::CaretakerOptions options;
    options.base_url = base_url;
    options.language = settings.content_lang;
    options.log = [](const std::string& what) { server_log::write(Level::error, "caretaker", {{"what", what}}); };
    caretaker_ = std::make_unique<desk::Caretaker>(service_, *staff_, *data_, outbox_, app_->messages(), std::move(options));
    caretaker_->start();
  }

  web::Config web_config(const Settings& settings, const std::string& base_url) {
    web::Config config;
    config.staff = staff_.get();
    config.desk = &desk_;
    for (const auto& [path, bytes] : files_.code()) config.ballot_page.push_back({crypto::sha256(*bytes), path});
    config.origins.own = {base_url};
    if (settings.base_url.empty()) config.origins.own.push_back("http://127.0.0.1:" + base_url.substr(base_url.rfind(':') + 1));
    config.origins.other = registrar_url(settings);
    config.templates_dir = settings.templates;
    config.locales_dir = settings.locales;
    config.content_lang = settings.content_lang;
    config.time_zone = settings.time_zone;
    config.base_url = base_url;
    config.version = RADSLAG_VERSION;
    config.asset = [this](std::string_view name) {
      try {
        return files_.url(name);
      } catch (const std::out_of_range&) {
        return std::string();
      }
    };
    config.ballot_body_bytes = settings.ballot_body_bytes;
    config.act_body_bytes = settings.act_body_bytes;
    config.small_body_bytes = settings.small_body_bytes;
    config.cache_pages = settings.cache_pages;
    config.cache_bytes = settings.cache_bytes;
    config.bundle_bytes = settings.bundle_bytes;
    return config;
  }

  std::unique_ptr<store::SqliteStore> store_;
  service::KeyRing keys_;
  OurHeads heads_;
  std::unique_ptr<journal::Journal> journal_;
  Witnessing witnessing_;
  service::RecordService service_;
  std::unique_ptr<staff::Staff> staff_;
  std::unique_ptr<storage::Database> data_;
  service::Desk desk_;
  outbox::Outbox outbox_;
  std::unique_ptr<outbox::Transport> transport_;
  http::StaticFiles files_;
  std::unique_ptr<web::App> app_;
  std::unique_ptr<outbox::Sender> sender_;
  std::unique_ptr<desk::Caretaker> caretaker_;
};

/// The server and the house that it will have: listening comes first, so that a taken port costs nobody a wait.
class Running {
 public:
  explicit Running(const Settings& settings) : settings_(settings), server_(listen()) {}

  void open_house() {
    const auto host = "localhost:" + std::to_string(server_->port());
    address_ = settings_.base_url.empty() ? "http://" + host : settings_.base_url;
    beginning_ = begin_if_empty(settings_, settings_.origin.empty() ? host : settings_.origin);
    house_ = std::make_unique<House>(settings_, address_);
    check_begun();
    check_demo();
    check_registrar();
    check_head_store();
  }

  void run() {
    const auto port = std::to_string(server_->port());
    server_log::write(
        Level::info, "started",
        {{"version", RADSLAG_VERSION}, {"address", settings_.address}, {"port", port}, {"demo", house_->demo() ? "yes" : "no"}});
    announce(std::cerr, settings_, address_, beginning_, house_->demo());
    server_->run();
    server_log::write(Level::info, "stopped");
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
    if (const auto registrar = registrar_url(settings_); !registrar.empty()) config.form_actions = {registrar};
    config.body_limit = [this](std::string_view method, std::string_view path) { return house_->body_limit(method, path); };
    config.log = [](std::string_view line) { server_log::write(Level::error, "http", {{"what", line}}); };
    try {
      return std::make_unique<http::Server>(std::move(config),
                                            [this](http::Request&& request, std::function<void(http::Response &&)> done) {
                                              house_->handle(std::move(request), std::move(done));
                                            });
    } catch (const http::ListenError& error) {
      throw Stop(Exit::unavailable, std::string(error.what()) + " For another port: --port " + std::to_string(settings_.port % 65'535 + 1));
    } catch (const std::invalid_argument& error) {
      throw Stop(Exit::config, std::string("The limits can serve nobody: ") + error.what() + ". radslag check-config shows them.");
    }
  }

  /// What residents bring is taken only from the site that the settings name: it should be the one that the record names.
  void check_registrar() const {
    const auto announced = house_->registrar_site();
    if (announced.empty() || announced == registrar_url(settings_)) return;
    server_log::write(Level::warn, "registrar-url", {{"set", registrar_url(settings_)}, {"announced", announced}});
    std::cerr << "The record names " << announced << " as the place where residents sign in, and this site takes nothing from there. Give "
              << "--registrar-url " << announced << '\n';
  }

  /// A town whose beginning was cut short before its first entry is none yet.
  void check_begun() const {
    if (house_->begun()) return;
    throw Stop(Exit::config, "The record in " + settings_.data.root.string() +
                                 " has no entry: its beginning was cut short. Remove that folder and its head store, " +
                                 house_->heads().path().string() + ", and begin again.");
  }

  /// What a head store on the same disk is worth should be known before it is needed.
  void check_head_store() const {
    if (house_->demo() || !house_->heads().same_disk()) return;
    std::cerr << "The head store (" << house_->heads().path().string()
              << ") lies on the same disk as the record: it shows an older copy of the record put back, but is lost where the disk is. Set "
                 "data.head_store to a file on another disk.\n";
  }

  void check_demo() const {
    const auto folder = settings_.data.root.string();
    if (settings_.demo && !house_->demo()) {
      throw Stop(Exit::config, "The record in " + folder +
                                   " is a real one, not a demonstration. Leave out --demo, or choose another folder with --data.");
    }
    if (!settings_.demo && house_->demo()) {
      std::cerr << "The record in " << folder
                << " was begun as a demonstration: every page will say so. For a real one, choose another folder with --data.\n";
      server_log::write(Level::warn, "demo-record", {{"data", folder}});
    }
  }

  const Settings& settings_;
  std::string address_;
  Beginning beginning_ = Beginning::was_there;
  std::unique_ptr<House> house_;
  std::unique_ptr<http::Server> server_;  // last, so that it is gone before what its handlers use
};

int serve(const SettingFlags& flags) {
  const auto settings = settings_of(flags.load());
  ::umask(077);
  std::signal(SIGPIPE, SIG_IGN);
  server_log::begin(settings.log_level);
  server_log::write(Level::info, "starting", {{"store", store::SqliteStore::protection()}});
  allow_descriptors(settings.http.connections);
  Running running(settings);
  running.open_house();
  running.run();
  return 0;
}

}  // namespace

void add_serve(CLI::App& app, Command& chosen) {
  auto* command = app.add_subcommand("serve", "Runs the site");
  const auto flags = add_setting_flags(*command);
  command->footer(R"(Examples
  radslag serve --demo --data trial                      an example municipality, made the first time
  radslag serve --data /var/lib/radslag --port 8443 --base-url https://radslag.example.se
  RADSLAG_LIMITS_CONNECTIONS=2000 radslag serve

SIGINT and SIGTERM stop it: requests in flight are answered first. If the disk is full, reading goes on and writing is refused until there
is room. Exit code 74: a write failed and nobody knows whether it is on the disk; start again, the restart finds out.)");
  command->callback([&chosen, flags] { chosen = [flags] { return serve(*flags); }; });
}

}  // namespace radslag::programs
