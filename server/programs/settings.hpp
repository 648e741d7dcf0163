// Every setting that there is, and the values as the programs use them. The table is the documentation: `radslag check-config` prints it.
#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "server/http/limits.hpp"
#include "server/programs/config.hpp"
#include "server/programs/data_dir.hpp"
#include "server/programs/mail_settings.hpp"

namespace radslag::programs {

struct Settings {
  DataDir data;

  std::string address;
  std::uint16_t port = 0;
  unsigned workers = 0;
  bool strict_transport = false;

  std::string origin;         ///< empty: localhost and the port
  std::string base_url;       ///< empty: http://localhost and the port
  std::string registrar_url;  ///< of the registrar's site; empty: there is none
  std::string content_lang, time_zone;
  bool demo = false;

  std::map<std::string, std::string> witnesses;  ///< by name: where they are asked
  std::filesystem::path example_witnesses;       ///< public keys that the example announces; empty: an example that nobody witnesses
  std::filesystem::path attested;                ///< the registrar's half of the example; empty: an example without initiatives
  std::filesystem::path templates, locales, static_files, example;
  std::string log_level;

  MailSettings mail;
  http::Limits http;
  std::size_t queue_submissions = 0, commit_submissions = 0;
  std::size_t ballot_body_bytes = 0, act_body_bytes = 0, small_body_bytes = 0, cache_pages = 0, cache_bytes = 0, bundle_bytes = 0;
};

/// In the order in which they are shown.
[[nodiscard]] std::vector<Setting> settings_table();

/// The values of a configuration that was read with settings_table().
[[nodiscard]] Settings settings_of(const Config& config);

/// Settings by flags, environment and file (`file`, or radslag.conf in the data folder) as they hold for this process. Throws Stop.
[[nodiscard]] Config load_config(const std::map<std::string, Value>& flags, const std::optional<std::filesystem::path>& file,
                                 const std::map<std::string, std::string>& environment = radslag_environment());

}  // namespace radslag::programs
