// Every setting of the witness, and the values as its commands use them. The table is the documentation: `radslag-witness check-config`
// prints it.
#pragma once

#include <filesystem>
#include <initializer_list>
#include <memory>
#include <string>
#include <vector>

#include "ledger/witness/key.hpp"
#include "server/http/limits.hpp"
#include "server/programs/flags.hpp"

namespace CLI {
class App;
}

namespace radslag::witness_program {

inline constexpr const char* program_name = "radslag-witness";

struct Settings {
  std::filesystem::path data;
  std::filesystem::path key_file;  ///< witness.key in the data folder, or elsewhere

  // Of serve:
  std::string address, base_url;  ///< base_url: empty: http://localhost and the port
  std::uint16_t port = 0;
  unsigned workers = 0;
  bool strict_transport = false;
  std::uint64_t read_seconds = 0;  ///< between two looks at a town's log, where nobody asked for one
  std::string log_level;
  http::Limits http;
};

/// In the order in which they are shown.
[[nodiscard]] std::vector<programs::Setting> settings_table();
/// The values of a configuration that was read with settings_table().
[[nodiscard]] Settings settings_of(const programs::Config& config);

/// Filled by the command line as it is read.
struct SettingFlags : programs::GivenFlags {
  /// Flags, before RADSLAG_WITNESS_ variables, before a file (witness.conf in the data folder), before defaults. Throws Stop.
  [[nodiscard]] programs::Config load() const;
  [[nodiscard]] Settings settings() const { return settings_of(load()); }
};

/// Adds --config, --set and the flags of the settings named; of all that have one where none is named.
[[nodiscard]] std::shared_ptr<SettingFlags> add_setting_flags(CLI::App& subcommand, std::initializer_list<std::string> only = {});

/// The key of a witness that has been begun. Throws Stop.
[[nodiscard]] witness::Key open_key(const Settings& settings);

}  // namespace radslag::witness_program
