#include "server/programs/witness/settings.hpp"

#include "server/programs/http_limits.hpp"

namespace radslag::witness_program {

using programs::Config;
using programs::Exit;
using programs::Kind;
using programs::Setting;
using programs::Stop;

namespace {

/// A witness is asked by few, and what it is asked is small.
http::Limits own_limits() {
  http::Limits limits;
  limits.body_bytes = 32 * 1024;  // 63 hashes and a checkpoint with sixteen signatures have room in it
  limits.all_bodies_bytes = 8 * 1024 * 1024;
  limits.connections = 500;
  limits.body_seconds = 10;
  return limits;
}

}  // namespace

std::vector<Setting> settings_table() {
  std::vector<Setting> table{
      {"data.dir", Kind::folder, "witness-data", "where the witness remembers what it has cosigned, and witness.conf lies", "--data"},
      {"key.file", Kind::text, "", "its secret key. Empty: witness.key in the data folder", "--key-file"},
      {"server.address", Kind::address, "127.0.0.1", "the address of this machine to listen at; behind a proxy, leave it", "--address"},
      {"server.port", Kind::number, "8082", "the port to listen at; 0 takes a free one", "--port", 0, 65'535},
      {"server.workers", Kind::number, "2", "threads that answer requests", "--workers", 1, 64},
      {"server.strict_transport", Kind::yes_no, "no", "tell browsers to come by https only; yes where a proxy in front speaks https"},
      {"site.base_url", Kind::url, "", "the address that the municipality's server uses. Empty: http://localhost:PORT", "--base-url"},
      {"town.read_seconds", Kind::number, "60", "between two looks at a town's log, beside those that requests give cause for", "", 2,
       86'400},
      {"log.level",
       Kind::word,
       "info",
       "how much is logged: debug, info, warn or error",
       "--log-level",
       0,
       0,
       {"debug", "info", "warn", "error"}},
  };
  const auto limits = own_limits();
  programs::each_http_limit(limits, [&](std::string name, const auto& value, std::string meaning) {
    table.push_back(programs::limit_row(std::move(name), value, std::move(meaning)));
  });
  return table;
}

Settings settings_of(const Config& config) {
  Settings settings;
  settings.data = config.text("data.dir");
  settings.key_file = config.text("key.file").empty() ? settings.data / "witness.key" : std::filesystem::path(config.text("key.file"));
  settings.address = config.text("server.address");
  settings.port = static_cast<std::uint16_t>(config.number("server.port"));
  settings.workers = static_cast<unsigned>(config.number("server.workers"));
  settings.strict_transport = config.yes("server.strict_transport");
  settings.base_url = config.text("site.base_url");
  settings.read_seconds = config.number("town.read_seconds");
  settings.log_level = config.text("log.level");
  programs::each_http_limit(settings.http, [&](const char* name, auto& value, const char*) {
    value = static_cast<std::remove_cvref_t<decltype(value)>>(config.number(name));
  });
  return settings;
}

Config SettingFlags::load() const {
  return Config(settings_table(),
                {given, programs::radslag_environment(program_name), file,
                 [](const Config& so_far) { return std::filesystem::path(so_far.text("data.dir")) / "witness.conf"; }, program_name});
}

std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& subcommand, std::initializer_list<std::string> only) {
  auto flags = std::make_shared<SettingFlags>();
  programs::add_flags(subcommand, flags, settings_table(), only, program_name, "witness.conf");
  return flags;
}

witness::Key open_key(const Settings& settings) {
  auto key = witness::read_key(settings.key_file);
  if (key) return std::move(*key);
  const auto& why = key.error().detail;
  if (key.error().code == Errc::not_found)
    throw Stop(Exit::config, why + ": begin a witness with radslag-witness init, or name another folder with --data.");
  throw Stop(key.error().code == Errc::not_authorised ? Exit::no_permission : Exit::config, why + ".");
}

}  // namespace radslag::witness_program
