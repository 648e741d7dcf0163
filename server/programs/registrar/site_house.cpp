#include "server/programs/registrar/site_house.hpp"

#include <algorithm>
#include <ctime>

#include "server/http/static_files.hpp"
#include "server/outbox/outbox.hpp"
#include "server/outbox/schema.hpp"
#include "server/outbox/sender.hpp"
#include "server/programs/mail_room.hpp"
#include "server/programs/registrar/counter_post.hpp"
#include "server/programs/registrar/janitor.hpp"
#include "server/programs/registrar/town_key.hpp"
#include "server/programs/server_log.hpp"
#include "server/registrar/cards/cards.hpp"
#include "server/registrar/follow/follower.hpp"
#include "server/registrar/web/app.hpp"
#include "server/registrar/web/town_news.hpp"
#include "server/staff/staff.hpp"
#include "server/storage/database.hpp"

namespace radslag::registrar_program {
namespace {

using programs::Exit;
using programs::Stop;
using programs::server_log::Level;

constexpr std::chrono::minutes between_cleanings{5};
constexpr std::chrono::seconds first_look{5};

std::uint64_t unix_now() { return static_cast<std::uint64_t>(std::time(nullptr)); }

/// Nobody knows whether the write is there: only a restart, which reads what is, can tell.
[[noreturn]] void in_doubt(const std::string& why) {
  programs::server_log::write(Level::error, "outcome-unknown", {{"why", why}});
  programs::end_in_doubt(why);
}

http::StaticFiles load_files(const std::filesystem::path& folder) {
  if (!std::filesystem::is_directory(folder)) {
    throw Stop(Exit::config, "The built styles and scripts (npm run build, which deploy/run does) are not in " + folder.string() +
                                 ". Set assets.dir to the folder whose frontend/ they are in.");
  }
  return http::StaticFiles::load(folder);
}

std::string without_slash(std::string url) {
  while (url.ends_with('/')) url.pop_back();
  return url;
}

http::Response try_later() {
  http::Response response;
  response.status = 503;
  response.content_type = "application/problem+json";
  response.headers = {{"Cache-Control", "no-store"}, {"Retry-After", "5"}};
  response.body = R"({"type":"about:blank","status":503,"code":"busy"})";
  return response;
}

void report_standing(const registrar::Standing& standing) {
  const bool well = standing.touch == registrar::Touch::following;
  programs::server_log::write(
      well ? Level::info : Level::warn, "town-log",
      {{"standing", registrar::touch_name(standing.touch)}, {"size", std::to_string(standing.size)}, {"what", standing.what}});
}

}  // namespace

class SiteHouse::Inside {
 public:
  Inside(const Settings& settings, const std::string& site)
      : house_(open_registrar(settings)),
        cards_(*house_),
        counter_(without_slash(town_url_of(settings)), std::max(1U, settings.workers - settings.workers / 4)),
        staff_(open_staff(settings)),
        outbox_database_(storage::Database::open(settings.outbox(), outbox::kSchema, {.create = true})),
        outbox_(*outbox_database_, {.secret = programs::outbox_secret(settings.outbox_secret()), .now = {}}),
        transport_(programs::mail_transport(settings.mail, settings.mail_folder())),
        files_(load_files(settings.static_files())),
        config_(web_config(settings, site)),
        messages_(open_messages(settings)),
        news_(*messages_, *house_, outbox_, site, config_.counter),
        follower_(open_follower(settings)),
        app_(open_front()),
        sender_(open_sender(settings)),
        janitor_(between_cleanings, [this] { clean(); }) {}

  void handle(http::Request&& request, std::function<void(http::Response&&)> done) {
    if (auto file = files_.serve(request)) return done(std::move(*file));
    try {
      app_->handle(std::move(request), done);
    } catch (const storage::NothingWritten& error) {
      programs::server_log::write(Level::error, "nothing-written", {{"why", error.what()}});
      done(try_later());
    } catch (const storage::StorageFailure& error) {
      in_doubt(error.what());
    }
  }

  [[nodiscard]] const registrar_web::App& app() const { return *app_; }

 private:
  static std::unique_ptr<staff::Staff> open_staff(const Settings& settings) {
    staff::Settings its;
    its.issuer = "Rådslag, röstlängd";
    return staff::Staff::open(settings.staff(), settings.staff_key(), staff::system_clock(), std::move(its));
  }

  registrar_web::Config web_config(const Settings& settings, const std::string& site) {
    registrar_web::Config config;
    config.counter = counter_url_of(settings);
    config.demo = settings.demo;
    auto& html = config.html;
    html.templates_dir = settings.templates();
    html.locales_dir = settings.locales();
    html.layout = "registrar/layout";
    html.content_lang = settings.content_lang;
    html.time_zone = settings.time_zone;
    html.version = RADSLAG_VERSION;
    html.origins.own = {site};
    if (settings.base_url.empty()) html.origins.own.push_back("http://127.0.0.1" + site.substr(site.rfind(':')));
    html.origins.other = config.counter;
    html.asset = [this](std::string_view name) {
      try {
        return files_.url(name);
      } catch (const std::out_of_range&) {
        return std::string();
      }
    };
    return config;
  }

  static std::unique_ptr<html::Messages> open_messages(const Settings& settings) {
    try {
      return std::make_unique<html::Messages>(settings.locales(), settings.time_zone);
    } catch (const std::runtime_error& error) {
      throw Stop(Exit::config, std::string("The message catalogues cannot be used: ") + error.what());
    }
  }

  std::unique_ptr<registrar::Follower> open_follower(const Settings& settings) {
    const auto url = town_url_of(settings);
    registrar::FollowerOptions options{.key = town_key(settings, url, house_->town_origin()),
                                       .copy = settings.town_copy(),
                                       .listener = news_.listener(),
                                       .report = report_standing,
                                       .fatal = in_doubt,
                                       .rounds = settings.round_copies()};
    return std::make_unique<registrar::Follower>(town_source(url), std::move(options));
  }

  std::unique_ptr<registrar_web::App> open_front() {
    try {
      return std::make_unique<registrar_web::App>(
          registrar_web::Site{*house_, *follower_, *staff_, outbox_, config_, unix_now, nullptr, &cards_,
                              [this](const std::string& statement) { return counter_.hand_over(statement); }});
    } catch (const std::runtime_error& error) {
      throw Stop(Exit::config, std::string("The templates and catalogues cannot be used: ") + error.what());
    }
  }

  std::unique_ptr<outbox::Sender> open_sender(const Settings& settings) {
    follower_->look(first_look);
    const auto name = follower_->town()->name;
    outbox::SenderOptions options;
    options.from = programs::mail_from(settings.mail, name.empty() ? "Rådslag" : name);
    options.report = [](const outbox::Report& report) {
      if (report.kind == outbox::Report::Kind::sent) return;
      programs::server_log::write(Level::warn, "mail",
                                  {{"event", report.event}, {"reason", report.reason}, {"attempt", std::to_string(report.attempt)}});
    };
    options.fatal = in_doubt;
    return std::make_unique<outbox::Sender>(outbox_, *transport_, std::move(options));
  }

  void clean() {
    try {
      house_->prune(unix_now());
    } catch (const storage::NothingWritten& error) {
      programs::server_log::write(Level::error, "nothing-written", {{"why", error.what()}});
    } catch (const storage::StorageFailure& error) {
      in_doubt(error.what());
    }
  }

  std::unique_ptr<registrar::Registrar> house_;
  registrar::Cards cards_;
  CounterPost counter_;
  std::unique_ptr<staff::Staff> staff_;
  std::unique_ptr<storage::Database> outbox_database_;
  outbox::Outbox outbox_;
  std::unique_ptr<outbox::Transport> transport_;
  http::StaticFiles files_;
  const registrar_web::Config config_;
  std::unique_ptr<html::Messages> messages_;
  registrar_web::TownNews news_;
  std::unique_ptr<registrar::Follower> follower_;
  std::unique_ptr<registrar_web::App> app_;
  std::unique_ptr<outbox::Sender> sender_;
  Janitor janitor_;
};

SiteHouse::SiteHouse(const Settings& settings, const std::string& site) : inside_(std::make_unique<Inside>(settings, site)) {}
SiteHouse::~SiteHouse() = default;

void SiteHouse::handle(http::Request&& request, std::function<void(http::Response&&)> done) {
  inside_->handle(std::move(request), std::move(done));
}

std::size_t SiteHouse::body_limit(std::string_view method, std::string_view path) const { return inside_->app().body_limit(method, path); }

std::string town_url_of(const Settings& settings) {
  if (!settings.town_url.empty()) return settings.town_url;
  if (settings.demo && settings.port > 1) return "http://localhost:" + std::to_string(settings.port - 1);
  throw Stop(Exit::config, "Where is the voting server, whose public log the registrar follows? Set town.url, or give --town-url.");
}

std::string counter_url_of(const Settings& settings) {
  auto url = settings.counter_url.empty() ? town_url_of(settings) : settings.counter_url;
  while (url.ends_with('/')) url.pop_back();
  return url;
}

}  // namespace radslag::registrar_program
