#include "server/programs/registrar/settings.hpp"

#include "server/programs/http_limits.hpp"

namespace radslag::registrar_program {

using programs::Config;
using programs::Exit;
using programs::Kind;
using programs::Setting;
using programs::Stop;

std::vector<Setting> settings_table() {
  std::vector<Setting> table{
      {"data.dir", Kind::folder, "registrar-data", "where the registrar's database, matters and registrar.conf lie", "--data"},
      {"keys.dir", Kind::text, "", "where its keys lie. Empty: keys in the data folder", "--keys"},
      {"server.address", Kind::address, "127.0.0.1", "the address of this machine to listen at; behind a proxy, leave it", "--address"},
      {"server.port", Kind::number, "8081", "the port to listen at; 0 takes a free one", "--port", 0, 65'535},
      {"server.workers", Kind::number, "4", "threads that answer requests", "--workers", 1, 256},
      {"server.strict_transport", Kind::yes_no, "no", "tell browsers to come by https only; yes where a proxy in front speaks https"},
      {"site.base_url", Kind::url, "", "the address that residents use. Empty: http://localhost:PORT", "--base-url"},
      {"site.counter_url", Kind::url, "", "the voting server's address as residents use it. Empty: town.url", "--counter-url"},
      {"site.content_lang", Kind::text, "sv", "the language that the municipality writes in"},
      {"site.time_zone", Kind::text, "Europe/Stockholm", "the zone that times are shown in"},
      {"site.demo", Kind::yes_no, "no", "a demonstration: every page says so, and the town's key is pinned on first use", "--demo"},
      {"town.url", Kind::url, "", "the voting server, whose public log is followed. Empty: with --demo the port before ours", "--town-url"},
      {"town.vkey_file", Kind::text, "", "the town log's public key, pinned. Empty: town.vkey in the data folder", "--town-vkey"},
      {"assets.dir", Kind::folder, RADSLAG_ASSETS_DIR, "the folder of frontend/ and deploy/: templates, texts, the letter"},
      {"log.level",
       Kind::word,
       "info",
       "how much is logged: debug, info, warn or error",
       "--log-level",
       0,
       0,
       {"debug", "info", "warn", "error"}},
  };
  for (auto& row : programs::mail_rows()) table.push_back(std::move(row));
  const http::Limits defaults;
  programs::each_http_limit(defaults, [&](std::string name, const auto& value, std::string meaning) {
    table.push_back(programs::limit_row(std::move(name), value, std::move(meaning)));
  });
  return table;
}

Settings settings_of(const Config& config) {
  Settings settings;
  settings.dirs = {config.text("data.dir"), config.text("keys.dir")};
  settings.port = static_cast<std::uint16_t>(config.number("server.port"));
  settings.base_url = config.text("site.base_url");
  settings.assets = config.text("assets.dir");
  settings.address = config.text("server.address");
  settings.workers = static_cast<unsigned>(config.number("server.workers"));
  settings.strict_transport = config.yes("server.strict_transport");
  settings.counter_url = config.text("site.counter_url");
  settings.content_lang = config.text("site.content_lang");
  settings.time_zone = config.text("site.time_zone");
  settings.demo = config.yes("site.demo");
  settings.town_url = config.text("town.url");
  settings.vkey_file = config.text("town.vkey_file");
  settings.log_level = config.text("log.level");
  settings.mail = programs::mail_settings_of(config);
  programs::each_http_limit(settings.http, [&](const char* name, auto& value, const char*) {
    value = static_cast<std::remove_cvref_t<decltype(value)>>(config.number(name));
  });
  return settings;
}

Config SettingFlags::load() const {
  return Config(settings_table(),
                {given, programs::radslag_environment(program_name), file,
                 [](const Config& so_far) { return std::filesystem::path(so_far.text("data.dir")) / "registrar.conf"; }, program_name});
}

std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& subcommand, std::initializer_list<std::string> only) {
  auto flags = std::make_shared<SettingFlags>();
  programs::add_flags(subcommand, flags, settings_table(), only, program_name, "registrar.conf");
  return flags;
}

std::unique_ptr<registrar::Registrar> open_registrar(const Settings& settings) {
  if (!std::filesystem::exists(settings.dirs.database())) {
    throw Stop(Exit::config, "There is no registrar in " + settings.dirs.root.string() +
                                 ": begin one with radslag-registrar init, or name another folder with --data.");
  }
  return std::make_unique<registrar::Registrar>(settings.dirs);
}

}  // namespace radslag::registrar_program
