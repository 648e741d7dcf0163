// Every setting of the registrar, and the values as its commands use them. The table is the documentation: `radslag-registrar check-config`
// prints it.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/http/limits.hpp"
#include "server/programs/flags.hpp"
#include "server/programs/mail_settings.hpp"
#include "server/registrar/registrar.hpp"

namespace CLI {
class App;
}

namespace radslag::registrar_program {

inline constexpr const char* program_name = "radslag-registrar";

struct Settings {
  registrar::RegistrarDirs dirs;
  std::filesystem::path assets;  ///< the folder of frontend/ and deploy/
  std::string base_url;          ///< the address that residents use; empty: http://localhost and the port
  std::uint16_t port = 0;

  // Of serve:
  std::string address;
  unsigned workers = 0;
  bool strict_transport = false;
  std::string content_lang, time_zone;
  bool demo = false;
  std::string town_url;     ///< where this program reads the town log; empty: with `demo` the port before ours
  std::string counter_url;  ///< the voting server as residents reach it; empty: town_url
  std::string vkey_file;    ///< empty: town.vkey in the data folder
  std::string log_level;
  programs::MailSettings mail;
  http::Limits http;

  [[nodiscard]] std::filesystem::path templates() const { return assets / "frontend" / "templates"; }
  [[nodiscard]] std::filesystem::path locales() const { return assets / "frontend" / "locales"; }
  [[nodiscard]] std::filesystem::path static_files() const { return assets / "frontend" / "dist" / "static"; }
  [[nodiscard]] std::filesystem::path vkey() const {
    return vkey_file.empty() ? dirs.root / "town.vkey" : std::filesystem::path(vkey_file);
  }
  [[nodiscard]] std::filesystem::path town_copy() const { return dirs.root / "town.sqlite"; }  ///< what was seen of the town log
  [[nodiscard]] std::filesystem::path round_copies() const { return dirs.root / "rounds"; }    ///< and of round logs
  [[nodiscard]] std::filesystem::path outbox() const { return dirs.root / "outbox.sqlite"; }
  [[nodiscard]] std::filesystem::path outbox_secret() const { return dirs.keys_folder() / "outbox.secret"; }
  [[nodiscard]] std::filesystem::path mail_folder() const { return dirs.root / "mail"; }
  [[nodiscard]] std::filesystem::path staff() const { return dirs.root / "staff.sqlite"; }  ///< accounts and sessions
  [[nodiscard]] std::filesystem::path staff_key() const { return dirs.keys_folder() / "staff.secret"; }
  /// The address that residents use, without a slash at the end.
  [[nodiscard]] std::string site() const { return base_url.empty() ? "http://localhost:" + std::to_string(port) : base_url; }
};

/// In the order in which they are shown.
[[nodiscard]] std::vector<programs::Setting> settings_table();
/// The values of a configuration that was read with settings_table().
[[nodiscard]] Settings settings_of(const programs::Config& config);

/// Filled by the command line as it is read.
struct SettingFlags : programs::GivenFlags {
  /// Flags, before RADSLAG_REGISTRAR_ variables, before a file (registrar.conf in the data folder), before defaults. Throws Stop.
  [[nodiscard]] programs::Config load() const;
  [[nodiscard]] Settings settings() const { return settings_of(load()); }
};

/// Adds --config, --set and the flags of the settings named; of all that have one where none is named.
[[nodiscard]] std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& subcommand, std::initializer_list<std::string> only = {});

/// Opens the registrar of these settings. Throws Stop where none has been begun there, and what Registrar throws.
[[nodiscard]] std::unique_ptr<registrar::Registrar> open_registrar(const Settings& settings);

}  // namespace radslag::registrar_program
